/** Unit means and sums of products of within-transformed columns: one pass, unit by unit, in pieces that fit a processor's cache. */
import { sum } from '../base/sum.ts';
import { type Accumulator, accumulator, add, finished } from './accumulator.ts';
import type { Effect } from './effects.ts';
import { runs } from './runs.ts';

/** Of P columns. */
export interface PanelProducts {
  /** Means by unit of each column, length n. */
  readonly means: readonly Float64Array[];
  /** Sums of products by group: the G of columns a and b ≤ a stand at `cell(a, b) · G`. */
  readonly byGroup: Float64Array;
  /** The same over all groups, at `cell(a, b)`. */
  readonly total: Float64Array;
}

/** Rows taken at once; six columns of them fill a third of a first-level cache. */
const block = 256;

/**
 * `groups` are unions of units; null for one group of all. Units are taken in the order of their codes; where a unit's rows do
 * not stand together they are gathered first. null where a value is too large or too small to be squared. Products are added
 * within a block plainly and across blocks with Knuth's exact remainder, so that the error of a sum is that of a block of rows. Means are
 * mended by the mean of what is left. O(NP²) time, O(P² G + P n) memory.
 */
export function panelProducts(
  columns: readonly Float64Array[],
  unit: Effect,
  groups: Effect | null,
): PanelProducts | null {
  const p = columns.length;
  const width = (p * (p + 1)) / 2;
  const means = columns.map(() => new Float64Array(unit.levels));
  const count = groups?.levels ?? 1;
  const sums = accumulator(width * count);
  const { starts, order } = runs(unit);
  const gathered = order === null ? null : columns.map(() => new Float64Array(longest(unit)));
  const sources = gathered ?? columns;
  const work = new Float64Array(p * block);
  const mean = new Float64Array(p);
  const left = new Float64Array(p);
  for (let g = 0; g < unit.levels; g++) {
    const n = unit.counts[g]!;
    const start = starts[g]!;
    if (gathered !== null) gather(gathered, columns, order!, start, n);
    const from = gathered === null ? start : 0;
    for (let j = 0; j < p; j++) {
      const near = total(sources[j]!, from, n) / n;
      if (Number.isNaN(near)) return null;
      mean[j] = near;
      left[j] = 0;
    }
    const at = groups === null ? 0 : groups.codes[order === null ? start : order[start]!]!;
    for (let done = 0; done < n; done += block) {
      const rows = Math.min(block, n - done);
      for (let j = 0; j < p; j++) {
        left[j] = left[j]! + demean(work, j * block, sources[j]!, from + done, rows, mean[j]!);
      }
      addProducts(sums, at, count, work, p, rows);
    }
    for (let j = 0; j < p; j++) means[j]![g] = mean[j]! + left[j]! / n;
  }
  const byGroup = finished(sums);
  return {
    means,
    byGroup,
    total: Float64Array.from({ length: width }, (_, c) => sum(byGroup, c * count, (c + 1) * count)),
  };
}

const longest = ({ counts }: Effect): number => counts.reduce((a, b) => Math.max(a, b), 0);

function gather(
  out: readonly Float64Array[],
  columns: readonly Float64Array[],
  order: Int32Array,
  start: number,
  n: number,
): void {
  for (let j = 0; j < columns.length; j++) {
    const to = out[j]!;
    const x = columns[j]!;
    for (let i = 0; i < n; i++) to[i] = x[order[start + i]!]!;
  }
}

/** Σ x, plainly, since the mean it gives is mended later; NaN where a value is too large or too small to be squared. */
function total(x: Float64Array, from: number, n: number): number {
  let even = 0;
  let odd = 0;
  let i = from;
  for (; i + 1 < from + n; i += 2) {
    const x0 = x[i]!;
    const x1 = x[i + 1]!;
    if (!(squarable(x0) && squarable(x1))) return Number.NaN;
    even += x0;
    odd += x1;
  }
  if (i < from + n) even += squarable(x[i]!) ? x[i]! : Number.NaN;
  return even + odd;
}

function squarable(value: number): boolean {
  const size = Math.abs(value);
  return size < 1e100 && (size > 1e-100 || size === 0);
}

/** Writes x less `mean`, and returns the sum of what it wrote. */
function demean(out: Float64Array, at: number, x: Float64Array, from: number, n: number, mean: number): number {
  // not by destructuring, which makes an array each time
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < n; i += 4) {
    const x0 = x[from + i]! - mean;
    const x1 = x[from + i + 1]! - mean;
    const x2 = x[from + i + 2]! - mean;
    const x3 = x[from + i + 3]! - mean;
    out[at + i] = x0;
    out[at + i + 1] = x1;
    out[at + i + 2] = x2;
    out[at + i + 3] = x3;
    a += x0;
    b += x1;
    c += x2;
    d += x3;
  }
  for (; i < n; i++) {
    const value = x[from + i]! - mean;
    out[at + i] = value;
    a += value;
  }
  return a + b + (c + d);
}

/** Two columns by two at a time: four loads for four products. */
function addProducts(sums: Accumulator, at: number, count: number, work: Float64Array, p: number, n: number): void {
  for (let a = 0; a < p; a += 2) {
    const next = Math.min(a + 1, p - 1);
    for (let b = 0; b <= a; b += 2) addTile(sums, at, count, work, n, a, next, b, Math.min(b + 1, p - 1));
  }
}

/** Where the product of columns a and b ≤ a stands. */
export const cell = (a: number, b: number): number => ((a * (a + 1)) >> 1) + b;

function addTile(
  sums: Accumulator,
  at: number,
  count: number,
  work: Float64Array,
  n: number,
  a: number,
  nextA: number,
  b: number,
  nextB: number,
): void {
  const a0 = a * block;
  const a1 = nextA * block;
  const b0 = b * block;
  const b1 = nextB * block;
  let s00 = 0;
  let s01 = 0;
  let s10 = 0;
  let s11 = 0;
  for (let i = 0; i < n; i++) {
    const u0 = work[a0 + i]!;
    const u1 = work[a1 + i]!;
    const v0 = work[b0 + i]!;
    const v1 = work[b1 + i]!;
    s00 += u0 * v0;
    s01 += u0 * v1;
    s10 += u1 * v0;
    s11 += u1 * v1;
  }
  add(sums, at + count * cell(a, b), s00);
  if (b < a) add(sums, at + count * cell(a, nextB), s01);
  if (nextA === a) return;
  add(sums, at + count * cell(nextA, b), s10);
  add(sums, at + count * cell(nextA, nextB), s11);
}
