/** The internal kind `mediation-bootstrap`: a chunk of the bootstrap samples of a mediation step. */
import { Type } from 'typebox';
import { defineStep } from '../../src/engine/step.ts';
import { drawText, preparedOnce } from '../lib/chunks.ts';
import { estimationData } from '../lib/estimation-memory.ts';
import type { IndirectParams } from './keys.ts';

/** The number of samples between two reports of progress. */
const STRETCH = 100;

export default defineStep({
  name: 'mediation-bootstrap',
  summary: 'A chunk of bootstrap samples of a mediation step',
  internal: true,
  params: Type.Object({}),
  run: async (context) => {
    const { drawnTimes, indirectDraws } = await import('./numbers/bootstrap.ts');
    const { from, to, ...spec } = context.params as unknown as IndirectParams;
    const { clusters, of } = preparedOnce(context, 'indirect', spec, () => {
      const { data, workspace } = estimationData(context);
      return indirectDraws(spec, data, workspace);
    });
    const draws: (number | null)[] = [];
    for (let i = from; i < to; i++) {
      if ((i - from) % STRETCH === 0) context.report((i - from) / (to - from), drawText(i + 1, from, to));
      draws.push(of(drawnTimes(context.rng.stream('mediation', i), clusters)));
    }
    return { clusters, draws };
  },
});
