/** Covariances from the middle of the sandwich in the orthonormal coordinates of a design (meat.ts). */
import { type QR, solveRInPlace } from '../linalg/qr.ts';

/** factor · R^−1 M R'^−1 in the units of the columns. O(K³). */
export function sandwich(qr: QR, meat: Float64Array, factor: number): Float64Array {
  const k = qr.kept.length;
  const half = new Float64Array(k * k);
  half.set(meat);
  for (let j = 0; j < k; j++) solveRInPlace(qr, half, j * k);
  const v = new Float64Array(k * k);
  const row = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) row[j] = half[j * k + i]!;
    solveRInPlace(qr, row, 0);
    for (let j = 0; j <= i; j++) {
      const value = (factor * row[j]!) / qr.scale[i]! / qr.scale[j]!;
      v[i * k + j] = value;
      v[j * k + i] = value;
    }
  }
  return v;
}
