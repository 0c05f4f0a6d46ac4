/** The maximum of a likelihood in other parameters than those in which it was found. */
import type { IndexMaximum } from './index-model.ts';

/**
 * The inverse information JAJ′ and the influences of rows Jψ in parameters whose derivatives by those of the maximum are `jacobian`, (K+A)×(K+A), row-major.
 * At a maximum, where the gradient is 0, no second derivatives of the change enter. O((K+A)³ + N(K+A)²).
 */
export function reparametrised(
  { inverse, influence }: Pick<IndexMaximum, 'inverse' | 'influence'>,
  jacobian: Float64Array,
): Pick<IndexMaximum, 'inverse' | 'influence'> {
  const size = influence.length;
  const times = (x: Float64Array, y: Float64Array, isTransposed: boolean): Float64Array => {
    const out = new Float64Array(size * size);
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        let total = 0;
        for (let m = 0; m < size; m++) total += x[i * size + m]! * (isTransposed ? y[j * size + m]! : y[m * size + j]!);
        out[i * size + j] = total;
      }
    return out;
  };
  return {
    inverse: times(times(jacobian, inverse, false), jacobian, true),
    influence: Array.from({ length: size }, (_, i) => {
      const own = new Float64Array(influence[0]!.length);
      for (let j = 0; j < size; j++) {
        const factor = jacobian[i * size + j]!;
        if (factor === 0) continue;
        const from = influence[j]!;
        for (let row = 0; row < own.length; row++) own[row] = own[row]! + factor * from[row]!;
      }
      return own;
    }),
  };
}
