/** Probabilities of boxes under a multivariate normal distribution (Genz 1992, J. Computational and Graphical Statistics 1:141). */
import { normal } from '../../../src/econ/distributions/distributions.ts';
import { scaledCholesky } from '../../../src/econ/linalg/matrix.ts';

/** Points of the sequence; errors are about 1e-5. */
const POINTS = 4096;
const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71] as const;

export interface Box {
  readonly probability: number;
  /** The mean of each variable inside of the box. */
  readonly mean: Float64Array;
}

/** How many variables a box may have. */
export const MOST_VARIABLES = primes.length;

/**
 * P(|x_i| ≤ half_i for all i) and E(x | the same), x ~ N(mean, vcov); null where the covariance is not positive definite. Points are multiples of
 * irrational numbers, weighted so that ends count less (Niederreiter 1973), so that equal arguments give equal numbers. O(POINTS k²).
 */
export function box(mean: Float64Array, vcov: Float64Array, half: Float64Array): Box | null {
  const k = mean.length;
  const factor = scaledCholesky(vcov, k);
  if (factor === null) return null;
  const { lower, scale } = factor;
  const [z, total] = [new Float64Array(k), new Float64Array(k)];
  let [sum, all] = [0, 0];
  for (let point = 1; point < POINTS; point++) {
    // the triangle of weights takes the error from 1/POINTS to its square
    let weight = 1 - Math.abs((2 * point) / POINTS - 1);
    all += weight;
    for (let i = 0; i < k; i++) {
      let centre = mean[i]! / scale[i]!;
      for (let j = 0; j < i; j++) centre += lower[i * k + j]! * z[j]!;
      const sd = lower[i * k + i]!;
      const edge = half[i]! / scale[i]!;
      const [below, above] = [normal.cdf((-edge - centre) / sd), normal.cdf((edge - centre) / sd)];
      weight *= above - below;
      // Beyond the reach of the tails a point says nothing.
      const place = below + (above - below) * folded(point * Math.sqrt(primes[i]!));
      z[i] = Math.max(-38, Math.min(38, normal.quantile(place)));
    }
    sum += weight;
    for (let i = 0; i < k; i++) {
      let value = mean[i]!;
      for (let j = 0; j <= i; j++) value += scale[i]! * lower[i * k + j]! * z[j]!;
      total[i] = total[i]! + weight * value;
    }
  }
  return { probability: sum / all, mean: total.map((value) => value / sum) };
}

/** The baker's transform of the fraction, by which sums of smooth functions converge sooner. */
const folded = (x: number): number => 1 - Math.abs(2 * (x - Math.floor(x)) - 1);
