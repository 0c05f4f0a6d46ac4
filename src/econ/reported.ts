/** Coefficients as they are reported: terms in the order listed, `_cons` last, the grand-mean constant under effects. */
import { mean } from '../base/sum.ts';
import type { Regression } from './prepare.ts';
import { WorkArray } from './work-arrays.ts';

export interface Coefficients {
  readonly names: readonly string[];
  readonly values: Float64Array;
  /** K×K row-major in the same order; null where undefined */
  readonly vcov: Float64Array | null;
}

/**
 * With effects, the regression is of y~ on [x~, 1] (1 orthogonal to x~) and the constant is ȳ − x̄'b, that of the
 * regression of y~ + ȳ on [x~ + x̄, 1]; its variance follows by the same linear map. The arrays hold until the next call. O(K³).
 */
export function reportedCoefficients(regression: Regression, matrix: Float64Array | null): Coefficients {
  const { terms, constants, fit, effects, design } = regression;
  const names: string[] = [];
  for (let j = 0; j < terms.length; j++) names.push(terms[j]!.name);
  if (constants === 0) return { names, values: fit.coefficients, vcov: matrix };
  const ordered = constantLast(fit.coefficients, matrix);
  names.push('_cons');
  if (effects.length > 0) {
    const { sums } = regression;
    const means = sums?.termMeans ?? Float64Array.from(terms, (term) => mean(term.values));
    toGrandMean(ordered, means, sums?.outcomeMean ?? mean(design.outcome.values));
  }
  return { names, values: ordered.values, vcov: ordered.vcov };
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

/** In place: the constant, and V as J V J' with J the identity but for its last row (−means, 1). */
function toGrandMean({ values, vcov }: Ordered, means: ArrayLike<number>, outcomeMean: number): void {
  const k = values.length;
  const last = k - 1;
  let constant = values[last]! + outcomeMean;
  for (let j = 0; j < last; j++) constant -= means[j]! * values[j]!;
  values[last] = constant;
  if (vcov === null) return;
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
