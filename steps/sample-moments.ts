/** The internal kind `sample-moments`: means and deviations over the rows of a fit, which the computed rows of a table are made of. */
import { Type } from 'typebox';
import { defineStep, type RunContext } from '../src/engine/step.ts';
import { estimationData } from './lib/estimation-memory.ts';
import type { MomentsParams } from './lib/report/computed/request.ts';

export default defineStep({
  name: 'sample-moments',
  summary: 'Means and standard deviations over the rows of a fit, for computed rows of a table',
  internal: true,
  params: Type.Object({}),
  run: async (context) => {
    const { sampleMoments } = await import('../src/econ/shown/sample-moments.ts');
    const { model, asked } = context.params as unknown as MomentsParams;
    const { data, workspace } = estimationData(context as RunContext<unknown>);
    return { ...sampleMoments(model, asked, data, workspace) };
  },
});
