/** Eigenvalues and eigenvectors of a small symmetric matrix, by square roots and products alone: the same bits everywhere. */

export interface Eigen {
  /** k, descending */
  readonly values: readonly number[];
  /** k vectors of length one, in the order of `values` */
  readonly vectors: readonly Float64Array[];
}

const mostSweeps = 60;

/** Cyclic Jacobi rotations (Golub & Van Loan, Matrix Computations, 8.5) of a k×k row-major matrix. O(k³) a sweep. */
export function symmetricEigen(matrix: Float64Array, k: number): Eigen {
  const a = Float64Array.from(matrix);
  const v = Float64Array.from({ length: k * k }, (_, at) => (at % (k + 1) === 0 ? 1 : 0));
  for (let sweep = 0; sweep < mostSweeps && !isDiagonal(a, k); sweep++) {
    for (let p = 0; p < k - 1; p++) for (let q = p + 1; q < k; q++) rotate(a, v, k, p, q);
  }
  const order = Array.from({ length: k }, (_, i) => i).sort((i, j) => a[j * k + j]! - a[i * k + i]!);
  return {
    values: order.map((i) => a[i * k + i]!),
    vectors: order.map((i) => Float64Array.from({ length: k }, (_, row) => v[row * k + i]!)),
  };
}

function isDiagonal(a: Float64Array, k: number): boolean {
  let [off, all] = [0, 0];
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      const square = a[i * k + j]! * a[i * k + j]!;
      all += square;
      if (i !== j) off += square;
    }
  }
  return off <= 1e-34 * all;
}

/** Makes a[p][q] zero, and keeps v'matrix v = a. */
function rotate(a: Float64Array, v: Float64Array, k: number, p: number, q: number): void {
  const off = a[p * k + q]!;
  if (off === 0) return;
  const tau = (a[q * k + q]! - a[p * k + p]!) / (2 * off);
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  for (let i = 0; i < k; i++) turn(a, i * k + p, i * k + q, c, s);
  for (let i = 0; i < k; i++) turn(a, p * k + i, q * k + i, c, s);
  // what rounding left there would be turned for ever
  a[p * k + q] = 0;
  a[q * k + p] = 0;
  for (let i = 0; i < k; i++) turn(v, i * k + p, i * k + q, c, s);
}

function turn(x: Float64Array, at: number, to: number, c: number, s: number): void {
  const [first, second] = [x[at]!, x[to]!];
  x[at] = c * first - s * second;
  x[to] = s * first + c * second;
}
