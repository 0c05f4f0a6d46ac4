/** Dot products and residuals accumulated as if in twice the working precision (Ogita, Rump & Oishi 2005, SISC 26:1955). */

const SPLITTER = 134217729; // 2^27 + 1

/**
 * y − Σ_j b_j x_j (− r where given) for every row, rounded once. `columns` are K arrays of length N. O(NK).
 * Operands must stay below 1e150 in size; callers scale their columns.
 */
export function extendedResidual(
  y: Float64Array,
  columns: readonly Float64Array[],
  b: Float64Array,
  subtract: Float64Array | null,
): Float64Array {
  const n = y.length;
  const high = Float64Array.from(y);
  const low = new Float64Array(n);
  if (subtract) {
    for (let i = 0; i < n; i++) {
      const old = high[i]!;
      const value = -subtract[i]!;
      const next = old + value;
      const t = next - old;
      low[i] = low[i]! + (old - (next - t) + (value - t));
      high[i] = next;
    }
  }
  for (let j = 0; j < columns.length; j++) {
    const x = columns[j]!;
    const factor = -b[j]!;
    const tf = SPLITTER * factor;
    const fh = tf - (tf - factor);
    const fl = factor - fh;
    for (let i = 0; i < n; i++) {
      const a = x[i]!;
      const p = a * factor;
      const ta = SPLITTER * a;
      const ah = ta - (ta - a);
      const al = a - ah;
      const lost = ah * fh - p + ah * fl + al * fh + al * fl;
      const old = high[i]!;
      const next = old + p;
      const t = next - old;
      low[i] = low[i]! + (old - (next - t) + (p - t) + lost);
      high[i] = next;
    }
  }
  for (let i = 0; i < n; i++) high[i] = high[i]! + low[i]!;
  return high;
}

/** Σ x_i y_i, rounded once. O(N). */
export function extendedDot(x: Float64Array, y: Float64Array): number {
  let high = 0;
  let low = 0;
  for (let i = 0; i < x.length; i++) {
    const a = x[i]!;
    const b = y[i]!;
    const p = a * b;
    const ta = SPLITTER * a;
    const ah = ta - (ta - a);
    const al = a - ah;
    const tb = SPLITTER * b;
    const bh = tb - (tb - b);
    const bl = b - bh;
    const next = high + p;
    const t = next - high;
    low += high - (next - t) + (p - t) + (ah * bh - p + ah * bl + al * bh + al * bl);
    high = next;
  }
  return high + low;
}
