/** The kind `kernel_density`: the density of a variable, by period. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { type KernelName, kdensity } from '../../src/econ/regional/kernel-density.ts';
import { defineStep, type RunContext, type RunResult } from '../../src/engine/step.ts';
import { observe, regionalNode, regionalParams, valuesAt } from '../lib/regional/periods.ts';

const Params = strict({
  ...regionalParams,
  kernel: optional.oneOf(['epanechnikov', 'epan2', 'gaussian'], 'epanechnikov by default, as `kdensity` has it'),
  bandwidth: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'Silverman’s by default' })),
  points: Type.Optional(
    Type.Integer({ minimum: 2, maximum: 2000, description: '50 by default, or as many as values' }),
  ),
});
type Params = Static<typeof Params>;

export default defineStep({
  name: 'kernel_density',
  summary: 'Kernel densities of a variable by period, as `kdensity` makes them',
  params: Params,
  artifact: 'kernel-density',
  expand: (step, plan) => {
    const { kernel = 'epanechnikov', bandwidth, points }: Params = { ...step.defaults, ...step.params };
    return regionalNode(step, plan, { kernel, bandwidth: bandwidth ?? null, points: points ?? null });
  },
  run: (context) => run(context as RunContext<unknown>),
});

function run(context: RunContext<unknown>): RunResult {
  const { kernel, bandwidth, points } = context.params as {
    kernel: KernelName;
    bandwidth: number | null;
    points: number | null;
  };
  const { columns, names, periods } = observe(context);
  const options = { bandwidth: bandwidth ?? undefined, points: points ?? undefined };
  const rows = periods.map(({ period, members }) => {
    const found = kdensity(valuesAt(columns[0]!, members), kernel, options);
    const highest = found.density.indexOf(Math.max(...found.density));
    return { variable: period, ...found, mode: found.at[highest]!, peak: found.density[highest]! };
  });
  return { of: names[0]!, kernel, rows };
}
