/** THE list of builders of tables that kinds share; a kind's own stands in its room. */

import { bacon } from './bacon.ts';
import type { Builder } from './builder.ts';
import { byGroup } from './by-group.ts';
import { codebook } from './codebook.ts';
import { correlate } from './correlate.ts';
import { describe } from './describe.ts';
import { difference } from './difference.ts';
import { indexWeights } from './index-weights.ts';
import { match } from './match.ts';
import { moderation } from './moderation.ts';
import { multiverse } from './multiverse.ts';
import { placebo } from './placebo.ts';
import { kernelDensity, markov, sigmaConvergence } from './regional.ts';
import { regression } from './regression.ts';
import { moran, spatialTests } from './spatial.ts';

export const builders: readonly Builder[] = [
  regression,
  describe,
  byGroup,
  correlate,
  codebook,
  indexWeights,
  moderation,
  kernelDensity,
  sigmaConvergence,
  markov,
  moran,
  spatialTests,
  bacon,
  difference,
  match,
  placebo,
  multiverse,
];
