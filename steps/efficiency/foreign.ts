/** Names that users of other programs write for efficiency, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import { fromKeys } from '../lib/foreign-keys.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: words('dea sbm teddf malmq malmquist gtfpch envelopment', 'write `kind: efficiency`'),
  keys: {
    ...fromKeys,
    ...words('rts', 'write `returns: constant`, `variable` or `nonincreasing`'),
    ...words('ort orient', 'write `orientation: input` or `output`'),
    ...words('bad bads undesired', 'write `undesirable: [co2]`'),
    ...words('global biennial', 'write `frontier: global`'),
  },
};
