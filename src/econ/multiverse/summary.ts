/** Summarises the specifications of a multiverse, and finds the choices that turn the sign. */
import { percentile } from '../distributions/percentile.ts';
import type { Stat } from '../fit.ts';
import type { Specification } from './specification.ts';

/** Something that is chosen: a control (without, with), the sample, the outcome. */
export interface Dimension {
  readonly is: 'control' | 'controls' | 'sample' | 'outcome' | 'transform' | 'vcov' | 'effects';
  /** The control or the variable that the dimension chooses; null of a dimension that occurs once, such as the sample. */
  readonly name: string | null;
  readonly options: readonly string[];
  /** The option that each specification took, from 0. */
  readonly made: readonly number[];
}

/** The results of some specifications; shares are of those that have the number, 0…1. */
export interface Share {
  readonly count: number;
  readonly median: Stat;
  readonly min: Stat;
  readonly max: Stat;
  readonly sharePositive: Stat;
  /** With p < 0.05. */
  readonly shareSignificant: Stat;
}

export interface ChoiceShare extends Share {
  /** `Education = with`, `sample = late`. */
  readonly name: string;
  /** Position of the dimension, from 0. */
  readonly dimension: number;
  readonly choice: string;
}

/** Pairs of specifications that differ in this choice alone. */
export interface Flips {
  /** The name of the control or variable, or of another choice: `Education`, `sample`. */
  readonly name: string;
  readonly dimension: number;
  readonly pairs: number;
  /** Pairs whose estimates have opposite signs, and those of which one is significant. */
  readonly signs: number;
  readonly significance: number;
  /** Mean size of the difference of their estimates. */
  readonly meanChange: Stat;
}

export interface Summary extends Share {
  /** Specifications in which the term has an estimate. */
  readonly identified: number;
  readonly positive: number;
  readonly negative: number;
  readonly significant: number;
  readonly significantPositive: number;
  readonly significantNegative: number;
  readonly shareSignificantPositive: Stat;
  readonly shareSignificantNegative: Stat;
  readonly choices: readonly ChoiceShare[];
  readonly flips: readonly Flips[];
}

/** The level below which a p-value counts as significant. */
export const significanceLevel = 0.05;

/** `found` and each dimension's `made` have the same length. O(N · options). */
export function summaryOf(found: readonly Specification[], dimensions: readonly Dimension[]): Summary {
  const estimates = Float64Array.from(found, ({ estimate }) => numberOf(estimate));
  const pValues = Float64Array.from(found, ({ pValue }) => numberOf(pValue));
  const order = bySize(estimates);
  const everyone = new Uint8Array(estimates.length);
  let [positive, negative, tested, significant, significantPositive, significantNegative] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < estimates.length; i++) {
    const isSignificant = pValues[i]! < significanceLevel;
    if (!Number.isNaN(pValues[i]!)) tested++;
    if (isSignificant) significant++;
    if (estimates[i]! > 0) {
      positive++;
      if (isSignificant) significantPositive++;
    }
    if (estimates[i]! < 0) {
      negative++;
      if (isSignificant) significantNegative++;
    }
  }
  return {
    ...shareOf(everyone, 0, order, estimates, pValues),
    identified: order.length,
    positive,
    negative,
    significant,
    significantPositive,
    significantNegative,
    shareSignificantPositive: ratio(significantPositive, tested, untested),
    shareSignificantNegative: ratio(significantNegative, tested, untested),
    choices: dimensions.flatMap(({ is, name, options, made }, dimension) =>
      options.map((choice, option) => {
        const share = shareOf(made, option, order, estimates, pValues);
        return { name: `${name ?? is} = ${choice}`, dimension, choice, ...share };
      }),
    ),
    flips: flipsOf(dimensions, estimates, pValues),
  };
}

const numberOf = (stat: Stat): number => (typeof stat === 'number' ? stat : Number.NaN);

const unidentified = 'no specification has an estimate';
const untested = 'no specification has a p-value';

const ratio = (part: number, of: number, why: string): Stat => (of === 0 ? { invalid: why } : part / of);

/** Positions of the estimates, from the smallest on; without those that are missing. */
function bySize(estimates: Float64Array): Int32Array {
  const order = new Int32Array(estimates.length);
  let count = 0;
  for (let i = 0; i < estimates.length; i++) if (!Number.isNaN(estimates[i]!)) order[count++] = i;
  return order.subarray(0, count).sort((a, b) => estimates[a]! - estimates[b]!);
}

/** The results of the specifications that made a choice. `order`: those that have an estimate, by its size. */
function shareOf(
  made: ArrayLike<number>,
  option: number,
  order: Int32Array,
  estimates: Float64Array,
  pValues: Float64Array,
): Share {
  const values = new Float64Array(order.length);
  let [some, positive, count, tested, significant] = [0, 0, 0, 0, 0];
  for (let at = 0; at < order.length; at++) {
    const i = order[at]!;
    if (made[i] !== option) continue;
    values[some++] = estimates[i]!;
    if (estimates[i]! > 0) positive++;
  }
  for (let i = 0; i < pValues.length; i++) {
    if (made[i] !== option) continue;
    count++;
    if (!Number.isNaN(pValues[i]!)) tested++;
    if (pValues[i]! < significanceLevel) significant++;
  }
  const none: Stat = { invalid: unidentified };
  return {
    count,
    median: some > 0 ? percentile(values.subarray(0, some), 50) : none,
    min: some > 0 ? values[0]! : none,
    max: some > 0 ? values[some - 1]! : none,
    sharePositive: ratio(positive, some, unidentified),
    shareSignificant: ratio(significant, tested, untested),
  };
}

/** For each dimension, all pairs of specifications that made the same choices in all others. */
function flipsOf(dimensions: readonly Dimension[], estimates: Float64Array, pValues: Float64Array): Flips[] {
  const code = new Float64Array(estimates.length);
  let stride = 1;
  const strides = dimensions.map(({ options, made }) => {
    const own = stride;
    for (let i = 0; i < code.length; i++) code[i] = code[i]! + own * made[i]!;
    stride *= options.length;
    return own;
  });
  return dimensions.map(({ is, name, made }, dimension) => {
    const alike = new Map<number, number[]>();
    for (let i = 0; i < code.length; i++) {
      const others = code[i]! - strides[dimension]! * made[i]!;
      const known = alike.get(others);
      if (known === undefined) alike.set(others, [i]);
      else known.push(i);
    }
    return { name: name ?? is, dimension, ...pairsOf(alike.values(), estimates, pValues) };
  });
}

function pairsOf(
  groups: Iterable<readonly number[]>,
  estimates: Float64Array,
  pValues: Float64Array,
): Omit<Flips, 'name' | 'dimension'> {
  let [pairs, signs, significance, change] = [0, 0, 0, 0];
  for (const group of groups) {
    for (let a = 1; a < group.length; a++) {
      for (let b = 0; b < a; b++) {
        const [first, second] = [group[b]!, group[a]!];
        const [x, y] = [estimates[first]!, estimates[second]!];
        if (Number.isNaN(x) || Number.isNaN(y)) continue;
        pairs++;
        change += Math.abs(x - y);
        if (x > 0 !== y > 0) signs++;
        if (pValues[first]! < significanceLevel !== pValues[second]! < significanceLevel) significance++;
      }
    }
  }
  const meanChange = ratio(change, pairs, 'no two specifications differ in this choice alone');
  return { pairs, signs, significance, meanChange };
}
