/** Regressions on the means of units, and squared correlations within, between and over all: what `xtreg` reports of panels besides its slopes. */
import { dot, groupSums, mean, sumSquaresAbout } from '../../base/number/sum.ts';
import type { NamedColumn } from '../design.ts';
import type { Stat } from '../fit.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import type { LeastSquares } from '../linalg/qr.ts';
import type { Effect } from '../panel/effects.ts';

/** Means by unit, length n. */
export const unitMeans = (x: Float64Array, { codes, levels, counts }: Effect): Float64Array =>
  groupSums(x, codes, levels).map((total, g) => total / counts[g]!);

export interface BetweenRegression extends LeastSquares {
  /** Parameters that are identified, the constant included. */
  readonly rank: number;
  /** Terms that others span in the means. */
  readonly dropped: readonly number[];
  readonly rss: number;
  /** Rows of the regression: n unit means. */
  readonly nobs: number;
  readonly outcome: Float64Array;
}

/**
 * Least squares of unit means of y on those of the terms and a constant, n rows, each with its share of `weights` where they are given. A term
 * of which less than 1e-9 of its variation over units is left is spanned. O(nK²).
 */
export function betweenRegression(
  y: Float64Array,
  terms: readonly NamedColumn[],
  unit: Effect,
  weights: Float64Array | null,
): BetweenRegression {
  const roots = weights === null ? null : weights.map(Math.sqrt);
  const scaled = (x: Float64Array): Float64Array => (roots === null ? x : x.map((value, g) => value * roots[g]!));
  const n = unit.levels;
  const means = terms.map(({ values }) => unitMeans(values, unit));
  const outcome = unitMeans(y, unit);
  const sizes = means.map((x) => Math.sqrt(Math.max(0, sumSquaresAbout(x, mean(x)))));
  const columns = [new Float64Array(n).fill(1), ...means].map(scaled);
  const solved = leastSquares(columns, scaled(outcome), (j) => (j === 0 ? 0 : spanned(means[j - 1]!, sizes[j - 1]!)));
  const dropped = solved.qr.dropped.map((j) => j - 1);
  const rss = dot(solved.residuals, solved.residuals);
  return { ...solved, rank: solved.qr.kept.length, dropped, rss, nobs: n, outcome };
}

const spanned = (x: Float64Array, variation: number): number =>
  variation <= 1e-14 * Math.sqrt(dot(x, x)) ? Number.POSITIVE_INFINITY : 1e-9 * variation;

export interface SquaredCorrelations {
  readonly r2Within: Stat;
  readonly r2Between: Stat;
  readonly r2Overall: Stat;
}

/** Squared correlations of x'b with the outcome: about unit means, of unit means, of rows. O(N). */
export function squaredCorrelations(y: Float64Array, xb: Float64Array, unit: Effect): SquaredCorrelations {
  const [yMeans, xMeans] = [unitMeans(y, unit), unitMeans(xb, unit)];
  const about = (x: Float64Array, means: Float64Array): Float64Array =>
    x.map((value, i) => value - means[unit.codes[i]!]!);
  return {
    r2Within: squared(about(y, yMeans), about(xb, xMeans), [y, xb]),
    r2Between: squared(yMeans, xMeans),
    r2Overall: squared(y, xb),
  };
}

function squared(a: Float64Array, b: Float64Array, whole: readonly [Float64Array, Float64Array] = [a, b]): Stat {
  const [x, z] = [a, b].map((values) => {
    const centre = mean(values);
    return values.map((value) => value - centre);
  }) as [Float64Array, Float64Array];
  const [xx, zz] = [dot(x, x), dot(z, z)];
  const varies = (left: number, all: Float64Array): boolean => Math.sqrt(left) > 1e-13 * Math.sqrt(dot(all, all));
  if (!varies(xx, whole[0]) || !varies(zz, whole[1])) return { invalid: 'one side does not vary' };
  const r = dot(x, z) / Math.sqrt(xx) / Math.sqrt(zz);
  return Math.min(1, r * r);
}

/** x'b of the terms, without the constant. */
export function linearIndex(terms: readonly NamedColumn[], b: ArrayLike<number>, nobs: number): Float64Array {
  const out = new Float64Array(nobs);
  for (const [j, { values }] of terms.entries()) {
    const slope = b[j]!;
    for (let i = 0; i < nobs; i++) out[i] = out[i]! + slope * values[i]!;
  }
  return out;
}
