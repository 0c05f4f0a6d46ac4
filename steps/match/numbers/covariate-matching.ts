/** Matches rows with the nearest ones of the other side by their covariates, with replacement, and estimates the effect with its error (Abadie & Imbens 2006, 2011). */

import { mean, sum } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { type Metric, placed } from './metric.ts';
import { Neighbours } from './neighbours.ts';
import { outcomeModel } from './outcome-model.ts';
import type { MatchRows } from './rows.ts';
import type { Estimand } from './spec.ts';

export interface Matching {
  readonly estimand: Estimand;
  readonly k: number;
  /** Distances must be below it. */
  readonly caliper: number | null;
  /** The number of rows of the same side by which the variance of a row's outcome is told; 0 for one pooled variance. */
  readonly errorNeighbours: number;
}

export interface CovariateMatching extends Matching {
  readonly metric: Metric;
}

/** Where rows stand: `width` coordinates each, row after row. Distances are equal within `tie`. */
export interface Space {
  readonly points: Float64Array;
  readonly width: number;
  readonly tie?: number;
}

/** The two means of an outcome, and the variance of their difference. */
export interface Contrast {
  readonly treated: number;
  readonly control: number;
  readonly variance: number;
}

/** Rows that are matched, each with its neighbours on the other side. */
interface Pairs {
  readonly rows: readonly number[];
  readonly neighbours: readonly (readonly number[])[];
  /** Rows of the estimand that have no neighbour in reach, by their side. */
  readonly unmatched: readonly number[];
}

export interface NearMatched {
  /** The weight of each row in the two means: one for a row that is matched, and its shares in the counterfactuals of others. */
  readonly weights: Float64Array;
  readonly pairs: Pairs;
  /** Finds rows that are near in the space of the matching. */
  readonly trees: Trees;
  contrast(values: Float64Array): Contrast;
}

/** The sides that an estimand is about: 1 the treated, 0 controls. */
export const estimandSides: Readonly<Record<Estimand, readonly (0 | 1)[]>> = { att: [1], atc: [0], ate: [0, 1] };

/**
 * Every row of the estimand with its `k` nearest rows of the other side, all at the last distance among them, within the levels of `exact`. The counterfactual is their mean,
 * with `adjust` moved by the difference of predictions of a regression on the rows that are used, weighted by their shares. The variance is that of the population effect, with
 * σ²(x) the sample variance of a row and `errorNeighbours` of its side, or with 0 of them one pooled variance of the matched differences. Source: Abadie & Imbens (2006, Econometrica 74:235), theorem 7; (2011,
 * JBES 29:1), section 3. O(N log N) where neighbours are few.
 */
export const matchByCovariates = (rows: MatchRows, { metric, ...settings }: CovariateMatching): NearMatched =>
  matchNear(rows, { points: placed(rows.on, metric), width: rows.on.length }, settings);

