/** The kind `describe`: descriptive statistics of variables. */
import { strict } from '../src/base/schema.ts';
import { describe } from '../src/econ/describe/describe.ts';
import { defineStep, type RunContext } from '../src/engine/step.ts';
import { listNode, listParams, runList } from './lib/variable-list.ts';

export default defineStep({
  name: 'describe',
  summary: 'Descriptive statistics: n, mean, sd, min, max, percentiles, skewness, kurtosis, each over its own values',
  artifact: 'describe',
  params: strict(listParams),
  expand: (step, plan) => listNode(step, plan),
  run: (context) =>
    runList(context as RunContext<unknown>, (columns) => ({
      rows: columns.map(({ name, values }) => ({ variable: name, ...describe(values) })),
    })),
});
