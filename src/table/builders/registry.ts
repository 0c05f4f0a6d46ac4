/** THE list of builders of tables that kinds share; a kind's own stands in its room. */

import { bacon } from './bacon.ts';
import type { Builder } from './builder.ts';
import { byGroup } from './by-group.ts';
import { codebook } from './codebook.ts';
import { correlate } from './correlate.ts';
import { describe } from './describe.ts';
import { difference } from './difference.ts';
import { indexWeights } from './index-weights.ts';
import { regression } from './regression.ts';

export const builders: readonly Builder[] = [
  regression,
  describe,
  byGroup,
  correlate,
  codebook,
  indexWeights,
  bacon,
  difference,
];
