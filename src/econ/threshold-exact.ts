/** The regression at given thresholds, solved to full precision: what a search found is recomputed by this. */
import { dot } from '../base/sum.ts';
import { leastSquares } from './least-squares.ts';
import { type Geometry, splitColumns } from './threshold-geometry.ts';
import type { ThresholdSample } from './threshold-sample.ts';

export interface SplitRegression {
  readonly rss: number;
  /** Length N, within-transformed. */
  readonly residuals: Float64Array;
}

/** A split column counts as spanned when less than this part of it is left. */
const spanned = 1e-9;

/** Outcome on controls, slopes and one split of every slope for each candidate in `splits`. O(N(k + p·splits)²). */
export function splitRegression(
  sample: ThresholdSample,
  geometry: Geometry,
  splits: readonly number[],
): SplitRegression {
  const { linear, nobs } = sample;
  const columns = splits.flatMap((f) => columnsOf(splitColumns(geometry, f), geometry.p, nobs));
  const all = [...linear.columns, ...columns];
  const { residuals } = leastSquares(all, linear.y, (j) =>
    j < linear.columns.length ? 0 : spanned * Math.sqrt(dot(all[j]!, all[j]!)),
  );
  return { rss: dot(residuals, residuals), residuals };
}

function columnsOf(rowMajor: Float64Array, p: number, nobs: number): Float64Array[] {
  return Array.from({ length: p }, (_, j) => Float64Array.from({ length: nobs }, (_, i) => rowMajor[i * p + j]!));
}
