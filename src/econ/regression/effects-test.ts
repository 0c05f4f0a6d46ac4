/** The F test that all absorbed effects are zero, as `xtreg, fe` prints below its table. */
import { dot } from '../../base/number/sum.ts';
import { fisherF } from '../distributions/distributions.ts';
import type { Stat, TestResult } from '../fit.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import type { Regression } from '../vcov/prepare.ts';
import type { Counts } from '../vcov/styles.ts';

/** ((RSS_pooled − RSS)/(n−1))/s² ~ F(n−1, N−n−k); for homoskedastic errors. `squares`: Σ e². One more regression, O(NK²). */
export function effectsTest(regression: Regression, squares: number, counts: Counts): TestResult {
  const { design, effects, sums } = regression;
  const rss = sums?.rss ?? squares;
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
  const pooled = sums?.pooledRss ?? pooledRss(regression);
  const statistic: Stat = Math.max(0, (pooled - rss) / df1 / (rss / df2));
  return { name, statistic, pValue: fisherF(df1, df2).sf(statistic), df: [df1, df2] };
}

function pooledRss({ design, terms }: Regression): number {
  const columns = [new Float64Array(design.nobs).fill(1), ...terms.map((term) => term.values)];
  const { residuals } = leastSquares(columns, design.outcome.values, () => 0);
  return dot(residuals, residuals);
}
