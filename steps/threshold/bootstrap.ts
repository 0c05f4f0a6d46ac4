/** The internal kind `threshold-bootstrap`: a chunk of replications of one threshold test. */
import { Type } from 'typebox';
import { defineStep } from '../../src/engine/step.ts';
import { drawText } from '../lib/chunks.ts';
import { readSearch } from './artifact.ts';
import type { ChunkParams } from './keys.ts';
import { replicator } from './numbers/bootstrap.ts';
import { preparedSpace } from './prepared.ts';

/** The number of rows that are passed between two reports of progress, each of which wakes the thread that shows it. */
const STRETCH_ROWS = 1e7;

export default defineStep({
  name: 'threshold-bootstrap',
  summary: 'A chunk of replications of one test of a threshold step',
  internal: true,
  params: Type.Object({}),
  run: (context) => {
    const { test, quirk, from, to, ...spec } = context.params as unknown as ChunkParams;
    const space = preparedSpace(context, spec);
    const replicate = replicator(space, readSearch(context.artifact('search')), spec, test, quirk);
    const ratios: number[] = [];
    // Even, since two replications share a pass.
    const stretch = 2 * Math.ceil(STRETCH_ROWS / 2 / space.sample.nobs);
    for (let i = from; i < to; i += stretch) {
      context.report((i - from) / (to - from), `${test} threshold, ${drawText(i + 1, from, to)}`);
      const count = Math.min(stretch, to - i);
      ratios.push(
        ...replicate(Array.from({ length: count }, (_, at) => context.rng.stream(`threshold/${test}`, i + at))),
      );
    }
    return { ratios };
  },
});
