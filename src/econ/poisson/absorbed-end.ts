/** The maximum of a Poisson likelihood with absorbed effects as its covariance and statistics need it. */
import { dot, sum } from '../../base/number/sum.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import { correlatedCholesky } from '../linalg/normal-equations.ts';
import type { QR } from '../linalg/qr.ts';
import { CrossedEffects } from '../panel/crossed-effects.ts';
import type { Effect } from '../panel/effects.ts';
import type { Maximum } from './irls.ts';
import { weighed } from './rows.ts';
import { weightedProducts } from './weighted-slopes.ts';

export interface AbsorbedMaximum extends Maximum {
  /** η less the offset: x'b and the effects, length N. */
  readonly index: Float64Array;
  /** A bound of δ'Hδ of the next step δ, H the information: of twice what it would add to the likelihood. */
  readonly decrement: number;
}

export interface AbsorbedProblem {
  readonly columns: readonly Float64Array[];
  /** The columns with the effects swept out coarsely; these are written over, and stand in what is found. */
  readonly swept: readonly Float64Array[];
  readonly effects: readonly Effect[];
  readonly y: Float64Array;
  readonly offset: Float64Array | null;
  readonly weights: Float64Array | null;
}

/** The part of a column's norm to which effects are swept out for the covariance, in which what is left of them has no first order. */
const precise = 1e-11;

/** From here on products of columns are formed instead of their QR, where they are well conditioned. */
export const manyRows = 50_000;

/**
 * `at`: the maximum, `slopes` those of the columns. The constant, first, is the mean of η less that of x'b, by μ; its column is of ones, and to the others,
 * of which the effects are swept out, their means are added again. `next`: a bound of the norm √(δ'Hδ) of the next step. `room`: two arrays of length N to write to. O(NK²) and the effects' transformation.
 */
export function absorbedEnd(
  { columns, swept, y, weights }: AbsorbedProblem,
  effects: readonly [Effect, ...Effect[]],
  { index, means, kernel }: Pick<AbsorbedMaximum, 'index' | 'means' | 'kernel'>,
  slopes: Float64Array,
  next: number,
  [roots, residuals]: readonly [Float64Array, Float64Array],
): AbsorbedMaximum {
  const w = weighed(means, weights);
  const size = sum(w);
  writeRoots(w, roots);
  const centres = columns.map((x) => dot(w, x) / size);
  const crossed = new CrossedEffects(effects, w);
  for (const x of swept) crossed.sweep(x, (norm) => precise * norm);
  writeResiduals(y, means, roots, residuals);
  const found = w.length < manyRows ? null : byProducts(swept, centres, w, size);
  for (const [j, x] of swept.entries()) scale(x, centres[j]!, roots);
  const rows = [roots, ...swept];
  const information = found === null ? { qr: leastSquares(rows, residuals, () => 0).qr } : { qr: found, rows };
  let constant = dot(w, index) / size;
  for (const [j, centre] of centres.entries()) constant -= centre * slopes[j]!;
  const coefficients = Float64Array.of(constant, ...slopes);
  return { coefficients, means, ...information, residuals, kernel, index, decrement: next * next };
}

/** R of the constant and the columns with their means, from the products of those without, to which the constant is orthogonal. */
function byProducts(
  swept: readonly Float64Array[],
  centres: readonly number[],
  w: Float64Array,
  size: number,
): QR | null {
  const k = swept.length + 1;
  const products = new Float64Array(k * k);
  products[0] = size;
  const own = weightedProducts(swept, w);
  for (let j = 1; j < k; j++) products.set(own.subarray((j - 1) * (k - 1), j * (k - 1)), j * k + 1);
  const qr = correlatedCholesky(products, k, w.length);
  if (qr === null) return null;
  const r = qr.r.slice();
  for (let j = 1; j < k; j++) r[j * k] = (Math.sqrt(size) * centres[j - 1]!) / qr.scale[j]!;
  return { ...qr, r };
}

function writeRoots(w: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(w[i]!);
}

function writeResiduals(y: Float64Array, means: Float64Array, roots: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = ((y[i]! - means[i]!) / means[i]!) * roots[i]!;
}

/** (x + centre)·root in place */
function scale(x: Float64Array, centre: number, roots: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] = (x[i]! + centre) * roots[i]!;
}
