/** Says how the k-class with a k of the user's own is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { instrumentsInStata } from '../regression/exported/in-stata.ts';
import { kClassInR } from '../regression/exported/k-class-in-r.ts';

export const counterpart: Counterpart = {
  r: ({ estimator }, fit) => kClassInR(fit, `k = ${estimator?.k}`),
  python: () => ({ none: 'the k-class is not in statsmodels' }),
  stata: (spec, fit) => instrumentsInStata(spec, fit, { option: `kclass(${spec.estimator?.k})` }),
};
