/** Candidates for a threshold, and which of them a later search may still use. */

/** The number of quantiles from which candidates are taken, or `all`. */
export type GridSize = number | 'all';

/** A count this much short of a share of the rows is the share but for rounding. */
const ROUNDING = 1e-9;

/**
 * Distinct values q_(⌊pN⌋), p equally spaced from `trim` to 1 − 2·trim, q_(.) the N values in order with ties
 * (`xthreg`, Wang 2015, SJ 15:121). Shares so small that ⌊pN⌋ = 0 give no candidate. O(N log N + grid).
 */
export function thresholdGrid(q: Float64Array, grid: GridSize, trim: number): Float64Array {
  const sorted = q.slice().sort();
  if (grid === 'all') return allValues(sorted, trim);
  const candidates: number[] = [];
  for (let i = 0; i < grid; i++) {
    const share = grid === 1 ? trim : trim + ((1 - 3 * trim) * i) / (grid - 1);
    const rank = Math.floor(share * sorted.length + ROUNDING);
    if (rank < 1) continue;
    const value = sorted[rank - 1]!;
    if (value !== candidates.at(-1)) candidates.push(value);
  }
  return Float64Array.from(candidates);
}

/**
 * Every value of q that leaves the share `trim` of the rows, and one row at least, on either side (Hansen 1999). `sorted`: ascending. O(N).
 */
function allValues(sorted: Float64Array, trim: number): Float64Array {
  const n = sorted.length;
  const least = Math.max(1, trim * n - ROUNDING);
  // the rows up to the last of equal values are in the lower regime
  return sorted.filter((value, i) => value !== sorted[i + 1] && i + 1 >= least && n - i - 1 >= least);
}

/** Candidates farther than `trim` times the list's length from position `at` (0-based) of the list. */
export function shorten(candidates: Int32Array, at: number, trim: number): Int32Array {
  const reach = trim * candidates.length;
  return candidates.filter((_, i) => i < at - reach || i > at + reach);
}

/** Positions in a grid of `size` farther than `trim` times its length from every one in `found`. */
export function farFrom(size: number, found: readonly number[], trim: number): Int32Array {
  const reach = trim * size;
  return allCandidates(size).filter((i) => found.every((f) => i < f - reach || i > f + reach));
}

export const allCandidates = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);
