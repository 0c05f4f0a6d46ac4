/** What is reported for a covariance that has negative eigenvalues, as that of two-way clusters may (Cameron, Gelbach & Miller 2011, JBES 29:238, 2.3). */
import { dot, mean, sumSquaresAbout } from '../base/sum.ts';
import { symmetricEigen } from './jacobi.ts';
import { scaledCholesky } from './matrix.ts';
import type { Regression } from './prepare.ts';

/** Less than this part of the largest eigenvalue is rounding. */
const noise = 1e-13;

/** O(k³), without the eigenvalues where there is a Cholesky factor. */
export function isIndefinite(matrix: Float64Array, k: number): boolean {
  if (scaledCholesky(matrix, k) !== null) return false;
  const { values } = symmetricEigen(matrix, k);
  const [largest, smallest] = [values[0]!, values[k - 1]!];
  return smallest < -noise * Math.max(largest, -smallest);
}

/**
 * D⁻¹(D V D)⁺D⁻¹: negative eigenvalues set to zero where column j is in units of its size, D_jj = `sizes`[j], so that no standard error
 * hangs on the units of a variable. Rotations keep the digits of small variances beside large ones, which V less its negative part would lose
 * wherever it cancels. K×K. O(K³).
 */
export function positivePart(matrix: Float64Array, sizes: Float64Array): Float64Array {
  const k = sizes.length;
  const scaled = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) scaled[i * k + j] = matrix[i * k + j]! * sizes[i]! * sizes[j]!;
  }
  const { values, vectors } = symmetricEigen(scaled, k);
  const out = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let total = 0;
      for (let m = 0; m < k && values[m]! > 0; m++) total += vectors[m]![i]! * values[m]! * vectors[m]![j]!;
      out[i * k + j] = total / sizes[i]! / sizes[j]!;
      out[j * k + i] = out[i * k + j]!;
    }
  }
  return out;
}

/**
 * Standard deviations of the variables (root mean squares without a constant), 1 for the constant: the units in which `reghdfe` (6) sets
 * eigenvalues to zero (of the slopes and of all coefficients apart, which need not fit together: here of all). `reghdfe` 3 and R's `fixest`
 * take V as it is, which is the same only for standardised variables. O(NK).
 */
export function columnSizes({ design, effects, terms, constants }: Regression): Float64Array {
  const centred = design.constant || effects.length > 0;
  const sizes = new Float64Array(terms.length + constants).fill(1);
  for (const [j, { values }] of terms.entries()) {
    const squares = centred
      ? sumSquaresAbout(values, mean(values)) / (design.nobs - 1)
      : dot(values, values) / design.nobs;
    sizes[j + constants] = Math.sqrt(squares);
  }
  return sizes;
}
