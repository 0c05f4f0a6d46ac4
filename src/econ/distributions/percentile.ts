/** Sample quantiles by the definitions of Hyndman & Fan (1996, The American Statistician 50:361), by their numbers. */
import { sortNumbers } from '../../base/number/sort-numbers.ts';
import { Refusal } from '../../base/problem.ts';

/** type2: Stata's `_pctile`, `summarize, detail`, `winsor2`. type6: `centile`. type7: R, pandas, Excel's PERCENTILE.INC. */
export type PercentileMethod = 'type2' | 'type6' | 'type7';

/** Definitions of percentiles by the names that users may write. */
export const percentileMethods: Readonly<Record<string, PercentileMethod>> = {
  stata: 'type2',
  type2: 'type2',
  centile: 'type6',
  type6: 'type6',
  r: 'type7',
  excel: 'type7',
  type7: 'type7',
};

const definitions: Readonly<Record<PercentileMethod, (sorted: Float64Array, p: number) => number>> = {
  type2: (sorted, p) => {
    const h = position(sorted.length * p);
    if (Number.isInteger(h)) return midpoint(orderStatistic(sorted, h), orderStatistic(sorted, h + 1));
    return orderStatistic(sorted, Math.ceil(h));
  },
  type6: (sorted, p) => interpolate(sorted, position((sorted.length + 1) * p)),
  type7: (sorted, p) => interpolate(sorted, position((sorted.length - 1) * p) + 1),
};

/**
 * The `p`-th percentile (0…100) of values sorted ascending, none missing. Refuses an empty list and a `p` outside
 * 0…100. O(1).
 */
export function percentile(sorted: Float64Array, p: number, method: PercentileMethod = 'type2'): number {
  if (!(p >= 0 && p <= 100)) throw new Refusal('bad-percentile', `expected a percentage from 0 to 100, got ${p}`);
  if (sorted.length === 0) throw new Refusal('no-values', 'a percentile of no values is not defined');
  return definitions[method](sorted, p);
}

/** Values without missing ones, ascending. */
export function sortedValues(values: Float64Array): Float64Array {
  // In a loop: a filter of a million values takes as long as sorting them.
  const held = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isNaN(value)) held[n++] = value;
  }
  return sortNumbers(held.subarray(0, n));
}

/** hundredths → a position, whole where only rounding keeps it from being whole. */
function position(hundredths: number): number {
  const h = hundredths / 100;
  const near = Math.round(h);
  return Math.abs(h - near) <= 4 * Number.EPSILON * Math.max(1, near) ? near : h;
}

/** 1-based, clamped to the smallest and the largest value. */
function orderStatistic(sorted: Float64Array, k: number): number {
  return sorted[Math.min(Math.max(k, 1), sorted.length) - 1]!;
}

function interpolate(sorted: Float64Array, h: number): number {
  const below = Math.floor(h);
  const low = orderStatistic(sorted, below);
  const high = orderStatistic(sorted, below + 1);
  const share = h - below;
  if (share === 0 || low === high) return low;
  const width = high - low;
  return Number.isFinite(width) ? low + share * width : (1 - share) * low + share * high;
}

function midpoint(a: number, b: number): number {
  // Halves first only where the sum would overflow, since halving loses a bit of the smallest numbers.
  const sum = a + b;
  return Number.isFinite(sum) ? sum / 2 : a / 2 + b / 2;
}
