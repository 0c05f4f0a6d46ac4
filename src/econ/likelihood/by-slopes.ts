/**
 * Finds the maximum of a likelihood that is known by its slopes alone: rows depend on lists of regressors through an index each, and on a few further parameters. Newton's method
 * in orthonormal coordinates of each list, with the Hessian from differences of the exact gradient.
 */
import { dot, sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { type Cholesky, scaledCholesky, solveCholesky } from '../linalg/matrix.ts';
import { householder, orthonormalColumns, type QR, solveR } from '../linalg/qr.ts';
import { inverseOf, ridged, turned } from './index-model.ts';

/** A log likelihood at one point, with its derivatives row by row. */
export interface Slopes {
  readonly ll: number;
  /** By each index. */
  readonly indices: readonly Float64Array[];
  /** By each further parameter. */
  readonly further: readonly Float64Array[];
}

export interface SlopedModel {
  /** The regressors of each index, none spanned by the others of its list. */
  readonly lists: readonly (readonly Float64Array[])[];
  readonly start: { readonly indices: readonly Float64Array[]; readonly further: readonly number[] };
  /** Slopes at a point; null outside the parameter space. */
  at(indices: readonly Float64Array[], further: readonly number[]): Slopes | null;
  /** Sizes by which the likelihood moves a little: of each index, then of each further parameter. */
  sizes(further: readonly number[]): readonly number[];
  /** Says what may help where there is no maximum. */
  readonly hint?: string;
  /** Says why there is no maximum, by the point at which the iteration ended and its likelihood; null where nothing speaks against one. */
  readonly separated?: (indices: readonly Float64Array[], ll: number) => Refusal | null;
}

export interface SlopedMaximum {
  /** Coefficients of all lists, then the further parameters. */
  readonly values: Float64Array;
  readonly further: readonly number[];
  readonly indices: readonly Float64Array[];
  readonly ll: number;
  /** The inverse of the observed information, row-major. */
  readonly inverse: Float64Array;
  /** Scores of rows times the inverse, a column for each parameter. */
  readonly influence: readonly Float64Array[];
}

const MOST_STEPS = 200;
const MOST_HALVINGS = 50;
/** Newton's decrement at which the iteration ends, as a part of the size of the likelihood. */
const CONVERGED = 1e-22;
/** Below this the likelihood rounds, so that the slopes judge a step, and an end is as good as rounding lets it be. */
const NEAR_ROUNDING = 1e-12;
/** The part of the decrement above which a step near the maximum is rounding, or runs to infinity, where each step leaves 1/e. */
const WORTHWHILE = 1 / 4;
/** The step of differences, in the sizes of the model. */
const STEP = 1e-3;

interface Point {
  readonly inside: Float64Array;
  readonly indices: readonly Float64Array[];
  readonly further: readonly number[];
  readonly slopes: Slopes;
  readonly gradient: Float64Array;
}

/** Refuses (`no-convergence`) a likelihood of which no maximum is found. O(N(K+A)²) a step. */
export function maximumBySlopes(model: SlopedModel): SlopedMaximum {
  const n = model.start.indices[0]!.length;
  const qrs = model.lists.map((columns) => householder(columns, n, () => 0));
  const bases = qrs.map((qr) => orthonormalColumns(qr));
  const begin = bases.flatMap((basis, l) => basis.map((q) => dot(q, model.start.indices[l]!)));
  let at = pointAt(model, bases, Float64Array.from([...begin, ...model.start.further]));
  for (let step = 0; step < MOST_STEPS && at !== null; step++) {
    const information = informationAt(model, bases, at);
    if (information === null) break;
    const factor = scaledCholesky(information, at.gradient.length);
    const change = factor === null ? ridged(information, at.gradient) : solveCholesky(factor, at.gradient);
    const decrement = Math.abs(dot(change, at.gradient));
    const scale = Math.max(1, Math.abs(at.slopes.ll));
    const stepped = (share: number): Point | null => pointAt(model, bases, plus(at!.inside, change, share));
    const isNear = factor !== null && decrement <= NEAR_ROUNDING * scale;
    let next: Point | null = null;
    if (decrement > CONVERGED * scale) next = isNear ? flatter(stepped(1), factor, decrement) : improved(at, stepped);
    if (next === null) {
      const refusal = model.separated?.(at.indices, at.slopes.ll) ?? null;
      if (refusal !== null) throw refusal;
      if (factor === null || decrement > NEAR_ROUNDING * scale) break;
      return finished(qrs, bases, at, inverseOf(factor, at.gradient.length));
    }
    at = next;
  }
  const message = `no maximum of the likelihood was found in ${MOST_STEPS} steps`;
  const usual = 'are some variables of extreme size, or nearly spanned by others? Rescale them, or leave some out';
  const { hint = usual } = model;
  const told = at === null ? null : model.separated?.(at.indices, at.slopes.ll);
  throw told ?? new Refusal('no-convergence', message, { param: 'terms', hint });
}

function pointAt(model: SlopedModel, bases: readonly (readonly Float64Array[])[], inside: Float64Array): Point | null {
  let from = 0;
  const indices = bases.map((basis) => {
    const index = new Float64Array(model.start.indices[0]!.length);
    for (const q of basis) {
      const value = inside[from++]!;
      for (let i = 0; i < index.length; i++) index[i] = index[i]! + value * q[i]!;
    }
    return index;
  });
  const further = Array.from(inside.subarray(from));
  const slopes = model.at(indices, further);
  if (slopes === null || !Number.isFinite(slopes.ll)) return null;
  const gradient = Float64Array.from([
    ...bases.flatMap((basis, l) => basis.map((q) => dot(q, slopes.indices[l]!))),
    ...slopes.further.map((each) => sum(each)),
  ]);
  return { inside, indices, further, slopes, gradient };
}

/** −H by four gradients for each parameter, (g(−2h) − 8g(−h) + 8g(h) − g(2h))/12h, symmetric; null where one of these lies outside. */
function informationAt(
  model: SlopedModel,
  bases: readonly (readonly Float64Array[])[],
  at: Point,
): Float64Array | null {
  const sizes = model.sizes(at.further);
  const steps = [
    ...bases.flatMap((basis, l) => basis.map((q) => (STEP * sizes[l]!) / largest(q))),
    ...at.further.map((_, a) => STEP * sizes[bases.length + a]!),
  ];
  const size = steps.length;
  const columns: Float64Array[] = [];
  for (const [j, h] of steps.entries()) {
    const moved = [-2, -1, 1, 2].map((times) => {
      const inside = at.inside.slice();
      inside[j] = inside[j]! + times * h;
      return pointAt(model, bases, inside)?.gradient;
    });
    const [a, b, c, d] = moved;
    if (a === undefined || b === undefined || c === undefined || d === undefined) return null;
    columns.push(a.map((_, i) => -(a[i]! - 8 * b[i]! + 8 * c[i]! - d[i]!) / (12 * h)));
  }
  return Float64Array.from({ length: size * size }, (_, k) => {
    const [i, j] = [Math.floor(k / size), k % size];
    return (columns[j]![i]! + columns[i]![j]!) / 2;
  });
}

const largest = (q: Float64Array): number => q.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;

/** Steps are halved until the likelihood does not fall. */
function improved(from: Point, stepped: (share: number) => Point | null): Point | null {
  for (let halving = 0, share = 1; halving < MOST_HALVINGS; halving++, share /= 2) {
    const next = stepped(share);
    if (next !== null && next.slopes.ll > from.slopes.ll) return next;
  }
  return null;
}

/** The point where its slopes are a worthwhile part smaller, by the information of the point before it. */
function flatter(next: Point | null, factor: Cholesky, decrement: number): Point | null {
  if (next === null) return null;
  const left = Math.abs(dot(solveCholesky(factor, next.gradient), next.gradient));
  return left < WORTHWHILE * decrement ? next : null;
}

const plus = (inside: Float64Array, change: Float64Array, share: number): Float64Array =>
  inside.map((value, j) => value + share * change[j]!);

/** From coordinates to coefficients: b = S⁻¹R⁻¹c for each list, and the further parameters as they are. */
function finished(
  qrs: readonly QR[],
  bases: readonly (readonly Float64Array[])[],
  at: Point,
  inverse: Float64Array,
): SlopedMaximum {
  const size = at.inside.length;
  const outward = (inside: Float64Array): Float64Array => {
    const out = inside.slice();
    let from = 0;
    for (const [l, qr] of qrs.entries()) {
      const count = bases[l]!.length;
      const solved = solveR(qr, inside.slice(from, from + count));
      for (let j = 0; j < count; j++) out[from + j] = solved[j]! / qr.scale[j]!;
      from += count;
    }
    return out;
  };
  const { half, whole } = turned(inverse, size, outward);
  const scores = [
    ...bases.flatMap((basis, l) => basis.map((q) => q.map((value, row) => value * at.slopes.indices[l]![row]!))),
    ...at.slopes.further,
  ];
  const influence = Array.from({ length: size }, (_, i) => {
    const own = new Float64Array(at.indices[0]!.length);
    for (const [j, score] of scores.entries()) {
      const weight = half[i * size + j]!;
      for (let row = 0; row < own.length; row++) own[row] = own[row]! + weight * score[row]!;
    }
    return own;
  });
  const { further, indices, slopes } = at;
  return { values: outward(at.inside), further, indices, ll: slopes.ll, inverse: whole, influence };
}
