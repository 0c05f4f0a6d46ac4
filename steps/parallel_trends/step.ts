/** The kind `parallel_trends`: what an event study says where trends are not parallel, and which trends its pre-test would miss. */
import type { Json } from '../../src/base/json.ts';
import { defineStep, type RunContext, type RunResult } from '../../src/engine/step.ts';
import { warnAll } from '../lib/frame-source.ts';
import { parallelTrendsSchema } from './keys.ts';
import type { PARTS } from './numbers/from-fit.ts';
import type { ParallelTrendsSpec } from './numbers/spec.ts';
import { parallelTrendsNodes } from './plan.ts';

export default defineStep({
  name: 'parallel_trends',
  summary:
    'How far trends of an event study may differ before its effect is gone (Rambachan–Roth), and the power of its pre-test (Roth)',
  params: parallelTrendsSchema,
  artifact: 'parallel-trends',
  expand: (step, plan) => parallelTrendsNodes(step, plan),
  run: (context) => run(context as RunContext<unknown>),
});

async function run(context: RunContext<unknown>): Promise<RunResult> {
  const [{ parallelTrends }, { studyOf }] = await Promise.all([
    import('./numbers/parallel-trends.ts'),
    import('./numbers/from-fit.ts'),
  ]);
  const { study: of, ...spec } = context.params as ParallelTrendsSpec & { readonly study: keyof typeof PARTS };
  const artifact = context.artifact('fit');
  const { study, warnings } = studyOf(of, (name) => artifact.json(name) as Json);
  const found = parallelTrends(spec, study, context.rng);
  warnAll(context, [...warnings, ...found.warnings]);
  return { ...found, warnings: [...warnings, ...found.warnings] } as unknown as RunResult;
}
