/** The kind `sigma_convergence`: how the dispersion of a variable moves over time. */
import { strict } from '../../src/base/schema.ts';
import { dispersion } from '../../src/econ/regional/convergence.ts';
import { defineStep, type RunContext, type RunResult } from '../../src/engine/step.ts';
import { observe, regionalNode, regionalParams, valuesAt } from '../lib/regional/periods.ts';

export default defineStep({
  name: 'sigma_convergence',
  summary: 'σ convergence: the standard deviation of logarithms and the coefficient of variation, by period',
  params: strict(regionalParams),
  artifact: 'sigma-convergence',
  expand: (step, plan) => regionalNode(step, plan, {}),
  run: (context) => {
    const { columns, names, periods } = observe(context as RunContext<unknown>);
    const rows = periods.map(({ period, members }) => ({
      variable: period,
      ...dispersion(valuesAt(columns[0]!, members)),
    }));
    return { of: names[0]!, rows } satisfies RunResult;
  },
});
