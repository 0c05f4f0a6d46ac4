/** The kind `experiment`: effects of arms that rows were assigned to. */
import { defineStep, type RunContext, type RunResult } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { experimentSchema } from './keys.ts';
import type { ExperimentSpec } from './numbers/spec.ts';
import { experimentNodes } from './plan.ts';

export default defineStep({
  name: 'experiment',
  summary:
    'Experiments: effects of arms on several outcomes by the design, with strata, clusters and unequal chances, and errors that fit it',
  params: experimentSchema,
  artifact: 'experiment',
  expand: (step, plan) => experimentNodes(step, plan),
  run: (context) => run(context as RunContext<unknown>),
});

async function run(context: RunContext<unknown>): Promise<RunResult> {
  const spec = context.params as ExperimentSpec;
  const [{ experimentResult }, { experimentSample }] = await Promise.all([
    import('./numbers/experiment.ts'),
    import('./numbers/sample.ts'),
  ]);
  const found = experimentResult(spec, experimentSample(spec, readFrame(context.artifact('data'))));
  warnAll(context, found.warnings);
  noteLost(context, found.rowsLost);
  return found as unknown as RunResult;
}
