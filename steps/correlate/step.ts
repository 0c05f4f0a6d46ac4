/** The kind `correlate`: correlations of variables. */
import { optional, strict } from '../../src/base/schema.ts';
import { type CorrelationMethod, correlate, type MissingRule } from '../../src/econ/describe/correlate.ts';
import { defineStep, type RunContext } from '../../src/engine/step.ts';
import { listNode, listParams, noteIncomplete, runList } from '../lib/variable-list.ts';

export default defineStep({
  name: 'correlate',
  summary: 'Correlations with p-values: Pearson or Spearman, listwise or pairwise',
  artifact: 'correlate',
  params: strict({
    ...listParams,
    method: optional.oneOf(['pearson', 'spearman'], 'of values (default) or of ranks'),
    missing: optional.oneOf(
      ['listwise', 'pairwise'],
      'rows complete in all variables (default), or in the two of each correlation',
    ),
  }),
  expand: (step, plan) => listNode(step, plan, { method: 'pearson', missing: 'listwise' }),
  run: (context) => {
    const { method, missing } = context.params as { method: CorrelationMethod; missing: MissingRule };
    return runList(context as RunContext<unknown>, (columns) => {
      const result = correlate(columns, method, missing);
      if (missing === 'listwise') noteIncomplete(context, columns, result.nobs[0]?.[0] ?? 0);
      return { ...result };
    });
  },
});
