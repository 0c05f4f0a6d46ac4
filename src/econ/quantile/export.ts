/** Says how quantile regression is written in other languages. */
import type { Counterpart, NoCounterpart } from '../counterpart.ts';
import type { FitForm } from '../form.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';

/** Programs report one or another of several coefficients that fit alike. */
const several = ({ warnings }: FitForm): NoCounterpart | undefined =>
  warnings.some(({ code }) => code === 'not-unique')
    ? { none: 'other coefficients fit the quantile as well, and programs report one or another' }
    : undefined;

export const counterpart: Counterpart = {
  r: ({ estimator }, fit) =>
    several(fit) ?? {
      packages: ['quantreg'],
      call: ({ outcome, regressors }) => `rq(${outcome} ~ ${regressors}, tau = ${estimator?.tau}, data = d)`,
      errors: 'likelihood',
      effects: 'call',
      bread: 'quantile_vcov(m)',
      nobs: 'nrow(d)',
    },
  python: ({ estimator }, fit) =>
    several(fit) ?? {
      packages: ['scipy'],
      call: ({ outcome, regressors }) => `quantile_regression(${outcome}, ${regressors}, ${estimator?.tau})`,
      errors: 'likelihood',
      effects: 'call',
    },
  stata: ({ estimator }, fit) =>
    likelihoodInStata('qreg', fit, () => (estimator?.tau === 0.5 ? [] : [`quantile(${estimator?.tau})`])),
};
