/** Names that users of other programs write for moderation, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import { fitKeys } from '../lib/foreign-keys.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  keys: {
    ...fitKeys,
    ...words('w z interaction', 'write `moderator: w`'),
    ...words('x treat', 'write `treatment: x`'),
  },
};
