/** Elimination with partial pivots, for matrices in comparable units such as I − ρW. */

export interface Lu {
  /** A⁻¹ v. */
  solve(v: Float64Array): Float64Array;
  /** (A')⁻¹ v. */
  solveTransposed(v: Float64Array): Float64Array;
}

/** `matrix`: n×n row-major, not changed. O(n³); n² a solution. A singular matrix gives what is not finite. */
export function luOf(matrix: Float64Array, n: number): Lu {
  const rows = Array.from({ length: n }, (_, i) => matrix.slice(i * n, i * n + n));
  const order = rows.map((_, i) => i);
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[best]![k]!)) best = i;
    [rows[k], rows[best]] = [rows[best]!, rows[k]!];
    [order[k], order[best]] = [order[best]!, order[k]!];
    const pivot = rows[k]!;
    for (let i = k + 1; i < n; i++) {
      const row = rows[i]!;
      const factor = row[k]! / pivot[k]!;
      row[k] = factor;
      if (factor === 0) continue;
      for (let j = k + 1; j < n; j++) row[j] = row[j]! - factor * pivot[j]!;
    }
  }
  return {
    solve(v) {
      const x = Float64Array.from(order, (i) => v[i]!);
      for (let i = 0; i < n; i++) {
        const row = rows[i]!;
        for (let j = 0; j < i; j++) x[i] = x[i]! - row[j]! * x[j]!;
      }
      for (let i = n - 1; i >= 0; i--) {
        const row = rows[i]!;
        for (let j = i + 1; j < n; j++) x[i] = x[i]! - row[j]! * x[j]!;
        x[i] = x[i]! / row[i]!;
      }
      return x;
    },
    solveTransposed(v) {
      const x = v.slice();
      for (let i = 0; i < n; i++) {
        const row = rows[i]!;
        x[i] = x[i]! / row[i]!;
        for (let j = i + 1; j < n; j++) x[j] = x[j]! - row[j]! * x[i]!;
      }
      for (let i = n - 1; i >= 0; i--) {
        const row = rows[i]!;
        for (let j = 0; j < i; j++) x[j] = x[j]! - row[j]! * x[i]!;
      }
      const out = new Float64Array(n);
      for (let i = 0; i < n; i++) out[order[i]!] = x[i]!;
      return out;
    },
  };
}
