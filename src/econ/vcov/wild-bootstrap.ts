/**
 * The wild cluster bootstrap of t tests (Cameron, Gelbach & Miller 2008, REStat 90:414), null imposed, by the fast algorithm of
 * Roodman, MacKinnon, Nielsen & Webb (2019, SJ 19:4). Everything is done with sums by cluster, and no replication refits.
 */
import { dot, groupSums } from '../../base/number/sum.ts';
import type { WildSpec } from '../design.ts';
import type { Estimate, Stat } from '../fit.ts';
import { orthonormalColumns, solveRTransposed } from '../linalg/qr.ts';
import { type Effect, isNested } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';
import type { RegressionByRows } from './regression.ts';
import { type ClusterSums, drawAll, type WildDraws } from './wild-draws.ts';

export interface WildInputs {
  readonly regression: RegressionByRows;
  readonly cluster: Effect;
  /** Finite-sample factor of the clustered covariance. */
  readonly factor: number;
  readonly wild: WildSpec;
  readonly level: number;
}

export interface WildResult extends Pick<Estimate, 'pValue' | 'confLow' | 'confHigh'> {
  /** Replications that were made; all 2^G of them where `enumerated`. */
  readonly reps: number;
  readonly enumerated: boolean;
}

/**
 * For the coefficient of column `at` of the regression. With δ = b − β0 the restricted residuals are e + δ·r, r the column's own
 * residual on the others; so five numbers for each replication give t*(β0) for every β0, and the interval is found by inversion
 * without new draws. Rademacher weights are enumerated where 2^G ≤ replications. The p-value is the share of |t*| ≥ |t|, the
 * sample itself counted where it is among the enumerated. O(NK + B·G·K) for a coefficient, with an eighth of the constant for many clusters (wild-draws.ts), O(B) for each β0 tried. Effects that cross the
 * clusters add 2G within transformations and O(B·G²).
 */
export function wildBootstrap(inputs: WildInputs, at: number): WildResult {
  const { regression, cluster, factor, wild, level } = inputs;
  const q = orthonormalColumns(regression.fit.qr);
  const a = shiftVector(regression, q, at);
  const size = dot(a, a);
  const own = a.map((value) => value / size);
  const loadings = q.map((column) => sumsOfProducts(a, column, cluster));
  const sums = [leftBy(q, regression.fit.residuals), own].map((u) => clusterSums(u, a, q, inputs));
  const draws = drawAll(sums[0]!, sums[1]!, loadings, cluster.levels, wild);
  const variance = factor * dot(sums[0]!.shift, sums[0]!.shift);
  const counted = { reps: draws.reps, enumerated: draws.enumerated };
  if (!(variance > 0)) {
    const invalid: Stat = { invalid: 'the standard error is zero' };
    return { pValue: invalid, confLow: invalid, confHigh: invalid, ...counted };
  }
  const stdError = Math.sqrt(variance);
  const b = regression.fit.coefficients[at]!;
  const p = (delta: number): number => shareBeyond(draws, delta, (delta * delta) / variance, factor);
  const reach = (side: 1 | -1): Stat => {
    const delta = crossingPoint((d) => p(side * d), stdError, 1 - level);
    return delta === null ? { invalid: 'unbounded: too few clusters' } : b - side * delta;
  };
  return { pValue: p(b), confLow: reach(1), confHigh: reach(-1), ...counted };
}

/**
 * Returns the residuals after projection off `q`. Residuals are orthogonal to the columns, but not to `q` where columns are near collinear;
 * the sample's own weights would then not give its own statistic.
 */
function leftBy(q: readonly Float64Array[], residuals: Float64Array): Float64Array {
  const left = residuals.slice();
  for (const column of q) {
    const share = dot(column, left);
    for (let i = 0; i < left.length; i++) left[i] = left[i]! - share * column[i]!;
  }
  return left;
}

/** Row `at` of (X'X)^−1 X', length N. */
function shiftVector(regression: RegressionByRows, q: readonly Float64Array[], at: number): Float64Array {
  const { qr } = regression.fit;
  const unit = new Float64Array(q.length);
  unit[at] = 1 / qr.scale[at]!;
  // R^−T e, since row `at` of R^−1 Q' has the weights e'R^−1
  const weights = solveRTransposed(qr, unit);
  const a = new Float64Array(regression.y.length);
  for (const [j, column] of q.entries()) for (let i = 0; i < a.length; i++) a[i] = a[i]! + weights[j]! * column[i]!;
  return a;
}

function sumsOfProducts(x: Float64Array, y: Float64Array, cluster: Effect): Float64Array {
  const products = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) products[i] = x[i]! * y[i]!;
  return groupSums(products, cluster.codes, cluster.levels);
}

function clusterSums(
  u: Float64Array,
  a: Float64Array,
  q: readonly Float64Array[],
  { regression, cluster }: WildInputs,
): ClusterSums {
  const crossed = regression.effects.some((effect) => !isNested(effect, cluster));
  return {
    shift: sumsOfProducts(a, u, cluster),
    scores: q.map((column) => sumsOfProducts(column, u, cluster)),
    crossing: crossed ? crossingSums(u, a, regression.effects, cluster) : null,
  };
}

/** [h, g]: Σ over cluster h of a_i times what the effects explain of u restricted to cluster g. */
function crossingSums(u: Float64Array, a: Float64Array, effects: readonly Effect[], cluster: Effect): Float64Array {
  const { levels, codes } = cluster;
  const out = new Float64Array(levels * levels);
  for (let g = 0; g < levels; g++) {
    const part = u.map((value, i) => (codes[i] === g ? value : 0));
    const left = withinTransform(part, effects);
    const column = sumsOfProducts(
      a,
      part.map((value, i) => value - left[i]!),
      cluster,
    );
    for (let h = 0; h < levels; h++) out[h * levels + g] = column[h]!;
  }
  return out;
}

/** Slack, so that rounding does not decide whether the sample's own weights reach its statistic. */
const TIE = 1 - 1e-9;

/** Share of replications whose t*² reaches `square` under the null β0 = b − δ. */
function shareBeyond(draws: WildDraws, delta: number, square: number, factor: number): number {
  const { e, r, ee, er, rr, enumerated } = draws;
  // the first of the enumerated changes no sign: it is the sample
  let beyond = enumerated ? 1 : 0;
  const needed = square * factor * TIE;
  for (let b = beyond; b < e.length; b++) {
    const shift = e[b]! + delta * r[b]!;
    const spread = ee[b]! + delta * (2 * er[b]! + delta * rr[b]!);
    if (shift * shift >= needed * spread) beyond++;
  }
  return beyond / e.length;
}

/** The δ at which the p-value falls below α on the way out from 0, to 1e-12 of it; null where it never does. */
function crossingPoint(p: (delta: number) => number, unit: number, alpha: number): number | null {
  let inside = 0;
  let outside = unit;
  while (p(outside) >= alpha) {
    inside = outside;
    outside *= 2;
    if (outside > unit * 1e7) return null;
  }
  for (let step = 0; step < 60 && outside - inside > 1e-12 * outside; step++) {
    const middle = (inside + outside) / 2;
    if (p(middle) >= alpha) inside = middle;
    else outside = middle;
  }
  return (inside + outside) / 2;
}
