/** What `panel-stats.ts` reports of a regression with one absorbed effect, from sums by unit alone. */
import { memoByIdentity } from '../../base/memo.ts';
import { dot, sum } from '../../base/number/sum.ts';
import type { Stat } from '../fit.ts';
import type { Effect } from './effects.ts';
import { correlation, deviations, type PanelStats, spreadOfUnits, squared, varianceShare } from './panel-stats.ts';

export interface Between {
  readonly unit: Effect;
  /** Unit means of the outcome and their weighted mean, and its sum of squares over all rows about that. */
  readonly y: Float64Array;
  readonly yMean: number;
  readonly yy: number;
  /** Unit means of Xb, length n. */
  readonly xb: Float64Array;
  /** Sums of products of the within-transformed outcome and Xb. */
  readonly within: { readonly yx: number; readonly xx: number };
}

/** Deviations of an outcome's unit means, remembered since regressions share an outcome. */
const outcomeDeviations = memoByIdentity((means: Float64Array) => deviations(means));

/** The statistics of `panelStats`, O(n). */
export function panelStatsOfSums({ unit, y, yMean, yy, xb, within }: Between, sigmaE: Stat): PanelStats {
  const xbMean = weightedMean(xb, unit);
  const u = new Float64Array(unit.levels);
  for (let g = 0; g < u.length; g++) u[g] = y[g]! - xb[g]! - (yMean - xbMean);
  const uMean = weightedMean(u, unit);
  const sigmaU = spreadOfUnits(u, unit);
  const xx = within.xx + weightedProducts(unit, xb, xbMean, xb, xbMean);
  const yx = within.yx + weightedProducts(unit, y, yMean, xb, xbMean);
  const ux = weightedProducts(unit, u, uMean, xb, xbMean);
  const uu = weightedProducts(unit, u, uMean, u, uMean);
  return {
    r2Between: squared(correlation(outcomeDeviations(y), deviations(xb, new Float64Array(xb.length)))),
    r2Overall: squared(ratio(yx, yy, xx)),
    sigmaU,
    rho: varianceShare(sigmaU, sigmaE),
    corrUXb: ratio(ux, uu, xx),
  };
}

export interface BetweenSums {
  /** Over all rows, of each column. */
  readonly means: readonly number[];
  /** Σ over rows of squared unit means, of each column. */
  readonly sizes: readonly number[];
  /** Lower triangle of the products of unit means about the mean, weighted by rows. */
  readonly products: Float64Array;
}

/** O(n P²). */
export function betweenOf(unitMeans: readonly Float64Array[], unit: Effect): BetweenSums {
  const columns = unitMeans.map((m) => meansBetween(m, unit));
  const products: number[] = [];
  for (const [a, { weighted }] of columns.entries()) {
    for (let b = 0; b <= a; b++) products.push(dot(weighted, columns[b]!.about));
  }
  return {
    means: columns.map(({ mean }) => mean),
    sizes: columns.map(({ size }) => size),
    products: Float64Array.from(products),
  };
}

/** What `BetweenSums` are made of. */
export interface MeansBetween {
  readonly mean: number;
  /** Σ over rows of squared unit means. */
  readonly size: number;
  /** Unit means about the mean, and the same weighted by rows. */
  readonly about: Float64Array;
  readonly weighted: Float64Array;
}

export function meansBetween(unitMeans: Float64Array, unit: Effect): MeansBetween {
  const mean = weightedMean(unitMeans, unit);
  const about = new Float64Array(unit.levels);
  const weighted = new Float64Array(unit.levels);
  for (let g = 0; g < about.length; g++) {
    about[g] = unitMeans[g]! - mean;
    weighted[g] = unit.counts[g]! * about[g]!;
  }
  return { mean, size: weightedProducts(unit, unitMeans, 0, unitMeans, 0), about, weighted };
}

function weightedProducts({ counts }: Effect, a: Float64Array, aMean: number, b: Float64Array, bMean: number): number {
  const weighted = new Float64Array(a.length);
  for (let g = 0; g < a.length; g++) weighted[g] = counts[g]! * (a[g]! - aMean) * (b[g]! - bMean);
  return sum(weighted);
}

/** The mean over rows of a value that each unit has, by two passes, as `mean`. */
function weightedMean(x: Float64Array, { counts, codes }: Effect): number {
  const nobs = codes.length;
  const weighted = new Float64Array(x.length);
  for (let g = 0; g < x.length; g++) weighted[g] = counts[g]! * x[g]!;
  const first = sum(weighted) / nobs;
  for (let g = 0; g < x.length; g++) weighted[g] = counts[g]! * (x[g]! - first);
  return first + sum(weighted) / nobs;
}

/** Conditions on the columns leave nothing that varies by rounding only. */
function ratio(product: number, a: number, b: number): Stat {
  if (!(a > 0 && b > 0)) return { invalid: 'one side does not vary' };
  return Math.max(-1, Math.min(1, product / Math.sqrt(a) / Math.sqrt(b)));
}
