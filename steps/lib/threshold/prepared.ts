/** What the nodes of a threshold step find of their data, kept for those that run in the same thread. */
import { type ThresholdSample, thresholdSample } from '../../../src/econ/threshold/sample.ts';
import { type SearchSpace, searchSpace } from '../../../src/econ/threshold/search.ts';
import type { ThresholdSpec } from '../../../src/econ/threshold/spec.ts';
import type { RunContext } from '../../../src/engine/step.ts';
import { readFrame } from '../../../src/frame/artifact.ts';
import { preparedOnce } from '../chunks.ts';

export function preparedSample(context: RunContext<unknown>, spec: ThresholdSpec): ThresholdSample {
  const make = (): ThresholdSample => thresholdSample(spec, readFrame(context.artifact('data')));
  return preparedOnce(context, 'threshold sample', withoutRefinement(spec), make);
}

export function preparedSpace(context: RunContext<unknown>, spec: ThresholdSpec): SearchSpace {
  const make = (): SearchSpace => searchSpace(preparedSample(context, spec), spec);
  return preparedOnce(context, 'search space', withoutRefinement(spec), make);
}

/** How thresholds are refined is a matter of the search alone. */
function withoutRefinement({ refinement: _, ...spec }: ThresholdSpec): Omit<ThresholdSpec, 'refinement'> {
  return spec;
}
