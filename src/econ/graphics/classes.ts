/** Classes of a map: where ordered values are cut. */
import { percentile, sortedValues } from '../distributions/percentile.ts';

/** Ends of at most `count` classes with equally many values, ascending; the first begins at the smallest value. */
export function quantileClasses(values: Float64Array, count: number): number[] {
  const sorted = sortedValues(values);
  return distinct(Array.from({ length: count + 1 }, (_, k) => percentile(sorted, (100 * k) / count, 'type7')));
}

/**
 * Ends of `count` classes with the least sum of squares within them, found exactly (Fisher 1958, JASA 53:789; "natural breaks" of Jenks 1967).
 * Fewer where there are fewer values. A class ends at its largest value. O(count · m²) for m distinct values.
 */
export function naturalClasses(values: Float64Array, count: number): number[] {
  const sorted = sortedValues(values);
  const k = Math.min(count, new Set(sorted).size);
  const n = sorted.length;
  const spread = spreadOf(sorted);
  let best = Float64Array.from({ length: n + 1 }, (_, to) => spread(0, to));
  const cuts: Int32Array[] = [];
  for (let level = 1; level < k; level++) {
    const next = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY);
    const cut = new Int32Array(n + 1);
    for (let to = level + 1; to <= n; to++) {
      for (let from = level; from < to; from++) {
        // Equal values stand in one class.
        if (sorted[from] === sorted[from - 1]) continue;
        const total = best[from]! + spread(from, to);
        if (total < next[to]!) {
          next[to] = total;
          cut[to] = from;
        }
      }
    }
    best = next;
    cuts.push(cut);
  }
  const ends = [n];
  for (const cut of cuts.toReversed()) ends.unshift(cut[ends[0]!]!);
  return [sorted[0]!, ...ends.map((to) => sorted[to - 1]!)];
}

/** Sum of squares about their mean of sorted[from … to), from sums of differences to the first value, which keep digits. */
function spreadOf(sorted: Float64Array): (from: number, to: number) => number {
  const sums = new Float64Array(sorted.length + 1);
  const squares = new Float64Array(sorted.length + 1);
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i]! - sorted[0]!;
    sums[i + 1] = sums[i]! + value;
    squares[i + 1] = squares[i]! + value * value;
  }
  return (from, to) => {
    const sum = sums[to]! - sums[from]!;
    return to === from ? 0 : squares[to]! - squares[from]! - (sum * sum) / (to - from);
  };
}

const distinct = (ascending: readonly number[]): number[] =>
  ascending.filter((value, i) => i === 0 || value > ascending[i - 1]!);
