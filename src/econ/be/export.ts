/** Says how least squares between units is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';

export const counterpart: Counterpart = {
  r: ({ estimator }) => ({
    packages: ['plm'],
    call: ({ outcome, slopes, regressors, texts, unit }) =>
      estimator?.wls === true
        ? `lm(${outcome} ~ ${regressors}, data = unit_means(d, ${texts}, ${unit!.text}), weights = size)`
        : `plm(${outcome} ~ ${slopes}, data = d, index = ${unit!.text}, model = "between")`,
    errors: 'likelihood',
    effects: 'call',
    nobs: 'nrow(d)',
  }),
  python: ({ estimator }) => ({
    packages: [],
    call: ({ outcome, regressors, unit }) =>
      `between(${outcome}, ${regressors}, ${unit}${estimator?.wls === true ? ', weighted=True' : ''})`,
    errors: 'likelihood',
    effects: 'call',
    bread: 'm.cov_params()',
    nobs: 'len(d)',
  }),
  stata: ({ estimator }, fit) => ({
    set: 'effect',
    ...likelihoodInStata('xtreg', fit, () => ['be', ...(estimator?.wls === true ? ['wls'] : [])]),
    statistics: { r2Between: 'e(r2_b)', f: 'e(F)', rmse: 'e(rmse)' },
  }),
};
