/** Output without what is no part of inputs or of productivity: a regression on free inputs and a polynomial. */
import { Refusal } from '../../../src/base/problem.ts';
import { leastSquares } from '../../../src/econ/linalg/least-squares.ts';
import { polynomial } from './polynomial.ts';

export interface FirstStage {
  /** One for each free input that stands beside the polynomial. */
  readonly elasticities: Float64Array;
  readonly fitted: Float64Array;
}

/**
 * Regresses output on a constant, a polynomial of `variables` and the free inputs, which stand last: one that the polynomial spans has no elasticity (Ackerberg, Caves &
 * Frazer 2015, section 3), and is refused by its name.
 */
export function firstStage(
  output: Float64Array,
  variables: readonly Float64Array[],
  order: number,
  free: readonly Float64Array[],
  names: readonly string[],
): FirstStage {
  const columns = [new Float64Array(output.length).fill(1), ...polynomial(variables, order), ...free];
  if (output.length <= columns.length) {
    const message = `expected more rows than terms of the first stage, got N = ${output.length} and K = ${columns.length}`;
    throw new Refusal('too-few-rows', message, { param: 'order', hint: 'write a smaller `order`' });
  }
  const length = (j: number) => Math.sqrt(columns[j]!.reduce((sum, value) => sum + value * value, 0));
  const { coefficients, residuals, qr } = leastSquares(columns, output, (j) => 1e-9 * length(j));
  const first = columns.length - free.length;
  const spanned = qr.dropped.filter((j) => j >= first);
  if (spanned.length > 0) {
    const which = spanned.map((j) => `\`${names[j - first]!}\``).join(', ');
    const message = `${which} ${spanned.length === 1 ? 'is' : 'are'} a function of the state and the proxy, so that no elasticity is told`;
    throw new Refusal('collinear', message, { param: 'proxy', hint: 'name another proxy, or write `method: acf`' });
  }
  return {
    elasticities: coefficients.slice(coefficients.length - free.length),
    fitted: output.map((value, row) => value - residuals[row]!),
  };
}
