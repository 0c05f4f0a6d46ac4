/** The maximum of a Poisson likelihood with absorbed effects as its covariance and statistics need it. */
import { dot, sum } from '../../base/number/sum.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import { correlatedCholesky } from '../linalg/normal-equations.ts';
import type { QR } from '../linalg/qr.ts';
import type { AbsorbedRows } from './absorbed-rows.ts';
import type { PoissonMaximum } from './irls.ts';
import { weightedProducts } from './weighted-slopes.ts';

export interface AbsorbedMaximum extends PoissonMaximum {
  /** η less the offset: x'b and the effects, length N. */
  readonly index: Float64Array;
  /** A bound of δ'Hδ of the next step δ, H the information: of twice what it would add to the likelihood. */
  readonly decrement: number;
}

export interface AbsorbedProblem {
  readonly columns: readonly Float64Array[];
  readonly rows: AbsorbedRows;
  /** The columns with the effects swept out coarsely, columns of the rows; these are written over, and stand in what is found. */
  readonly swept: readonly Float64Array[];
  readonly y: Float64Array;
  readonly offset: Float64Array | null;
  readonly weights: Float64Array | null;
}

/** The part of a column's norm to which effects are swept out for the covariance, in which what is left of them has no first order. */
const PRECISE = 1e-11;

/** From here on products of columns are formed instead of their QR, where they are well conditioned. */
export const MANY_ROWS = 50_000;

/**
 * `at`: the maximum, `slopes` those of the columns. The constant, first, is the mean of η less that of x'b, by μ. Its column is of ones, and to the others,
 * of which the effects are swept out, their means are added again. `next`: a bound of the norm √(δ'Hδ) of the next step. `room`: two arrays of length N to write to. O(NK²) and the effects' transformation.
 */
export function absorbedEnd(
  { columns, rows, swept, y }: AbsorbedProblem,
  { index, means, kernel }: Pick<AbsorbedMaximum, 'index' | 'means' | 'kernel'>,
  w: Float64Array,
  slopes: Float64Array,
  next: number,
  [roots, residuals]: readonly [Float64Array, Float64Array],
): AbsorbedMaximum {
  const size = sum(w);
  rows.writeScores(y, means, w, roots, residuals);
  const centres = columns.map((x) => dot(w, x) / size);
  rows.effects.weigh(w);
  for (const x of swept) rows.effects.sweep(x, (norm) => PRECISE * norm);
  const found = w.length < MANY_ROWS ? null : byProducts(swept, centres, w, size);
  for (const [j, x] of swept.entries()) rows.scale(x, centres[j]!, roots);
  const scaled = [roots, ...swept];
  const information =
    found === null ? { qr: leastSquares(scaled, residuals, () => 0).qr } : { qr: found, rows: scaled };
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
