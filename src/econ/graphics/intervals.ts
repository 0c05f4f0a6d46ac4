/** Confidence intervals of estimates at the levels that a figure shows. */
import type { Estimate, Stat } from '../fit.ts';
import { referenceDistribution } from '../vcov/inference.ts';

export interface Interval {
  readonly low: Stat;
  readonly high: Stat;
}

/** Half the width of an interval at `level` (0…1), in standard errors. */
export const criticalValue = (df: number | null, level: number): number =>
  referenceDistribution(df).upperQuantile((1 - level) / 2);

/** The estimate ± critical value × standard error, at `level` (0…1). */
export function intervalAt(
  { estimate, stdError }: Pick<Estimate, 'estimate' | 'stdError'>,
  df: number | null,
  level: number,
): Interval {
  if (typeof stdError !== 'number') return { low: stdError, high: stdError };
  const half = criticalValue(df, level) * stdError;
  return { low: estimate - half, high: estimate + half };
}

/** Relative to the interval's width. */
const SAME = 1e-6;

/**
 * Tells whether the estimate's interval is the one that its standard error gives at 95 %. That of a bootstrap is not, and has no other
 * levels.
 */
export function hasUsualInterval(
  estimate: Pick<Estimate, 'estimate' | 'stdError' | 'confLow' | 'confHigh'>,
  df: number | null,
): boolean {
  const { low, high } = intervalAt(estimate, df, 0.95);
  const { confLow, confHigh } = estimate;
  if ([low, high, confLow, confHigh].some((end) => typeof end !== 'number')) return true;
  const [width, ends] = [
    (high as number) - (low as number),
    [(low as number) - (confLow as number), (high as number) - (confHigh as number)],
  ];
  return ends.every((difference) => Math.abs(difference) <= SAME * width);
}
