/** Weights by pairwise judgements of dimensions, and of the indicators of each: the analytic hierarchy process (Saaty 1980, The Analytic Hierarchy Process). */

import { sum } from '../../base/number/sum.ts';
import type { Stat } from '../fit.ts';
import type { Scaled } from './index-weights.ts';

/** The first matters so many times as much as the second. Both are dimensions, or indicators of one dimension. */
export interface Judgement {
  readonly first: string;
  readonly second: string;
  /** Above 0; Saaty's scale goes from 1 to 9. */
  readonly times: number;
}

/** Members that are compared with each other: the dimensions, or the indicators of one. */
export interface ComparedGroup {
  /** null: the dimensions */
  readonly dimension: string | null;
  readonly members: readonly string[];
}

export interface Priorities extends ComparedGroup {
  /** Sum to 1, in the order of the members. */
  readonly weights: readonly number[];
  /** The largest eigenvalue of the judgements, the number of members where they agree. */
  readonly lambda: number;
  /** (λ − n)/(n − 1), over its mean for judgements by chance; 0 of two members. */
  readonly consistencyRatio: Stat;
}

/** Means of the consistency index of random judgements on Saaty's scale, of 1 to 15 members (Saaty 1980, page 21). */
const BY_CHANCE = [0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59];
export const MOST_COMPARED = BY_CHANCE.length;

/** Judgements with a larger ratio are to be thought over again (Saaty 1980). */
export const USUAL_RATIO = 0.1;

/** Groups of several members, the dimensions first. */
export function comparedGroups(
  specs: readonly { readonly indicator: string; readonly dimension: string }[],
): ComparedGroup[] {
  const byDimension = new Map<string, string[]>();
  for (const { indicator, dimension } of specs)
    byDimension.set(dimension, [...(byDimension.get(dimension) ?? []), indicator]);
  const groups: ComparedGroup[] = [
    { dimension: null, members: [...byDimension.keys()] },
    ...[...byDimension].map(([dimension, members]) => ({ dimension, members })),
  ];
  return groups.filter(({ members }) => members.length > 1);
}

/** The principal eigenvector of the judgements, which are whole: each pair of the group has one. O(n² times steps). */
export function prioritiesOf(group: ComparedGroup, judgements: readonly Judgement[]): Priorities {
  const { members } = group;
  const n = members.length;
  const matrix = members.map((first) =>
    members.map((second) => {
      const found = judgements.find((each) => each.first === first && each.second === second);
      const reverse = judgements.find((each) => each.first === second && each.second === first);
      return found?.times ?? (reverse === undefined ? 1 : 1 / reverse.times);
    }),
  );
  let weights = members.map(() => 1 / n);
  let lambda = n;
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = matrix.map((row) => sum(row.map((times, j) => times * weights[j]!)));
    lambda = sum(next);
    const scaled = next.map((value) => value / lambda);
    const moved = Math.max(...scaled.map((value, i) => Math.abs(value - weights[i]!)));
    weights = scaled;
    if (moved <= Number.EPSILON) break;
  }
  const chance = BY_CHANCE[n - 1]!;
  return {
    ...group,
    weights,
    lambda,
    consistencyRatio: chance === 0 ? 0 : Math.max(0, (lambda - n) / (n - 1)) / chance,
  };
}

/** The second eigenvalue of positive reciprocal judgements is far below the first, so that a few dozen steps are usual. */
const MOST_STEPS = 10_000;

/** A dimension's weight times that of the indicator within it, over what the indicators that vary have. O(m). */
export function judgedWeights(
  specs: readonly { readonly indicator: string; readonly dimension: string }[],
  scaled: Scaled,
  judgements: readonly Judgement[],
): Float64Array {
  const found = comparedGroups(specs).map((group) => prioritiesOf(group, judgements));
  const weightIn = (dimension: string | null, member: string): number => {
    const group = found.find((each) => each.dimension === dimension);
    return group === undefined ? 1 : group.weights[group.members.indexOf(member)]!;
  };
  const raw = specs.map(({ indicator, dimension }, j) =>
    scaled[j] === null ? 0 : weightIn(null, dimension) * weightIn(dimension, indicator),
  );
  const total = sum(raw);
  return Float64Array.from(raw, (weight) => weight / total);
}
