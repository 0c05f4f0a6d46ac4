/**
 * Least squares by Householder QR and iterative refinement of the augmented system (Björck 1967, BIT 7:257) with
 * residuals in twice the working precision. Coefficients are right to nearly full precision even where the columns
 * are collinear to 8 digits (NIST Filip).
 */

import { extendedDot, extendedResidual } from './extended-dot.ts';
import { KnownProducts } from './known-products.ts';
import { leastSquaresByProducts } from './product-least-squares.ts';
import {
  applyQ,
  applyQTransposed,
  columnScale,
  divide,
  householder,
  type LeastSquares,
  type QR,
  solveR,
  solveRTransposed,
} from './qr.ts';

/**
 * Minimises |y − Xb|. `columns`: K arrays of length N; `tolerance(j)` as in `householder`. O(NK²); two to four
 * refinement steps of O(NK). Of many rows that are well conditioned, from their products (product-least-squares.ts): `known` ones are of
 * columns that never change.
 */
export function leastSquares(
  columns: readonly Float64Array[],
  y: Float64Array,
  tolerance: (j: number) => number,
  known: KnownProducts = new KnownProducts(),
): LeastSquares {
  return leastSquaresByProducts(columns, y, tolerance, known) ?? byQr(columns, y, tolerance);
}

function byQr(columns: readonly Float64Array[], y: Float64Array, tolerance: (j: number) => number): LeastSquares {
  return leastSquaresBy(householder(columns, y.length, tolerance), columns)(y);
}

/** Does the same for any y by one QR of the columns, with reflectors. */
export function leastSquaresBy(qr: QR, columns: readonly Float64Array[]): (y: Float64Array) => LeastSquares {
  const scaled = qr.kept.map((j, k) => divided(columns[j]!, qr.scale[k]!));
  return (y) => {
    const scaleY = columnScale(y);
    const target = divided(y, scaleY);
    const { b, r } = refine(qr, scaled, target);
    divide(r, 1 / scaleY);
    return { qr, coefficients: b.map((value, k) => (value / qr.scale[k]!) * scaleY), residuals: r };
  };
}

function divided(x: Float64Array, scale: number): Float64Array {
  if (scale === 1) return x;
  const out = x.slice();
  divide(out, scale);
  return out;
}

/** b and r of r + Xb = y, X'r = 0: a first solution, then corrections until the next would be below rounding. */
function refine(qr: QR, x: readonly Float64Array[], y: Float64Array): { b: Float64Array; r: Float64Array } {
  const k = x.length;
  const b = new Float64Array(k);
  const r = new Float64Array(y.length);
  let last = 1;
  for (let step = 0; step < 6; step++) {
    const f = step === 0 ? y.slice() : extendedResidual(y, x, b, r);
    const g = step === 0 ? new Float64Array(k) : negativeProducts(x, r);
    const h = solveRTransposed(qr, g);
    applyQTransposed(qr, f);
    const d = f.slice(0, k);
    for (let j = 0; j < k; j++) d[j] = d[j]! - h[j]!;
    const change = solveR(qr, d);
    const relative = step === 0 ? 1 : largestRelative(change, b);
    // a correction that does not halve the previous one only adds noise
    if (step > 0 && !(relative < last / 2)) break;
    for (let j = 0; j < k; j++) b[j] = b[j]! + change[j]!;
    f.set(h, 0);
    applyQ(qr, f);
    for (let i = 0; i < r.length; i++) r[i] = r[i]! + f[i]!;
    // convergence is linear: the next correction is about this one times the rate, relative / last
    if (step > 0 && relative * (relative / last) < 1e-18) break;
    last = relative;
  }
  return { b, r };
}

/** −X'r */
function negativeProducts(x: readonly Float64Array[], r: Float64Array): Float64Array {
  const out = new Float64Array(x.length);
  for (let j = 0; j < out.length; j++) out[j] = -extendedDot(x[j]!, r);
  return out;
}

function largestRelative(change: Float64Array, b: Float64Array): number {
  let largest = 0;
  for (let j = 0; j < b.length; j++) {
    const size = Math.abs(b[j]!);
    const moved = Math.abs(change[j]!);
    if (moved > 0) largest = Math.max(largest, size > 0 ? moved / size : 1);
  }
  return largest;
}
