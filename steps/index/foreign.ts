/** Names that users of other programs write for composite indices, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: words('entropy topsis critic pca ahp', 'write `kind: index` with `method: entropy`, …'),
};
