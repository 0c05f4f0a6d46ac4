/** Kernel density estimates with a Gaussian kernel, as `density()` of R makes them but evaluated exactly, without binning. */
import { power } from '../../base/number/power.ts';
import { Refusal } from '../../base/problem.ts';
import { describe } from '../describe/describe.ts';
import { percentile, sortedValues } from '../distributions/percentile.ts';

export interface Density {
  readonly bandwidth: number;
  /** Values without a missing one. */
  readonly n: number;
  readonly at: Float64Array;
  readonly density: Float64Array;
}

/**
 * Silverman's (1986, Density Estimation, eq. 3.31) rule of thumb, `bw.nrd0` of R: 0.9 · min(sd, IQR/1.34) · n^(−1/5). Where the quartiles
 * are equal the standard deviation alone counts. Refuses fewer than two values, and equal ones.
 */
export function silvermanBandwidth(sorted: Float64Array): number {
  const { sd } = describe(sorted);
  if (typeof sd !== 'number' || sd === 0) {
    const why = sorted.length < 2 ? `${sorted.length} values` : 'values that are all equal';
    throw new Refusal('no-density', `the density of ${why} is not defined`, { hint: 'a histogram shows them' });
  }
  const range = (percentile(sorted, 75, 'type7') - percentile(sorted, 25, 'type7')) / 1.34;
  return 0.9 * (range > 0 ? Math.min(sd, range) : sd) * power(sorted.length, -0.2);
}

/** The number of bandwidths by which the curve extends beyond the values. */
const BEYOND = 3;
const ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI);

/** f̂(a) = Σ φ((a − xᵢ)/h) / (n h) at `points` equally spaced places. NaN is left out. O(N · points). */
export function kernelDensity(values: Float64Array, points = 256, bandwidth?: number): Density {
  const sorted = sortedValues(values);
  const h = bandwidth ?? silvermanBandwidth(sorted);
  const n = sorted.length;
  const from = sorted[0]! - BEYOND * h;
  const step = (sorted[n - 1]! + BEYOND * h - from) / (points - 1);
  const at = Float64Array.from({ length: points }, (_, i) => from + i * step);
  const density = at.map((place) => {
    let total = 0;
    for (let i = 0; i < n; i++) {
      const u = (place - sorted[i]!) / h;
      total += Math.exp(-0.5 * u * u);
    }
    return total / (n * h * ROOT_OF_TWO_PI);
  });
  return { bandwidth: h, n, at, density };
}
