/** Says how least squares is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { leastSquaresInStata } from '../regression/in-stata.ts';

export const counterpart: Counterpart = {
  r: () => ({
    packages: [],
    call: ({ outcome, regressors, weights }) => `lm(${outcome} ~ ${regressors}, data = d${weights})`,
    errors: 'linear',
    effects: 'demeaned',
  }),
  python: () => ({
    packages: [],
    call: ({ outcome, regressors, weights }) =>
      `sm.${weights === '' ? 'OLS' : 'WLS'}(${outcome}, ${regressors}${weights}).fit(method="qr")`,
    errors: 'linear',
    effects: 'demeaned',
  }),
  stata: leastSquaresInStata,
};
