/** Keeps what nodes of a threshold step prepare from their data, for others in the same thread. */

import type { RunContext } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { preparedOnce } from '../lib/chunks.ts';
import { type ThresholdSample, thresholdSample } from './numbers/sample.ts';
import { type SearchSpace, searchSpace } from './numbers/search.ts';
import type { ThresholdSpec } from './numbers/spec.ts';

export function preparedSample(context: RunContext<unknown>, spec: ThresholdSpec): ThresholdSample {
  const make = (): ThresholdSample => thresholdSample(spec, readFrame(context.artifact('data')));
  return preparedOnce(context, 'threshold sample', withoutRefinement(spec), make);
}

export function preparedSpace(context: RunContext<unknown>, spec: ThresholdSpec): SearchSpace {
  const make = (): SearchSpace => searchSpace(preparedSample(context, spec), spec);
  return preparedOnce(context, 'search space', withoutRefinement(spec), make);
}

/** Returns the specification without its refinement, which concerns the search alone. */
function withoutRefinement({ refinement: _, ...spec }: ThresholdSpec): Omit<ThresholdSpec, 'refinement'> {
  return spec;
}
