/** Says how zero-inflated negative binomial regression is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { countsInPython, countsInR, inflatedInStata } from '../counts/export.ts';

export const counterpart: Counterpart = {
  r: (_, fit) => countsInR(fit, { equation: 'inflate', isDispersed: true }),
  python: (_, fit) => countsInPython(fit, { equation: 'inflate', isDispersed: true }),
  stata: (_, fit) => inflatedInStata('zinb', fit, true),
};
