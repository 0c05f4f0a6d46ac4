/** Computes the contribution of each row to a Poisson likelihood. */
import { logGamma } from '../distributions/special-functions.ts';

/** x times the weights; x itself without any. */
export function weighed(x: Float64Array, weights: Float64Array | null): Float64Array {
  if (weights === null) return x;
  const out = new Float64Array(x.length);
  for (let i = 0; i < out.length; i++) out[i] = x[i]! * weights[i]!;
  return out;
}

const BLOCK = 1024;

/** 2 Σ w [y ln(y/μ) − (y − μ)] */
export function devianceOf(y: Float64Array, means: Float64Array, weights: Float64Array | null): number {
  let total = 0;
  for (let from = 0; from < y.length; from += BLOCK) {
    const to = Math.min(y.length, from + BLOCK);
    let own = 0;
    for (let i = from; i < to; i++) {
      const value = y[i]!;
      const mean = means[i]!;
      const part = (value > 0 ? value * Math.log(value / mean) : 0) - (value - mean);
      own += weights === null ? part : weights[i]! * part;
    }
    total += own;
  }
  return 2 * total;
}

/** Whole numbers below are looked up. */
const KNOWN = 1024;

/** f of every count. */
export function eachCount(y: Float64Array, f: (count: number) => number): Float64Array {
  const table = new Float64Array(KNOWN).fill(Number.NaN);
  const out = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) {
    const value = y[i]!;
    let own = table[value];
    // no entry of the table: another number, or one that is met for the first time
    if (own === undefined || Number.isNaN(own)) {
      own = f(value);
      if (Number.isInteger(value) && value < KNOWN) table[value] = own;
    }
    out[i] = own;
  }
  return out;
}

/** Σ w ln y!, of each small count once, times how often it occurs. */
export function logFactorials(y: Float64Array, weights: Float64Array | null): number {
  const tally = new Float64Array(KNOWN);
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    const value = y[i]!;
    const w = weights === null ? 1 : weights[i]!;
    const times = tally[value];
    if (times === undefined) total += w * logGamma(value + 1);
    else tally[value] = times + w;
  }
  for (let count = 2; count < KNOWN; count++) total += tally[count]! * logGamma(count + 1);
  return total;
}
