/** What a regression with one absorbed effect reports beside its coefficients, from sums by unit alone. */
import { mean, sum, sumSquaresAbout } from '../base/sum.ts';
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
  readonly panel: (sigmaE: Stat) => PanelStats;
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
  const products = (a: Float64Array, aMean: number, b: Float64Array, bMean: number): number =>
    sum(a.map((value, g) => unit.counts[g]! * (value - aMean) * (b[g]! - bMean)));
  const u = y.map((value, g) => value - xb[g]! - (means.y - means.xb));
  const uMean = weightedMean(u, unit);
  const sigmaU: Stat =
    unit.levels > 1
      ? Math.sqrt(sumSquaresAbout(u, mean(u)) / (unit.levels - 1))
      : { invalid: `one level of ${unit.name}` };
  const xx = within.xx + products(xb, means.xb, xb, means.xb);
  const overall = ratio(
    within.yx + products(y, means.y, xb, means.xb),
    within.yy + products(y, means.y, y, means.y),
    xx,
  );
  const between = correlation(y, xb);
  return {
    r2Between: typeof between === 'number' ? between * between : between,
    r2Overall: typeof overall === 'number' ? overall * overall : overall,
    sigmaU,
    rho: varianceShare(sigmaU, sigmaE),
    corrUXb: ratio(products(u, uMean, xb, means.xb), products(u, uMean, u, uMean), xx),
    ...panelSizes(unit, unit.codes.length),
  };
}

export function weightedMean(x: Float64Array, unit: Effect): number {
  return sum(x.map((value, g) => value * unit.counts[g]!)) / unit.codes.length;
}

function ratio(product: number, a: number, b: number): Stat {
  if (!(a > 0 && b > 0)) return { invalid: 'one side does not vary' };
  return Math.max(-1, Math.min(1, product / Math.sqrt(a) / Math.sqrt(b)));
}
