/** Coefficients as they are reported: terms in the order listed, `_cons` last, the grand-mean constant under effects. */
import { mean } from '../base/sum.ts';
import type { Regression } from './prepare.ts';

export interface Coefficients {
  readonly names: readonly string[];
  readonly values: Float64Array;
  /** K×K row-major in the same order; null where undefined */
  readonly vcov: Float64Array | null;
}

/**
 * With effects, the regression is of y~ on [x~, 1] (1 orthogonal to x~) and the constant is ȳ − x̄'b, that of the
 * regression of y~ + ȳ on [x~ + x̄, 1]; its variance follows by the same linear map. O(K³).
 */
export function reportedCoefficients(regression: Regression, matrix: Float64Array | null): Coefficients {
  const { terms, constants, fit, effects, design } = regression;
  const names = terms.map((term) => term.name);
  if (constants === 0) return { names, values: fit.coefficients, vcov: matrix };
  const ordered = constantLast(fit.coefficients, matrix);
  const reported = { names: [...names, '_cons'], ...ordered };
  if (effects.length === 0) return reported;
  const { sums } = regression;
  const means = sums?.termMeans ?? Float64Array.from(terms, (term) => mean(term.values));
  const outcomeMean = sums?.outcomeMean ?? mean(design.outcome.values);
  return { ...reported, ...grandMean(ordered.values, ordered.vcov, means, outcomeMean) };
}

function constantLast(values: Float64Array, matrix: Float64Array | null) {
  const k = values.length;
  const from = (position: number): number => (position + 1) % k;
  const moved = new Float64Array(k);
  for (let j = 0; j < k; j++) moved[j] = values[from(j)]!;
  if (matrix === null) return { values: moved, vcov: null };
  const vcov = new Float64Array(k * k);
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) vcov[i * k + j] = matrix[from(i) * k + from(j)]!;
  return { values: moved, vcov };
}

function grandMean(values: Float64Array, vcov: Float64Array | null, means: Float64Array, outcomeMean: number) {
  const k = values.length;
  const last = k - 1;
  const out = Float64Array.from(values);
  out[last] = out[last]! + outcomeMean;
  for (let j = 0; j < last; j++) out[last] = out[last]! - means[j]! * values[j]!;
  return { values: out, vcov: vcov && shifted(vcov, means, k) };
}

/** J V J' with J the identity but for its last row (−means, 1). */
function shifted(vcov: Float64Array, means: Float64Array, k: number): Float64Array {
  const last = k - 1;
  const v = Float64Array.from(vcov);
  for (let i = 0; i < k; i++)
    for (let j = 0; j < last; j++) v[last * k + i] = v[last * k + i]! - means[j]! * vcov[j * k + i]!;
  const row = v.slice(last * k);
  let variance = row[last]!;
  for (let j = 0; j < last; j++) {
    variance -= row[j]! * means[j]!;
    v[j * k + last] = row[j]!;
  }
  v[last * k + last] = variance;
  return v;
}
