/** Eigenvalues and eigenvectors of a small symmetric matrix, by square roots and products alone: the same bits everywhere. */

export interface Eigen {
  /** k, descending */
  readonly values: readonly number[];
  /** k vectors of length one, in the order of `values` */
  readonly vectors: readonly Float64Array[];
}

const MOST_SWEEPS = 60;

/** An entry no larger than this part (2^−54) of the root of the product of its two diagonals turns neither. */
const NEGLIGIBLE = 5.551115123125783e-17;

/**
 * Cyclic Jacobi rotations (Golub & Van Loan, Matrix Computations, 8.5) of a k×k row-major matrix, those of its largest rows first. An entry
 * is small only against its own two diagonals (Demmel & Veselić 1992, SIMAX 13:1204), so that a block that is tiny beside the others is
 * turned to its own digits: rows in units of 1e12 and of 1e−12 may stand in one matrix. O(k³) a sweep.
 */
export function symmetricEigen(matrix: Float64Array, k: number): Eigen {
  const order = largestFirst(matrix, k);
  const a = new Float64Array(k * k);
  const v = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) a[i * k + j] = matrix[order[i]! * k + order[j]!]!;
    v[order[i]! * k + i] = 1;
  }
  for (let sweep = 0; sweep < MOST_SWEEPS && swept(a, v, k); sweep++);
  const columns = Array.from(order.keys()).sort((i, j) => a[j * k + j]! - a[i * k + i]!);
  return {
    values: columns.map((i) => a[i * k + i]!),
    vectors: columns.map((i) => Float64Array.from({ length: k }, (_, row) => v[row * k + i]!)),
  };
}

/** Order of rows by size: a small row that is turned with a large one before the large are turned with each other loses its digits in theirs. */
function largestFirst(matrix: Float64Array, k: number): number[] {
  const sizes = Array.from({ length: k }, (_, i) =>
    matrix.subarray(i * k, i * k + k).reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  );
  return Array.from(sizes.keys()).sort((i, j) => sizes[j]! - sizes[i]!);
}

/** One sweep; false where nothing was left to turn. */
function swept(a: Float64Array, v: Float64Array, k: number): boolean {
  let turned = false;
  for (let p = 0; p < k - 1; p++) {
    for (let q = p + 1; q < k; q++) {
      const most = NEGLIGIBLE * Math.sqrt(Math.abs(a[p * k + p]!)) * Math.sqrt(Math.abs(a[q * k + q]!));
      if (Math.abs(a[p * k + q]!) <= most) continue;
      rotate(a, v, k, p, q);
      turned = true;
    }
  }
  return turned;
}

/** Makes a[p][q] zero, and keeps v'matrix v = a. */
function rotate(a: Float64Array, v: Float64Array, k: number, p: number, q: number): void {
  const tau = (a[q * k + q]! - a[p * k + p]!) / (2 * a[p * k + q]!);
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
