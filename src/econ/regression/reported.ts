/** Coefficients as they are reported: names of their own, terms in the order listed, `_cons` last, the grand-mean constant under effects. */
import { Refusal } from '../../base/problem.ts';
import { positivePart } from '../linalg/positive-part.ts';
import type { QR } from '../linalg/qr.ts';
import type { Effect } from '../panel/effects.ts';
import type { Covariance } from '../vcov/covariance.ts';
import { toGrandMean, toGrandMeanCovariance } from '../vcov/grand-mean.ts';
import type { Regression } from '../vcov/regression.ts';
import { clear, constantCancels } from '../vcov/zero-variance.ts';

export interface Coefficients {
  readonly names: readonly string[];
  readonly values: Float64Array;
  /** K×K row-major in the same order; null where undefined */
  readonly vcov: Float64Array | null;
}

/** `groups`: what the covariance sums scores by, its clusters or periods. O(K²), and O(NK) for means that are not known. */
export function reportedCoefficients(
  regression: Regression,
  covariance: Covariance,
  groups: readonly Effect[],
): Coefficients {
  const { terms, constants, fit, effects } = regression;
  const names: string[] = [];
  for (let j = 0; j < terms.length; j++) names.push(terms[j]!.name);
  if (constants === 0) return { names, values: fit.coefficients, vcov: covariance.matrix };
  const { values, vcov } = constantLast(fit.coefficients, covariance.matrix);
  names.push('_cons');
  if (effects.length > 0) {
    const means = regression.termMeans();
    toGrandMean(values, means, regression.outcomeMean());
    if (vcov === null) return { names, values, vcov };
    toGrandMeanCovariance(vcov, means, fit.qr, covariance);
    const whole = covariance.unmended === null ? vcov : mendedWhole(vcov, covariance, means, fit.qr);
    if (constantCancels(regression, groups, whole)) clear(whole, terms.length);
    return { names, values, vcov: whole };
  }
  return { names, values, vcov };
}

/**
 * Mends a covariance as `reghdfe` does: the whole matrix with the constant, then the slopes as mended by themselves. `slopes` is K×K; the
 * constant's row and column in it are not read.
 */
function mendedWhole(slopes: Float64Array, covariance: Covariance, means: ArrayLike<number>, qr: QR): Float64Array {
  const k = qr.kept.length;
  const whole = covarianceConstantLast(covariance.unmended!, k, new Float64Array(k * k));
  toGrandMeanCovariance(whole, means, qr, { ...covariance, meat: null });
  const mended = positivePart(whole, k);
  for (let i = 0; i < k - 1; i++) for (let j = 0; j < k - 1; j++) mended[i * k + j] = slopes[i * k + j]!;
  return mended;
}

interface Ordered {
  readonly values: Float64Array;
  readonly vcov: Float64Array | null;
}

function constantLast(values: Float64Array, matrix: Float64Array | null): Ordered {
  const k = values.length;
  const moved = new Float64Array(k);
  for (let j = 0; j < k; j++) moved[j] = values[(j + 1) % k]!;
  return { values: moved, vcov: matrix && covarianceConstantLast(matrix, k, new Float64Array(k * k)) };
}

function covarianceConstantLast(matrix: Float64Array, k: number, out: Float64Array): Float64Array {
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) out[i * k + j] = matrix[((i + 1) % k) * k + ((j + 1) % k)]!;
  return out;
}

const constant = '_cons';

/**
 * Refuses terms that go by one name: `L.x` and a column called so, or a column that is called as the constant is. Tables, claims and
 * comparisons know terms by their names alone. O(K).
 */
export function requireOwnNames(terms: readonly { readonly name: string }[]): void {
  const known = new Set<string>([constant]);
  for (const { name } of terms) {
    if (!known.has(name)) known.add(name);
    else if (name === constant)
      throw new Refusal(
        'term-name',
        `a column called \`${constant}\` cannot be a term: that is the constant's name`,
        renamed,
      );
    else throw new Refusal('term-name', `two terms are called \`${name}\``, renamed);
  }
}

const renamed = { hint: 'give the column another name in the data', param: 'terms' };
