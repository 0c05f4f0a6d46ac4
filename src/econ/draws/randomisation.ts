/** Randomisation tests report how a statistic lies among those of the assignments that a design might have made. */
import type { Stat } from '../fit.ts';
import { summarise } from './permutation.ts';

export interface RandomisationTest {
  readonly observed: Stat;
  /** Two-sided: the share of assignments with a statistic that is as large in absolute value. */
  readonly pValue: Stat;
  /** Shares of statistics at least as large, and at most as large. */
  readonly pUpper: Stat;
  readonly pLower: Stat;
  readonly mean: Stat;
  /** Over all assignments where these are taken, else over draws, of which one is lost to their mean. */
  readonly sd: Stat;
  readonly assignments: Stat;
  /** True where all assignments were taken. */
  readonly exact: boolean;
  /** Assignments that identify the statistic, and those that do not. */
  readonly draws: number;
  readonly skipped: number;
}

/**
 * p = #/M over all M assignments, of which the actual one is one, or (1 + #)/(1 + B) of B random ones (Phipson & Smyth 2010, Statistical Applications in Genetics
 * and Molecular Biology 9:39). Statistics that differ by rounding alone are equal. O(B log B).
 */
export function randomisationTest(
  observed: Stat,
  statistics: readonly (number | null)[],
  { assignments, draws: asked }: { readonly assignments: number; readonly draws: number },
): RandomisationTest {
  const exact = assignments <= asked;
  const isDefined = typeof observed === 'number';
  const summary = summarise(isDefined ? observed : 0, statistics);
  const { draws, skipped, mean } = summary;
  const share = (count: number): Stat => {
    if (!isDefined) return observed;
    if (draws === 0) return { invalid: 'no assignment identifies the statistic' };
    return exact ? count / draws : (1 + count) / (1 + draws);
  };
  const { sd } = summary;
  return {
    observed,
    pValue: share(summary.countAbsGe),
    pUpper: share(summary.countGe),
    pLower: share(summary.countLe),
    mean,
    sd: exact && typeof sd === 'number' ? sd * Math.sqrt((draws - 1) / draws) : sd,
    assignments: Number.isFinite(assignments) ? assignments : { invalid: 'more than 10^15' },
    exact,
    draws,
    skipped,
  };
}
