/** Says how limited-information maximum likelihood is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { instrumentsInStata } from '../regression/exported/in-stata.ts';
import { kClassInR } from '../regression/exported/k-class-in-r.ts';

export const counterpart: Counterpart = {
  r: (_, fit) => kClassInR(fit),
  python: () => ({ none: 'limited-information maximum likelihood is not in statsmodels' }),
  stata: (spec, fit) => instrumentsInStata(spec, fit, { option: 'liml', word: 'liml' }),
};
