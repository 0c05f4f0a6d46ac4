/** Least squares from sums of products, for well-conditioned columns: three or four of sixteen digits are lost at most. */

import { cell } from './blocked-products.ts';
import { scaledCholesky } from './matrix.ts';
import { type QR, solveRInPlace, solveRTransposedInPlace } from './qr.ts';

/**
 * The smallest shares that pass: of the smallest eigenvalue of the columns' correlations in the largest (by bounds), of within variation in a
 * column's size, and of the outcome's variation that is left unexplained. Columns that pass are far from what QR would drop as spanned (1e-9 of the norm).
 */
export const wellConditioned = { eigenvalues: 1e-3, within: 1e-8, unexplained: 1e-2 };

export interface Solution {
  readonly qr: QR;
  /** One for each column of `qr`; the constant's is 0. */
  readonly coefficients: Float64Array;
  /** The terms' part of them. */
  readonly b: Float64Array;
  readonly rss: number;
  /** y'Xb and b'X'Xb. */
  readonly yx: number;
  readonly xx: number;
}

/** null where the columns are not well conditioned or the outcome is almost explained. */
export function solve(sums: Float64Array, p: number, constants: 0 | 1, nobs: number): Solution | null {
  const qr = choleskyQr(sums, p, constants, nobs);
  if (qr === null) return null;
  const coefficients = new Float64Array(qr.kept.length);
  for (let j = constants; j < coefficients.length; j++) {
    coefficients[j] = sums[cell(j - constants + 1, 0)]! / qr.scale[j]!;
  }
  solveRTransposedInPlace(qr, coefficients);
  solveRInPlace(qr, coefficients, 0);
  const b = new Float64Array(p - 1);
  for (let j = constants; j < coefficients.length; j++) {
    coefficients[j] = coefficients[j]! / qr.scale[j]!;
    b[j - constants] = coefficients[j]!;
  }
  let yx = 0;
  let xx = 0;
  for (let i = 1; i < p; i++) {
    yx += b[i - 1]! * sums[cell(i, 0)]!;
    for (let j = 1; j < p; j++) xx += b[i - 1]! * b[j - 1]! * symmetric(sums, i, j);
  }
  // of second order in what b has lost
  const rss = sums[0]! - 2 * yx + xx;
  return rss > wellConditioned.unexplained * sums[0]! ? { qr, coefficients, b, rss, yx, xx } : null;
}

const symmetric = (sums: Float64Array, a: number, b: number): number => (a < b ? sums[cell(b, a)]! : sums[cell(a, b)]!);

/** R of the terms by Cholesky; the constant, orthogonal to them all, stands first. */
function choleskyQr(sums: Float64Array, p: number, constants: 0 | 1, nobs: number): QR | null {
  const k = p - 1 + constants;
  const all = new Float64Array(k * k);
  if (constants === 1) {
    all.fill(0);
    all[0] = nobs;
  }
  const kept: number[] = constants === 1 ? [0] : [];
  for (let a = 1; a < p; a++) {
    const row = kept.push(kept.length) - 1;
    for (let b = 1; b < p; b++) all[row * k + b - 1 + constants] = symmetric(sums, a, b);
  }
  return correlatedCholesky(all, k, nobs, kept);
}

/** R of K columns from their products, row-major; null where they are not well conditioned. */
export function correlatedCholesky(
  products: Float64Array,
  k: number,
  nobs: number,
  kept: readonly number[] = Array.from({ length: k }, (_, j) => j),
): QR | null {
  const factor = scaledCholesky(products, k);
  if (factor === null) return null;
  const qr = { rows: nobs, kept, dropped: [], reflectors: [], r: factor.lower, scale: factor.scale };
  return 1 > wellConditioned.eigenvalues * largestCorrelation(products, factor.scale) * inverseTrace(qr) ? qr : null;
}

/** The largest sum of a row's sizes in the matrix of correlations, which bounds its eigenvalues from above. O(K²). */
function largestCorrelation(products: Float64Array, scale: Float64Array): number {
  const k = scale.length;
  let largest = 0;
  for (let a = 0; a < k; a++) {
    let size = 0;
    for (let b = 0; b < k; b++) size += Math.abs(products[a * k + b]!) / scale[a]! / scale[b]!;
    largest = Math.max(largest, size);
  }
  return largest;
}

/** Trace of the inverse of the correlations (the sum of the variance inflation factors), which bounds 1/λ of every eigenvalue. O(K³). */
function inverseTrace(qr: QR): number {
  const k = qr.kept.length;
  const column = new Float64Array(k);
  let total = 0;
  for (let j = 0; j < k; j++) {
    column.fill(0, 0, j);
    column[j] = 1;
    for (let m = j; m >= 0; m--) {
      const value = column[m]! / qr.r[m * k + m]!;
      total += value * value;
      for (let i = 0; i < m; i++) column[i] = column[i]! - value * qr.r[m * k + i]!;
    }
  }
  return total;
}
