/** The internal kind `experiment-draws`: a chunk of the draws from an experiment's design. */
import { Type } from 'typebox';
import { defineStep } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { drawText, preparedOnce } from '../lib/chunks.ts';
import type { DrawnSpec } from './numbers/redrawn/spec.ts';
import type { ExperimentSpec } from './numbers/spec.ts';

interface DrawsParams extends ExperimentSpec {
  readonly drawn: DrawnSpec;
  /** The chunk has draws from ≤ i < to of so many. */
  readonly from: number;
  readonly to: number;
  readonly draws: number;
}

export default defineStep({
  name: 'experiment-draws',
  summary: 'A chunk of the draws from an experiment’s design',
  internal: true,
  params: Type.Object({}),
  run: async (context) => {
    const [{ drawingOf }, { experimentSample }] = await Promise.all([
      import('./numbers/drawn.ts'),
      import('./numbers/sample.ts'),
    ]);
    const { from, to, draws, drawn, ...spec } = context.params as unknown as DrawsParams;
    const { of } = preparedOnce(context, 'drawing', { spec, drawn }, () =>
      drawingOf(spec, drawn, experimentSample(spec, readFrame(context.artifact('data')))),
    );
    context.report(undefined, drawText(from + 1, from, to));
    const streams = {
      assignment: (i: number) => context.rng.stream('assignment', i),
      sample: (i: number) => context.rng.stream('sample', i),
      power: (i: number) => context.rng.stream('power', i),
    };
    return { ...of({ from, to, draws }, streams) };
  },
});
