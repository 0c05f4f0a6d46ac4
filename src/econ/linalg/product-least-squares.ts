/** Least squares of many well-conditioned rows from sums of products, mended once by what is left. */
import { dot } from '../../base/number/sum.ts';
import { BLOCK_ROWS, cell, Products } from './blocked-products.ts';
import type { KnownProducts } from './known-products.ts';
import { correlatedCholesky } from './normal-equations.ts';
import { type LeastSquares, type QR, solveR, solveRTransposed } from './qr.ts';

/** From here on passes over memory are what takes time. */
export const MANY_ROWS = 50_000;

/** Scales of columns and outcome between which products neither overflow nor vanish. */
const squarable = { least: 1e-60, most: 1e60 };
/** The part of the outcome's squares that must be left; of less, residuals would be rounding to more digits than those of QR. */
const UNEXPLAINED = 1e-4;
/** The factor over `tolerance` that a column's remainder must exceed not to count as spanned. */
const MARGIN = 100;

/**
 * Solves least squares by the cross products, or returns null where QR is safer. `qr` is R alone, from the columns themselves. The
 * correction (X'X)^−1 X'e of the coefficients leaves an error of the order of rounding times the condition of X'X, which is at most 1e3.
 * Three passes, O(NK²).
 */
export function leastSquaresByProducts(
  columns: readonly Float64Array[],
  y: Float64Array,
  tolerance: (j: number) => number,
  known: KnownProducts,
): LeastSquares | null {
  const k = columns.length;
  if (k === 0 || y.length < MANY_ROWS) return null;
  const given = [y, ...columns];
  if (!given.every((x) => isSquarable(known, x))) return null;
  const sums = known.of(given, productsOf);
  const qr = triangleOf(sums, columns, tolerance, 1);
  if (qr === null) return null;
  const b = solved(
    qr,
    Float64Array.from(columns, (_, j) => sums[cell(j + 1, 0)]!),
  );
  const { residuals, left } = residualsOf(columns, y, b);
  const change = solved(qr, left);
  for (let j = 0; j < k; j++) {
    const own = change[j]!;
    const x = columns[j]!;
    b[j] = b[j]! + own;
    for (let i = 0; i < residuals.length; i++) residuals[i] = residuals[i]! - own * x[i]!;
  }
  return dot(residuals, residuals) > UNEXPLAINED * sums[0]! ? { qr, coefficients: b, residuals } : null;
}

/** R of many columns, as `householder` finds it of their rows, or null where that is safer. O(NK²). */
export function qrByProducts(
  columns: readonly Float64Array[],
  tolerance: (j: number) => number,
  known: KnownProducts,
): QR | null {
  if (columns.length === 0 || columns[0]!.length < MANY_ROWS) return null;
  if (!columns.every((x) => isSquarable(known, x))) return null;
  return triangleOf(known.of(columns, productsOf), columns, tolerance, 0);
}

const isSquarable = (known: KnownProducts, x: Float64Array): boolean =>
  known.scaleOf(x) > squarable.least && known.scaleOf(x) < squarable.most;

function productsOf(columns: readonly Float64Array[]): Float64Array {
  const p = columns.length;
  const products = new Products(p);
  const nobs = columns[0]!.length;
  for (let from = 0; from < nobs; from += BLOCK_ROWS) {
    const n = Math.min(BLOCK_ROWS, nobs - from);
    const at = products.room(n);
    for (let j = 0; j < p; j++) copy(products.block[j]!, at, columns[j]!, from, n);
  }
  const sums = new Float64Array((p * (p + 1)) / 2);
  products.take(sums, 0, 1);
  return sums;
}

function copy(to: Float64Array, at: number, x: Float64Array, from: number, n: number): void {
  for (let i = 0; i < n; i++) to[at + i] = x[from + i]!;
}

/** null where the columns, of which `sums` has the products from `first` on, are not well conditioned, or one is near to being spanned by earlier ones. */
function triangleOf(
  sums: Float64Array,
  columns: readonly Float64Array[],
  tolerance: (j: number) => number,
  first: number,
): QR | null {
  const k = columns.length;
  const products = new Float64Array(k * k);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b <= a; b++) {
      products[a * k + b] = sums[cell(a + first, b + first)]!;
      products[b * k + a] = sums[cell(a + first, b + first)]!;
    }
  }
  const qr = correlatedCholesky(products, k, columns[0]!.length);
  if (qr === null) return null;
  for (let j = 0; j < k; j++) {
    if (!(qr.r[j * k + j]! * qr.scale[j]! > MARGIN * tolerance(j))) return null;
  }
  return { ...qr, columns };
}

/** (X'X)^−1 z */
function solved(qr: QR, z: Float64Array): Float64Array {
  const x = solveR(
    qr,
    solveRTransposed(
      qr,
      z.map((value, j) => value / qr.scale[j]!),
    ),
  );
  return x.map((value, j) => value / qr.scale[j]!);
}

/** e = y − Xb, and X'e. */
function residualsOf(
  columns: readonly Float64Array[],
  y: Float64Array,
  b: Float64Array,
): { residuals: Float64Array; left: Float64Array } {
  const residuals = y.slice();
  const left = new Float64Array(columns.length);
  for (let from = 0; from < y.length; from += BLOCK_ROWS) {
    const n = Math.min(BLOCK_ROWS, y.length - from);
    for (let j = 0; j < columns.length; j++) subtract(residuals, columns[j]!, b[j]!, from, n);
    for (let j = 0; j < columns.length; j++) left[j] = left[j]! + dot(columns[j]!, residuals, from, from, n);
  }
  return { residuals, left };
}

function subtract(e: Float64Array, x: Float64Array, b: number, from: number, n: number): void {
  for (let i = from; i < from + n; i++) e[i] = e[i]! - b * x[i]!;
}
