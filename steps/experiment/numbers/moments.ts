/** Means and variances of a few values. */

export interface SampleMoments {
  readonly n: number;
  readonly mean: number;
  /** With divisor n − 1; NaN of one value. */
  readonly variance: number;
}

export function momentsOf(values: readonly number[]): SampleMoments {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  return { n, mean, variance: values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (n - 1) };
}
