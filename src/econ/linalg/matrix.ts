/** Small symmetric matrices (K×K, row-major Float64Array) for covariances. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** The lower factor of a matrix scaled to unit diagonal, row-major, and the scale. */
export interface Cholesky {
  readonly lower: Float64Array;
  readonly scale: Float64Array;
}

/** Lower Cholesky factor of a symmetric matrix scaled to unit diagonal, or null when it is not safely positive definite. */
export function scaledCholesky(a: Float64Array, k: number): Cholesky | null {
  const factor = { lower: new Float64Array(k * k), scale: new Float64Array(k) };
  return factorize(a, k, factor) ? factor : null;
}

/** A⁻¹ b from the factor of the scaled matrix, whose rows stand `stride` apart. O(k²). */
export function solveCholesky({ lower, scale }: Cholesky, b: Float64Array, stride = b.length): Float64Array {
  const k = b.length;
  const x = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    let value = b[i]! / scale[i]!;
    for (let m = 0; m < i; m++) value -= lower[i * stride + m]! * x[m]!;
    x[i] = value / lower[i * stride + i]!;
  }
  for (let i = k - 1; i >= 0; i--) {
    let value = x[i]!;
    for (let m = i + 1; m < k; m++) value -= lower[m * stride + i]! * x[m]!;
    x[i] = value / lower[i * stride + i]!;
  }
  for (let i = 0; i < k; i++) x[i] = x[i]! / scale[i]!;
  return x;
}

/**
 * Writes rows `from` … k − 1 of the factor, whose earlier rows stand there, and whose rows stand `stride` apart as those of `a` do; false where there is none.
 * The entries above the diagonal stay as they were. O((k − from) k²).
 */
export function factorize(a: Float64Array, k: number, { lower, scale }: Cholesky, from = 0, stride = k): boolean {
  for (let i = from; i < k; i++) {
    const variance = a[i * stride + i]!;
    if (!(variance > 0)) return false;
    scale[i] = Math.sqrt(variance);
  }
  for (let i = from; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let value = a[i * stride + j]! / scale[i]! / scale[j]!;
      for (let m = 0; m < j; m++) value -= lower[i * stride + m]! * lower[j * stride + m]!;
      if (i === j && !(value > 1e-12)) return false;
      lower[i * stride + j] = i === j ? Math.sqrt(value) : value / lower[j * stride + j]!;
    }
  }
  return true;
}

/** b'A^−1 b for symmetric positive definite A, or null when A is singular to working precision. O(k³). */
export function quadraticForm(a: Float64Array, b: Float64Array): number | null {
  const k = b.length;
  const scale = new Float64Array(k);
  const z = new Float64Array(k);
  const lower = new Float64Array(k * k);
  if (!factorize(a, k, { lower, scale })) return null;
  let total = 0;
  for (let i = 0; i < k; i++) {
    let value = b[i]! / scale[i]!;
    for (let m = 0; m < i; m++) value -= lower[i * k + m]! * z[m]!;
    z[i] = value / lower[i * k + i]!;
    total += z[i]! * z[i]!;
  }
  return total;
}

/** Smallest and largest eigenvalue of a symmetric matrix. */
export function eigenRange(a: Float64Array, k: number): { smallest: number; largest: number } {
  const { realEigenvalues } = new EigenvalueDecomposition(Matrix.from1DArray(k, k, a), { assumeSymmetric: true });
  return { smallest: Math.min(...realEigenvalues), largest: Math.max(...realEigenvalues) };
}

export function toRows(a: Float64Array, k: number): readonly (readonly number[])[] {
  const rows: number[][] = [];
  for (let i = 0; i < k; i++) {
    const row = new Array<number>(k);
    for (let j = 0; j < k; j++) row[j] = a[i * k + j]!;
    rows.push(row);
  }
  return rows;
}

/** The block of rows and columns from `from` on. */
export function trailing(a: Float64Array, k: number, from: number): Float64Array {
  const q = k - from;
  const block = new Float64Array(q * q);
  for (let i = 0; i < q; i++) {
    for (let j = 0; j < q; j++) block[i * q + j] = a[(i + from) * k + j + from]!;
  }
  return block;
}

/** A copy with another block from `from` on. */
export function withTrailing(a: Float64Array, k: number, from: number, block: Float64Array): Float64Array {
  const out = a.slice();
  const q = k - from;
  for (let i = 0; i < q; i++) for (let j = 0; j < q; j++) out[(i + from) * k + j + from] = block[i * q + j]!;
  return out;
}
