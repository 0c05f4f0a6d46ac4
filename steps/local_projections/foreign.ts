/** Names that users of other programs write for local projections, with the hints that lead them here. */
import { words } from '../../src/econ/foreign/absent.ts';
import { fitKeys } from '../lib/foreign-keys.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  kinds: words(
    'locproj lpirf jorda lp_lin lp_lin_iv lp_nl lp_lin_panel lp_nl_panel lpirfs lp irf local_projection',
    'write `kind: local_projections`',
  ),
  keys: {
    ...fitKeys,
    ...words('impulse s endog_shock', 'write `shock: x`, a term of the formula'),
    ...words('step steps h hor horizon', 'write `horizons: 8`'),
    ...words('transf transform cumul_mult cumulative', 'write `response: change` or `response: sum`'),
    ...words('ylags slags zlags yl sl', 'write `lags: {outcome: 4, shock: 4}`'),
    ...words('switching interaction', 'write `state: recession`'),
    ...words('confint conf', 'write `level: 90`'),
  },
};
