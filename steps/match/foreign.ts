/** Names that users of other programs write for matching, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import { fromKeys } from '../lib/foreign-keys.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: words('matching', 'write `kind: match`'),
  keys: {
    ...fromKeys,
    ...words('treat treated treatvar', 'write `treatment: d`'),
    ...words('covariates controls variables', 'write `on: [a, b]`'),
    ...words('neighbors neighbours neighbor nn ratio', 'write `k: 3`'),
    ...words('outcome y', 'write `outcomes: [y]`'),
  },
};
