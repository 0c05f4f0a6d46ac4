/** Kernel densities as Stata's `kdensity` makes them. */
import { power } from '../../base/number/power.ts';
import { Refusal } from '../../base/problem.ts';
import { describe } from '../describe/describe.ts';
import { percentile, sortedValues } from '../distributions/percentile.ts';

export const kernels = {
  epanechnikov: (z: number): number => (z * z < 5 ? (0.75 * (1 - (z * z) / 5)) / Math.sqrt(5) : 0),
  epan2: (z: number): number => (z * z < 1 ? 0.75 * (1 - z * z) : 0),
  gaussian: (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI),
} as const;
export type KernelName = keyof typeof kernels;

/** Bandwidths from a value beyond which a kernel is nought, or, of the normal one, less than a thousandth of its height. */
const reaches: Readonly<Record<KernelName, number>> = { epanechnikov: Math.sqrt(5), epan2: 1, gaussian: 3.75 };

export interface DensityCurve {
  readonly at: readonly number[];
  readonly density: readonly number[];
}

export interface KernelDensity {
  readonly n: number;
  readonly bandwidth: number;
  readonly at: readonly number[];
  readonly density: readonly number[];
  /** Draws the same density for the eye: at 200 places, down to nothing on both sides. */
  readonly curve: DensityCurve;
}

/** Places of a curve that is drawn. */
const DRAWN = 200;

/**
 * f̂(a) = Σ K((a − x_i)/h)/(nh) at `points` places (50, or as many as values) from min − h to max + h; h = 0.9 m n^(−1/5) with m = min(sd, IQR/1.349), whatever the
 * kernel ([R] kdensity). NaN is left out. Refuses values that are all alike. O(n · points).
 */
export function kdensity(
  values: Float64Array,
  kernel: KernelName,
  { bandwidth, points }: { readonly bandwidth?: number | undefined; readonly points?: number | undefined } = {},
): KernelDensity {
  const sorted = sortedValues(values);
  const n = sorted.length;
  const { sd } = describe(sorted);
  if (typeof sd !== 'number' || sd === 0) {
    const why = n < 2 ? `${n} values` : 'values that are all alike';
    throw new Refusal('no-density', `the density of ${why} is not defined`, { param: 'variable' });
  }
  const range = (percentile(sorted, 75) - percentile(sorted, 25)) / 1.349;
  const h = bandwidth ?? 0.9 * (range > 0 ? Math.min(sd, range) : sd) * power(n, -0.2);
  const count = points ?? Math.min(n, 50);
  return {
    n,
    bandwidth: h,
    ...curveOf(sorted, kernel, h, count, h),
    curve: curveOf(sorted, kernel, h, DRAWN, reaches[kernel] * h),
  };
}

/** The density at `count` places, from so far below the least value to so far above the largest. */
function curveOf(sorted: Float64Array, kernel: KernelName, h: number, count: number, beyond: number): DensityCurve {
  const n = sorted.length;
  const from = sorted[0]! - beyond;
  const step = count > 1 ? (sorted[n - 1]! + beyond - from) / (count - 1) : 0;
  const at = Array.from({ length: count }, (_, i) => from + i * step);
  const of = kernels[kernel];
  const density = at.map((place) => {
    let total = 0;
    for (const value of sorted) total += of((place - value) / h);
    return total / (n * h);
  });
  return { at, density };
}
