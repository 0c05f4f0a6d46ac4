/** Holds what each row, or each cluster, adds to the difference of two groups' means: its variance is the sum of their squares. */
import { dot, sum } from '../../../src/base/number/sum.ts';
import type { DescriptiveWeights } from '../../../src/econ/describe/weighted.ts';
import type { DifferenceError, GroupMoments, VarianceAssumption } from './mean-difference.ts';

/** The values of a variable in one group (NaN missing), with what is known of them. */
export interface GroupValues {
  readonly values: Float64Array;
  readonly weights?: DescriptiveWeights | undefined;
  readonly moments: GroupMoments;
  /** The cluster of each value, numbered alike in both groups; absent without clusters. */
  readonly clusters?: Int32Array | undefined;
}

/** Scaled so that the squares add up to the variance that the t test of the same `variances` has. A row for each of both groups. O(N). */
export function rowInfluence(a: GroupValues, b: GroupValues, variances: VarianceAssumption): Float64Array {
  const [m, n] = [a.moments.n, b.moments.n];
  const pooled = Math.sqrt((1 / m + 1 / n) / (m + n - 2));
  const out = new Float64Array(a.values.length + b.values.length);
  for (const [part, from] of [
    [a, 0],
    [b, a.values.length],
  ] as const) {
    const factor = variances === 'equal' ? pooled : 1 / Math.sqrt(part.moments.n * (part.moments.n - 1));
    eachDeviation(part, (deviation, weight, i) => {
      out[from + i] = Math.sqrt(weight) * deviation * factor;
    });
  }
  return out;
}

export interface ClusterInfluence {
  /** The influence of each cluster, scaled by √(G/(G − 1) · (N − 1)/(N − 2)), as the regression on an indicator of the group is. */
  readonly influence: Float64Array;
  /** Counts the clusters that have a value. */
  readonly clusters: number;
}

/** The influences of the rows of each of `count` clusters together; a cluster may be in both groups. O(N). */
export function clusterInfluence(a: GroupValues, b: GroupValues, count: number): ClusterInfluence {
  const influence = new Float64Array(count);
  const isPresent = new Uint8Array(count);
  for (const [part, sign] of [
    [a, 1],
    [b, -1],
  ] as const) {
    eachDeviation(part, (deviation, weight, i) => {
      const at = part.clusters![i]!;
      isPresent[at] = 1;
      influence[at]! += (sign * weight * deviation) / part.moments.n;
    });
  }
  const clusters = isPresent.reduce((total, each) => total + each, 0);
  const n = a.moments.n + b.moments.n;
  const factor = Math.sqrt((clusters / (clusters - 1)) * ((n - 1) / (n - 2)));
  return { influence: influence.map((value) => value * factor), clusters };
}

/** The variance of a difference by clusters, with G − 1 degrees of freedom. */
export const clusteredError = ({ influence, clusters }: ClusterInfluence): DifferenceError => ({
  variance: dot(influence, influence),
  df: clusters - 1,
});

/** Values less their mean, with weights that add up to their number. */
function eachDeviation(
  { values, weights, moments }: GroupValues,
  told: (x: number, weight: number, i: number) => void,
): void {
  const held = weights?.values.filter((_, i) => !Number.isNaN(values[i]!));
  const scale = held === undefined ? 1 : moments.n / sum(held);
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    // values that are all one have no rounding of a mean left
    const deviation = moments.variance === 0 ? 0 : values[i]! - moments.mean;
    told(deviation, scale * (weights?.values[i] ?? 1), i);
  }
}
