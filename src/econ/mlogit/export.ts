/** Says how the multinomial logit is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import type { FitForm } from '../form.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';

const shared = ({ terms }: FitForm) =>
  ({
    packages: [],
    errors: 'likelihood',
    effects: 'dummies',
    parameters: terms.map(({ term }) => term),
  }) as const;

export const counterpart: Counterpart = {
  r: ({ estimator }, fit) => ({
    ...shared(fit),
    call: ({ outcome, regressors, weightValues }) =>
      `multinomial_ml(${outcome} ~ ${regressors}, d, ${estimator!.base}${weightValues})`,
    bread: 'vcov(m)',
    statistics: { ll: 'm$ll' },
  }),
  python: ({ estimator }, fit) => ({
    ...shared(fit),
    call: ({ outcome, regressors, weights }) =>
      `multinomial_ml(${outcome}, ${regressors}, ${estimator!.base}${weights})`,
    statistics: { ll: 'm.llf' },
  }),
  stata: ({ estimator }, fit) => likelihoodInStata('mlogit', fit, () => [`baseoutcome(${estimator!.base})`]),
};
