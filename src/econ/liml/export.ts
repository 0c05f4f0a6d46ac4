/** Says how limited-information maximum likelihood is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { instrumentsInStata } from '../regression/exported/in-stata.ts';
import { kClassInPython, kClassInR } from '../regression/exported/k-class.ts';

export const counterpart: Counterpart = {
  r: (_, fit) => kClassInR(fit),
  python: (_, fit) => kClassInPython(fit),
  stata: (spec, fit) => instrumentsInStata(spec, fit, { option: 'liml', word: 'liml' }),
};
