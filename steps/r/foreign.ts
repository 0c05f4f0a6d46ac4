/** Names that users of other programs write for fits of R, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import { bridgeKeys } from '../lib/foreign-keys.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  keys: { ...bridgeKeys, ...words('cluster clusters se', 'write `vcov: cluster(a)`') },
};
