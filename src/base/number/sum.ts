/**
 * The one summation kernel: pairwise over blocks of 256 with four accumulators. Relative error at most about
 * (64 + log2(n/256))·2^−53 of Σ|terms|, and the order is fixed, so a sum has the same bits everywhere.
 */

const BLOCK = 256;

/** Terms that are added without a branch in the tree. */
export const blockLength = BLOCK;

/** Adds the sums of blocks pairwise, as `dot` does, for callers that have products a block at a time. */
export function joined(blocks: Float64Array, from = 0, to = blocks.length): number {
  if (to - from < 2) return from < to ? blocks[from]! : 0;
  const middle = from + Math.ceil((to - from) / 2);
  return joined(blocks, from, middle) + joined(blocks, middle, to);
}

/** Σ x[i], from ≤ i < to. O(n). */
export function sum(x: ArrayLike<number>, from = 0, to = x.length): number {
  const n = to - from;
  if (n > BLOCK) {
    const middle = from + halfOf(n);
    return sum(x, from, middle) + sum(x, middle, to);
  }
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = from;
  for (; i + 3 < to; i += 4) {
    a += x[i]!;
    b += x[i + 1]!;
    c += x[i + 2]!;
    d += x[i + 3]!;
  }
  for (; i < to; i++) a += x[i]!;
  return a + b + (c + d);
}

/** Σ x[xFrom + i]·y[yFrom + i], 0 ≤ i < n. O(n). */
export function dot(x: Float64Array, y: Float64Array, xFrom = 0, yFrom = 0, n = x.length - xFrom): number {
  if (n > BLOCK) {
    const half = halfOf(n);
    return dot(x, y, xFrom, yFrom, half) + dot(x, y, xFrom + half, yFrom + half, n - half);
  }
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < n; i += 4) {
    a += x[xFrom + i]! * y[yFrom + i]!;
    b += x[xFrom + i + 1]! * y[yFrom + i + 1]!;
    c += x[xFrom + i + 2]! * y[yFrom + i + 2]!;
    d += x[xFrom + i + 3]! * y[yFrom + i + 3]!;
  }
  for (; i < n; i++) a += x[xFrom + i]! * y[yFrom + i]!;
  return a + b + (c + d);
}

/** `dot` of each of `x` with each of `y`, to its bits and by one pass over the rows: the products with all of `x` for each of `y`. O(n) a pair. */
export function dots(x: readonly Float64Array[], y: readonly Float64Array[]): readonly Float64Array[] {
  const n = x[0]?.length ?? 0;
  const blocks = Math.ceil(n / BLOCK);
  const sums = y.map(() => x.map(() => new Float64Array(blocks)));
  for (let at = 0; at < blocks; at++) {
    const from = at * BLOCK;
    const rows = Math.min(BLOCK, n - from);
    for (let j = 0; j < y.length; j++) {
      for (let i = 0; i < x.length; i++) sums[j]![i]![at] = dot(x[i]!, y[j]!, from, from, rows);
    }
  }
  return sums.map((own) => Float64Array.from(own, (each) => joined(each)));
}

/** The Euclidean length of a vector. O(n). */
export const norm = (x: Float64Array): number => Math.sqrt(dot(x, x));

/** A split point that is a whole number of blocks, so that only the last block is short. */
function halfOf(n: number): number {
  return Math.ceil(Math.ceil(n / BLOCK) / 2) * BLOCK;
}

/** Mean of x[i], from ≤ i < to, by two passes, so that a large common offset costs no digits. NaN for no values. O(n). */
export function mean(x: ArrayLike<number>, from = 0, to = x.length): number {
  const n = to - from;
  const first = sum(x, from, to) / n;
  return Number.isFinite(first) ? first + sumAbout(x, first, from, to) / n : first;
}

/** Σ (x − mean)²; `centre` is the mean, and what its rounding left is taken off. O(n). */
export function sumSquaresAbout(x: ArrayLike<number>, centre: number): number {
  const n = x.length;
  const excess = sumAbout(x, centre, 0, n);
  return squaresAbout(x, centre, 0, n) - (excess * excess) / n;
}

function sumAbout(x: ArrayLike<number>, centre: number, from: number, to: number): number {
  const n = to - from;
  if (n > BLOCK) {
    const middle = from + halfOf(n);
    return sumAbout(x, centre, from, middle) + sumAbout(x, centre, middle, to);
  }
  let a = 0;
  let b = 0;
  let i = from;
  for (; i + 1 < to; i += 2) {
    a += x[i]! - centre;
    b += x[i + 1]! - centre;
  }
  return i < to ? a + (x[i]! - centre) + b : a + b;
}

function squaresAbout(x: ArrayLike<number>, centre: number, from: number, to: number): number {
  const n = to - from;
  if (n > BLOCK) {
    const middle = from + halfOf(n);
    return squaresAbout(x, centre, from, middle) + squaresAbout(x, centre, middle, to);
  }
  let a = 0;
  let b = 0;
  for (let i = from; i < to; i += 2) {
    const first = x[i]! - centre;
    const second = i + 1 < to ? x[i + 1]! - centre : 0;
    a += first * first;
    b += second * second;
  }
  return a + b;
}

/**
 * Sums of x by group (codes 0 … groups−1), in row order with the exact remainder of each addition (Knuth; as compensated by Neumaier 1974,
 * ZAMM 54:39). O(n).
 */
export function groupSums(x: Float64Array, codes: Int32Array, groups: number): Float64Array {
  const sums = new Float64Array(groups);
  const rests = new Float64Array(groups);
  // those of the group at hand are in variables, since rows of a group often stand together
  let at = 0;
  let total = 0;
  let rest = 0;
  for (let i = 0; i < x.length; i++) {
    const g = codes[i]!;
    if (g !== at) {
      sums[at] = total;
      rests[at] = rest;
      total = sums[g]!;
      rest = rests[g]!;
      at = g;
    }
    const value = x[i]!;
    const next = total + value;
    const taken = next - total;
    rest += total - (next - taken) + (value - taken);
    total = next;
  }
  return finished(sums, rests, at, total, rest);
}

/** Sums the products x·y by group. O(n). */
export function groupProducts(x: Float64Array, y: Float64Array, codes: Int32Array, groups: number): Float64Array {
  const sums = new Float64Array(groups);
  const rests = new Float64Array(groups);
  let at = 0;
  let total = 0;
  let rest = 0;
  for (let i = 0; i < x.length; i++) {
    const g = codes[i]!;
    if (g !== at) {
      sums[at] = total;
      rests[at] = rest;
      total = sums[g]!;
      rest = rests[g]!;
      at = g;
    }
    const value = x[i]! * y[i]!;
    const next = total + value;
    const taken = next - total;
    rest += total - (next - taken) + (value - taken);
    total = next;
  }
  return finished(sums, rests, at, total, rest);
}

function finished(sums: Float64Array, rests: Float64Array, at: number, total: number, rest: number): Float64Array {
  if (sums.length > 0) {
    sums[at] = total;
    rests[at] = rest;
  }
  for (let g = 0; g < sums.length; g++) sums[g] = sums[g]! + rests[g]!;
  return sums;
}
