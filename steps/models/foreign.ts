/** Names that users of other programs write for models, with the hints that lead them here. */

import { words } from '../../src/econ/foreign/absent.ts';
import { foreignCommands } from '../../src/econ/registry.ts';
import { modelKeys } from '../lib/foreign-keys.ts';
import type { Foreign } from '../room.ts';

const linear = (example: string): string => `write \`kind: models\` with \`${example}\``;

export const foreign: Foreign = {
  kinds: {
    ...words('ols reg regress regression regressions linear lm model fit estimate est', linear('fit: y ~ x')),
    ...words('fe xtreg reghdfe areg feols plm felm within panel fixed_effects twfe', linear('fit: y ~ x | id')),
    ...words('iv 2sls tsls ivregress ivreg ivreg2 xtivreg xtivreg2 ivreghdfe', linear('fit: y ~ w | x ~ z')),
    ...Object.fromEntries(
      Object.entries(foreignCommands).map(([command, name]) => [command, linear(`fit: y ~ x, estimator: ${name}`)]),
    ),
    ...words('utest quadratic', linear('fit: y ~ x + x^2, u_test: x')),
    ...words('heterogeneity subgroup subgroups', linear('base: baseline.main, split: region')),
  },
  keys: modelKeys,
};
