/** Pairs of rows of equal keys that lie nearest in time or in another number, as pandas' `merge_asof`. */

/** On which side of a row its match lies; a value that is equal is on both. */
export type NearestSide = 'before' | 'after' | 'either';

export interface Nearest {
  /** A column of numbers or times on both sides. */
  readonly by: string;
  readonly side: NearestSide;
  /** The largest distance of a match; any where it is left out. */
  readonly within?: number;
  /** A column that holds what was matched. */
  readonly as?: string;
}

interface Side {
  /** One for each row, equal where the keys are; −1 where one is missing. */
  readonly keys: Float64Array;
  readonly values: Float64Array;
}

/** The row of the other side that each row is matched with, −1 where there is none; of two as near, the one before. O(N log N). */
export function nearestRows(left: Side, right: Side, { side, within = Number.POSITIVE_INFINITY }: Nearest): Int32Array {
  const groups = new Map<number, number[]>();
  right.keys.forEach((key, row) => {
    if (key < 0 || Number.isNaN(right.values[row]!)) return;
    const rows = groups.get(key);
    if (rows) rows.push(row);
    else groups.set(key, [row]);
  });
  for (const rows of groups.values()) rows.sort((a, b) => right.values[a]! - right.values[b]!);
  return Int32Array.from(left.keys, (key, i) => {
    const value = left.values[i]!;
    const rows = groups.get(key);
    if (rows === undefined || Number.isNaN(value)) return -1;
    const next = firstFrom(rows, right.values, value);
    const after = side === 'before' && right.values[rows[next] ?? -1] !== value ? undefined : rows[next];
    const before = side === 'after' ? undefined : rows[next - 1];
    const apart = (row: number | undefined): number =>
      row === undefined ? Number.POSITIVE_INFINITY : Math.abs(right.values[row]! - value);
    const nearest = apart(after) < apart(before) ? after : before;
    return nearest === undefined || apart(nearest) > within ? -1 : nearest;
  });
}

/** The place of the first row whose value is not below. */
function firstFrom(rows: readonly number[], values: Float64Array, value: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[rows[middle]!]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
