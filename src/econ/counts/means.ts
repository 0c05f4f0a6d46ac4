/** Means of counts with an equation of zeros, with their derivatives by both indices and ln α. */
import type { PairMean } from '../margins/pair.ts';
import { logistic } from './likelihood.ts';

/** (1 − π)μ, whatever the distribution. */
export const inflatedMean: PairMean = (index, zero, further) => {
  const [mu, p] = [Math.exp(index), logistic(zero)];
  const value = (1 - p) * mu;
  const byZero = -p * value;
  return {
    value,
    first: [value, byZero],
    second: [value, byZero, -p * (1 - 2 * p) * value],
    further: further.map(() => ({ value: 0, first: [0, 0] })),
  };
};
