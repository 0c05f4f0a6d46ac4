/** Says how the fractional probit is written in other languages. */
import type { Counterpart } from '../counterpart.ts';
import { fractionalInPython, fractionalInR, fractionalInStata } from '../fractional/export.ts';

export const counterpart: Counterpart = {
  r: () => fractionalInR('normal'),
  python: () => fractionalInPython('normal'),
  stata: (_, fit) => fractionalInStata('fracreg probit', fit),
};
