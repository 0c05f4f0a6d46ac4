/** THE list of methods by which elasticities of a production function are estimated. */
import { Refusal } from '../../../src/base/problem.ts';
import { leastSquares } from '../../../src/econ/linalg/least-squares.ts';
import { ackerbergCavesFrazer } from './acf.ts';
import type { Estimated, Method } from './estimated.ts';
import { proxied } from './proxied.ts';
import type { Firms } from './sample.ts';
import type { TfpMethod, TfpSpec } from './spec.ts';
import { twoEquations } from './two-equations.ts';

export const methods: Readonly<Record<TfpMethod, Method>> = {
  ols,
  fe: within,
  op: proxied,
  lp: proxied,
  acf: (firms, spec, start) => ackerbergCavesFrazer(firms, spec, ols(firms, spec).estimates.slice(0, -1), start),
  wooldridge: twoEquations,
};

/** The tolerance of collinear columns, beside their length. */
const tolerances = (columns: readonly Float64Array[]) => (j: number) =>
  1e-9 * Math.sqrt(columns[j]!.reduce((sum, value) => sum + value * value, 0));

function requireAll(dropped: readonly number[], names: readonly string[]): void {
  if (dropped.length === 0) return;
  const which = dropped.map((j) => `\`${names[j]!}\``).join(', ');
  throw new Refusal('collinear', `${which} ${dropped.length === 1 ? 'is' : 'are'} a linear function of other inputs`, {
    param: 'model',
    hint: 'leave it out, since its elasticity cannot be told',
  });
}

/** Output on inputs and a constant, by least squares. */
function ols({ output, free, state, unit, units }: Firms, spec: TfpSpec): Estimated {
  const columns = [...free, ...state, new Float64Array(output.length).fill(1)];
  const { coefficients, residuals, qr } = leastSquares(columns, output, tolerances(columns));
  requireAll(qr.dropped, [...spec.free, ...spec.state, '_cons']);
  const linear = { columns, residuals, unit, units, counted: columns.length, countedInClusters: columns.length };
  return { estimates: coefficients, dynamic: null, linear };
}

/** Estimates by least squares within firms. */
function within({ output, free, state, unit, units }: Firms, spec: TfpSpec): Estimated {
  const centred = (values: Float64Array): Float64Array => {
    const [sums, counts] = [new Float64Array(units), new Float64Array(units)];
    for (const [row, firm] of unit.entries()) {
      sums[firm] = sums[firm]! + values[row]!;
      counts[firm] = counts[firm]! + 1;
    }
    return values.map((value, row) => value - sums[unit[row]!]! / counts[unit[row]!]!);
  };
  const columns = [...free, ...state].map(centred);
  const lengths = tolerances([...free, ...state]);
  const { coefficients, residuals, qr } = leastSquares(columns, centred(output), lengths);
  requireAll(qr.dropped, [...spec.free, ...spec.state]);
  const linear = {
    columns,
    residuals,
    unit,
    units,
    counted: columns.length + units,
    countedInClusters: columns.length + 1,
  };
  return { estimates: coefficients, dynamic: null, linear };
}
