/** The polynomials that a figure shows, one on each side of the cut-off, each with a pointwise 95 % band from heteroskedasticity-robust errors (HC1). */
import { normal } from '../../../src/econ/distributions/distributions.ts';
import type { LocalFit } from './local-fit.ts';
import type { Side } from './side.ts';

export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Points of a curve. */
const points = 101;

/** From the farthest row to the cut-off, or on from there. A polynomial through as many rows as it has coefficients has no band but itself. */
export function curveOf(side: Side, fit: LocalFit, cutoff: number): Curve {
  const from = side.name === 'left' ? points - 1 : 0;
  const at = Array.from({ length: points }, (_, k) => ((k - from) * side.range) / (points - 1));
  const b = fit.coefficients(side.outcome);
  const covariance = covarianceOf(side, fit);
  const reach = normal.upperQuantile(0.025);
  const y = at.map((d) => valueAt(b, d));
  const errors = at.map(
    (d) =>
      reach *
      Math.sqrt(
        Math.max(
          0,
          valueAt(
            Float64Array.from(covariance, (row) => valueAt(row, d)),
            d,
          ),
        ),
      ),
  );
  return {
    x: at.map((d) => d + cutoff),
    y,
    low: y.map((value, k) => value - errors[k]!),
    high: y.map((value, k) => value + errors[k]!),
  };
}

const valueAt = (b: Float64Array, d: number): number => b.reduceRight((sum, value) => sum * d + value, 0);

/** Σ aⱼaₖe²·n/(n − p − 1) of the coefficients of d^0, d^1, … */
function covarianceOf(side: Side, fit: LocalFit): readonly Float64Array[] {
  const size = fit.order + 1;
  const influence = Array.from({ length: size }, (_, nu) => fit.influence(nu));
  const e = fit.residuals(side.outcome);
  const factor = e.length > size ? e.length / (e.length - size) : 0;
  return influence.map((a) =>
    Float64Array.from({ length: size }, (_, k) => {
      const other = influence[k]!;
      let sum = 0;
      for (let i = 0; i < e.length; i++) sum += a[i]! * other[i]! * e[i]! * e[i]!;
      return factor * sum;
    }),
  );
}
