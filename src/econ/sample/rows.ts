/** Choosing rows of columns that have one length: those without missing values, and values at given rows. */

/** Positions where no column is missing (NaN), ascending. O(NK). */
export function completeRows(columns: readonly Float64Array[]): Int32Array {
  const n = columns[0]?.length ?? 0;
  const rows = new Int32Array(n);
  let count = 0;
  for (let i = 0; i < n; i++) if (!columns.some((column) => Number.isNaN(column[i]!))) rows[count++] = i;
  return rows.slice(0, count);
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

/** Positions where `keep` is not 0. */
export function positions(keep: Uint8Array): Int32Array {
  const rows = new Int32Array(keep.length);
  let count = 0;
  for (let i = 0; i < keep.length; i++) if (keep[i] !== 0) rows[count++] = i;
  return rows.slice(0, count);
}
