/** Standard error and intervals of an estimate from the same estimate in bootstrap samples. */
import { mean, sumSquaresAbout } from '../../base/number/sum.ts';
import { normal } from '../distributions/distributions.ts';
import { percentile, sortedValues } from '../distributions/percentile.ts';
import type { Stat } from '../fit.ts';

export interface BootstrapInterval {
  /** Draws that count. */
  readonly reps: number;
  readonly mean: Stat;
  readonly stdError: Stat;
  /** Φ⁻¹ of the share of draws that are at most the estimate. */
  readonly z0: Stat;
  readonly percentile: readonly [low: Stat, high: Stat];
  /** Bias-corrected, as Stata's `estat bootstrap, bc`. */
  readonly bc: readonly [low: Stat, high: Stat];
  readonly normal: readonly [low: Stat, high: Stat];
}

/** Draws this near to the estimate, beside its size, are equal to it. */
const TIE = 1e-10;

/**
 * Percentile and bias-corrected intervals from quantiles of type 2 (Efron & Tibshirani 1993, An Introduction to the Bootstrap, 13.3, 14.3),
 * and the normal one, at `level`. All are undefined with fewer than two draws. O(B log B).
 */
export function bootstrapInterval(estimate: number, draws: readonly number[], level: number): BootstrapInterval {
  const reps = draws.length;
  const few: Stat = { invalid: 'fewer than two bootstrap samples count' };
  if (reps < 2) {
    return { reps, mean: few, stdError: few, z0: few, percentile: [few, few], bc: [few, few], normal: [few, few] };
  }
  const sorted = sortedValues(Float64Array.from(draws));
  const alpha = 1 - level;
  const critical = normal.upperQuantile(alpha / 2);
  const centre = mean(sorted);
  const stdError = Math.sqrt(sumSquaresAbout(sorted, centre) / (reps - 1));
  const below = draws.filter((draw) => draw <= estimate + TIE * Math.abs(estimate)).length;
  const onOneSide = below === 0 || below === reps;
  const z0: Stat = onOneSide
    ? { invalid: 'all bootstrap samples lie on one side of the estimate' }
    : normal.quantile(below / reps);
  // Φ of what the bias moves a normal quantile to, in percent
  const moved = (z: number): Stat => (typeof z0 === 'number' ? percentile(sorted, 100 * normal.cdf(2 * z0 + z)) : z0);
  return {
    reps,
    mean: centre,
    stdError,
    z0,
    percentile: [percentile(sorted, 50 * alpha), percentile(sorted, 100 - 50 * alpha)],
    bc: [moved(-critical), moved(critical)],
    normal: [estimate - critical * stdError, estimate + critical * stdError],
  };
}
