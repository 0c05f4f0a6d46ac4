/**
 * Interactive effects of a balanced panel by least squares (Bai 2009, Econometrica 77:1229): y_it = x_it'β + α_i + ξ_t + λ_i'f_t + e_it. Effects of units
 * and of periods are taken off first; β and factors are then found in turn, each exact given the other, from products of units or of periods.
 */
import { dot, mean } from '../../../../src/base/number/sum.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { scaledCholesky, solveCholesky } from '../../../../src/econ/linalg/matrix.ts';
import { gridOf, slopesWithin, twoWayWithin } from '../projected.ts';
import type { Paths } from '../sample.ts';
import { type Basis, eigenIn, transposed } from './singular.ts';

export interface NamedPaths {
  readonly name: string;
  readonly paths: Paths;
}

export interface Interactive {
  /** β, in the order of the covariates. */
  readonly slopes: Float64Array;
  /** r factors over the periods: each has a mean of 0 and a mean square of 1, and no two are correlated. */
  readonly factors: readonly Float64Array[];
  /** Loadings of the units, in the order of the factors. */
  readonly loadings: readonly Float64Array[];
  /** μ + ξ_t: means over units of the outcome less x'β. */
  readonly levels: Float64Array;
  /** Residuals of each unit's outcome. */
  readonly residuals: Paths;
  readonly rss: number;
  /** Σ e² / (NT − r(N + T − 2) + r² − k − (N + T − 1)). */
  readonly sigma2: number;
}

/** Changes of β below this part of its size end the search. */
const SETTLED = 1e-13;
const MOST_STEPS = 20_000;

/**
 * Fits `count` factors to N units over T periods. Refuses covariates without variation of their own, more factors than the panel can hold, and a
 * search that does not settle. O(k²NT·min(N, T)) once, and O(min(N, T)³) a step.
 */
export function interactiveEffects(outcome: Paths, covariates: readonly NamedPaths[], count: number): Interactive {
  const [units, periods] = [outcome.length, outcome[0]!.length];
  const free = freedomOf(units, periods, covariates.length, count);
  if (free < 1) throw tooManyFactors(count, units, periods);
  const columns = [outcome, ...covariates.map(({ paths }) => paths)].map((paths) =>
    gridOf(twoWayWithin(paths), periods),
  );
  const start = slopesWithin(outcome, covariates);
  const isTall = units >= periods;
  const lines = isTall ? columns : columns.map(transposed);
  const { slopes, vectors } = count === 0 ? { slopes: start, vectors: [] } : alternated(lines, start, count);
  const [own, ...others] = columns as [Paths, ...Paths[]];
  const rest = own.map((path, i) => less(path, slopes, others, i));
  const { factors, loadings } = isTall ? byPeriods(rest, vectors) : byUnits(rest, vectors);
  const residuals = rest.map((path, i) =>
    path.map((value, t) => factors.reduce((left, factor, l) => left - loadings[l]![i]! * factor[t]!, value)),
  );
  const rss = residuals.reduce((sum, path) => sum + dot(path, path), 0);
  const plain = outcome.map((path, i) =>
    less(
      path,
      slopes,
      covariates.map(({ paths }) => paths),
      i,
    ),
  );
  const levels = Float64Array.from({ length: periods }, (_, t) => mean(Float64Array.from(plain, (path) => path[t]!)));
  return { slopes, factors, loadings, levels, residuals, rss, sigma2: rss / free };
}

/** Rows less the parameters of effects, slopes and factors (Xu 2017). */
export const freedomOf = (n: number, t: number, k: number, r: number): number =>
  n * t - r * (n + t - 2) + r * r - k - (n + t - 1);

export function tooManyFactors(count: number, units: number, periods: number): Refusal {
  const message = `${count} factors are more than ${units} units over ${periods} periods can hold`;
  return new Refusal('too-many-factors', message, { param: 'factors', hint: 'ask for fewer factors' });
}

