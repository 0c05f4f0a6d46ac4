/** Names that users of other programs write for correlations, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = { kinds: words('corr cor pwcorr correlation correlations', 'write `kind: correlate`') };
