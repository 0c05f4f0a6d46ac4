/** The internal kind `placebo-draws`: a chunk of the placebo treatments of a placebo step. */
import { Type } from 'typebox';
import { defineStep } from '../../src/engine/step.ts';
import { drawText, preparedOnce } from '../lib/chunks.ts';
import { estimationData } from '../lib/estimation-memory.ts';
import type { DrawsParams } from './keys.ts';

export default defineStep({
  name: 'placebo-draws',
  summary: 'A chunk of the placebo treatments of a placebo step',
  internal: true,
  params: Type.Object({}),
  run: async (context) => {
    const { placebosOf } = await import('./numbers/placebo.ts');
    const { from, to, draws, ...spec } = context.params as unknown as DrawsParams;
    const { of } = preparedOnce(context, 'placebos', spec, () => {
      const { data, workspace } = estimationData(context);
      return placebosOf(spec, data, workspace);
    });
    context.report(undefined, drawText(from + 1, from, to));
    return { ...of({ from, to, draws }, (i) => context.rng.stream('placebo', i)) };
  },
});
