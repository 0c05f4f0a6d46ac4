/** Computes the statistics of `panel-stats.ts` for a regression with one absorbed effect from sums by unit alone. */
import { memoByIdentity } from '../../base/memo.ts';
import { dot, sum } from '../../base/number/sum.ts';
import type { Stat } from '../fit.ts';
import { cell } from '../linalg/blocked-products.ts';
import type { Effect } from './effects.ts';
import { correlation, deviations, type PanelStats, spreadOfUnits, squared, varianceShare } from './panel-stats.ts';

interface Means {
  readonly unit: Effect;
  /** Unit means of the outcome and of the terms, each of length n. */
  readonly means: readonly Float64Array[];
  /** Coefficients of the terms. */
  readonly b: Float64Array;
  /** The outcome's sum of squares over all rows about its mean. */
  readonly yy: number;
  /** Sums of products of the within-transformed outcome and Xb. */
  readonly within: { readonly yx: number; readonly xx: number };
}

export interface Between extends Means {
  /** Sums of products of the unit means. */
  readonly between: BetweenSums;
}

/** Deviations of an outcome's unit means, remembered since regressions share an outcome. */
const outcomeDeviations = memoByIdentity((means: Float64Array) => deviations(means));

/** From so many units on, sums of products serve instead of passes over unit means. */
const MANY_UNITS = 1_000;
/** The part of their terms that sums must leave, so that they lose no more than two digits. */
const MOST_CANCELLED = 1e-2;

/** The statistics of `panelStats`. O(K²) of many units whose sums do not cancel, otherwise O(nK). */
export function panelStatsOfSums(between: Between, sigmaE: Stat): PanelStats {
  return (between.unit.levels < MANY_UNITS ? null : statsOfProducts(between, sigmaE)) ?? statsOfUnits(between, sigmaE);
}

function statsOfProducts({ unit, between, b, yy, within }: Between, sigmaE: Stat): PanelStats | null {
  const byRows = formsOf(between.products, b);
  const byUnits = formsOf(between.spread, b);
  if (byRows === null || byUnits === null) return null;
  const xx = within.xx + byRows.xx;
  const sigmaU = Math.sqrt(byUnits.uu / (unit.levels - 1));
  return {
    r2Between: squared(ratio(byUnits.yx, byUnits.yy, byUnits.xx)),
    r2Overall: squared(ratio(within.yx + byRows.yx, yy, xx)),
    sigmaU,
    rho: varianceShare(sigmaU, sigmaE),
    corrUXb: ratio(byRows.yx - byRows.xx, byRows.uu, xx),
  };
}

/** Sums of products of an outcome y, of Xb and of u = y − Xb, from those of the columns; null where they cancel. */
function formsOf(products: Float64Array, b: Float64Array) {
  const yy = products[0]!;
  let yx = 0;
  let xx = 0;
  let size = 0;
  for (let i = 1; i <= b.length; i++) {
    yx += b[i - 1]! * products[cell(i, 0)]!;
    for (let j = 1; j <= b.length; j++) {
      const term = b[i - 1]! * b[j - 1]! * products[i < j ? cell(j, i) : cell(i, j)]!;
      xx += term;
      size += Math.abs(term);
    }
  }
  const uu = yy - 2 * yx + xx;
  return xx > MOST_CANCELLED * size && uu > MOST_CANCELLED * (yy + xx) ? { yy, yx, xx, uu } : null;
}

/** The statistics of `panelStats`. O(nK). */
export function statsOfUnits({ unit, means, b, yy, within }: Means, sigmaE: Stat): PanelStats {
  const y = means[0]!;
  const yMean = weightedMean(y, unit);
  const xb = linear(means, b);
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

/** Unit means of Xb. */
function linear(means: readonly Float64Array[], b: Float64Array): Float64Array {
  const out = new Float64Array(means[0]!.length);
  for (let j = 0; j < b.length; j++) {
    const x = means[j + 1]!;
    const factor = b[j]!;
    for (let g = 0; g < out.length; g++) out[g] = out[g]! + x[g]! * factor;
  }
  return out;
}

export interface BetweenSums {
  /** Over all rows, of each column. */
  readonly means: readonly number[];
  /** Σ over rows of squared unit means, of each column. */
  readonly sizes: readonly number[];
  /** Lower triangle of the products of unit means about the mean, weighted by rows. */
  readonly products: Float64Array;
  /** The products of unit means about their own mean, where every unit counts once. */
  readonly spread: Float64Array;
}

/** O(n P²). */
export function betweenOf(unitMeans: readonly Float64Array[], unit: Effect): BetweenSums {
  const columns = unitMeans.map((m) => meansBetween(m, unit));
  const pairs = columns.flatMap((a, i) => columns.slice(0, i + 1).map((b) => pairBetween(a, b)));
  return {
    means: columns.map(({ mean }) => mean),
    sizes: columns.map(({ size }) => size),
    products: Float64Array.from(pairs, ({ product }) => product),
    spread: Float64Array.from(pairs, ({ spread }) => spread),
  };
}

/** The sums by unit from which `BetweenSums` are computed. */
export interface MeansBetween {
  readonly mean: number;
  /** Σ over rows of squared unit means. */
  readonly size: number;
  /** Unit means about the mean, and the same weighted by rows. */
  readonly about: Float64Array;
  readonly weighted: Float64Array;
  /** Σ `about` over the root of n: by it `about` is off the mean of units that count alike. */
  readonly drift: number;
}

export interface PairBetween {
  readonly product: number;
  readonly spread: number;
}

export const pairBetween = (a: MeansBetween, b: MeansBetween): PairBetween => ({
  product: dot(a.weighted, b.about),
  spread: dot(a.about, b.about) - a.drift * b.drift,
});

export function meansBetween(unitMeans: Float64Array, unit: Effect): MeansBetween {
  const mean = weightedMean(unitMeans, unit);
  const about = new Float64Array(unit.levels);
  const weighted = new Float64Array(unit.levels);
  for (let g = 0; g < about.length; g++) {
    about[g] = unitMeans[g]! - mean;
    weighted[g] = unit.counts[g]! * about[g]!;
  }
  const drift = sum(about) / Math.sqrt(unit.levels);
  return { mean, size: weightedProducts(unit, unitMeans, 0, unitMeans, 0), about, weighted, drift };
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
