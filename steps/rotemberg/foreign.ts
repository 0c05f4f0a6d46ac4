/** Names that users of other programs write for Rotemberg weights, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: words('bartik_weight bw rotemberg_weights', 'write `kind: rotemberg`'),
  keys: {
    ...words('y depvar', 'write `outcome: y`'),
    ...words('x endog', 'write `endogenous: x`'),
    ...words('z share', 'write `shares: [s1, s2]`'),
    ...words('g growth shock', 'write `shocks: [g1, g2]`'),
    ...words('by time', 'write `period: year`'),
    ...words('fe', 'write `absorb: [year]`'),
    ...words('covs covariates', 'write `controls: [a, b]`'),
    ...words('weight', 'write `weights: w`'),
  },
};
