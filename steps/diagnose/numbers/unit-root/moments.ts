/** Means and variances that unit-root tests are standardised by, as their papers tabulate them. */
import type { Deterministic } from './series.ts';

/** A row: the number of lags p, 0 to 8. A column: periods, `ipsPeriods`. null where the paper has none. */
type MomentTable = readonly (readonly (number | null)[])[];

const ipsPeriods = [10, 15, 20, 25, 30, 40, 50, 60, 70, 100];

/** E and Var of the individual t (Im, Pesaran & Shin 2003, Journal of Econometrics 115:53, table 3). */
const ipsTables: Readonly<
  Record<'intercept' | 'trend', { readonly mean: MomentTable; readonly variance: MomentTable }>
> = {
  intercept: {
    mean: [
      [-1.504, -1.514, -1.522, -1.52, -1.526, -1.523, -1.527, -1.519, -1.524, -1.532],
      [-1.488, -1.503, -1.516, -1.514, -1.519, -1.52, -1.524, -1.519, -1.522, -1.53],
      // biome-ignore lint/suspicious/noApproximativeNumericConstant: a number of the paper's table
      [-1.319, -1.387, -1.428, -1.443, -1.46, -1.476, -1.493, -1.49, -1.498, -1.514],
      [-1.306, -1.366, -1.413, -1.433, -1.453, -1.471, -1.489, -1.486, -1.495, -1.512],
      [-1.171, -1.26, -1.329, -1.363, -1.394, -1.428, -1.454, -1.458, -1.47, -1.495],
      [null, null, -1.313, -1.351, -1.384, -1.421, -1.451, -1.454, -1.467, -1.494],
      [null, null, null, -1.289, -1.331, -1.38, -1.418, -1.427, -1.444, -1.476],
      [null, null, null, -1.273, -1.319, -1.371, -1.411, -1.423, -1.441, -1.474],
      [null, null, null, -1.212, -1.266, -1.329, -1.377, -1.393, -1.415, -1.456],
    ],
    variance: [
      [1.069, 0.923, 0.851, 0.809, 0.789, 0.77, 0.76, 0.749, 0.736, 0.735],
      [1.255, 1.011, 0.915, 0.861, 0.831, 0.803, 0.781, 0.77, 0.753, 0.745],
      [1.421, 1.078, 0.969, 0.905, 0.865, 0.83, 0.798, 0.789, 0.766, 0.754],
      [1.759, 1.181, 1.037, 0.952, 0.907, 0.858, 0.819, 0.802, 0.782, 0.761],
      [2.08, 1.279, 1.097, 1.005, 0.946, 0.886, 0.842, 0.819, 0.801, 0.771],
      [null, null, 1.171, 1.055, 0.98, 0.912, 0.863, 0.839, 0.814, 0.781],
      [null, null, null, 1.114, 1.023, 0.942, 0.886, 0.858, 0.834, 0.795],
      [null, null, null, 1.164, 1.062, 0.968, 0.91, 0.875, 0.851, 0.806],
      [null, null, null, 1.217, 1.105, 0.996, 0.929, 0.896, 0.871, 0.818],
    ],
  },
  trend: {
    mean: [
      [-2.166, -2.167, -2.168, -2.167, -2.172, -2.173, -2.176, -2.174, -2.174, -2.177],
      [-2.173, -2.169, -2.172, -2.172, -2.173, -2.177, -2.18, -2.178, -2.176, -2.179],
      [-1.914, -1.999, -2.047, -2.074, -2.095, -2.12, -2.137, -2.143, -2.146, -2.158],
      [-1.922, -1.977, -2.032, -2.065, -2.091, -2.117, -2.137, -2.142, -2.146, -2.158],
      [-1.75, -1.823, -1.911, -1.968, -2.009, -2.057, -2.091, -2.103, -2.114, -2.135],
      [null, null, -1.888, -1.955, -1.998, -2.051, -2.087, -2.101, -2.111, -2.135],
      [null, null, null, -1.868, -1.923, -1.995, -2.042, -2.065, -2.081, -2.113],
      [null, null, null, -1.851, -1.912, -1.986, -2.036, -2.063, -2.079, -2.112],
      [null, null, null, -1.761, -1.835, -1.925, -1.987, -2.024, -2.046, -2.088],
    ],
    variance: [
      [1.132, 0.869, 0.763, 0.713, 0.69, 0.655, 0.633, 0.621, 0.61, 0.597],
      [1.453, 0.975, 0.845, 0.769, 0.734, 0.687, 0.654, 0.641, 0.627, 0.605],
      [1.627, 1.036, 0.882, 0.796, 0.756, 0.702, 0.661, 0.653, 0.634, 0.613],
      [2.482, 1.214, 0.983, 0.861, 0.808, 0.735, 0.688, 0.674, 0.65, 0.625],
      [3.947, 1.332, 1.052, 0.913, 0.845, 0.759, 0.705, 0.685, 0.662, 0.629],
      [null, null, 1.165, 0.991, 0.899, 0.792, 0.73, 0.705, 0.673, 0.638],
      [null, null, null, 1.055, 0.945, 0.828, 0.753, 0.725, 0.689, 0.65],
      [null, null, null, 1.145, 1.009, 0.872, 0.786, 0.747, 0.713, 0.661],
      [null, null, null, 1.208, 1.063, 0.902, 0.808, 0.766, 0.728, 0.67],
    ],
  },
};

