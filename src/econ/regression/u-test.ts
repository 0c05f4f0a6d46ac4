/** Tests whether a quadratic turns inside the data (Lind & Mehlum 2010, OBES 72:109; Sasabuchi 1980, Biometrika 67:429). */
import { studentT } from '../distributions/distributions.ts';
import type { Stat } from '../fit.ts';

/** y = … b1 x + b2 x² with the covariance of (b1, b2). */
export interface Quadratic {
  readonly b1: number;
  readonly b2: number;
  readonly v11: number;
  readonly v12: number;
  readonly v22: number;
}

export interface UTest {
  readonly shape: 'U' | 'inverse U';
  /** −b1/(2 b2) */
  readonly extreme: Stat;
  /** Delta method, g = (−1/(2 b2), b1/(2 b2²)). */
  readonly deltaSe: Stat;
  /** Ends of the Fieller set of the extreme point, ascending. */
  readonly fieller: readonly [number, number] | { readonly invalid: string };
  /** The set lies between the ends, or outside them (`complement`), or is the whole line. */
  readonly fiellerKind: 'interval' | 'complement' | 'line';
  readonly level: number;
  readonly bounds: readonly [low: number, high: number];
  /** b1 + 2 b2 x at the bounds, with t and one-sided p. */
  readonly slopes: readonly [number, number];
  readonly slopeStatistics: readonly [Stat, Stat];
  readonly slopePValues: readonly [Stat, Stat];
  /** Both slopes have one sign: the extreme point lies outside the bounds and the test is not made. */
  readonly trivial: boolean;
  /** The smaller |t| of the two, and its one-sided p. */
  readonly statistic: Stat;
  readonly pValue: Stat;
  readonly df: readonly number[];
}

/**
 * The formulas of `utest` 1.0 (Lind & Mehlum 2010, Oxford Bulletin 72:109; Sasabuchi 1980). `df`: of the fit, or its N where inference is normal. `bounds`: smallest
 * and largest x. O(1).
 */
export function uTest(q: Quadratic, bounds: readonly [number, number], df: number, level: number): UTest {
  const distribution = studentT(df);
  const slopes = bounds.map((x) => q.b1 + 2 * q.b2 * x) as [number, number];
  const variances = bounds.map((x) => q.v11 + 4 * x * x * q.v22 + 4 * x * q.v12);
  const statistics = slopes.map((slope, i) => ratio(slope, variances[i]!)) as [Stat, Stat];
  const pOf = (t: Stat): Stat => (typeof t === 'number' ? distribution.sf(Math.abs(t)) : t);
  const [low, high] = statistics;
  const trivial = typeof low === 'number' && typeof high === 'number' && low * high > 0;
  const overall: Stat = trivial
    ? { invalid: 'the extreme point lies outside the data: trivial rejection of the turning point' }
    : typeof low !== 'number'
      ? low
      : typeof high !== 'number'
        ? high
        : Math.min(Math.abs(low), Math.abs(high));
  return {
    shape: shapeOf(slopes, statistics),
    extreme: turningPoint(q),
    deltaSe: deltaSe(q),
    ...fieller(q, distribution.upperQuantile((1 - level) / 2)),
    level,
    bounds,
    slopes,
    slopeStatistics: statistics,
    slopePValues: [pOf(low), pOf(high)],
    trivial,
    statistic: overall,
    pValue: pOf(overall),
    df: [df],
  };
}

/** `utest` goes by the t statistics, which slopes of one sign may order otherwise than the slopes themselves. */
function shapeOf(slopes: readonly [number, number], [low, high]: readonly [Stat, Stat]): UTest['shape'] {
  const falling = typeof low === 'number' && typeof high === 'number' ? low > high : slopes[0] > slopes[1];
  return falling ? 'inverse U' : 'U';
}

/** −b1/(2 b2), where the quadratic turns. */
export function turningPoint({ b1, b2 }: Pick<Quadratic, 'b1' | 'b2'>): Stat {
  const extreme = -b1 / (2 * b2);
  return Number.isFinite(extreme) ? extreme + 0 : { invalid: 'the coefficient of the square is zero' };
}

function ratio(slope: number, variance: number): Stat {
  const t = slope / Math.sqrt(variance);
  return variance > 0 && Number.isFinite(t) ? t : { invalid: 'the standard error of the slope is zero' };
}

function deltaSe({ b1, b2, v11, v12, v22 }: Quadratic): Stat {
  const [g1, g2] = [-1 / (2 * b2), b1 / (2 * b2 * b2)];
  const se = Math.sqrt(Math.max(0, g1 * g1 * v11 + 2 * g1 * g2 * v12 + g2 * g2 * v22));
  return Number.isFinite(se) ? se : { invalid: 'the coefficient of the square is zero' };
}

/** Fieller's (1954, JRSS B 16:175) set of −b1/(2 b2): where (b1 + 2 b2 x)² ≤ T² var(b1 + 2 b2 x). */
function fieller({ b1, b2, v11, v12, v22 }: Quadratic, t: number): Pick<UTest, 'fieller' | 'fiellerKind'> {
  const tt = t * t;
  const discriminant = (v12 * v12 - v11 * v22) * tt + b2 * b2 * v11 + b1 * b1 * v22 - 2 * b1 * b2 * v12;
  const leading = b2 * b2 - v22 * tt;
  if (discriminant < 0) return { fieller: { invalid: 'the whole line' }, fiellerKind: 'line' };
  const root = t * Math.sqrt(discriminant);
  const ends = [-1, 1].map((sign) => (v12 * tt - b1 * b2 + sign * root) / (2 * leading)).sort((a, b) => a - b);
  const kind = leading > 0 ? 'interval' : 'complement';
  if (!ends.every(Number.isFinite)) return { fieller: { invalid: 'the set has no finite ends' }, fiellerKind: kind };
  return { fieller: [ends[0]! + 0, ends[1]! + 0], fiellerKind: kind };
}
