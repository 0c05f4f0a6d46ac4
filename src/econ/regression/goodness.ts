/** Computes measures of fit: sums of squares, R² in its kinds, the residual standard error, the F test of the absorbed effects. */
import { norm } from '../../base/number/sum.ts';
import { observations, type SmallStyle } from '../design.ts';
import { fisherF } from '../distributions/distributions.ts';
import type { Stat, TestResult } from '../fit.ts';
import type { ParameterCounts } from '../vcov/finite-sample.ts';
import type { About, Regression, RegressionByRows } from '../vcov/regression.ts';

/** A sum smaller than this part of the size of what was added up is rounding. */
const noise = 8 * Number.EPSILON;

/** In `reghdfe`'s style a fit is perfect where RSS is less than this part of the total sum of squares. */
const UNEXPLAINED = 1e-20;

/** The regression itself; with residuals of zero where they are nothing but rounding. */
export const withoutRounding = (regression: RegressionByRows, style?: SmallStyle): RegressionByRows =>
  isPerfectFit(regression, style) ? regression.asPerfect() : regression;

/** True when the residuals are no larger than the rounding of y and of the terms of Xb. */
function isPerfectFit(regression: RegressionByRows, style?: SmallStyle): boolean {
  const { fit, columns, workspace } = regression;
  if (style === 'reghdfe' && regression.rss() < UNEXPLAINED * variation(regression, 'mean')) return true;
  let size = Math.sqrt(regression.outcomeSquares('zero'));
  for (const [j, column] of columns.entries()) {
    size += Math.abs(fit.coefficients[j]!) * workspace.recall('norm', [column], () => norm(column));
  }
  return Math.sqrt(regression.rss()) <= noise * size;
}

/** Squares of the outcome, 0 where they are rounding only. */
function variation(regression: Regression, about: About): number {
  const squares = regression.outcomeSquares(about);
  return Math.sqrt(Math.max(0, squares)) <= noise * Math.sqrt(regression.outcomeSquares('zero')) ? 0 : squares;
}

/** A statistic of absorbed effects is null where there are none. */
export interface Goodness {
  readonly mss: Stat;
  readonly r2: Stat;
  readonly r2Adj: Stat;
  readonly r2AdjLsdv: Stat | null;
  /** In `reghdfe`'s style alone. */
  readonly r2AdjWithin: Stat | null;
  readonly r2Lsdv: Stat | null;
  readonly r2Within: Stat | null;
  readonly rmse: Stat;
}

const ratio = (part: number, whole: number, why: string): Stat => (whole > 0 ? part / whole : { invalid: why });
const noVariation = 'the outcome does not vary';
const noDf = 'no residual degrees of freedom';

/** O(N). */
export function goodness(regression: Regression, rss: number, counts: ParameterCounts, style: SmallStyle): Goodness {
  const { design, effects } = regression;
  const n = observations(design);
  const full = counts.reghdfe?.fitted ?? counts.full;
  const df = n - (style === 'asymptotic' ? counts.absorbed : full);
  const rmse: Stat = df > 0 ? Math.sqrt(rss / df) : { invalid: noDf };
  if (effects.length === 0) return pooled(regression, rss, n - counts.full, rmse);
  const lsdvTotal = variation(regression, 'mean');
  const withinTotal = variation(regression, 'effects');
  const r2Within = complement(rss, withinTotal, 'the outcome does not vary within the absorbed effects');
  const r2Lsdv = complement(rss, lsdvTotal, noVariation);
  const r2AdjLsdv = adjusted(r2Lsdv, n - 1, n - counts.full);
  const isPanel = effects.length === 1 && effects[0]!.slopes === undefined;
  const isXtreg = style === 'xtreg' || style === 'xtivreg2' || (style === 'asymptotic' && isPanel);
  const mss = (isXtreg ? withinTotal : lsdvTotal) - rss;
  const r2 = isXtreg ? r2Within : r2Lsdv;
  const r2Adj = adjusted(r2, n - 1, n - full);
  const slopes = regression.terms.length;
  const r2AdjWithin = counts.reghdfe === null ? null : adjusted(r2Within, n - full + slopes, n - full);
  return { mss, r2, r2Adj, r2AdjLsdv, r2AdjWithin, r2Lsdv, r2Within, rmse };
}

function pooled(regression: Regression, rss: number, df: number, rmse: Stat): Goodness {
  const { design } = regression;
  const total = variation(regression, design.constant ? 'mean' : 'zero');
  const mss = Math.max(0, total - rss);
  const r2 = complement(rss, total, design.constant ? noVariation : 'the outcome is zero');
  const r2Adj = adjusted(r2, observations(design) - (design.constant ? 1 : 0), df);
  return { mss, r2, r2Adj, r2AdjLsdv: null, r2AdjWithin: null, r2Lsdv: null, r2Within: null, rmse };
}

function complement(rss: number, total: number, why: string): Stat {
  const share = ratio(rss, total, why);
  return typeof share === 'number' ? 1 - share : share;
}

function adjusted(r2: Stat, totalDf: number, df: number): Stat {
  if (typeof r2 !== 'number') return r2;
  return df > 0 ? 1 - (1 - r2) * (totalDf / df) : { invalid: noDf };
}

/**
 * The F test that all absorbed effects are zero, as `xtreg, fe` prints below its table: ((RSS_pooled − RSS)/(n−1))/s² ~ F(n−1, N−n−k), for
 * homoskedastic errors.
 */
export function effectsTest(regression: Regression, counts: ParameterCounts): TestResult {
  const { design, effects } = regression;
  const rss = regression.rss();
  const df1 = effects[0]!.levels - 1;
  const df2 = observations(design) - counts.full;
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