const llcPeriods = [25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 250, 500];

/** Adjustments μ* and σ* by periods (Levin, Lin & Chu 2002, Journal of Econometrics 108:1, table 2). */
const llcTable: Readonly<Record<Deterministic, readonly (readonly [mu: number, sigma: number])[]>> = {
  none: [
    [0.004, 1.049],
    [0.003, 1.035],
    [0.002, 1.027],
    [0.002, 1.021],
    [0.001, 1.017],
    [0.001, 1.014],
    [0.001, 1.011],
    [0, 1.008],
    [0, 1.007],
    [0, 1.006],
    [0, 1.005],
    [0, 1.001],
    [0, 1],
  ],
  intercept: [
    [-0.554, 0.919],
    [-0.546, 0.889],
    [-0.541, 0.867],
    [-0.537, 0.85],
    [-0.533, 0.837],
    [-0.531, 0.826],
    [-0.527, 0.81],
    [-0.524, 0.798],
    [-0.521, 0.789],
    [-0.52, 0.782],
    [-0.518, 0.776],
    [-0.509, 0.742],
    // biome-ignore lint/suspicious/noApproximativeNumericConstant: a number of the paper's table
    [-0.5, 0.707],
  ],
  trend: [
    [-0.703, 1.003],
    [-0.674, 0.949],
    [-0.653, 0.906],
    [-0.637, 0.871],
    [-0.624, 0.842],
    [-0.614, 0.818],
    [-0.598, 0.78],
    [-0.587, 0.751],
    [-0.578, 0.728],
    [-0.571, 0.71],
    [-0.566, 0.695],
    [-0.533, 0.603],
    [-0.5, 0.5],
  ],
};

/** For a unit with `periods` rows in its regression; linear between the periods of the table, its ends beyond them. */
export function ipsMoments(
  which: 'intercept' | 'trend',
  periods: number,
  lags: number,
): { readonly mean: number; readonly variance: number } | undefined {
  const at = (table: MomentTable): number | undefined => between(ipsPeriods, table[Math.min(lags, 8)]!, periods);
  const [mean, variance] = [at(ipsTables[which].mean), at(ipsTables[which].variance)];
  return mean === undefined || variance === undefined ? undefined : { mean, variance };
}

export function llcAdjustments(which: Deterministic, periods: number): { readonly mu: number; readonly sigma: number } {
  const at = (k: 0 | 1): number => {
    const values = llcTable[which].map((pair) => pair[k]);
    return between(llcPeriods, values, periods)!;
  };
  return { mu: at(0), sigma: at(1) };
}

function between(grid: readonly number[], values: readonly (number | null)[], x: number): number | undefined {
  const within = Math.min(Math.max(x, grid[0]!), grid.at(-1)!);
  const above = grid.findIndex((each) => each >= within);
  const high = values[above]!;
  if (grid[above] === within) return high ?? undefined;
  const low = values[above - 1]!;
  if (low === null || high === null) return undefined;
  return low + ((within - grid[above - 1]!) / (grid[above]! - grid[above - 1]!)) * (high - low);
}
