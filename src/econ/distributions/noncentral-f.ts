/** The noncentral F distribution. */
import { incompleteBeta, logGamma } from './special-functions.ts';

/** A Poisson count this many standard deviations from its mean is taken for impossible. */
const FAR = 9;

/**
 * P(X > x) for X noncentral F with `df1`, `df2` > 0 degrees of freedom and noncentrality `lambda` ≥ 0 of the numerator: central tails weighted by a
 * Poisson count (Johnson, Kotz & Balakrishnan 1995, chapter 30). O(√lambda) incomplete betas.
 */
export function noncentralFUpper(x: number, df1: number, df2: number, lambda: number): number {
  if (x <= 0) return 1;
  const rate = lambda / 2;
  const [ratio, rest] = [(df1 * x) / (df1 * x + df2), df2 / (df1 * x + df2)];
  const tail = (count: number): number => incompleteBeta(df1 / 2 + count, df2 / 2)(ratio, rest).upper;
  if (rate === 0) return tail(0);
  const spread = FAR * Math.sqrt(rate) + FAR;
  let total = 0;
  for (let count = Math.max(0, Math.floor(rate - spread)); count <= rate + spread + FAR; count++)
    total += Math.exp(count * Math.log(rate) - rate - logGamma(count + 1)) * tail(count);
  return Math.min(1, total);
}
