/** Linear combinations of columns. */

/** Rows that are combined at a time, so that a cache holds them. */
const BLOCK = 1024;

/** Σ w_j columns_j; columns of weight 0 are not read. O(NK). */
export function combine(columns: readonly Float64Array[], weights: Float64Array): Float64Array {
  const out = new Float64Array(columns[0]!.length);
  for (let from = 0; from < out.length; from += BLOCK) {
    const to = Math.min(out.length, from + BLOCK);
    for (let j = 0; j < columns.length; j++) {
      if (weights[j] !== 0) addMultiple(out, columns[j]!, weights[j]!, from, to);
    }
  }
  return out;
}

function addMultiple(out: Float64Array, x: Float64Array, weight: number, from: number, to: number): void {
  for (let i = from; i < to; i++) out[i] = out[i]! + weight * x[i]!;
}
