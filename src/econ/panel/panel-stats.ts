/** Statistics that `xtreg, fe` prints beside the coefficients, for one absorbed effect. */
import { memoByIdentity } from '../../base/memo.ts';
import { dot, groupSums, mean, sum, sumSquaresAbout } from '../../base/number/sum.ts';
import type { Weights } from '../design.ts';
import type { Stat } from '../fit.ts';
import { scaled, weightedMean } from '../linalg/weighted.ts';
import type { Effect } from './effects.ts';

export interface PanelStats {
  readonly r2Between: Stat;
  readonly r2Overall: Stat;
  readonly sigmaU: Stat;
  readonly rho: Stat;
  readonly corrUXb: Stat;
}

export interface PanelSizes {
  readonly groupMin: number;
  readonly groupMax: number;
  readonly groupAvg: number;
  /** Harmonic mean of the group sizes (`e(Tbar)`). */
  readonly groupHarmonicMean: number;
}

/**
 * `y` and `xb` (without the constant) are not transformed, length N. `sigmaE` for rho. A row with a frequency weight is as many rows; `xtreg` leaves
 * other weights, which are constant within units there, out of these. O(N).
 */
export function panelStats(
  y: Float64Array,
  xb: Float64Array,
  unit: Effect,
  sigmaE: Stat,
  copies: Weights | undefined,
): PanelStats {
  const yMeans = unitMeans(y, unit, copies);
  const xbMeans = unitMeans(xb, unit, copies);
  const constant = mean(y) - mean(xb);
  const ofXb = deviationsOf(xb, copies);
  const u = yMeans.map((value, g) => value - xbMeans[g]! - constant);
  const uByRow = new Float64Array(y.length);
  for (let i = 0; i < uByRow.length; i++) uByRow[i] = u[unit.codes[i]!]!;
  const sigmaU = spreadOfUnits(u, unit);
  return {
    r2Between: squared(correlation(deviations(yMeans), deviations(xbMeans))),
    r2Overall: squared(correlation(deviationsOf(y, copies), ofXb)),
    sigmaU,
    rho: varianceShare(sigmaU, sigmaE),
    corrUXb: correlation(deviationsOf(uByRow, copies), ofXb),
  };
}

/** The standard deviation of the unit effects `u`. */
export const spreadOfUnits = (u: Float64Array, { levels, name }: Effect): Stat =>
  levels > 1 ? Math.sqrt(sumSquaresAbout(u, mean(u)) / (levels - 1)) : { invalid: `one level of ${name}` };

export const panelSizes = memoByIdentity(
  ({ counts, codes, levels }: Effect): PanelSizes => ({
    groupMin: counts.reduce((a, b) => Math.min(a, b)),
    groupMax: counts.reduce((a, b) => Math.max(a, b)),
    groupAvg: codes.length / levels,
    groupHarmonicMean: levels / counts.reduce((total, count) => total + 1 / count, 0),
  }),
);

/** Sizes of the groups where a row stands for as many as its weight says. */
export function weightedSizes({ codes, levels }: Effect, { values, count }: Weights): PanelSizes {
  const sizes = groupSums(values, codes, levels);
  return {
    groupMin: sizes.reduce((a, b) => Math.min(a, b)),
    groupMax: sizes.reduce((a, b) => Math.max(a, b)),
    groupAvg: count / levels,
    groupHarmonicMean: levels / sum(sizes.map((size) => 1 / size)),
  };
}

export function unitMeans(x: Float64Array, { codes, levels, counts }: Effect, weights?: Weights): Float64Array {
  if (weights === undefined) return groupSums(x, codes, levels).map((total, g) => total / counts[g]!);
  const sizes = groupSums(weights.values, codes, levels);
  const own = x.map((value, i) => value * weights.values[i]!);
  return groupSums(own, codes, levels).map((total, g) => total / sizes[g]!);
}

function deviationsOf(x: Float64Array, weights: Weights | undefined): Deviations {
  if (weights === undefined) return deviations(x);
  const centre = weightedMean(x, weights);
  const values = scaled(
    x.map((value) => value - centre),
    weights,
  );
  const size = scaled(x, weights);
  const norm = Math.sqrt(dot(values, values));
  return { values, norm, vary: !(norm <= 1e-14 * Math.sqrt(dot(size, size))) };
}

export function varianceShare(sigmaU: Stat, sigmaE: Stat): Stat {
  if (typeof sigmaU !== 'number') return sigmaU;
  if (typeof sigmaE !== 'number') return sigmaE;
  const total = sigmaU * sigmaU + sigmaE * sigmaE;
  return total > 0 ? (sigmaU * sigmaU) / total : { invalid: 'both variances are zero' };
}

export const squared = (r: Stat): Stat => (typeof r === 'number' ? r * r : r);

/** A variable about its mean. */
export interface Deviations {
  readonly values: Float64Array;
  readonly norm: number;
  /** False where rounding alone is left. */
  readonly vary: boolean;
}

/** `values` is an array to write them to. */
export function deviations(x: Float64Array, values = new Float64Array(x.length)): Deviations {
  const centre = mean(x);
  for (let i = 0; i < x.length; i++) values[i] = x[i]! - centre;
  const norm = Math.sqrt(dot(values, values));
  return { values, norm, vary: !(norm <= 1e-14 * Math.sqrt(dot(x, x))) };
}

/** Pearson's correlation; undefined where either side does not vary. */
export function correlation(x: Deviations, y: Deviations): Stat {
  if (!x.vary || !y.vary) return { invalid: 'one side does not vary' };
  return Math.max(-1, Math.min(1, dot(x.values, y.values) / x.norm / y.norm));
}
