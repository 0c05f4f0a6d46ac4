/** The regression at given thresholds, solved to full precision: what a search found is recomputed by this. */
import { dot, norm } from '../../../src/base/number/sum.ts';
import { leastSquares } from '../../../src/econ/linalg/least-squares.ts';
import { productsIn } from '../../../src/econ/vcov/regression-by-rows.ts';
import type { ThresholdSample } from './sample.ts';

export interface SplitRegression {
  /** 0 where nothing but rounding is left of the outcome. */
  readonly rss: number;
  /** Length N, within-transformed. */
  readonly residuals: Float64Array;
}

/** A split column counts as spanned when less than this part of it is left. */
const SPANNED = 1e-9;
/** Residuals below this part of what went into them are rounding. */
const ROUNDING = 1e-13;

/** Outcome on controls, slopes and `columns`, which are one split of every slope for each threshold. O(N(k + columns)²). */
export function splitRegression(sample: ThresholdSample, columns: readonly Float64Array[]): SplitRegression {
  const { linear, nobs } = sample;
  const all = [...linear.columns, ...columns];
  const tolerance = (j: number): number => (j < linear.columns.length ? 0 : SPANNED * norm(all[j]!));
  const { residuals, coefficients, qr } = leastSquares(all, linear.y, tolerance, productsIn(linear.workspace));
  let size = norm(linear.design.outcome.values);
  for (const [at, j] of qr.kept.entries()) size += Math.abs(coefficients[at]!) * norm(all[j]!);
  if (norm(residuals) <= ROUNDING * size) return { rss: 0, residuals: new Float64Array(nobs) };
  return { rss: dot(residuals, residuals), residuals };
}
