/** Coefficients as they are reported: terms in the order listed, `_cons` last, the grand-mean constant under effects. */
import { mean } from '../base/sum.ts';
import type { Covariance } from './covariance.ts';
import { toGrandMean, toGrandMeanCovariance } from './grand-mean.ts';
import type { Regression } from './prepare.ts';
import { WorkArray } from './work-arrays.ts';

export interface Coefficients {
  readonly names: readonly string[];
  readonly values: Float64Array;
  /** K×K row-major in the same order; null where undefined */
  readonly vcov: Float64Array | null;
}

/** The arrays hold until the next call. O(K²), and O(NK) for means that are not known. */
export function reportedCoefficients(regression: Regression, covariance: Covariance): Coefficients {
  const { terms, constants, fit, effects, design } = regression;
  const names: string[] = [];
  for (let j = 0; j < terms.length; j++) names.push(terms[j]!.name);
  if (constants === 0) return { names, values: fit.coefficients, vcov: covariance.matrix };
  const { values, vcov } = constantLast(fit.coefficients, covariance.matrix);
  names.push('_cons');
  if (effects.length > 0) {
    const { sums } = regression;
    const means = sums?.termMeans ?? Float64Array.from(terms, (term) => mean(term.values));
    toGrandMean(values, means, sums?.outcomeMean ?? mean(design.outcome.values));
    if (vcov !== null) toGrandMeanCovariance(vcov, means, fit.qr, covariance);
  }
  return { names, values, vcov };
}

interface Ordered {
  readonly values: Float64Array;
  readonly vcov: Float64Array | null;
}

const valueWork = new WorkArray();
const vcovWork = new WorkArray();

function constantLast(values: Float64Array, matrix: Float64Array | null): Ordered {
  const k = values.length;
  const from = (position: number): number => (position + 1) % k;
  const moved = valueWork.of(k);
  for (let j = 0; j < k; j++) moved[j] = values[from(j)]!;
  if (matrix === null) return { values: moved, vcov: null };
  const vcov = vcovWork.of(k * k);
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) vcov[i * k + j] = matrix[from(i) * k + from(j)]!;
  return { values: moved, vcov };
}
