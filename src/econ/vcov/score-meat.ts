/** The middle of the sandwich from sums of scores, in orthonormal coordinates (meat.ts). */

import { cell } from '../linalg/blocked-products.ts';
import { divide, type QR } from '../linalg/qr.ts';
import { crossProducts } from './meat.ts';

/**
 * Meat of clusters that are unions of units, with the scores s = X'y − X'X b of each from its sums of products; that of the constant is 0,
 * since residuals add up to 0 in every unit. O(GK²).
 */
export function meatOfProducts(
  qr: QR,
  byGroup: readonly Float64Array[],
  p: number,
  b: Float64Array,
  constants: 0 | 1,
): Float64Array {
  const scores = Array.from({ length: p - 1 }, () => new Float64Array(byGroup[0]!.length));
  for (let own = 1; own < p; own++) {
    const s = scores[own - 1]!;
    let known = byGroup[cell(own, 0)]!;
    for (let i = 1; i < p; i++) {
      addMultiple(s, byGroup[own < i ? cell(i, own) : cell(own, i)]!, -b[i - 1]!, known);
      known = s;
    }
  }
  makeOrthonormal(qr, scores, constants);
  return crossProducts(scores, scores, constants);
}

/** Σ R'^−1 s s' R^−1 over clusters; `scores` holds an array for each column and is overwritten. O(GK²). */
export function meatOfScores(qr: QR, scores: readonly Float64Array[]): Float64Array {
  makeOrthonormal(qr, scores);
  return crossProducts(scores, scores);
}

/** R'^−1 S R^−1 for S = Σ e² x x', K×K. O(K³). */
export function meatOfSquares(qr: QR, squares: Float64Array): Float64Array {
  const k = qr.kept.length;
  const rows = Array.from({ length: k }, (_, j) => squares.slice(j * k, (j + 1) * k));
  makeOrthonormal(qr, rows);
  const turned = rows.map((_, j) => Float64Array.from(rows, (row) => row[j]!));
  makeOrthonormal(qr, turned);
  return Float64Array.from(turned.flatMap((row) => [...row]));
}

/** From columns x to columns of Q in place: R'^−1 of each row. The first `zeros`, which are in no list, are zero. O(K²) a row. */
export function makeOrthonormal(qr: QR, columns: readonly Float64Array[], zeros = 0): void {
  const k = zeros + columns.length;
  for (let j = zeros; j < k; j++) {
    const s = columns[j - zeros]!;
    divide(s, qr.scale[j]!);
    for (let i = zeros; i < j; i++) {
      const factor = qr.r[j * k + i]!;
      if (factor !== 0) addMultiple(s, columns[i - zeros]!, -factor);
    }
    divide(s, qr.r[j * k + j]!);
  }
}

/** Writes x times `factor` added to what is known, which is `out` itself when left out. */
export function addMultiple(out: Float64Array, x: Float64Array, factor: number, known = out): void {
  for (let g = 0; g < out.length; g++) out[g] = known[g]! + x[g]! * factor;
}
