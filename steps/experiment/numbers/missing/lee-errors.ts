/**
 * Errors of Lee's bounds of clusters, and within cells: from what each row adds to a bound, its influence, whose variance over independent rows is that of Proposition 3
 * (Lee 2009).
 */
import type { Codes } from '../../../../src/econ/data.ts';
import type { Stat } from '../../../../src/econ/fit.ts';
import { intervalOf, type LeeBounds } from './lee.ts';

/** Rows of two arms. */
export interface PairedRows {
  /** 1 of treated rows, 0 of the control's. Length n, as the others. */
  readonly arm: Int32Array;
  /** Outcomes; NaN is missing. */
  readonly values: Float64Array;
}

/** The influence of each row on a bound; sums are near 0. */
export interface BoundInfluences {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * Influences on the bounds of these rows. With q₁ and q₀ the shares that are known of the arm that is cut off and of the other, p = 1 − q₀/q₁, μ the mean of what is kept and
 * c the threshold, the trimmed mean has S((Y − c)K/(1 − p) − (μ − c))/E[S] + (μ − c)(dq₁/q₁ − dq₀/q₀), K for values that are kept.
 */
export function leeInfluences({ arm, values }: PairedRows, bounds: LeeBounds): BoundInfluences {
  const more = bounds.trimmed === 'treated' ? 1 : 0;
  const n = [0, 0];
  const known = [0, 0];
  const sums = [0, 0];
  for (let i = 0; i < arm.length; i++) {
    const which = arm[i]!;
    n[which]!++;
    if (Number.isNaN(values[i]!)) continue;
    known[which]!++;
    sums[which]! += values[i]!;
  }
  const less = 1 - more;
  const [q1, q0] = [known[more]! / n[more]!, known[less]! / n[less]!];
  const base = sums[less]! / known[less]!;
  const of = (threshold: number, isKept: (value: number) => boolean): Float64Array => {
    const kept = values.filter((value, i) => arm[i] === more && isKept(value));
    const gap = kept.reduce((sum, value) => sum + value, 0) / kept.length - threshold;
    return Float64Array.from(values, (value, i) => {
      const seen = Number.isNaN(value) ? 0 : 1;
      const rows = arm.length;
      if (arm[i] === less) {
        const ofShare = (-gap * (seen - q0) * rows) / n[less]! / q0;
        return seen === 0 ? ofShare : ofShare - ((value - base) * rows) / known[less]!;
      }
      const ofShare = (gap * (seen - q1) * rows) / n[more]! / q1;
      const trimmed = (isKept(value) ? ((value - threshold) * q1) / q0 : 0) - gap;
      return seen === 0 ? ofShare : ofShare + (trimmed * rows) / known[more]!;
    });
  };
  const top = of(bounds.keepAbove, (value) => value >= bounds.keepAbove);
  const bottom = of(bounds.keepBelow, (value) => value <= bounds.keepBelow);
  if (more === 1) return { lower: bottom, upper: top };
  return { lower: top.map((value) => -value), upper: bottom.map((value) => -value) };
}

/** Lee's bounds of the rows of one cell, by their positions among all. */
export interface LeeCell {
  readonly rows: Int32Array;
  readonly bounds: LeeBounds;
  /** Its share of the known rows of the arm that is known less often. */
  readonly weight: number;
}

/** Influences on the mean of bounds over cells: those within them, and of the shares by which these are weighed. `less`: the arm that is known less often. */
export function cellInfluences(pair: PairedRows, cells: readonly LeeCell[], less: number): BoundInfluences {
  const n = pair.arm.length;
  const out = { lower: new Float64Array(n), upper: new Float64Array(n) };
  const isCounted = (row: number): boolean => pair.arm[row] === less && !Number.isNaN(pair.values[row]!);
  const counted = cells.reduce((sum, { rows }) => sum + rows.filter(isCounted).length, 0);
  for (const name of ['lower', 'upper'] as const) {
    const mean = cells.reduce((sum, { bounds, weight }) => sum + weight * bounds[name], 0);
    for (const { rows, bounds, weight } of cells) {
      const arm = Int32Array.from(rows, (row) => pair.arm[row]!);
      const values = Float64Array.from(rows, (row) => pair.values[row]!);
      const own = leeInfluences({ arm, values }, bounds)[name];
      for (const [i, row] of rows.entries()) {
        out[name][row] =
          (weight * own[i]! * n) / rows.length + (isCounted(row) ? ((bounds[name] - mean) * n) / counted : 0);
      }
    }
  }
  return out;
}

type BoundErrors = Record<'lowerError' | 'upperError' | 'confLow' | 'confHigh', Stat>;

/** Errors and interval by influences; of clusters from their sums, times G/(G − 1). Undefined where an arm lies in one cluster. */
export function errorsBy(
  influences: BoundInfluences,
  { lower, upper }: Pick<LeeBounds, 'lower' | 'upper'>,
  { arm }: PairedRows,
  clusters: Codes | null,
): BoundErrors {
  if (clusters !== null && [0, 1].some((which) => clustersOf(arm, which, clusters) < 2)) {
    const invalid: Stat = { invalid: 'an arm lies in one cluster alone' };
    return { lowerError: invalid, upperError: invalid, confLow: invalid, confHigh: invalid };
  }
  const errorOf = (own: Float64Array): number => {
    const groups = clusters?.levels.length ?? 0;
    const sums = clusters === null ? own : new Float64Array(groups);
    if (clusters !== null) for (let i = 0; i < own.length; i++) sums[clusters.codes[i]!]! += own[i]!;
    const squares = sums.reduce((sum, value) => sum + value * value, 0);
    return Math.sqrt(clusters === null ? squares : (squares * groups) / (groups - 1)) / own.length;
  };
  const [lowerError, upperError] = [errorOf(influences.lower), errorOf(influences.upper)];
  return { lowerError, upperError, ...intervalOf({ lower, upper, lowerError, upperError }) };
}

const clustersOf = (arm: Int32Array, which: number, { codes }: Codes): number =>
  new Set(codes.filter((_, i) => arm[i] === which)).size;
