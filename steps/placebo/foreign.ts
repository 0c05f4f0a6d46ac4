/** Names that users of other programs write for placebo tests, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import { fitKeys } from '../lib/foreign-keys.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  keys: {
    ...fitKeys,
    ...words('reps replications n times sims', 'write `draws: 500`'),
    ...words('treat x', 'write `treatment: d`'),
  },
};
