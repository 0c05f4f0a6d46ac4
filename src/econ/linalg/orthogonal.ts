/** Gram–Schmidt: what a column has along orthonormal ones is taken off it. For bases that are wanted as columns, in few operations. */
import { dot } from '../../base/number/sum.ts';

/** Columns of length 1 that span what `columns` do, but for those of which no more than `tolerance(j)` is left beside earlier ones. O(NK²). */
export function orthonormal(columns: readonly Float64Array[], tolerance: (j: number) => number): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const [j, column] of columns.entries()) {
    const x = column.slice();
    const left = takeOffAll(x, basis);
    if (left > tolerance(j)) basis.push(scaled(x, left));
  }
  return basis;
}

/** x / size in place. */
export function scaled(x: Float64Array, size: number): Float64Array {
  for (let i = 0; i < x.length; i++) x[i] = x[i]! / size;
  return x;
}

/**
 * Takes x's parts along each of an orthonormal `basis` off it, in place, adds them to `along`, and returns the length that is left. Where less than half of its
 * square is left, once leaves rounding, and it is done again (Daniel, Gragg, Kaufman & Stewart 1976, Mathematics of Computation 30:772).
 */
export function takeOffAll(x: Float64Array, basis: readonly Float64Array[], along?: Float64Array): number {
  let before = dot(x, x);
  for (let pass = 0; pass < 2; pass++) {
    for (const [k, q] of basis.entries()) {
      const size = dot(x, q);
      for (let i = 0; i < x.length; i++) x[i] = x[i]! - size * q[i]!;
      if (along !== undefined) along[k] = along[k]! + size;
    }
    const after = basis.length === 0 ? before : dot(x, x);
    if (after > before / 2) return Math.sqrt(after);
    before = after;
  }
  return Math.sqrt(before);
}

/** Each term less what an orthonormal basis and earlier terms have of it, of length 1, and R of the terms by these, row-major. O(NK²). */
export function factored(basis: readonly Float64Array[], terms: readonly Float64Array[]) {
  const k = terms.length;
  const columns: Float64Array[] = [];
  const r = new Float64Array(k * k);
  for (const [j, term] of terms.entries()) {
    const x = term.slice();
    const along = new Float64Array(basis.length + j);
    const left = takeOffAll(x, [...basis, ...columns], along);
    for (let i = 0; i < j; i++) r[i * k + j] = along[basis.length + i]!;
    r[j * k + j] = left;
    columns.push(scaled(x, left));
  }
  return { columns, r };
}

/** R⁻¹z of an upper triangular R, row-major, in the place of z. */
export function solvedInPlace(r: Float64Array, z: Float64Array): Float64Array {
  const k = z.length;
  for (let j = k - 1; j >= 0; j--) {
    let value = z[j]!;
    for (let i = j + 1; i < k; i++) value -= r[j * k + i]! * z[i]!;
    z[j] = value / r[j * k + j]!;
  }
  return z;
}
