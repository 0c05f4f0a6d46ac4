/** Descriptive statistics of weighted values as Stata's `summarize` has them with `[aw]` and `[fw]` (Stata [R] summarize, Methods and formulas). */
import { dot, sum } from '../../base/number/sum.ts';
import type { WeightKind } from '../design.ts';
import type { Stat } from '../fit.ts';
import { absence, type Description, type OrderedValues, ofOrdered } from './describe.ts';
import type { Moments } from './moments.ts';

export interface DescriptiveWeights {
  /** Weights of frequencies are whole numbers of rows. Analytic ones are rescaled, so that those of the values add up to their number. */
  readonly kind: Exclude<WeightKind, 'probability'>;
  /** Has a weight above 0 for each value. */
  readonly values: Float64Array;
}

/** Values in order, with their weights. */
interface Weighted {
  readonly x: Float64Array;
  readonly weights: Float64Array;
  readonly total: number;
  /** Counts the values, each as often as its frequency says. */
  readonly n: number;
}

/** Statistics of the values that are not missing (NaN). `missing` counts rows, or what they stand for by frequency. O(N log N). */
export function describeWeighted(
  values: Float64Array,
  { kind, values: weights }: DescriptiveWeights,
  percents: readonly number[] = [],
): Description {
  const held = heldOf(values, weights, kind);
  const rows = kind === 'frequency' ? sum(weights) : values.length;
  return { ...ofOrdered(orderedOf(held), percents), ...absence(rows - held.n, rows) };
}

/** The number, mean and variance of weighted values, as tests of means need them; NaN where there are none. O(N). */
export function weightedMoments(
  values: Float64Array,
  { kind, values: weights }: DescriptiveWeights,
): { readonly n: number; readonly mean: number; readonly variance: number } {
  const { n, mean, sd } = ofOrdered(orderedOf(heldOf(values, weights, kind)), []);
  const number = (value: Stat): number => (typeof value === 'number' ? value : Number.NaN);
  return { n, mean: number(mean), variance: number(sd) * number(sd) };
}

/** A percentile (0…100) of the values that are not missing, of which there is one at least, by weights above 0. O(N log N). */
export const percentileByWeights = (values: Float64Array, weights: Float64Array, percent: number): number =>
  weightedPercentile(heldOf(values, weights, 'analytic'), percent);

function heldOf(values: Float64Array, weights: Float64Array, kind: DescriptiveWeights['kind']): Weighted {
  const order = Array.from(values.keys())
    .filter((row) => !Number.isNaN(values[row]!))
    .sort((a, b) => values[a]! - values[b]! || weights[a]! - weights[b]!);
  const x = Float64Array.from(order, (row) => values[row]!);
  const held = Float64Array.from(order, (row) => weights[row]!);
  const total = sum(held);
  return { x, weights: held, total, n: kind === 'frequency' ? total : x.length };
}

const orderedOf = (held: Weighted): OrderedValues => ({
  n: held.n,
  min: held.x[0]!,
  max: held.x[held.x.length - 1]!,
  at: (percent) => weightedPercentile(held, percent),
  moments: (unit) => weightedMomentsOf(held, unit),
});

/** Sums of weights this near to each other, relative to all, are taken for equal. */
const NEARBY = 1e-13;

/** The first value whose weights, with those below it, exceed the share asked for; the mean of it and the one before where these reach it. */
function weightedPercentile({ x, weights, total }: Weighted, percent: number): number {
  const wanted = (percent / 100) * total;
  const slack = NEARBY * total;
  let below = 0;
  for (let i = 0; i < x.length - 1; i++) {
    below += weights[i]!;
    if (below < wanted - slack) continue;
    return below <= wanted + slack ? middle(x[i]!, x[i + 1]!) : x[i]!;
  }
  return x[x.length - 1]!;
}

const middle = (a: number, b: number): number => (Number.isFinite(a + b) ? (a + b) / 2 : a / 2 + b / 2);

function weightedMomentsOf({ x, weights, total, n }: Weighted, unit: number): Moments {
  // Measured from a value of theirs, so that a large common offset costs no digits.
  const origin = x[0]! / unit;
  const from = x.map((value) => value / unit - origin);
  const meanOf = (values: Float64Array): number => dot(weights, values) / total;
  const first = meanOf(from);
  const centre = first + meanOf(from.map((value) => value - first));
  const off = from.map((value) => value - centre);
  const squares = off.map((value) => value * value);
  const second = meanOf(squares);
  const scale = Math.sqrt(second);
  const standard = off.map((value) => value / scale);
  const cubes = standard.map((value) => value * value * value);
  const fourths = standard.map((value) => value * value * (value * value));
  return {
    mean: origin + centre,
    spread: second * n,
    skewness: meanOf(cubes),
    kurtosis: meanOf(fourths),
  };
}