/** β and the leading vectors of the products of what is left, in turn until β settles. `lines`: outcome and covariates. */
function alternated(lines: readonly Paths[], start: Float64Array, count: number) {
  const size = lines[0]![0]!.length;
  const k = lines.length - 1;
  const products = lines.map((a, p) => lines.map((b, q) => (q < p ? null : productsOf(a, b, size))));
  const of = (p: number, q: number): Float64Array => products[Math.min(p, q)]![Math.max(p, q)]!;
  let slopes = start;
  const basis: Basis = {};
  for (let step = 0; step < MOST_STEPS; step++) {
    const vectors = eigenIn(basis, productsLeft(of, slopes, size), size).vectors.slice(0, count);
    if (k === 0) return { slopes, vectors };
    const next = slopesGiven(of, vectors, size, k);
    const moved = Math.sqrt(next.reduce((sum, b, j) => sum + (b - slopes[j]!) * (b - slopes[j]!), 0));
    slopes = next;
    if (moved <= SETTLED * Math.sqrt(dot(next, next))) return { slopes, vectors };
  }
  throw new Refusal('not-converged', `the search for factors and slopes did not settle in ${MOST_STEPS} steps`, {
    param: 'factors',
    hint: 'ask for fewer factors, or leave a covariate out',
  });
}

/** Σ over lines of (y − Σ b x)(y − Σ b x)'. */
function productsLeft(of: (p: number, q: number) => Float64Array, slopes: Float64Array, size: number): Float64Array {
  const signs = [1, ...Array.from(slopes, (b) => -b)];
  const out = new Float64Array(size * size);
  for (let p = 0; p < signs.length; p++)
    for (let q = p; q < signs.length; q++) {
      const weight = signs[p]! * signs[q]! * (p === q ? 1 : 2);
      const own = of(p, q);
      for (let at = 0; at < out.length; at++) out[at] = out[at]! + weight * own[at]!;
    }
  return out;
}

/** Symmetric part of Σ a b'. */
function productsOf(a: Paths, b: Paths, size: number): Float64Array {
  const out = new Float64Array(size * size);
  for (const [i, x] of a.entries()) {
    const y = b[i]!;
    for (let s = 0; s < size; s++)
      for (let t = s; t < size; t++) out[s * size + t] = out[s * size + t]! + (x[s]! * y[t]! + x[t]! * y[s]!) / 2;
  }
  for (let s = 0; s < size; s++) for (let t = 0; t < s; t++) out[s * size + t] = out[t * size + s]!;
  return out;
}

/** Least squares of the outcome on the covariates, both less what lies along the vectors. */
function slopesGiven(
  of: (p: number, q: number) => Float64Array,
  vectors: readonly Float64Array[],
  size: number,
  k: number,
): Float64Array {
  const left = (p: number, q: number): number => {
    const own = of(p, q);
    let total = 0;
    for (let t = 0; t < size; t++) total += own[t * size + t]!;
    for (const v of vectors) for (let s = 0; s < size; s++) total -= v[s]! * dot(own, v, s * size, 0, size);
    return total;
  };
  const matrix = new Float64Array(k * k);
  for (let p = 0; p < k; p++) for (let q = 0; q < k; q++) matrix[p * k + q] = left(p + 1, q + 1);
  const factor = scaledCholesky(matrix, k);
  if (factor === null) {
    const message = 'the factors leave the covariates no variation of their own';
    throw new Refusal('collinear', message, { param: 'covariates', hint: 'ask for fewer factors, or leave one out' });
  }
  return solveCholesky(
    factor,
    Float64Array.from({ length: k }, (_, p) => left(p + 1, 0)),
  );
}

/** `vectors` over the periods. */
function byPeriods(rest: Paths, vectors: readonly Float64Array[]) {
  const root = Math.sqrt(rest[0]!.length);
  const factors = vectors.map((vector) => signed(vector.map((value) => value * root)));
  const loadings = factors.map((factor) => Float64Array.from(rest, (path) => dot(path, factor) / factor.length));
  return { factors, loadings };
}

/** `vectors` over the units. */
function byUnits(rest: Paths, vectors: readonly Float64Array[]) {
  return byPeriods(
    rest,
    vectors.map((vector) => {
      const along = new Float64Array(rest[0]!.length);
      for (const [i, path] of rest.entries()) for (let t = 0; t < along.length; t++) along[t]! += vector[i]! * path[t]!;
      const norm = Math.sqrt(dot(along, along));
      if (norm === 0)
        throw new Refusal('too-many-factors', 'nothing is left for so many factors', { param: 'factors' });
      return along.map((value) => value / norm);
    }),
  );
}

/** The sign at which the value that is largest in size is above 0. */
function signed(factor: Float64Array): Float64Array {
  const largest = factor.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? factor.map((value) => -value) : factor;
}

/** A unit's path less what the covariates explain. */
export const less = (
  path: Float64Array,
  slopes: Float64Array,
  covariates: readonly Paths[],
  unit: number,
): Float64Array => path.map((y, t) => covariates.reduce((rest, paths, k) => rest - slopes[k]! * paths[unit]![t]!, y));
