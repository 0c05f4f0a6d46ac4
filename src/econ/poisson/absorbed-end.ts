/** The maximum of a Poisson likelihood with absorbed effects as its covariance and statistics need it. */
import { dot, sum } from '../../base/number/sum.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import { correlatedCholesky } from '../linalg/normal-equations.ts';
import type { QR } from '../linalg/qr.ts';
import { CrossedEffects } from '../panel/crossed-effects.ts';
import type { Effect } from '../panel/effects.ts';
import type { Maximum } from './irls.ts';
import { weighed } from './rows.ts';

export interface AbsorbedMaximum extends Maximum {
  /** η less the offset: x'b and the effects, length N. */
  readonly index: Float64Array;
  /** A bound of δ'Hδ of the next step δ, H the information: of twice what it would add to the likelihood. */
  readonly decrement: number;
}

export interface AbsorbedProblem {
  readonly columns: readonly Float64Array[];
  /** The columns with the effects swept out coarsely; these are written over. */
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
 * of which the effects are swept out, their means are added again. `next`: a bound of the norm √(δ'Hδ) of the next step. O(NK²) and the effects' transformation.
 */
export function absorbedEnd(
  { columns, swept, y, weights }: AbsorbedProblem,
  effects: readonly [Effect, ...Effect[]],
  { index, means, kernel }: Pick<AbsorbedMaximum, 'index' | 'means' | 'kernel'>,
  slopes: Float64Array,
  next: number,
): AbsorbedMaximum {
  const w = weighed(means, weights);
  const size = sum(w);
  const roots = new Float64Array(w.length);
  for (let i = 0; i < roots.length; i++) roots[i] = Math.sqrt(w[i]!);
  const centres = columns.map((x) => dot(w, x) / size);
  const crossed = new CrossedEffects(effects, w);
  for (const x of swept) crossed.sweep(x, (norm) => precise * norm);
  const residuals = new Float64Array(y.length);
  for (let i = 0; i < residuals.length; i++) residuals[i] = ((y[i]! - means[i]!) / means[i]!) * roots[i]!;
  const rows = [roots, ...swept.map((x, j) => scaled(x, centres[j]!, roots))];
  const information = informationOf(swept, centres, w, size, residuals, rows);
  let constant = dot(w, index) / size;
  for (const [j, centre] of centres.entries()) constant -= centre * slopes[j]!;
  const coefficients = Float64Array.of(constant, ...slopes);
  return { coefficients, means, ...information, residuals, kernel, index, decrement: next * next };
}

/** The QR of the rows; of many that are well conditioned from products, with the rows themselves beside it. */
function informationOf(
  swept: readonly Float64Array[],
  centres: readonly number[],
  w: Float64Array,
  size: number,
  residuals: Float64Array,
  rows: readonly Float64Array[],
): Pick<Maximum, 'qr' | 'rows'> {
  const found = w.length < manyRows ? null : byProducts(swept, centres, w, size);
  return found === null ? { qr: leastSquares(rows, residuals, () => 0).qr } : { qr: found, rows };
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
  for (const [j, x] of swept.entries()) {
    const own = weighed(x, w);
    for (let other = 0; other <= j; other++) {
      const product = dot(own, swept[other]!);
      products[(j + 1) * k + other + 1] = product;
      products[(other + 1) * k + j + 1] = product;
    }
  }
  const qr = correlatedCholesky(products, k, w.length);
  if (qr === null) return null;
  const r = qr.r.slice();
  for (let j = 1; j < k; j++) r[j * k] = (Math.sqrt(size) * centres[j - 1]!) / qr.scale[j]!;
  return { ...qr, r };
}

/** (x + centre)·root */
function scaled(x: Float64Array, centre: number, roots: Float64Array): Float64Array {
  const out = new Float64Array(x.length);
  for (let i = 0; i < out.length; i++) out[i] = (x[i]! + centre) * roots[i]!;
  return out;
}
