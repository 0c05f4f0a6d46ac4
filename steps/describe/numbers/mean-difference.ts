/** The difference of two groups' means, as balance tables print it. */
import { mean, sumSquaresAbout } from '../../../src/base/number/sum.ts';
import { type DescriptiveWeights, weightedMoments } from '../../../src/econ/describe/weighted.ts';
import { studentT, twoSided } from '../../../src/econ/distributions/distributions.ts';
import type { Stat } from '../../../src/econ/fit.ts';

/** Standard deviations of each group have the divisor n − 1. */
export interface MeanDifference {
  /** The first group's mean less the second's. */
  readonly difference: Stat;
  readonly stdError: Stat;
  readonly df: Stat;
  readonly statistic: Stat;
  readonly pValue: Stat;
  /** The difference in units of √((s₁² + s₂²) / 2), the normalised difference of Imbens and Rubin (2015, chapter 14). */
  readonly stdDifference: Stat;
}

export interface GroupMoments {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
}

/** True where the variances of the groups are taken to be equal. */
export const variancesAssumed = ['unequal', 'equal'] as const;
export type VarianceAssumption = (typeof variancesAssumed)[number];

/** The variance of a difference, with its degrees of freedom. */
export interface DifferenceError {
  readonly variance: number;
  readonly df: number;
}

const errors: Readonly<Record<VarianceAssumption, (a: GroupMoments, b: GroupMoments) => DifferenceError>> = {
  /** Welch's, with Satterthwaite's degrees of freedom. */
  unequal(a, b) {
    const [va, vb] = [a.variance / a.n, b.variance / b.n];
    const variance = va + vb;
    const [sa, sb] = [va / variance, vb / variance];
    return { variance, df: 1 / ((sa * sa) / (a.n - 1) + (sb * sb) / (b.n - 1)) };
  },
  /** The pooled variance of both groups. */
  equal(a, b) {
    const df = a.n + b.n - 2;
    const pooled = ((a.n - 1) * a.variance + (b.n - 1) * b.variance) / df;
    return { variance: pooled * (1 / a.n + 1 / b.n), df };
  },
};

/** The t test of two means, as R's `t.test` and Stata's `ttest, unequal` have it, or with equal variances as `ttest`. O(1). */
export const meanDifference = (a: GroupMoments, b: GroupMoments, variances: VarianceAssumption): MeanDifference =>
  differenceBy(a, b, () => errors[variances](a, b));

/** The t test of two means by an error that is asked for where both groups have a variance. */
export function differenceBy(a: GroupMoments, b: GroupMoments, errorOf: () => DifferenceError): MeanDifference {
  if (a.n === 0 || b.n === 0) return undefinedDifference({ invalid: 'no values in a group' });
  const difference = a.mean - b.mean;
  if (a.n < 2 || b.n < 2) return undefinedDifference({ invalid: 'one value in a group' }, difference);
  if (a.variance + b.variance === 0) return undefinedDifference({ invalid: 'no variation' }, difference);
  const { variance, df } = errorOf();
  if (!(variance > 0 && df > 0))
    return undefinedDifference({ invalid: df > 0 ? 'the standard error is zero' : 'one cluster' }, difference);
  const stdError = Math.sqrt(variance);
  const statistic = difference / stdError;
  const stdDifference = difference / Math.sqrt((a.variance + b.variance) / 2);
  return { difference, stdError, df, statistic, pValue: twoSided(studentT(df), statistic), stdDifference };
}

/** The moments of the values that are not missing (NaN), weighted where there are `weights`. O(N). */
export function momentsOf(x: Float64Array, weights?: DescriptiveWeights): GroupMoments {
  if (weights !== undefined) return weightedMoments(x, weights);
  const values = x.filter((value) => !Number.isNaN(value));
  const n = values.length;
  if (n === 0) return { n, mean: Number.NaN, variance: Number.NaN };
  const isConstant = values.every((value) => value === values[0]);
  const centre = isConstant ? values[0]! : mean(values);
  return { n, mean: centre, variance: isConstant ? 0 : sumSquaresAbout(values, centre) / (n - 1) };
}

const undefinedDifference = (why: Stat, difference: Stat = why): MeanDifference => ({
  difference,
  stdError: why,
  df: why,
  statistic: why,
  pValue: why,
  stdDifference: why,
});
