/** Says how two-stage least squares is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { instrumentsInStata } from '../regression/exported/in-stata.ts';

export const counterpart: Counterpart = {
  r: () => ({
    packages: ['AER'],
    call: ({ outcome, regressors, instruments, weights }) =>
      `ivreg(${outcome} ~ ${regressors} | ${instruments}, data = d${weights})`,
    errors: 'linear',
    effects: 'demeaned',
  }),
  python: ({ weights }) =>
    weights === undefined || weights.is === 'frequency'
      ? {
          packages: [],
          call: ({ outcome, regressors, instruments }) => `IV2SLS(${outcome}, ${regressors}, ${instruments}).fit()`,
          errors: 'linear',
          effects: 'demeaned',
        }
      : { none: 'IV2SLS of statsmodels has no weights' },
  stata: (spec, fit) => instrumentsInStata(spec, fit),
};
