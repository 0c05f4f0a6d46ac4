/** Names that users of other programs write for descriptive statistics, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: words(
    'summarize summarise summary sum descriptives tabstat',
    'write `kind: describe` with `variables: [y, x]`',
  ),
};
