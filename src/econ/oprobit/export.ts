/** Says how the ordered probit is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';
import { orderedInPython, orderedInR } from '../ordered/export.ts';

export const counterpart: Counterpart = {
  r: () => orderedInR('normal'),
  python: () => orderedInPython('normal'),
  stata: (_, fit) => likelihoodInStata('oprobit', fit),
};
