/** Sums of squares, R² in its kinds, and the residual standard error. */
import { dot, mean, sumSquaresAbout } from '../base/sum.ts';
import type { Design, SmallStyle } from './design.ts';
import type { Stat, StatName } from './fit.ts';
import type { Regression } from './prepare.ts';
import type { Counts } from './styles.ts';

/** Less than this of the size of what was added up is rounding. */
const noise = 8 * Number.EPSILON;

/**
 * True when the residuals are nothing but rounding: no larger than the rounding of y and of the terms of Xb. They are
 * then taken as zero.
 */
export function isPerfectFit(regression: Regression): boolean {
  const { fit, columns, design } = regression;
  let size = norm(design.outcome.values);
  for (const [j, column] of columns.entries()) size += Math.abs(fit.coefficients[j]!) * norm(column);
  return norm(fit.residuals) <= noise * size;
}

const norm = (x: Float64Array): number => Math.sqrt(dot(x, x));

/** Total sum of squares about the mean (about 0 without a constant), 0 when it is rounding only. */
function totalSquares(y: Float64Array, centred: boolean): number {
  const about0 = dot(y, y);
  const total = centred ? sumSquaresAbout(y, mean(y)) : about0;
  return Math.sqrt(Math.max(0, total)) <= noise * Math.sqrt(about0) ? 0 : total;
}

/** Statistics as they are put together: names added one by one, always in one order, make records of one shape. */
export type Stats = Partial<Record<StatName, Stat>>;

const ratio = (part: number, whole: number, why: string): Stat => (whole > 0 ? part / whole : { invalid: why });
const noVariation = 'the outcome does not vary';
const noDf = 'no residual degrees of freedom';

/** Adds r2, r2Adj, mss, rmse, sigmaE and, with effects, r2Within, r2Lsdv, r2AdjLsdv. O(N). */
export function addGoodness(
  stats: Stats,
  regression: Regression,
  rss: number,
  counts: Counts,
  style: SmallStyle,
): void {
  const { design, effects } = regression;
  const n = design.nobs;
  const df = n - (style === 'asymptotic' ? counts.absorbed : counts.full);
  const rmse: Stat = df > 0 ? Math.sqrt(rss / df) : { invalid: noDf };
  stats.rmse = rmse;
  stats.sigmaE = rmse;
  if (effects.length === 0) {
    addPooled(stats, design, rss, n - counts.full);
    return;
  }
  const squares = regression.sums?.squares;
  const lsdvTotal = squares?.total ?? totalSquares(design.outcome.values, true);
  const outcomeSize = squares?.size ?? dot(design.outcome.values, design.outcome.values);
  const withinSquares = squares?.within ?? dot(regression.y, regression.y);
  const withinTotal = Math.sqrt(withinSquares) <= noise * Math.sqrt(outcomeSize) ? 0 : withinSquares;
  const r2Within = complement(rss, withinTotal, 'the outcome does not vary within the absorbed effects');
  const r2Lsdv = complement(rss, lsdvTotal, noVariation);
  const r2AdjLsdv = adjusted(r2Lsdv, n - 1, n - counts.full);
  const isXtreg = style === 'xtreg' || style === 'xtivreg2' || (style === 'asymptotic' && effects.length === 1);
  stats.r2 = isXtreg ? r2Within : r2Lsdv;
  stats.r2Within = r2Within;
  stats.r2Lsdv = r2Lsdv;
  stats.r2Adj = isXtreg ? adjusted(r2Within, n - 1, n - counts.full) : r2AdjLsdv;
  stats.r2AdjLsdv = r2AdjLsdv;
  stats.mss = (isXtreg ? withinTotal : lsdvTotal) - rss;
}

function addPooled(stats: Stats, design: Design, rss: number, df: number): void {
  const total = totalSquares(design.outcome.values, design.constant);
  const r2 = complement(rss, total, design.constant ? noVariation : 'the outcome is zero');
  stats.r2 = r2;
  stats.r2Adj = adjusted(r2, design.nobs - (design.constant ? 1 : 0), df);
  stats.mss = Math.max(0, total - rss);
}

function complement(rss: number, total: number, why: string): Stat {
  const share = ratio(rss, total, why);
  return typeof share === 'number' ? 1 - share : share;
}

function adjusted(r2: Stat, totalDf: number, df: number): Stat {
  if (typeof r2 !== 'number') return r2;
  return df > 0 ? 1 - (1 - r2) * (totalDf / df) : { invalid: noDf };
}
