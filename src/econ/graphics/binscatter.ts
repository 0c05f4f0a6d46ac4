/** Binned scatter plots: means of y over quantile bins of x, with controls and effects partialled out. */
import { mean } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { NamedCodes } from '../design.ts';
import { percentile } from '../distributions/percentile.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import { compact, everyRow } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';
import { completeRows, pick, pickCodes } from '../sample/rows.ts';

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

/** A column counts as spanned by the others where less than this part of it is left. */
const COLLINEAR = 1e-9;

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
  const rows = completeRows([y, x, ...controls, ...effects.map(asValues)]);
  if (rows.length < 2)
    throw new Refusal('empty-sample', `${rows.length} rows have values of all the variables`, { param: 'list' });
  const absorbed = effects.map((effect) => compact({ ...effect, codes: pickCodes(effect.codes, rows) }));
  const within = (column: Float64Array): Float64Array =>
    withinTransform(pick(column, rows), absorbed.length === 0 ? [everyRow(rows.length)] : absorbed);
  const others = controls.map(within);
  const [ry, rx] = [y, x].map((column) => residuals(others, within(column)));
  const varied = rx!.some((value) => value !== 0) && squares(rx!) > 1e-20 * squares(pick(x, rows));
  if (!varied)
    throw new Refusal(
      'no-variation',
      'the horizontal variable does not vary once controls and effects are partialled out',
      { param: 'options.x' },
    );
  const [meanY, meanX] = [y, x].map((column) => mean(pick(column, rows)));
  const slope = rx!.reduce((sum, value, i) => sum + value * ry![i]!, 0) / squares(rx!);
  const points = binned(
    rx!.map((value) => value + meanX!),
    ry!.map((value) => value + meanY!),
    bins,
  );
  return { points, slope, intercept: meanY! - slope * meanX!, n: rows.length };
}

const squares = (x: Float64Array): number => x.reduce((sum, value) => sum + value * value, 0);

function residuals(columns: readonly Float64Array[], target: Float64Array): Float64Array {
  return columns.length === 0 ? target : leastSquares(columns, target, () => COLLINEAR).residuals;
}

/** Codes as values, of which a missing one is NaN. */
const asValues = ({ codes }: NamedCodes): Float64Array =>
  Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : code));

/** Bins (q_{k−1}, q_k] between percentiles; equal percentiles make fewer bins. */
function binned(x: Float64Array, y: Float64Array, bins: number): BinnedPoint[] {
  const sorted = x.slice().sort();
  const ends = Array.from({ length: bins - 1 }, (_, k) => percentile(sorted, (100 * (k + 1)) / bins));
  const sums = Array.from({ length: bins }, () => ({ x: 0, y: 0, n: 0 }));
  for (let i = 0; i < x.length; i++) {
    const k = ends.findIndex((end) => x[i]! <= end);
    const bin = sums[k === -1 ? bins - 1 : k]!;
    bin.x += x[i]!;
    bin.y += y[i]!;
    bin.n++;
  }
  return sums.filter(({ n }) => n > 0).map((bin) => ({ x: bin.x / bin.n, y: bin.y / bin.n, n: bin.n }));
}
