/** Covariances that are not positive semi-definite, as those of several cluster variables may be, and what is reported in their place. */
import type { Stat, Warning } from '../fit.ts';
import { trailing, withTrailing } from '../linalg/matrix.ts';
import { positivePart } from '../linalg/positive-part.ts';

export interface Mended {
  /** V as it was, K×K. */
  readonly from: Float64Array;
  /** Says whether the slopes' block needed no mending. */
  readonly ofConstant: boolean;
}

/** This is said of a test of coefficients whose block of V had an eigenvalue that was not positive: mended, it would be one over next to nothing. */
export const notDefinite: Stat & object = {
  invalid: 'the covariance of the tested coefficients was not positive definite before it was mended',
};

/**
 * V with its negative eigenvalues set to 0, where it has some. The first `apart` rows and columns are of a constant beside absorbed effects. The slopes are then
 * mended by themselves, so that no origin of a regressor moves their errors, and the constant with all of V. `isIndefinite`: tells of the block from some
 * row on.
 */
export function mend(
  matrix: Float64Array,
  k: number,
  apart: number,
  isIndefinite: (from: number) => boolean,
): { readonly matrix: Float64Array; readonly mended: Mended | null } {
  if (!isIndefinite(0)) return { matrix, mended: null };
  const whole = positivePart(matrix, k);
  if (apart === 0) return { matrix: whole, mended: { from: matrix, ofConstant: false } };
  const slopes = trailing(matrix, k, apart);
  const ofConstant = !isIndefinite(apart);
  const own = ofConstant ? slopes : positivePart(slopes, k - apart);
  return { matrix: withTrailing(whole, k, apart, own), mended: { from: matrix, ofConstant } };
}

/** `names`: those of the rows of V, null for a constant. */
export function mendedWarning(vcov: string, { from, ofConstant }: Mended, names: readonly (string | null)[]): Warning {
  const negative = names.filter((name, j) => name !== null && from[j * (names.length + 1)]! < 0);
  const own =
    negative.length === 0
      ? ''
      : `; the variance of ${negative.map((name) => `\`${name}\``).join(', ')} itself was negative`;
  const what = ofConstant ? ', for the constant alone' : own;
  const message = `the covariance \`${vcov}\` was not positive semi-definite; its negative eigenvalues were set to zero${what}`;
  return { code: 'vcov-mended', message };
}
