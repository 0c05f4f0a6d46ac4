/** Says how two-stage least squares is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { instrumentsInStata } from '../regression/exported/in-stata.ts';
import { kClassInPython } from '../regression/exported/k-class.ts';

export const counterpart: Counterpart = {
  r: () => ({
    packages: ['AER'],
    call: ({ outcome, regressors, instruments, weights }) =>
      `ivreg(${outcome} ~ ${regressors} | ${instruments}, data = d${weights})`,
    errors: 'linear',
    effects: 'demeaned',
  }),
  // IV2SLS has no weights, and k = 1 is two-stage least squares
  python: ({ weights }, fit) =>
    weights === undefined || weights.is === 'frequency'
      ? {
          packages: [],
          call: ({ outcome, regressors, instruments }) => `IV2SLS(${outcome}, ${regressors}, ${instruments}).fit()`,
          errors: 'linear',
          effects: 'demeaned',
        }
      : kClassInPython(fit, { name: 'k', value: 1 }),
  stata: (spec, fit) => instrumentsInStata(spec, fit),
};
