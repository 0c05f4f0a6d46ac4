/** Choosing rows of columns that have one length: those without missing values, and values at given rows. */
import { memoByIdentity } from '../../base/memo.ts';

/** Positions where no column is missing (NaN), ascending. O(NK). */
export function completeRows(columns: readonly Float64Array[]): Int32Array {
  const n = columns[0]?.length ?? 0;
  if (!columns.some(hasNaN)) return allOf(n);
  const keep = new Uint8Array(n).fill(1);
  for (const column of columns) for (let i = 0; i < n; i++) if (Number.isNaN(column[i]!)) keep[i] = 0;
  return positions(keep);
}

/** Positions of so many rows, all of them. */
function allOf(n: number): Int32Array {
  const rows = new Int32Array(n);
  for (let i = 0; i < n; i++) rows[i] = i;
  return rows;
}

export function pick(values: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}

export function pickCodes(codes: Int32Array, rows: Int32Array): Int32Array {
  const out = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = codes[rows[i]!]!;
  return out;
}

/** Positions in the data of some of its rows, which are given by their places among `rows`. */
export const composed = (rows: Int32Array, places: Int32Array): Int32Array => places.map((place) => rows[place]!);

const isInOrder = memoByIdentity((rows: Int32Array): boolean => {
  for (let i = 0; i < rows.length; i++) if (rows[i] !== i) return false;
  return true;
});

/** Tells whether the rows are all rows of a column, in its order. */
const areAll = (rows: Int32Array, length: number): boolean => rows.length === length && isInOrder(rows);

/** Returns the picked values, or the very array where the rows are all of them. The result must not be changed. */
export const picked = (values: Float64Array, rows: Int32Array): Float64Array =>
  areAll(rows, values.length) ? values : pick(values, rows);

/** Returns the picked codes, or the very array where the rows are all of them. The result must not be changed. */
export const pickedCodes = (codes: Int32Array, rows: Int32Array): Int32Array =>
  areAll(rows, codes.length) ? codes : pickCodes(codes, rows);

/** Tells whether some value is missing (NaN). */
export function hasNaN(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) return true;
  return false;
}

/** Tells whether some row has no level. */
export function hasNoLevel(codes: Int32Array): boolean {
  for (let i = 0; i < codes.length; i++) if (codes[i]! < 0) return true;
  return false;
}

/** Positions where `keep` is not 0. */
export function positions(keep: Uint8Array): Int32Array {
  const rows = new Int32Array(keep.length);
  let count = 0;
  for (let i = 0; i < keep.length; i++) if (keep[i] !== 0) rows[count++] = i;
  return count === rows.length ? rows : rows.slice(0, count);
}
