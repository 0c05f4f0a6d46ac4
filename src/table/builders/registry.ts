/** THE list of what tables can show, by type of artifact. */
import type { Builder } from './builder.ts';
import { correlate } from './correlate.ts';
import { describe } from './describe.ts';
import { indexWeights } from './index-weights.ts';
import { regression } from './regression.ts';
import { threshold } from './threshold.ts';
import { vif } from './vif.ts';

export const builders: readonly Builder[] = [regression, describe, correlate, vif, indexWeights, threshold];
