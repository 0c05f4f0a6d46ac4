/** The kind `local_projections`: how an outcome responds to an impulse, horizon by horizon. */
import { defineStep, type RunContext, type RunResult } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { localProjectionsSchema } from './keys.ts';
import type { LocalProjectionsSpec } from './numbers/spec.ts';
import { localProjectionsNodes } from './plan.ts';

export default defineStep({
  name: 'local_projections',
  summary:
    'Local projections (Jordà): impulse responses of panels and series, with effects, instruments and states, pointwise and simultaneous bands',
  params: localProjectionsSchema,
  artifact: 'local-projections',
  expand: (step, plan) => localProjectionsNodes(step, plan),
  run: (context) => run(context as RunContext<unknown>),
});

async function run(context: RunContext<unknown>): Promise<RunResult> {
  const { localProjections } = await import('./numbers/local-projections.ts');
  const spec = context.params as LocalProjectionsSpec;
  const found = localProjections(spec, readFrame(context.artifact('data')), context.rng);
  warnAll(context, found.warnings);
  noteLost(context, found.rowsLost);
  const { model, shock, state, response, level } = spec;
  const asked = { outcome: model.outcome, shock, state: state?.of ?? null, response, level };
  return { ...found, ...asked } as unknown as RunResult;
}
