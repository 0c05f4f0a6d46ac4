/** Quantiles of |N(t, 1)|, by which intervals allow for a bias of t standard errors. */
import { normal } from '../../../src/econ/distributions/distributions.ts';

/** P(|N(t, 1)| ≤ x), t ≥ 0. */
export const foldedBelow = (x: number, t: number): number => normal.cdf(x - t) - normal.cdf(-x - t);

/** The x for which P(|N(t, 1)| ≤ x) = p, t ≥ 0, by bisection to working precision. */
export function foldedQuantile(p: number, t: number): number {
  // The lower end holds one tail alone, the upper both.
  return bisected((x) => foldedBelow(x, t) < p, Math.max(0, t + normal.quantile(p)), t + normal.quantile((1 + p) / 2));
}

/** The place between `low` and `high` where `isBelow` ends to hold, to `tolerance` of their distance. */
export function bisected(isBelow: (x: number) => boolean, low: number, high: number, tolerance = 0): number {
  let [from, to] = [low, high];
  for (let i = 0; i < 200 && to - from > tolerance * (high - low); i++) {
    const middle = (from + to) / 2;
    if (middle <= from || middle >= to) break;
    if (isBelow(middle)) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
