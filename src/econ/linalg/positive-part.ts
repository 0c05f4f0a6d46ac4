/** Covariances with negative eigenvalues, as those of two-way clusters may have, and the matrix that is reported in their place (Cameron, Gelbach & Miller 2011, JBES 29:238, 2.3). */

import { eigenRange, scaledCholesky } from './matrix.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** A negative eigenvalue smaller than this part of the largest one is rounding. */
const NOISE = 1e-13;

/**
 * Tells whether some eigenvalue is negative by more than rounding. O(k³); it computes eigenvalues only where there is no Cholesky factor.
 */
export function isIndefinite(matrix: Float64Array, k: number): boolean {
  if (scaledCholesky(matrix, k) !== null) return false;
  const { smallest, largest } = eigenRange(matrix, k);
  return smallest < -NOISE * Math.max(largest, -smallest);
}

/**
 * Negative eigenvalues set to zero, as `reghdfe` 3 and R's `fixest` do it (Cameron, Gelbach & Miller 2011, JBES 29:238, section 2.3): of V in the units of the variables, on which the
 * result hangs; `reghdfe` 6 standardises them first. Rotations keep the digits of small variances beside large ones, which V less its negative
 * part would lose wherever it cancels. K×K. O(K³).
 */
export function positivePart(matrix: Float64Array, k: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, k);
  const out = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let total = 0;
      for (let m = 0; m < k && values[m]! > 0; m++) total += vectors[m]![i]! * values[m]! * vectors[m]![j]!;
      out[i * k + j] = total;
      out[j * k + i] = total;
    }
  }
  return out;
}
