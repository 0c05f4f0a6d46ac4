/** The kind `synthetic_control`: what a treated unit would have been, by weights of units that are not treated. */
import type { Fit } from '../../src/econ/fit.ts';
import { defineStep, type RunContext, type RunResult } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { syntheticSchema } from './keys.ts';
import type { SyntheticSpec } from './numbers/spec.ts';
import { syntheticNodes } from './plan.ts';

export default defineStep({
  name: 'synthetic_control',
  summary:
    'Synthetic controls with placebos, synthetic difference in differences, generalised synthetic controls, interactive effects and matrix completion, of one unit or of several that begin at different times',
  params: syntheticSchema,
  artifact: 'fit',
  expand: (step, plan) => syntheticNodes(step, plan),
  run: (context) => run(context as RunContext<unknown>),
});

async function run(context: RunContext<unknown>): Promise<RunResult> {
  const spec = context.params as SyntheticSpec;
  const { syntheticFit } = await import('./numbers/fit.ts');
  const { syntheticSample } = await import('./numbers/sample.ts');
  const { fit, ...records } = syntheticFit(
    spec,
    syntheticSample(spec, readFrame(context.artifact('data'))),
    context.rng,
  );
  warnAll(context, fit.warnings);
  noteLost(context, fit.rowsLost);
  return { ...records, ...fit } as unknown as Fit & RunResult;
}
