/** The F test that all absorbed effects are zero, as `xtreg, fe` prints below its table. */
import { fisherF } from '../distributions/distributions.ts';
import type { Stat, TestResult } from '../fit.ts';
import type { Regression } from '../vcov/regression.ts';
import type { Counts } from '../vcov/styles.ts';

/** ((RSS_pooled − RSS)/(n−1))/s² ~ F(n−1, N−n−k); for homoskedastic errors. */
export function effectsTest(regression: Regression, counts: Counts): TestResult {
  const { design, effects } = regression;
  const rss = regression.rss();
  const df1 = effects[0]!.levels - 1;
  const df2 = design.nobs - counts.full;
  const name = 'all u_i = 0';
  const invalid = (why: string): TestResult => ({
    name,
    statistic: { invalid: why },
    pValue: { invalid: why },
    df: [df1, df2],
  });
  if (df1 < 1) return invalid('one level only');
  if (df2 < 1) return invalid('no residual degrees of freedom');
  if (rss === 0) return invalid('the fit is perfect');
  const statistic: Stat = Math.max(0, (regression.pooledRss() - rss) / df1 / (rss / df2));
  return { name, statistic, pValue: fisherF(df1, df2).sf(statistic), df: [df1, df2] };
}
