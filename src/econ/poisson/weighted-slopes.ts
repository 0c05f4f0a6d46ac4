/** Slopes of a step of a Poisson regression: weighted least squares on transformed columns, and their products. */
import { leastSquares } from '../linalg/least-squares.ts';
import { scaledCholesky } from '../linalg/matrix.ts';

/** Rows of which products are formed at a time. */
const block = 1024;

/** From the normal equations, whose error the next step takes up, or by QR where the columns are too near to spanning one another. O(NK²). */
export function weightedSlopes(columns: readonly Float64Array[], target: Float64Array, w: Float64Array): Float64Array {
  const k = columns.length;
  const right = new Float64Array(k);
  const products = weightedProducts(columns, w, { target, right });
  const factor = scaledCholesky(products, k);
  if (factor === null) return byRows(columns, target, w);
  const { lower, scale } = factor;
  const b = right.map((value, j) => value / scale[j]!);
  for (let j = 0; j < k; j++) {
    for (let m = 0; m < j; m++) b[j] = b[j]! - lower[j * k + m]! * b[m]!;
    b[j] = b[j]! / lower[j * k + j]!;
  }
  for (let j = k - 1; j >= 0; j--) {
    for (let m = j + 1; m < k; m++) b[j] = b[j]! - lower[m * k + j]! * b[m]!;
    b[j] = b[j]! / lower[j * k + j]!;
  }
  return b.map((value, j) => value / scale[j]!);
}

/** Σ w x x' as K×K; adds Σ w x·target to `right`. A block of rows at a time, so that nothing as long as a column is written. O(NK²). */
export function weightedProducts(
  columns: readonly Float64Array[],
  w: Float64Array,
  beside?: { readonly target: Float64Array; readonly right: Float64Array },
): Float64Array {
  const k = columns.length;
  const products = new Float64Array(k * k);
  const own = new Float64Array(block);
  for (let from = 0; from < w.length; from += block) {
    const n = Math.min(block, w.length - from);
    for (let j = 0; j < k; j++) {
      const x = columns[j]!;
      for (let i = 0; i < n; i++) own[i] = w[from + i]! * x[from + i]!;
      if (beside !== undefined) beside.right[j] = beside.right[j]! + plainDot(own, beside.target, from, n);
      for (let other = 0; other <= j; other++) {
        products[j * k + other] = products[j * k + other]! + plainDot(own, columns[other]!, from, n);
      }
    }
  }
  for (let j = 0; j < k; j++)
    for (let other = 0; other < j; other++) products[other * k + j] = products[j * k + other]!;
  return products;
}

function byRows(columns: readonly Float64Array[], target: Float64Array, w: Float64Array): Float64Array {
  const roots = w.map(Math.sqrt);
  const scaled = (x: Float64Array): Float64Array => x.map((value, i) => value * roots[i]!);
  return leastSquares(columns.map(scaled), scaled(target), () => 0).coefficients;
}

function plainDot(own: Float64Array, x: Float64Array, from: number, n: number): number {
  let even = 0;
  let odd = 0;
  let i = 0;
  for (; i + 1 < n; i += 2) {
    even += own[i]! * x[from + i]!;
    odd += own[i + 1]! * x[from + i + 1]!;
  }
  return i < n ? even + odd + own[i]! * x[from + i]! : even + odd;
}
