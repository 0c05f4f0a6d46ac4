/**
 * Least squares by Householder QR and iterative refinement of the augmented system (Björck 1967, BIT 7:257) with
 * residuals in twice the working precision: coefficients are right to nearly full precision even where the columns
 * are collinear to 8 digits (NIST Filip).
 */

import { extendedDot, extendedResidual } from './extended-dot.ts';
import { applyQ, applyQTransposed, columnScale, householder, type QR, solveR, solveRTransposed } from './qr.ts';

export interface LeastSquares {
  readonly qr: QR;
  /** One per kept column, in its own units. */
  readonly coefficients: Float64Array;
  /** y − Xb, length N */
  readonly residuals: Float64Array;
}

/**
 * Minimises |y − Xb|. `columns`: K arrays of length N; `tolerance(j)` as in `householder`. O(NK²); two to four
 * refinement steps of O(NK).
 */
export function leastSquares(
  columns: readonly Float64Array[],
  y: Float64Array,
  tolerance: (j: number) => number,
): LeastSquares {
  const qr = householder(columns, y.length, tolerance);
  const scaled = qr.kept.map((j, k) => columns[j]!.map((value) => value / qr.scale[k]!));
  const scaleY = columnScale(y);
  const target = y.map((value) => value / scaleY);
  const { b, r } = refine(qr, scaled, target);
  return {
    qr,
    coefficients: b.map((value, k) => (value / qr.scale[k]!) * scaleY),
    residuals: r.map((value) => value * scaleY),
  };
}

function refine(qr: QR, x: readonly Float64Array[], y: Float64Array) {
  const k = x.length;
  const b = new Float64Array(k);
  const r = new Float64Array(y.length);
  let last = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 5; step++) {
    // augmented system: r + Xb = y, X'r = 0
    const f = step === 0 ? Float64Array.from(y) : extendedResidual(y, x, b, r);
    const g = step === 0 ? new Float64Array(k) : Float64Array.from(x, (column) => -extendedDot(column, r));
    const h = solveRTransposed(qr, g);
    applyQTransposed(qr, f);
    const d = f.slice(0, k);
    for (let j = 0; j < k; j++) d[j] = d[j]! - h[j]!;
    const change = solveR(qr, d);
    const relative = largestRelative(change, b, step);
    // a step that does not halve the previous one only adds noise
    if (step > 0 && !(relative < last / 2)) break;
    for (let j = 0; j < k; j++) b[j] = b[j]! + change[j]!;
    f.set(h, 0);
    applyQ(qr, f);
    for (let i = 0; i < r.length; i++) r[i] = r[i]! + f[i]!;
    if (relative < 4e-16 || k === 0) break;
    last = relative;
  }
  return { b, r: extendedResidual(y, x, b, null) };
}

function largestRelative(change: Float64Array, b: Float64Array, step: number): number {
  if (step === 0) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let j = 0; j < b.length; j++) {
    const size = Math.abs(b[j]!);
    const moved = Math.abs(change[j]!);
    if (moved > 0) largest = Math.max(largest, size > 0 ? moved / size : 1);
  }
  return largest;
}
