/** The difference of two groups' means, as balance tables print it. */
import { mean, sumSquaresAbout } from '../../../src/base/number/sum.ts';
import { studentT, twoSided } from '../../../src/econ/distributions/distributions.ts';
import type { Stat } from '../../../src/econ/fit.ts';

/** Standard deviations of each group have the divisor n − 1. */
export interface Difference {
  /** The first group's mean less the second's. */
  readonly difference: Stat;
  readonly stdError: Stat;
  readonly df: Stat;
  readonly statistic: Stat;
  readonly pValue: Stat;
  /** The difference in units of √((s₁² + s₂²) / 2), the normalised difference of Imbens and Rubin (2015, chapter 14). */
  readonly stdDifference: Stat;
}

/** Welch's t test with Satterthwaite's degrees of freedom, as R's `t.test` and Stata's `ttest, unequal`. NaN is missing. O(N). */
export function welch(first: Float64Array, second: Float64Array): Difference {
  const [a, b] = [moments(first), moments(second)];
  if (a.n === 0 || b.n === 0) return undefinedDifference({ invalid: 'no values in a group' });
  const difference = a.mean - b.mean;
  if (a.n === 1 || b.n === 1) return undefinedDifference({ invalid: 'one value in a group' }, difference);
  const [va, vb] = [a.variance / a.n, b.variance / b.n];
  const total = va + vb;
  if (total === 0) return undefinedDifference({ invalid: 'no variation' }, difference);
  const stdError = Math.sqrt(total);
  const [sa, sb] = [va / total, vb / total];
  const df = 1 / ((sa * sa) / (a.n - 1) + (sb * sb) / (b.n - 1));
  const statistic = difference / stdError;
  const stdDifference = difference / Math.sqrt((a.variance + b.variance) / 2);
  return { difference, stdError, df, statistic, pValue: twoSided(studentT(df), statistic), stdDifference };
}

function moments(x: Float64Array): { readonly n: number; readonly mean: number; readonly variance: number } {
  const values = x.filter((value) => !Number.isNaN(value));
  const n = values.length;
  if (n === 0) return { n, mean: Number.NaN, variance: Number.NaN };
  const isConstant = values.every((value) => value === values[0]);
  const centre = isConstant ? values[0]! : mean(values);
  return { n, mean: centre, variance: isConstant ? 0 : sumSquaresAbout(values, centre) / (n - 1) };
}

const undefinedDifference = (why: Stat, difference: Stat = why): Difference => ({
  difference,
  stdError: why,
  df: why,
  statistic: why,
  pValue: why,
  stdDifference: why,
});
