/** Binned scatter plots: means of y over quantile bins of x, with controls and effects partialled out. */
import type { NamedCodes } from '../design.ts';
import { percentile } from '../distributions/percentile.ts';
import { partialledOut } from './partial.ts';

export interface BinnedPoint {
  /** Means over the bin. */
  readonly x: number;
  readonly y: number;
  readonly n: number;
}

export interface Binscatter {
  readonly points: readonly BinnedPoint[];
  /** The regression of y on x with the controls and effects: y = intercept + slope x through the means. */
  readonly slope: number;
  readonly intercept: number;
  readonly n: number;
}

/**
 * Bins a scatter plot as Stata's `binscatter` does (Stepner 2013; Chetty, Friedman & Rockoff 2014, AER 104:2633). It residualises x and y
 * on controls and effects over the complete rows and adds back their means. Then it averages y within `bins` quantile bins of x
 * (percentiles of `xtile`). By Frisch–Waugh–Lovell the line through the residuals has the slope of the full regression. It refuses fewer
 * than two rows, and an x without variation. O(N (K² + effects)).
 */
export function binscatter(
  y: Float64Array,
  x: Float64Array,
  controls: readonly Float64Array[],
  effects: readonly NamedCodes[],
  bins: number,
): Binscatter {
  const { x: rx, y: ry, meanX, meanY, slope } = partialledOut(y, x, controls, effects);
  const points = binned(
    rx.map((value) => value + meanX),
    ry.map((value) => value + meanY),
    bins,
  );
  return { points, slope, intercept: meanY - slope * meanX, n: rx.length };
}

/** Bins (q_{k−1}, q_k] between percentiles; equal percentiles make fewer bins. */
function binned(x: Float64Array, y: Float64Array, bins: number): BinnedPoint[] {
  const ends = binEnds(x.slice().sort(), bins);
  const sums = Array.from({ length: bins }, () => ({ x: 0, y: 0, n: 0 }));
  for (let i = 0; i < x.length; i++) {
    const bin = sums[binOf(x[i]!, ends)]!;
    bin.x += x[i]!;
    bin.y += y[i]!;
    bin.n++;
  }
  return sums.filter(({ n }) => n > 0).map((bin) => ({ x: bin.x / bin.n, y: bin.y / bin.n, n: bin.n }));
}

/** Upper ends of all bins but the last. */
export const binEnds = (sorted: Float64Array, bins: number): number[] =>
  Array.from({ length: bins - 1 }, (_, k) => percentile(sorted, (100 * (k + 1)) / bins));

/** The first bin whose end is not below a value. O(log bins). */
export function binOf(value: number, ends: readonly number[]): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= ends[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
