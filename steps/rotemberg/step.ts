/** The kind `rotemberg`: which sectors and periods a shift-share estimate hangs on. */
import type { Json } from '../../src/base/json.ts';
import { defineStep, type RunContext, type RunResult } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { rotembergSchema } from './keys.ts';
import type { RotembergSpec } from './numbers/spec.ts';
import { rotembergNodes } from './plan.ts';

export default defineStep({
  name: 'rotemberg',
  summary: 'Rotemberg weights: which sectors and periods a shift-share estimate hangs on',
  params: rotembergSchema,
  artifact: 'rotemberg',
  expand: (step, plan) => rotembergNodes(step, plan),
  run: (context) => run(context as RunContext<unknown>),
});

async function run(context: RunContext<unknown>): Promise<RunResult> {
  const spec = context.params as RotembergSpec;
  const { rotembergResult } = await import('./numbers/rotemberg-result.ts');
  const sectors = spec.shiftShare === null ? undefined : readFrame(context.artifact('sectors'));
  const { rowsLost, warnings, ...result } = rotembergResult(spec, readFrame(context.artifact('data')), sectors);
  warnAll(context, warnings);
  noteLost(context, rowsLost);
  return { ...result, rowsLost, warnings } as unknown as Record<string, Json> as RunResult;
}
