/** Ways in which labels can fall on units, one after another where they are few, or at random. */
import type { RandomStream } from '../../base/number/rng.ts';

/** The number of distinct arrangements of labels, n!/(m₁! m₂! …); infinite beyond what a number holds. */
export function arrangements(labels: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  let total = 1;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    // a product of binomial coefficients, whole at every step
    total = (total * (i + 1)) / count;
  }
  return total > Number.MAX_SAFE_INTEGER ? total : Math.round(total);
}

/** The bounds of a chunk of so many draws in all. */
export interface Chunk {
  readonly from: number;
  readonly to: number;
  readonly draws: number;
}

/**
 * The arrangements of a chunk: all there are, one after another, where they are no more than the draws, else draw i by its own stream. O(n) each.
 */
export function assigned(
  labels: ArrayLike<number>,
  { from, to, draws }: Chunk,
  stream: (i: number) => RandomStream,
): Float64Array[] {
  if (arrangements(labels) > draws)
    return Array.from({ length: to - from }, (_, i) => shuffled(labels, stream(from + i)));
  const out: Float64Array[] = [];
  const drawn = firstArrangement(labels);
  for (let i = 0; i < to; i++) {
    if (i >= from) out.push(drawn.slice());
    if (!nextArrangement(drawn)) break;
  }
  return out;
}

/** Sorts labels, which is the first of their arrangements in order. */
export const firstArrangement = (labels: ArrayLike<number>): Float64Array => Float64Array.from(labels).sort();

/** Turns an arrangement into the next one in order, in place; false after the last (Knuth 4A, 7.2.1.2, algorithm L). */
export function nextArrangement(labels: Float64Array): boolean {
  let j = labels.length - 2;
  while (j >= 0 && labels[j]! >= labels[j + 1]!) j--;
  if (j < 0) return false;
  let l = labels.length - 1;
  while (labels[j]! >= labels[l]!) l--;
  swap(labels, j, l);
  for (let a = j + 1, b = labels.length - 1; a < b; a++, b--) swap(labels, a, b);
  return true;
}

function swap(labels: Float64Array, i: number, j: number): void {
  const held = labels[i]!;
  labels[i] = labels[j]!;
  labels[j] = held;
}

/** Labels in random order, every arrangement equally likely (Fisher–Yates). */
export const shuffled = (labels: ArrayLike<number>, stream: RandomStream): Float64Array =>
  stream.shuffle(new Float64Array(labels));

/** A statistic as large as the actual one, but for rounding, is as large. */
export const tieOf = (actual: number): number => 1e-9 * Math.max(1, Math.abs(actual));
