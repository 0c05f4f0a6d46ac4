/** Warns of regressors that another model predicted, of whose error a column's standard errors know nothing. */
import { columnsOfTerms, type ModelSpec } from '../../../src/econ/spec.ts';
import type { PlanContext, YamlPath } from '../../../src/engine/step.ts';
import type { FrameSource } from '../frame-source.ts';

/** Instruments may be predicted: errors by two-stage least squares stand (Wooldridge 2010, section 6.1). So may outcomes. */
export function warnOfPredicted(
  specs: readonly ModelSpec[],
  { context }: FrameSource,
  path: YamlPath,
  plan: PlanContext,
): void {
  const read = columnsOfTerms(
    specs.flatMap(({ terms, iv }) => [...terms, ...(iv?.endogenous ?? [])]),
    [],
  );
  for (const { name, predictedBy } of plan.columns(context.frame) ?? []) {
    if (predictedBy === undefined || !read.includes(name)) continue;
    const message = `\`${name}\` was predicted by the model of \`${predictedBy}\`, and these standard errors take it for data`;
    const hint = '`kind: bootstrap` with this column as its `base` draws both models again';
    plan.complain({ code: 'generated-regressor', severity: 'warning', message, hint, path, variable: name });
  }
}
