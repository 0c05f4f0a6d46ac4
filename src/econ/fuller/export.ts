/** Says how Fuller’s estimator is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { instrumentsInStata } from '../regression/exported/in-stata.ts';
import { kClassInR } from '../regression/exported/k-class-in-r.ts';

const less = (alpha: unknown): number => (typeof alpha === 'number' ? alpha : 1);

export const counterpart: Counterpart = {
  r: ({ estimator }, fit) => kClassInR(fit, `less = ${less(estimator?.alpha)}`),
  python: () => ({ none: 'Fuller’s estimator is not in statsmodels' }),
  stata: (spec, fit) => instrumentsInStata(spec, fit, { option: `fuller(${less(spec.estimator?.alpha)})` }),
};
