/** Names that users of other programs write for thresholds, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import { fitKeys } from '../lib/foreign-keys.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: words('xthreg thresholds hansen', 'write `kind: threshold`'),
  keys: fitKeys,
};
