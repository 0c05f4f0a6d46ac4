/** The passes of placed-effects.ts where the rows of each level of the first effect stand together: level by level, to the same bits. */
import type { Effect } from './effects.ts';

type Runs = Pick<Effect, 'codes' | 'counts'>;

/** Takes means by level off x, and returns the squares of what is left. */
export function centreRuns(x: Float64Array, { codes, counts }: Runs): number {
  let squares = 0;
  for (let from = 0; from < x.length; ) {
    const n = counts[codes[from]!]!;
    const to = from + n;
    const mean = total(x, from, to) / n;
    for (let i = from; i < to; i++) {
      const value = x[i]! - mean;
      x[i] = value;
      squares += value * value;
    }
    from = to;
  }
  return squares;
}

/** Shifts the rows, and adds up the remainders by other codes in the same pass. */
export function centreRunsAndAdd(
  x: Float64Array,
  { codes, counts }: Runs,
  others: Int32Array,
  out: Float64Array,
): number {
  let squares = 0;
  for (let from = 0; from < x.length; ) {
    const n = counts[codes[from]!]!;
    const to = from + n;
    const mean = total(x, from, to) / n;
    for (let i = from; i < to; i++) {
      const value = x[i]! - mean;
      const other = others[i]!;
      x[i] = value;
      squares += value * value;
      out[other] = out[other]! + value;
    }
    from = to;
  }
  return squares;
}

/** Takes off each level of `out`, for each of its rows, the mean over the row's run of what the levels are in `p`; writes the means by level of the first effect. */
export function takeOffMeansOfRuns(
  out: Float64Array,
  { codes, counts }: Runs,
  others: Int32Array,
  p: Float64Array,
  means: Float64Array,
): void {
  for (let from = 0; from < codes.length; ) {
    const n = counts[codes[from]!]!;
    const to = from + n;
    const mean = totalOfLevels(p, others, from, to) / n;
    means[codes[from]!] = mean;
    for (let i = from; i < to; i++) {
      const other = others[i]!;
      out[other] = out[other]! - mean;
    }
    from = to;
  }
}

function total(x: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += x[i]!;
  return sum;
}

function totalOfLevels(levels: Float64Array, codes: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += levels[codes[i]!]!;
  return sum;
}
