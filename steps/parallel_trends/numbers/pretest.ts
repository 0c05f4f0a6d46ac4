/** The pre-test of parallel trends: which trends it finds, what it leaves of them where it passes, and which it excludes (Roth 2022, AER: Insights 4:305). */

import { normal } from '../../../src/econ/distributions/distributions.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { quadraticForm, scaledCholesky, solveCholesky } from '../../../src/econ/linalg/matrix.ts';
import { type Box, box } from './box-probability.ts';
import { distances, type EventStudy } from './event-study.ts';
import { bisected, foldedBelow } from './folded-normal.ts';

/** A straight trend between the groups, and what the pre-test says of it. */
export interface Trend {
  /** Change of the difference between the groups in a period, in units of the outcome. */
  readonly slope: number;
  /** The probability that an estimate before treatment is significant. */
  readonly power: number;
  /** Chances of passing under the trend over those without one. */
  readonly bayesFactor: number;
  /** The likelihood of the estimates before treatment under the trend over that without one. */
  readonly likelihoodRatio: number;
  /** Mean estimate of every period under the trend where the pre-test passes and treatment does nothing. */
  readonly meanAfterPassing: readonly number[];
}

/** `critical`: the |t| from which an estimate is significant. */
export function pretestOf(study: EventStudy, critical: number) {
  const { estimates, vcov, events, before } = study;
  const n = events.length;
  const times = distances(study);
  const leads = Float64Array.from(
    { length: before * before },
    (_, i) => vcov[Math.floor(i / before) * n + (i % before)]!,
  );
  const half = Float64Array.from({ length: before }, (_, i) => critical * Math.sqrt(leads[i * before + i]!));
  const under = (slope: number): Float64Array => Float64Array.from({ length: before }, (_, i) => slope * times[i]!);
  const passing = (slope: number): Box => box(under(slope), leads, half)!;
  const size = 1 - passing(0).probability;
  return {
    /** The probability of a significant estimate where there is no trend. */
    size,
    /** The slope above 0 that is found with a probability; not defined at or below the size. */
    slopeOf(power: number): Stat {
      if (power <= size) return { invalid: 'the test rejects as often without a trend' };
      const lacking = (slope: number): number => power - 1 + passing(slope).probability;
      let high = half.reduce((most, each, i) => Math.max(most, each / Math.abs(times[i]!)), 0);
      while (lacking(high) > 0) high *= 2;
      return rootOf(lacking, [0, power - size], [high, lacking(high)]);
    },
    trend(slope: number): Trend {
      const { probability, mean } = passing(slope);
      const pre = estimates.subarray(0, before);
      const distance = (of: Float64Array): number => quadraticForm(leads, of)!;
      const shift = solveCholesky(
        scaledCholesky(leads, before)!,
        mean.map((value, i) => value - under(slope)[i]!),
      );
      const after = times.slice(before).map((t, i) => {
        const row = vcov.subarray((before + i) * n, (before + i) * n + before);
        return slope * t + shift.reduce((sum, value, j) => sum + row[j]! * value, 0);
      });
      return {
        slope,
        power: 1 - probability,
        bayesFactor: probability / (1 - size),
        likelihoodRatio: Math.exp((distance(pre.slice()) - distance(pre.map((b, i) => b - under(slope)[i]!))) / 2),
        meanAfterPassing: [...mean, ...after],
      };
    },
  };
}

type Point = readonly [x: number, value: number];

/** Where a function that falls is 0, by false positions (Dowell & Jarratt 1971, BIT 11:168, as the Illinois method). */
function rootOf(of: (x: number) => number, low: Point, high: Point): number {
  let [[a, atA], [b, atB]] = [low, high];
  for (let i = 0; i < 60 && Math.abs(b - a) > 1e-10 * Math.abs(b); i++) {
    const x = b - (atB * (b - a)) / (atB - atA);
    const value = of(x);
    if (value === 0) return x;
    if (Math.sign(value) === Math.sign(atB)) atA /= 2;
    else [a, atA] = [b, atB];
    [b, atB] = [x, value];
  }
  return b;
}

/**
 * The test that all estimates before treatment lie within ±`threshold`, against one beyond (Dette & Schumann 2024, J. Business & Economic Statistics
 * 42:1337): it finds them within where each is below the quantile of |N(threshold, se²)|. Returns its p value.
 */
export function equivalenceP(study: EventStudy, threshold: number): number {
  return leadsOf(study).reduce((most, { b, se }) => Math.max(most, foldedBelow(b / se, threshold / se)), 0);
}

/** The smallest threshold that the test finds the estimates within at `alpha`. */
export function equivalenceBound(study: EventStudy, alpha: number): number {
  return leadsOf(study).reduce((most, { b, se }) => {
    const bound = bisected((t) => foldedBelow(b / se, t) > alpha, 0, b / se + normal.upperQuantile(alpha));
    return Math.max(most, se * bound);
  }, 0);
}

const leadsOf = ({ estimates, vcov, events, before }: EventStudy) =>
  Array.from({ length: before }, (_, i) => ({
    b: Math.abs(estimates[i]!),
    se: Math.sqrt(vcov[i * events.length + i]!),
  }));
