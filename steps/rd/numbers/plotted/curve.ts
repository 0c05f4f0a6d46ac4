/** The polynomials that a figure shows, one on each side of the cut-off, each with a pointwise 95 % band from heteroskedasticity-robust errors (HC1). */
import { normal } from '../../../../src/econ/distributions/distributions.ts';
import type { LocalFit } from '../local-fit.ts';
import { valueAt } from '../moments/polynomials.ts';
import type { Side } from '../side.ts';

export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Points of a curve. */
const points = 101;

/** From the farthest row to the cut-off, or on from there. A polynomial of as many coefficients as rows has a band of no width. */
export function curveOf(side: Side, fit: LocalFit, cutoff: number): Curve {
  const from = side.name === 'left' ? points - 1 : 0;
  const at = Array.from({ length: points }, (_, k) => ((k - from) * side.range) / (points - 1));
  const b = fit.coefficients(side.outcome);
  const reach = normal.upperQuantile(0.025);
  const y = at.map((d) => valueAt(b, d));
  const errors = fit.valueErrors(side.outcome, at).map((error) => reach * error);
  return {
    x: at.map((d) => d + cutoff),
    y,
    low: y.map((value, k) => value - errors[k]!),
    high: y.map((value, k) => value + errors[k]!),
  };
}
