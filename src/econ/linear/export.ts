/** Says how least squares is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { frameStatistics } from '../regression/exported/frame-statistics.ts';
import { leastSquaresInStata } from '../regression/exported/in-stata.ts';

export const counterpart: Counterpart = {
  r: (spec, fit) => ({
    packages: [],
    call: ({ outcome, regressors, weights }) => `lm(${outcome} ~ ${regressors}, data = d${weights})`,
    errors: 'linear',
    effects: 'demeaned',
    statistics: frameStatistics(spec, fit, { r2: 'summary(m)$r.squared', f: 'wald(coef(m), V)' }),
  }),
  python: (spec, fit) => ({
    packages: [],
    call: ({ outcome, regressors, weights }) =>
      `sm.${weights === '' ? 'OLS' : 'WLS'}(${outcome}, ${regressors}${weights}).fit(method="qr")`,
    errors: 'linear',
    effects: 'demeaned',
    statistics: frameStatistics(spec, fit, { r2: 'm.rsquared', f: 'wald(m.params, V)' }),
  }),
  stata: leastSquaresInStata,
};
