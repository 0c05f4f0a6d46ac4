/** The point of least norm among sums of vectors that are each taken once or more. */
import { norm } from '../../base/number/sum.ts';
import { applyQTransposed, householder, solveR } from './qr.ts';

export interface LeastNorm {
  /** g = Σ p v, length d. */
  readonly point: Float64Array;
  /** v'g of each vector, none negative but for rounding where the end was not early. */
  readonly products: Float64Array;
}

/** A product less than this part of the lengths of both is negative. */
const NEGATIVE = -1e-8;
/** A norm that falls by less than this part has not fallen. */
const PROGRESS = 1e-12;

/**
 * Minimises |Σ p v| over p ≥ 1, by the active sets of Lawson & Hanson (1974, "Solving least squares problems", chapter 23): a vector whose product with the point
 * is negative is taken more often, and least squares say how often all such are. Ends early where the norm is below `enough`; null where rounding
 * keeps it from an end. `coordinates`: d arrays of length n, in which no vector is 0. O(nd + d³) a step, of which there are about 2d.
 */
export function leastNorm(coordinates: readonly Float64Array[], enough: number): LeastNorm | null {
  const n = coordinates[0]!.length;
  const once = Float64Array.from(coordinates, (values) => values.reduce((total, value) => total + value, 0));
  const lengths = lengthsOf(coordinates);
  const taken = new Map<number, number>();
  /** Holds those that were taken more often and did not bring the point nearer. */
  const vain = new Set<number>();
  let last = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 10 * (n + once.length); step++) {
    const point = pointOf(coordinates, once, taken);
    const products = productsOf(coordinates, point, n);
    const size = norm(point);
    if (size < enough) return { point, products };
    if (size < last * (1 - PROGRESS)) vain.clear();
    last = Math.min(last, size);
    let next = -1;
    let least = NEGATIVE * size;
    let isEnd = true;
    for (let i = 0; i < n; i++) {
      const own = products[i]! / lengths[i]!;
      if (!(own < NEGATIVE * size) || taken.has(i)) continue;
      isEnd = false;
      if (!(own < least) || vain.has(i)) continue;
      least = own;
      next = i;
    }
    if (isEnd) return { point, products };
    if (next < 0) return null;
    vain.add(next);
    taken.set(next, 0);
    solveTaken(coordinates, once, taken);
  }
  return null;
}

/** The length of each vector. */
export function lengthsOf(coordinates: readonly Float64Array[]): Float64Array {
  const squares = new Float64Array(coordinates[0]!.length);
  for (const x of coordinates) for (let i = 0; i < x.length; i++) squares[i] = squares[i]! + x[i]! * x[i]!;
  return squares.map(Math.sqrt);
}

/** The sum of all vectors once, and of each taken one so often again. */
function pointOf(
  coordinates: readonly Float64Array[],
  once: Float64Array,
  taken: ReadonlyMap<number, number>,
): Float64Array {
  const point = once.slice();
  for (const [j, values] of coordinates.entries()) {
    for (const [i, times] of taken) point[j] = point[j]! + times * values[i]!;
  }
  return point;
}

function productsOf(coordinates: readonly Float64Array[], point: Float64Array, n: number): Float64Array {
  const products = new Float64Array(n);
  for (const [j, values] of coordinates.entries()) {
    const own = point[j]!;
    for (let i = 0; i < n; i++) products[i] = products[i]! + own * values[i]!;
  }
  return products;
}

/** Finds how often the taken vectors are taken again, by least squares; those go that would be taken less than once. */
function solveTaken(coordinates: readonly Float64Array[], once: Float64Array, taken: Map<number, number>): void {
  const target = once.map((value) => -value);
  for (let isDone = false; !isDone; ) {
    const rows = [...taken.keys()];
    const vectors = rows.map((i) => Float64Array.from(coordinates, (values) => values[i]!));
    const qr = householder(vectors, once.length, () => 0);
    const inside = target.slice();
    applyQTransposed(qr, inside);
    const wanted = new Float64Array(rows.length);
    for (const [j, value] of solveR(qr, inside).entries()) wanted[qr.kept[j]!] = value / qr.scale[j]!;
    // how far the way to there leads before a vector would be taken less than once
    const room = rows.map((i, j) => {
      const from = taken.get(i)!;
      return wanted[j]! > 0 ? Number.POSITIVE_INFINITY : from === 0 ? 0 : from / (from - wanted[j]!);
    });
    const share = Math.min(1, ...room);
    for (const [j, i] of rows.entries()) {
      const from = taken.get(i)!;
      if (room[j]! <= share) taken.delete(i);
      else taken.set(i, from + share * (wanted[j]! - from));
    }
    isDone = taken.size === rows.length || taken.size === 0;
  }
}
