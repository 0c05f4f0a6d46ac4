/** Weights of scaled indicators by several methods; each gives weights that sum to 1. */

import { extent } from '../../base/extremes.ts';
import { dot, mean, sum, sumSquaresAbout } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { standardise } from '../describe/standardise.ts';
import { symmetricEigen } from '../linalg/symmetric-eigen.ts';

/** m columns of N scaled values; null for a constant indicator, which weighs nothing. */
export type Scaled = readonly (Float64Array | null)[];

export interface Entropy {
  /** 0…1: 1 where all rows are alike */
  readonly entropy: number;
  /** 1 − entropy */
  readonly divergence: number;
}

/**
 * E = −(1/ln N) Σ p ln p with p = z/Σz, p ln p being 0 at 0 (Shannon 1948; docs/methods.md, composite indices). Computed by its distance from
 * the uniform distribution, d = (1/(N ln N)) Σ [(1+t) ln(1+t) − t] with t = Np − 1, whose parts are all positive, so that
 * near-uniform columns keep their digits. N ≥ 2 values ≥ 0, not all 0. O(N).
 */
export function entropyOf(z: Float64Array): Entropy {
  const n = z.length;
  const centre = mean(z);
  const parts = z.map((value) => {
    const t = (value - centre) / centre;
    return t <= -1 ? 1 : (1 + t) * Math.log1p(t) - t;
  });
  const divergence = Math.min(1, Math.max(0, sum(parts) / (n * Math.log(n))));
  return { entropy: 1 - divergence, divergence };
}

/** d_j / Σ d. O(Nm). */
export function entropyWeights(scaled: Scaled): Float64Array {
  return shares(scaled.map((z) => (z === null ? 0 : entropyOf(z).divergence)));
}

export function equalWeights(scaled: Scaled): Float64Array {
  return shares(scaled.map((z) => (z === null ? 0 : 1)));
}

/**
 * CRITIC: s_j Σ_k (1 − r_jk), the standard deviation times the conflict with the others (Diakoulaki, Mavrotas &
 * Papayannakis 1995, Computers & Operations Research 22:763). Refuses indicators that are all one. O(Nm²).
 */
export function criticWeights(scaled: Scaled): Float64Array {
  const unit = scaled.map((z) => (z === null ? null : standardise(z)));
  const alone = unit.filter((z) => z !== null).length === 1;
  const information = scaled.map((z, j) => {
    if (z === null) return 0;
    if (alone) return 1;
    const conflicts = unit.map((other) => (other === null ? 0 : Math.max(0, 1 - dot(unit[j]!, other))));
    conflicts[j] = 0;
    return Math.sqrt(sumSquaresAbout(z, mean(z))) * sum(conflicts);
  });
  // Where r is 1, the rest of 1 − r is an error of rounding and no conflict.
  if (sum(information) <= 1e-12 * scaled.length * scaled.length) {
    throw new Refusal('no-conflict', 'CRITIC weights are not defined: the indicators are perfectly correlated');
  }
  return shares(information);
}

/**
 * The first principal component of the correlation matrix (Pearson 1901; Filmer & Pritchett 2001, Demography 38:115),
 * as weights on the scaled indicators: a_j/s_j over their sum, so that the index is Stata's `predict pc1` up to shift
 * and scale. A weight is negative where an indicator runs against the others. Refuses a component that is not unique or
 * whose weights cancel. O(Nm² + m³).
 */
export function principalWeights(scaled: Scaled): Float64Array {
  const present = scaled.flatMap((z, j) => (z === null ? [] : [{ j, z, unit: standardise(z)! }]));
  const k = present.length;
  const correlation = new Float64Array(k * k);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b <= a; b++) {
      const r = a === b ? 1 : dot(present[a]!.unit, present[b]!.unit);
      correlation[a * k + b] = r;
      correlation[b * k + a] = r;
    }
  }
  const { values, vectors } = symmetricEigen(correlation, k);
  if (k > 1 && values[0]! - values[1]! <= 1e-10 * values[0]!) {
    throw new Refusal('component-not-unique', 'the first principal component is not unique: two eigenvalues are equal');
  }
  const raw = present.map(({ z }, i) => vectors[0]![i]! / Math.sqrt(sumSquaresAbout(z, mean(z))));
  const total = sum(raw);
  if (Math.abs(total) <= 1e-10 * sum(raw.map(Math.abs))) {
    throw new Refusal('weights-cancel', 'the weights of the first principal component sum to zero');
  }
  const weights = new Float64Array(scaled.length);
  present.forEach(({ j }, i) => {
    weights[j] = raw[i]! / total;
  });
  return weights;
}

/** Σ_j w_j z_ij. O(Nm). */
export function weightedSum(scaled: Scaled, weights: Float64Array, n: number): Float64Array {
  const score = new Float64Array(n);
  scaled.forEach((z, j) => {
    if (z === null) return;
    for (let i = 0; i < n; i++) score[i] = score[i]! + weights[j]! * z[i]!;
  });
  return score;
}

/**
 * TOPSIS: the distance from the worst over the distances from the worst and the best, each coordinate being w_j z_ij
 * (Hwang & Yoon 1981, Multiple Attribute Decision Making). 0…1. O(Nm).
 */
export function closeness(scaled: Scaled, weights: Float64Array, n: number): Float64Array {
  const [best, worst] = [new Float64Array(n), new Float64Array(n)];
  scaled.forEach((z, j) => {
    if (z === null) return;
    const [low, high] = extent(z);
    for (let i = 0; i < n; i++) {
      const [up, down] = [weights[j]! * (high - z[i]!), weights[j]! * (z[i]! - low)];
      best[i] = best[i]! + up * up;
      worst[i] = worst[i]! + down * down;
    }
  });
  return worst.map((square, i) => Math.sqrt(square) / (Math.sqrt(square) + Math.sqrt(best[i]!)));
}

function shares(parts: readonly number[]): Float64Array {
  const total = sum(parts);
  return Float64Array.from(parts, (part) => part / total);
}
