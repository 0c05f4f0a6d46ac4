/** Names that users of other programs write for models, with the hints that lead them here. */

import { words } from '../../src/econ/foreign/absent.ts';
import { leastSquares, withEffects, withInstruments } from '../../src/econ/foreign/implied.ts';
import { foreignCommands } from '../../src/econ/registry.ts';
import { fitForms, modelKeys } from '../lib/foreign-keys.ts';
import type { Foreign } from '../room.ts';

const linear = (example: string): string => `write \`kind: models\` with \`${example}\``;

export const foreign: Foreign = {
  kinds: {
    ...words(`${leastSquares} regression regressions linear model fit estimate est`, linear('fit: y ~ x')),
    ...words(`${withEffects} feols felm`, linear('fit: y ~ x | id')),
    ...words(`${withInstruments} iv`, linear('fit: y ~ w | x ~ z')),
    ...words('margins marginsplot mfx', linear('fit: y ~ x, estimator: logit, margins: {}')),
    ...words(
      'bootstrap boot bs',
      'write `kind: models` with `vcov: wild(a)`, which bootstraps tests by the clusters `a`',
    ),
    ...words('event eventstudy event_study', linear('fit: y ~ event(year - g, ref=-1) | id + year')),
    ...Object.fromEntries(
      Object.entries(foreignCommands).map(([command, name]) => [command, linear(`fit: y ~ x, estimator: ${name}`)]),
    ),
    ...words('utest quadratic', linear('fit: y ~ x + x^2, u_test: x')),
    ...words('heterogeneity subgroup subgroups', linear('base: baseline.main, split: region')),
  },
  keys: modelKeys,
  forms: {
    ...fitForms,
    winsorize: 'two percentages are a list: `winsorize: [1, 99]`',
    trim: 'two percentages are a list: `trim: [1, 99]`',
  },
};
