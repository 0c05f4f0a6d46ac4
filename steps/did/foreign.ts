/** Names that users of other programs write for effects of treatment at different times, with the hints that lead them here. */
import { didNames, words } from '../../src/econ/foreign/absent.ts';
import type { Foreign } from '../room.ts';

export const foreign: Foreign = {
  keys: {
    ...words(
      'se vce clusters clustered robust',
      'errors cluster on the unit; `cluster: region` names another variable',
    ),
    ...words('y depvar dependent yname fit formula', 'write `outcome: y`'),
    ...words('gname gvar first_treat treated_at', 'write `cohort: g`, the first treated period of a unit'),
    ...words('controls xformla', 'write `covariates: [a, b]`'),
    ...words('estimator type', 'write `method: callaway`, `sun-abraham`, …'),
  },
  values: {
    method: Object.assign(
      {},
      ...Object.entries(didNames).map(([method, names]) => words(names, `write \`method: ${method}\``)),
    ) as Record<string, string>,
  },
};
