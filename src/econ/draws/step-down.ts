/** p values of a family of tests that allow for how their statistics hang together, from the statistics of draws under the null. */
import { tieOf } from './assignments.ts';

export interface StepDown {
  /** The share of draws in which each test alone is as extreme. */
  readonly raw: Float64Array;
  readonly adjusted: Float64Array;
  /** Draws in which every statistic exists, and those that were left out. */
  readonly draws: number;
  readonly skipped: number;
}

/** Statistics of draws. */
export interface DrawnStatistics {
  /** `values[b * K + k]` of draw b and test k; NaN where a draw has none. */
  readonly values: Float64Array;
  /** True where these are all assignments, the actual one among them; else it counts as one draw more, so that p = (1 + #)/(1 + B). */
  readonly exact: boolean;
}

/**
 * The step-down of largest |t|: a test is as extreme as its family in the draws in which the largest of the statistics that are no larger than its own is
 * (Westfall & Young 1993, Resampling-Based Multiple Testing, algorithm 4.1; Romano & Wolf 2005, Econometrica 73:1237; 2016, Statistics & Probability
 * Letters 113:38). O(BK).
 */
export function stepDownMaxT(observed: Float64Array, drawn: DrawnStatistics): StepDown {
  const { sizes, count, ...left } = pooled(observed, drawn);
  const tests = observed.length;
  const bounds = observed.map((t) => Math.abs(t) - tieOf(t));
  const order = Array.from(bounds.keys()).sort((a, b) => bounds[b]! - bounds[a]!);
  const [raw, joint] = [new Float64Array(tests), new Float64Array(tests)];
  for (let at = 0; at < sizes.length; at += tests) {
    let most = 0;
    for (let place = tests - 1; place >= 0; place--) {
      const k = order[place]!;
      const size = sizes[at + k]!;
      if (size > most) most = size;
      if (size >= bounds[k]!) raw[k]!++;
      if (most >= bounds[k]!) joint[k]!++;
    }
  }
  return { raw: raw.map((each) => each / count), adjusted: ascending(joint, order, count), ...left };
}

/**
 * The step-down of smallest p: the statistics of each draw are ranked among those of all draws, so that tests with other distributions count alike
 * (Westfall & Young 1993, algorithm 2.8; Ge, Dudoit & Speed 2003, Test 12:1). O(BK log B).
 */
export function stepDownMinP(observed: Float64Array, drawn: DrawnStatistics): StepDown {
  const { sizes, count, ...left } = pooled(observed, drawn);
  const tests = observed.length;
  const raw = new Float64Array(tests);
  // how many draws are as extreme as each, in place of its p value
  const ranks = new Float64Array(sizes.length);
  for (let k = 0; k < tests; k++) {
    const own = Float64Array.from({ length: count }, (_, b) => sizes[b * tests + k]!);
    const sorted = own.slice().sort();
    raw[k] = atLeast(sorted, Math.abs(observed[k]!));
    for (let b = 0; b < count; b++) ranks[b * tests + k] = atLeast(sorted, own[b]!);
  }
  const order = Array.from(raw.keys()).sort(
    (a, b) => raw[a]! - raw[b]! || Math.abs(observed[b]!) - Math.abs(observed[a]!),
  );
  const joint = new Float64Array(tests);
  for (let at = 0; at < ranks.length; at += tests) {
    let least = Number.POSITIVE_INFINITY;
    for (let place = tests - 1; place >= 0; place--) {
      const k = order[place]!;
      least = Math.min(least, ranks[at + k]!);
      if (least <= raw[k]!) joint[k]!++;
    }
  }
  return { raw: raw.map((each) => each / count), adjusted: ascending(joint, order, count), ...left };
}

interface Pooled {
  /** Sizes of the statistics of draws that have all of them, and of the actual assignment. */
  readonly sizes: Float64Array;
  readonly count: number;
  readonly draws: number;
  readonly skipped: number;
}

function pooled(observed: Float64Array, { values, exact }: DrawnStatistics): Pooled {
  const tests = observed.length;
  const sizes = new Float64Array(values.length + tests);
  let end = 0;
  for (let at = 0; at < values.length; at += tests) {
    let has = true;
    for (let k = 0; k < tests; k++) {
      const size = Math.abs(values[at + k]!);
      sizes[end + k] = size;
      if (Number.isNaN(size)) has = false;
    }
    if (has) end += tests;
  }
  const draws = end / tests;
  if (!exact) for (let k = 0; k < tests; k++) sizes[end++] = Math.abs(observed[k]!);
  return { sizes: sizes.subarray(0, end), count: end / tests, draws, skipped: values.length / tests - draws };
}

/** Returns the number of sorted sizes that are as large, but for rounding. O(log B). */
function atLeast(sorted: Float64Array, size: number): number {
  const bound = size - tieOf(size);
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return sorted.length - low;
}

/** Shares of which none is below the one before it in the order. */
function ascending(counts: Float64Array, order: readonly number[], of: number): Float64Array {
  let least = 0;
  for (const k of order) {
    least = Math.max(least, counts[k]! / of);
    counts[k] = least;
  }
  return counts;
}
