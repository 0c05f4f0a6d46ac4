/**
 * The middle of the sandwich in the orthonormal coordinates of the design: with X = QR, V = R^−1 M R'^−1 where M is the
 * sum over rows, clusters or periods of the outer products of e_i q_i. K×K, row-major, symmetric.
 */

import { dot, groupProducts, groupSums } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { Design, Weights } from '../design.ts';
import { type Effect, intersect } from '../panel/effects.ts';

/** I·σ². */
export function meatIid(variance: number, k: number): Float64Array {
  const m = new Float64Array(k * k);
  for (let j = 0; j < k; j++) m[j * k + j] = variance;
  return m;
}

/** Returns factors that turn a row's squared score into the sum over the copies it stands for, or null without frequency weights. */
export const perCopy = (weights: Weights | undefined): Float64Array | null =>
  weights?.kind === 'frequency' ? weights.roots.map((root) => 1 / root) : null;

/** Σ w_i² e_i² q_i q_i'; `weights` null for HC0 and HC1 of rows that each stand for one. O(NK²). */
export function meatHc(q: readonly Float64Array[], e: Float64Array, weights: Float64Array | null): Float64Array {
  const scores = q.map((column) => {
    const s = new Float64Array(e.length);
    for (let i = 0; i < e.length; i++) s[i] = column[i]! * e[i]! * (weights ? weights[i]! : 1);
    return s;
  });
  return crossProducts(scores, scores);
}

/** Changes coordinates of sums of scores, an array for each column, in place. */
type Turn = (sums: readonly Float64Array[]) => void;
const asTheyAre: Turn = () => {};

/** Σ_g s_g s_g'. O(NK + GK²). */
export function meatCluster(
  q: readonly Float64Array[],
  e: Float64Array,
  cluster: Effect,
  turn: Turn = asTheyAre,
): Float64Array {
  const sums = scoreSums(q, e, cluster);
  turn(sums);
  return crossProducts(sums, sums);
}

/**
 * M_a + M_b − M_{a∩b}, and so on over all combinations of the cluster variables, of an odd number added and of an even one taken off (Cameron,
 * Gelbach & Miller 2011). Of several not always positive semi-definite. `turn` changes coordinates where `q` is not orthonormal.
 * O(2^c (NK + GK²)) for c variables.
 */
export function meatClusters(
  q: readonly Float64Array[],
  e: Float64Array,
  clusters: readonly Effect[],
  turn: Turn = asTheyAre,
): Float64Array {
  const [first, ...rest] = combinationsOf(clusters);
  const m = meatCluster(q, e, first!.effect, turn);
  for (const { effect, sign } of rest) {
    const own = meatCluster(q, e, effect, turn);
    for (let i = 0; i < m.length; i++) m[i] = m[i]! + sign * own[i]!;
  }
  return m;
}

interface Combination {
  readonly effect: Effect;
  /** Names of the variables. */
  readonly of: readonly string[];
  readonly sign: 1 | -1;
}

/** The cluster variables, then their intersections, of fewer first. */
export function combinationsOf(clusters: readonly Effect[]): readonly Combination[] {
  const found: (Combination & { readonly last: number })[] = [];
  for (const [last, effect] of clusters.entries()) found.push({ effect, of: [effect.name], sign: 1, last });
  for (const { effect, of, sign, last } of found) {
    for (let at = last + 1; at < clusters.length; at++) {
      const next = clusters[at]!;
      found.push({ effect: intersect(effect, next), of: [...of, next.name], sign: sign === 1 ? -1 : 1, last: at });
    }
  }
  return found;
}

/**
 * Driscoll & Kraay (1998): Bartlett-weighted autocovariances of the sums by period up to `lag`. `periods` holds the
 * calendar time of each level of `time`; t − l is looked up on the calendar. O(NK + T·lag·K²).
 */
export function meatDriscollKraay(
  q: readonly Float64Array[],
  e: Float64Array,
  time: Effect,
  periods: Float64Array,
  lag: number,
): Float64Array {
  const k = q.length;
  const h = scoreSums(q, e, time);
  const m = crossProducts(h, h);
  const at = new Map<number, number>();
  periods.forEach((period, t) => {
    at.set(period, t);
  });
  for (let l = 1; l <= lag; l++) {
    const weight = 1 - l / (lag + 1);
    const pairs = [...periods].flatMap((period, t) => {
      const before = at.get(period - l);
      return before === undefined ? [] : [[t, before] as const];
    });
    const now = h.map((s) => Float64Array.from(pairs, ([t]) => s[t]!));
    const then = h.map((s) => Float64Array.from(pairs, ([, t]) => s[t]!));
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < k; j++) {
        m[i * k + j] = m[i * k + j]! + weight * (dot(now[i]!, then[j]!) + dot(now[j]!, then[i]!));
      }
    }
  }
  return m;
}

/** K arrays of length G. */
function scoreSums(q: readonly Float64Array[], e: Float64Array, cluster: Effect): Float64Array[] {
  return q.map((column) => groupProducts(column, e, cluster.codes, cluster.levels));
}

/** a_i'b_j, symmetric: of one list with itself. `zeros` columns of zeros, which are in no list, come first. */
export function crossProducts(a: readonly Float64Array[], b: readonly Float64Array[], zeros = 0): Float64Array {
  const k = zeros + a.length;
  const m = new Float64Array(k * k);
  for (let i = zeros; i < k; i++) {
    for (let j = zeros; j <= i; j++) {
      const value = dot(a[i - zeros]!, b[j - zeros]!);
      m[i * k + j] = value;
      m[j * k + i] = value;
    }
  }
  return m;
}

/** A leverage closer to 1 than this is 1. */
export const LEAST_LEFT = 1e-10;

/**
 * Square roots of the HC2 (`power` 1) or HC3 (2) weights 1/(1−h_i)^power. h_i is the leverage in the full model, the dummies
 * of one absorbed effect included; of a row that stands for several, that of each. Refuses a row that is fitted perfectly by construction.
 */
export function leverageWeights(
  q: readonly Float64Array[],
  effect: Effect | null,
  power: 1 | 2,
  { nobs, weights: of }: Pick<Design, 'nobs' | 'weights'>,
): Float64Array {
  const weights = new Float64Array(nobs);
  const sizes = effect && of ? groupSums(of.values, effect.codes, effect.levels) : effect?.counts;
  for (let i = 0; i < nobs; i++) {
    let h = effect ? (of?.values[i] ?? 1) / sizes![effect.codes[i]!]! : 0;
    for (const column of q) h += column[i]! * column[i]!;
    if (of?.kind === 'frequency') h /= of.values[i]!;
    if (1 - h < LEAST_LEFT) {
      throw new Refusal(
        'leverage-one',
        `row ${i + 1} of the estimation sample has leverage 1, so HC${power + 1} is undefined`,
        {
          param: 'vcov',
          hint: effect ? 'use `singletons: drop`, or HC1' : 'use HC1, or drop the variable that picks out this row',
        },
      );
    }
    weights[i] = power === 1 ? Math.sqrt(1 / (1 - h)) : 1 / (1 - h);
  }
  return weights;
}
