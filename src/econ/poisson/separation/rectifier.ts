/**
 * Separated rows by regressions alone, however many effects there are: the iterative rectifier of Correia, Guimarães & Zylkin (2019, "Verifying the existence
 * of maximum likelihood estimates for generalized linear models", section 3.2), with momentum.
 */
import { variation } from '../../likelihood/separation.ts';
import { applyQ, applyQTransposed, householder } from '../../linalg/qr.ts';
import type { Effect } from '../../panel/effects.ts';
import { withinTransform } from '../../panel/within.ts';

/** Weight of a row with a positive outcome, whose fitted value is to be 0, beside one of 0. */
const HEAVY = 1e3;
const MOST_ROUNDS = 2_000;
/** Parts of the largest fitted value: one that is smaller is 0, and one that is larger is positive. */
const parts = { zero: 1e-7, positive: 1e-4 };
/** A remainder of a column below this part of its variation counts as nothing, as among regressors. */
const NOTHING = 1e-9;
/** A norm below 1 by more than its rounding. */
const ENOUGH = 0.9;

/**
 * Positions of the rows that one combination z separates, ascending; empty where there is none, null where neither is found. Gradients, with Nesterov's momentum, which begins
 * anew where it leads astray (O'Donoghue & Candès 2015, Found. Comput. Math. 15:715), minimise the norm of the projection z of p on the span of regressors and
 * effects, over p ≥ 1 in rows with y = 0 and any p in others: p − z takes the place of p, and 1 where that is less. At the minimum z ≥ 0, and z = 0 in the
 * other rows; a norm below 1 is the proof that there is no such z (likelihood/separating-cone.ts). O(NK²) and the effects' transformation a round.
 */
export function rectified(
  columns: readonly Float64Array[],
  effects: readonly Effect[],
  y: Float64Array,
): readonly number[] | null {
  const weights = y.map((value) => (value > 0 ? HEAVY : 1));
  const project = projection(columns, effects, weights);
  let p = y.map((value) => (value > 0 ? 0 : 1));
  let ahead = p;
  let momentum = 1;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const z = project(ahead);
    const found = told(z, ahead, y, weights);
    if (found !== undefined) return found;
    const next = ahead.map((value, i) => (y[i]! > 0 ? value - z[i]! : Math.max(1, value - z[i]!)));
    let along = 0;
    for (let i = 0; i < z.length; i++) along += weights[i]! * z[i]! * (next[i]! - p[i]!);
    const following = along > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const carried = along > 0 ? 0 : (momentum - 1) / following;
    const from = p;
    ahead = next.map((value, i) => value + carried * (value - from[i]!));
    p = next;
    momentum = following;
  }
  return null;
}

/** Gives what a projection z of p says: the rows that it separates, that there are none, or nothing yet. */
function told(z: Float64Array, p: Float64Array, y: Float64Array, weights: Float64Array): readonly number[] | undefined {
  let [largest, least, off, squares, fewest] = [0, 0, 0, 0, Number.POSITIVE_INFINITY];
  for (let i = 0; i < z.length; i++) {
    const value = z[i]!;
    squares += weights[i]! * value * value;
    if (y[i]! > 0) off = Math.max(off, Math.abs(value));
    else {
      largest = Math.max(largest, value);
      least = Math.min(least, value);
      fewest = Math.min(fewest, p[i]!);
    }
  }
  if (fewest > 0 && Math.sqrt(squares) < ENOUGH * fewest) return [];
  if (Math.max(off, -least) > parts.zero * largest) return undefined;
  return [...z.keys()].filter((i) => y[i] === 0 && z[i]! > parts.positive * largest);
}

/** The projection on the span of regressors and effects, by weights. */
function projection(
  columns: readonly Float64Array[],
  effects: readonly Effect[],
  weights: Float64Array,
): (x: Float64Array) => Float64Array {
  const roots = weights.map(Math.sqrt);
  const within = (x: Float64Array): Float64Array =>
    withinTransform(x, effects, weights).map((value, i) => value * roots[i]!);
  const qr = householder(columns.map(within), weights.length, (j) => NOTHING * variation(columns[j]!));
  return (x) => {
    const left = within(x);
    applyQTransposed(qr, left);
    left.fill(0, 0, qr.kept.length);
    applyQ(qr, left);
    return x.map((value, i) => value - left[i]! / roots[i]!);
  };
}
