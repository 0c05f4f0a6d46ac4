/** THE list of builders, by the type of artifact that each shows. */
import { bacon } from './bacon.ts';
import type { Builder } from './builder.ts';
import { byGroup } from './by-group.ts';
import { codebook } from './codebook.ts';
import { correlate } from './correlate.ts';
import { describe } from './describe.ts';
import { diagnose } from './diagnose.ts';
import { difference } from './difference.ts';
import { indexWeights } from './index-weights.ts';
import { match } from './match.ts';
import { mediation } from './mediation.ts';
import { moderation } from './moderation.ts';
import { multiverse } from './multiverse.ts';
import { placebo } from './placebo.ts';
import { inequality, kernelDensity, markov, sigmaConvergence } from './regional.ts';
import { regression } from './regression.ts';
import { moran, spatialTests } from './spatial.ts';
import { threshold } from './threshold.ts';
import { vif } from './vif.ts';

export const builders: readonly Builder[] = [
  regression,
  describe,
  byGroup,
  correlate,
  vif,
  codebook,
  indexWeights,
  threshold,
  mediation,
  moderation,
  inequality,
  kernelDensity,
  sigmaConvergence,
  markov,
  moran,
  spatialTests,
  bacon,
  diagnose,
  difference,
  match,
  placebo,
  multiverse,
];
