/** Computes permutation p values and intervals from the statistics of assignments and the actual one. */
import { mean, sumSquaresAbout } from '../../base/number/sum.ts';
import { percentile, sortedValues } from '../distributions/percentile.ts';
import type { Stat } from '../fit.ts';
import { tieOf } from './assignments.ts';

export interface PermutationSummary {
  /** Assignments whose statistic exists. */
  readonly draws: number;
  /** Assignments that identify no statistic, which were left out. */
  readonly skipped: number;
  readonly countAbsGe: number;
  readonly countGe: number;
  readonly countLe: number;
  readonly mean: Stat;
  readonly sd: Stat;
  readonly min: Stat;
  readonly max: Stat;
  /** Percentiles of type 2, by their names: `p5`. */
  readonly quantiles: Readonly<Record<'p1' | 'p5' | 'p10' | 'p25' | 'p50' | 'p75' | 'p90' | 'p95' | 'p99', Stat>>;
}

const percentages = [1, 5, 10, 25, 50, 75, 90, 95, 99] as const;

/** O(B log B). `null` statistics are of assignments that identify none. */
export function summarise(actual: number, statistics: readonly (number | null)[]): PermutationSummary {
  const found = statistics.filter((value) => value !== null);
  const tie = tieOf(actual);
  const sorted = sortedValues(Float64Array.from(found));
  const none: Stat = { invalid: 'no assignment identifies the statistic' };
  const any = found.length > 0;
  const centre = any ? mean(sorted) : 0;
  const at = (p: number): Stat => (any ? percentile(sorted, p) : none);
  return {
    draws: found.length,
    skipped: statistics.length - found.length,
    countAbsGe: found.filter((value) => Math.abs(value) >= Math.abs(actual) - tie).length,
    countGe: found.filter((value) => value >= actual - tie).length,
    countLe: found.filter((value) => value <= actual + tie).length,
    mean: any ? centre : none,
    sd:
      found.length > 1
        ? Math.sqrt(sumSquaresAbout(sorted, centre) / (found.length - 1))
        : { invalid: 'fewer than two assignments identify the statistic' },
    min: any ? sorted[0]! : none,
    max: any ? sorted.at(-1)! : none,
    quantiles: Object.fromEntries(
      percentages.map((p) => [`p${p}`, at(p)]),
    ) as unknown as PermutationSummary['quantiles'],
  };
}
