/**
 * The constant under absorbed effects. The regression is of y~ on [x~, 1] (1 orthogonal to x~), and the constant is ȳ − x̄'b, that of the
 * regression of y~ + ȳ on [x~ + x̄, 1] (Stata [XT] xtreg, methods and formulas). Constant first in the regression, last in what is reported.
 */

import { type QR, solveRInPlace, solveRTransposedInPlace } from '../linalg/qr.ts';
import type { Covariance } from './covariance.ts';

/** Writes ȳ − x̄'b in the place of the constant, the last of `values`. */
export function toGrandMean(values: Float64Array, means: ArrayLike<number>, outcomeMean: number): void {
  const last = values.length - 1;
  let constant = values[last]! + outcomeMean;
  for (let j = 0; j < last; j++) constant -= means[j]! * values[j]!;
  values[last] = constant;
}

/** Entries of V that exceed the constant's variance by more than this factor lose over four digits as they cancel to it. */
const MOST_CANCELLED = 1e4;

/**
 * Writes the constant's row and column of V, by V itself where that is as right or, for a V that was mended, all there is; through R
 * where terms are nearly collinear. O(K²).
 */
export function toGrandMeanCovariance(
  vcov: Float64Array,
  means: ArrayLike<number>,
  qr: QR,
  { meat, factor }: Covariance,
): void {
  const k = qr.kept.length;
  let size = 0;
  for (let j = 0; j < k - 1; j++) size += means[j]! * means[j]! * vcov[j * k + j]!;
  throughMatrix(vcov, means, k);
  if (meat !== null && size > MOST_CANCELLED * vcov[k * k - 1]!) throughTriangle(vcov, means, qr, meat, factor);
}

/**
 * With c = (1, −x̄) and R'u = c, cov(b, c'b) = factor · R^−1 M u and var(c'b) = factor · u'M u. Terms that are nearly collinear have
 * variances κ² times that of the constant: this loses κ of its digits, where V's entries as they cancel lose κ².
 */
function throughTriangle(
  vcov: Float64Array,
  means: ArrayLike<number>,
  qr: QR,
  meat: Float64Array,
  factor: number,
): void {
  const k = qr.kept.length;
  const last = k - 1;
  const form = new Float64Array(k);
  form[0] = 1 / qr.scale[0]!;
  for (let j = 1; j < k; j++) form[j] = -means[j - 1]! / qr.scale[j]!;
  solveRTransposedInPlace(qr, form);
  const product = new Float64Array(k);
  let variance = 0;
  for (let i = 0; i < k; i++) {
    let value = 0;
    for (let j = 0; j < k; j++) value += meat[i * k + j]! * form[j]!;
    product[i] = value;
    variance += form[i]! * value;
  }
  solveRInPlace(qr, product, 0);
  for (let j = 0; j < last; j++) {
    const value = (factor * product[j + 1]!) / qr.scale[j + 1]!;
    vcov[last * k + j] = value;
    vcov[j * k + last] = value;
  }
  vcov[last * k + last] = factor * variance;
}

/** J V J' with J the identity but for its last row (−x̄, 1). */
function throughMatrix(vcov: Float64Array, means: ArrayLike<number>, k: number): void {
  const last = k - 1;
  for (let j = 0; j < last; j++) {
    for (let i = 0; i < k; i++) vcov[last * k + i] = vcov[last * k + i]! - means[j]! * vcov[j * k + i]!;
  }
  let variance = vcov[last * k + last]!;
  for (let j = 0; j < last; j++) {
    variance -= vcov[last * k + j]! * means[j]!;
    vcov[j * k + last] = vcov[last * k + j]!;
  }
  vcov[last * k + last] = variance;
}
