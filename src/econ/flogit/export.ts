/** Says how the fractional logit is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { fractionalInPython, fractionalInR, fractionalInStata } from '../fractional/export.ts';

export const counterpart: Counterpart = {
  r: () => fractionalInR('logistic'),
  python: () => fractionalInPython('logistic'),
  stata: (_, fit) => fractionalInStata('fracreg logit', fit),
};
