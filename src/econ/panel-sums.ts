/** What a regression with one absorbed effect reports beside its coefficients, from sums by unit alone. */
import { dot, mean, sum, sumSquaresAbout } from '../base/sum.ts';
import type { Effect } from './effects.ts';
import type { Stat } from './fit.ts';
import { correlation, type PanelStats, panelSizes, varianceShare } from './panel-stats.ts';

/** Sums that stand in for the rows. */
export interface PanelSums {
  readonly outcomeMean: number;
  /** Of the terms kept. */
  readonly termMeans: Float64Array;
  /** Of the outcome about 0 and about its mean, and of the within-transformed outcome. */
  readonly squares: { readonly size: number; readonly total: number; readonly within: number };
  readonly rss: number;
  /** Of the regression without effects but with a constant; where errors are homoskedastic. */
  readonly pooledRss?: number;
  /** With one absorbed effect. */
  readonly panel?: (sigmaE: Stat) => PanelStats;
}

export interface Between {
  readonly unit: Effect;
  /** Unit means of the outcome and of Xb, length n. */
  readonly y: Float64Array;
  readonly xb: Float64Array;
  /** Sums of products of the within-transformed outcome and Xb. */
  readonly within: { readonly yy: number; readonly yx: number; readonly xx: number };
}

/** The statistics of `panelStats`, O(n). */
export function panelStatsOfSums({ unit, y, xb, within }: Between, sigmaE: Stat): PanelStats {
  const means = { y: weightedMean(y, unit), xb: weightedMean(xb, unit) };
  const u = new Float64Array(unit.levels);
  for (let g = 0; g < u.length; g++) u[g] = y[g]! - xb[g]! - (means.y - means.xb);
  const uMean = weightedMean(u, unit);
  const sigmaU: Stat =
    unit.levels > 1
      ? Math.sqrt(sumSquaresAbout(u, mean(u)) / (unit.levels - 1))
      : { invalid: `one level of ${unit.name}` };
  const work = new Float64Array(unit.levels);
  const products = (a: Float64Array, aMean: number, b: Float64Array, bMean: number): number =>
    weightedProducts(unit, a, aMean, b, bMean, work);
  const xx = within.xx + products(xb, means.xb, xb, means.xb);
  const yy = within.yy + products(y, means.y, y, means.y);
  const yx = within.yx + products(y, means.y, xb, means.xb);
  return {
    r2Between: squared(correlation(y, xb)),
    r2Overall: squared(ratio(yx, yy, xx)),
    sigmaU,
    rho: varianceShare(sigmaU, sigmaE),
    corrUXb: ratio(products(u, uMean, xb, means.xb), products(u, uMean, u, uMean), xx),
    ...panelSizes(unit, sum(unit.counts)),
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
  const means = unitMeans.map((m) => weightedMean(m, unit));
  const about = unitMeans.map((m, j) => less(m, means[j]!));
  const weighted = new Float64Array(unit.levels);
  const products: number[] = [];
  for (const [a, left] of about.entries()) {
    for (let g = 0; g < weighted.length; g++) weighted[g] = unit.counts[g]! * left[g]!;
    for (let b = 0; b <= a; b++) products.push(dot(weighted, about[b]!));
  }
  const sizes = unitMeans.map((m) => weightedProducts(unit, m, 0, m, 0, weighted));
  return { means, sizes, products: Float64Array.from(products) };
}

function less(x: Float64Array, value: number): Float64Array {
  const out = new Float64Array(x.length);
  for (let g = 0; g < out.length; g++) out[g] = x[g]! - value;
  return out;
}

function weightedProducts(
  { counts }: Effect,
  a: Float64Array,
  aMean: number,
  b: Float64Array,
  bMean: number,
  weighted = new Float64Array(a.length),
): number {
  for (let g = 0; g < a.length; g++) weighted[g] = counts[g]! * (a[g]! - aMean) * (b[g]! - bMean);
  return sum(weighted);
}

/** By two passes, as `mean`. */
function weightedMean(x: Float64Array, { counts }: Effect): number {
  const nobs = sum(counts);
  const weighted = new Float64Array(x.length);
  for (let g = 0; g < x.length; g++) weighted[g] = counts[g]! * x[g]!;
  const first = sum(weighted) / nobs;
  for (let g = 0; g < x.length; g++) weighted[g] = counts[g]! * (x[g]! - first);
  return first + sum(weighted) / nobs;
}

const squared = (r: Stat): Stat => (typeof r === 'number' ? r * r : r);

/** Conditions on the columns leave nothing that varies by rounding only. */
function ratio(product: number, a: number, b: number): Stat {
  if (!(a > 0 && b > 0)) return { invalid: 'one side does not vary' };
  return Math.max(-1, Math.min(1, product / Math.sqrt(a) / Math.sqrt(b)));
}
