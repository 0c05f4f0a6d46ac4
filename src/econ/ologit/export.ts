/** Says how the ordered logit is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { likelihoodInStata } from '../likelihood/in-stata.ts';
import { orderedInPython, orderedInR } from '../ordered/export.ts';

export const counterpart: Counterpart = {
  r: () => orderedInR('logistic'),
  python: () => orderedInPython('logistic'),
  stata: (_, fit) => likelihoodInStata('ologit', fit),
};
