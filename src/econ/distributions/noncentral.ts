/** The noncentral chi-squared distribution. */
import { invertSurvival } from './quantile.ts';
import { incompleteGamma, logGamma } from './special-functions.ts';

/** A Poisson count this many standard deviations below its mean is taken for impossible. */
const FAR = 9;

/**
 * P(X > x) for X noncentral chi-squared with `df` > 0 degrees of freedom and noncentrality `lambda` ≥ 0: central tails weighted by a Poisson
 * count, those of higher counts from the one before by adding, so that no digit cancels. O(√lambda). Absolute error about 1e-14.
 */
export function noncentralSf(x: number, df: number, lambda: number): number {
  if (x <= 0) return 1;
  const [half, rate] = [x / 2, lambda / 2];
  if (rate === 0) return incompleteGamma(df / 2, half).upper;
  const first = Math.max(0, Math.floor(rate - FAR * Math.sqrt(rate) - FAR));
  let a = df / 2 + first;
  let weight = Math.exp(first * Math.log(rate) - rate - logGamma(first + 1));
  let tail = incompleteGamma(a, half).upper;
  let step = Math.exp(a * Math.log(half) - half - logGamma(a + 1));
  let total = 0;
  for (let j = first; j < rate || weight > 1e-18 * total; j++) {
    total += weight * tail;
    weight *= rate / (j + 1);
    tail += step;
    a += 1;
    step *= half / a;
  }
  return Math.min(1, total);
}

/** The x with P(X > x) = q for the same distribution. */
export const noncentralUpperQuantile = (q: number, df: number, lambda: number): number =>
  invertSurvival((x) => noncentralSf(x, df, lambda), q, { low: (df + lambda) / 2, high: df + lambda });
