/** The kind `rd`: the jump of an outcome at a cut-off of a running variable. */
import type { Fit } from '../../src/econ/fit.ts';
import { defineStep, type RunContext, type RunResult } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { rdSchema } from './keys.ts';
import type { RdSpec, RowName } from './numbers/spec.ts';
import { rdNodes } from './plan.ts';

type NodeParams = RdSpec & { readonly rows: readonly RowName[] };

export default defineStep({
  name: 'rd',
  summary:
    'Discontinuities: the jump of an outcome at a cut-off, sharp, fuzzy or a kink, with chosen bandwidths and robust bias-corrected errors',
  params: rdSchema,
  artifact: 'fit',
  expand: (step, plan) => rdNodes(step, plan),
  run: (context) => run(context as RunContext<unknown>),
});

async function run(context: RunContext<unknown>): Promise<RunResult> {
  const { rows, ...spec } = context.params as NodeParams;
  const [{ rdFit }, { rdSample }] = await Promise.all([import('./numbers/fit.ts'), import('./numbers/sample.ts')]);
  const { fit, ...records } = rdFit(spec, rdSample(spec, readFrame(context.artifact('data'))));
  warnAll(context, fit.warnings);
  noteLost(context, fit.rowsLost);
  const terms = fit.terms.filter(({ term }) => rows.includes(term as RowName));
  return { ...records, ...fit, terms } as Fit & RunResult;
}
