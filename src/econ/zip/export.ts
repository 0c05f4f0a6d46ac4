/** Says how zero-inflated Poisson regression is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { countsInPython, countsInR, inflatedInStata } from '../counts/export.ts';

export const counterpart: Counterpart = {
  r: (_, fit) => countsInR(fit, { equation: 'inflate', isDispersed: false }),
  python: (_, fit) => countsInPython(fit, { equation: 'inflate', isDispersed: false }),
  stata: (_, fit) => inflatedInStata('zip', fit, false),
};