/** Matches rows that are near in a space. */
export function matchNear(rows: MatchRows, space: Space, settings: Matching): NearMatched {
  const { treatment } = rows;
  const n = treatment.length;
  const groupOf = rows.exact ?? new Int32Array(n);
  const trees = treesOf(space, treatment, groupOf);
  const pairs = pairsOf(treatment, groupOf, trees, settings);
  const [shares, squares] = [new Float64Array(n), new Float64Array(n)];
  for (const own of pairs.neighbours) {
    for (const j of own) {
      shares[j]! += 1 / own.length;
      squares[j]! += 1 / (own.length * own.length);
    }
  }
  const weights = shares.slice();
  for (const i of pairs.rows) weights[i]! += 1;
  const isWhole = settings.estimand === 'ate';
  // The factor of σ²(x) of each row in the variance.
  const factor = shares.map((share, i) => share * share - squares[i]! + (isWhole ? 2 * share : 0));
  return {
    weights,
    pairs,
    trees,
    contrast(values) {
      const models =
        rows.adjust.length === 0
          ? null
          : ([0, 1] as const).map((side) =>
              outcomeModel(
                values,
                rows.adjust,
                shares.map((share, i) => (treatment[i] === side ? share : 0)),
              ),
            );
      /** The outcomes that a row would have on the other side, by each of its neighbours there. */
      const counterfactuals = pairs.rows.map((i, at) => {
        const model = models?.[1 - treatment[i]!];
        return pairs.neighbours[at]!.map((j) => (model ? values[j]! + model.at(i) - model.at(j) : values[j]!));
      });
      const own = pairs.rows.map((i) => values[i]!);
      const others = counterfactuals.map((all) => mean(all));
      const isTreated = (at: number): boolean => treatment[pairs.rows[at]!] === 1;
      const treated = mean(own.map((value, at) => (isTreated(at) ? value : others[at]!)));
      const control = mean(own.map((value, at) => (isTreated(at) ? others[at]! : value)));
      const effect = treated - control;
      const gap = (at: number, other: number): number => (isTreated(at) ? own[at]! - other : other - own[at]!) - effect;
      const spread = sum(others.map((other, at) => squared(gap(at, other))));
      // Half the mean square of matched differences about the effect.
      const pooled = (): number =>
        mean(counterfactuals.map((all, at) => mean(all.map((other) => squared(gap(at, other)))))) / 2;
      const varianceOf =
        settings.errorNeighbours === 0
          ? constant(pooled())
          : (i: number): number =>
              nearVariance(values, i, trees.of(groupOf[i]!, treatment[i]!), settings.errorNeighbours);
      const used = [...factor.keys()].filter((i) => factor[i] !== 0);
      const conditional = sum(used.map((i) => factor[i]! * varianceOf(i)));
      return { treated, control, variance: (spread + conditional) / (own.length * own.length) };
    },
  };
}

const squared = (x: number): number => x * x;

const constant = (value: number) => (): number => value;

export interface Trees {
  /** undefined where the group has no row of that side. */
  of(group: number, side: number): Neighbours | undefined;
}

export function treesOf(
  { points, width, tie }: Space,
  treatment: Float64Array,
  groupOf: Int32Array = new Int32Array(treatment.length),
): Trees {
  const members = new Map<number, number[]>();
  for (const [i, side] of treatment.entries()) {
    const key = 2 * groupOf[i]! + side;
    const list = members.get(key);
    if (list === undefined) members.set(key, [i]);
    else list.push(i);
  }
  const trees = new Map([...members].map(([key, list]) => [key, new Neighbours(points, width, list, tie)]));
  return { of: (group, side) => trees.get(2 * group + side) };
}

function pairsOf(
  treatment: Float64Array,
  groupOf: Int32Array,
  trees: Trees,
  { estimand, k, caliper }: Matching,
): Pairs {
  const [rows, neighbours, unmatched]: [number[], number[][], number[]] = [[], [], []];
  const sides: readonly number[] = estimandSides[estimand];
  for (const [i, side] of treatment.entries()) {
    if (!sides.includes(side)) continue;
    const own = trees.of(groupOf[i]!, 1 - side)?.nearest(i, k, caliper ?? Number.POSITIVE_INFINITY) ?? [];
    if (own.length === 0) {
      unmatched.push(i);
      continue;
    }
    rows.push(i);
    neighbours.push(own);
  }
  if (rows.length > 0) return { rows, neighbours, unmatched };
  throw new Refusal('no-match', 'no row has one of the other side in reach', {
    param: caliper === null ? 'exact' : 'caliper',
    hint: 'let rows differ more',
  });
}

/** The sample variance of a row's outcome and those of the nearest rows of its side. */
function nearVariance(values: Float64Array, row: number, side: Neighbours | undefined, count: number): number {
  const own = side?.nearest(row, count, Number.POSITIVE_INFINITY) ?? [];
  if (own.length === 0) {
    const message =
      'a row is the only one of its side among those that are alike in `exact`, so that nothing tells the variance of its outcome';
    throw new Refusal('no-neighbour', message, {
      param: 'errorNeighbours',
      hint: '`error_neighbours: 0` takes one variance for all rows',
    });
  }
  const all = [row, ...own].map((i) => values[i]!);
  const centre = mean(all);
  return sum(all.map((value) => (value - centre) * (value - centre))) / own.length;
}
