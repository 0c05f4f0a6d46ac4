/** The kind `magnitudes`: how large effects are, in standard deviations, shares of a mean, and elasticities. */
import { defineStep, type RunContext } from '../../src/engine/step.ts';
import { estimationData } from '../lib/estimation-memory.ts';
import { magnitudesSchema } from './keys.ts';
import type { MagnitudesSpec } from './numbers/spec.ts';
import { magnitudesNodes } from './plan.ts';

export default defineStep({
  name: 'magnitudes',
  summary:
    'How large effects are: of a standard deviation of a variable, as a share of the mean of the outcome, as elasticities',
  artifact: 'magnitudes',
  params: magnitudesSchema,
  expand: (step, plan) => magnitudesNodes(step, plan),
  run: async (context) => {
    const [{ magnitudes }, { sampleMoments }] = await Promise.all([
      import('./numbers/magnitudes.ts'),
      import('../../src/econ/shown/sample-moments.ts'),
    ]);
    const spec = context.params as unknown as MagnitudesSpec;
    const { data, workspace } = estimationData(context as RunContext<unknown>);
    const moments = sampleMoments(spec.model, spec.moments, data, workspace);
    const artifact = context.artifact('fit');
    const fit = Object.fromEntries(artifact.parts.map((part) => [part, artifact.json(part)]));
    const variables = spec.moments.map(({ of: variable }, i) => ({ variable, ...moments.moments[i]![0] }));
    return {
      effects: magnitudes(spec, fit as unknown as Parameters<typeof magnitudes>[1], moments),
      moments: variables,
    };
  },
});
