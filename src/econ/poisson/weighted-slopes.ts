/** Slopes of a step of a Poisson regression: weighted least squares on transformed columns, and their products. */
import { code, type Passes } from '../../base/kernels/compiled/products.ts';
import { bytesOf, KernelMemory } from '../../base/kernels/memory.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import { scaledCholesky } from '../linalg/matrix.ts';

/** Rows of which products are formed at a time. */
const BLOCK = 1024;

/** From the normal equations, whose error the next step takes up, or by QR where the columns are too near to spanning one another. O(NK²). */
export function weightedSlopes(columns: readonly Float64Array[], target: Float64Array, w: Float64Array): Float64Array {
  const k = columns.length;
  const right = new Float64Array(k);
  const products = weightedProducts(columns, w, { target, right });
  const factor = scaledCholesky(products, k);
  if (factor === null) return byRows(columns, target, w);
  const { lower, scale } = factor;
  const b = right.map((value, j) => value / scale[j]!);
  for (let j = 0; j < k; j++) {
    for (let m = 0; m < j; m++) b[j] = b[j]! - lower[j * k + m]! * b[m]!;
    b[j] = b[j]! / lower[j * k + j]!;
  }
  for (let j = k - 1; j >= 0; j--) {
    for (let m = j + 1; m < k; m++) b[j] = b[j]! - lower[m * k + j]! * b[m]!;
    b[j] = b[j]! / lower[j * k + j]!;
  }
  return b.map((value, j) => value / scale[j]!);
}

/** Σ w x x' as K×K; adds Σ w x·target to `right`. A block of rows at a time, which kernels are handed copies of. O(NK²). */
export function weightedProducts(
  columns: readonly Float64Array[],
  w: Float64Array,
  beside?: { readonly target: Float64Array; readonly right: Float64Array },
): Float64Array {
  const k = columns.length;
  const products = new Float64Array(k * k);
  const given = [w, ...columns, ...(beside === undefined ? [] : [beside.target])];
  const { kernel, at } = desk(given.length);
  const copies = at.map(({ byteOffset }) => byteOffset);
  for (let from = 0; from < w.length; from += BLOCK) {
    const n = Math.min(BLOCK, w.length - from);
    for (const [c, column] of given.entries()) at[c]!.set(column.subarray(from, from + n));
    for (let j = 0; j < k; j++) {
      const product = (c: number): number => kernel.weightedDot(copies[0]!, copies[1 + j]!, copies[c]!, n);
      if (beside !== undefined) beside.right[j] = beside.right[j]! + product(1 + k);
      for (let other = 0; other <= j; other++) {
        products[j * k + other] = products[j * k + other]! + product(1 + other);
      }
    }
  }
  for (let j = 0; j < k; j++)
    for (let other = 0; other < j; other++) products[other * k + j] = products[j * k + other]!;
  return products;
}

interface Desk {
  readonly kernel: Passes;
  /** A block of each column. */
  readonly at: readonly Float64Array[];
}

/** The last one is kept: every call leaves it free. */
let free: Desk | null = null;

function desk(columns: number): Desk {
  if (free === null || free.at.length < columns) {
    const room = new KernelMemory(columns * bytesOf(8 * BLOCK));
    free = { kernel: room.passes<Passes>(code), at: Array.from({ length: columns }, () => room.float64(BLOCK)) };
  }
  return free;
}

function byRows(columns: readonly Float64Array[], target: Float64Array, w: Float64Array): Float64Array {
  const roots = w.map(Math.sqrt);
  const scaled = (x: Float64Array): Float64Array => x.map((value, i) => value * roots[i]!);
  return leastSquares(columns.map(scaled), scaled(target), () => 0).coefficients;
}
