/** Histograms: how wide bins are, where they begin, and how many values each holds. */
import { power } from '../../base/number/power.ts';
import { Refusal } from '../../base/problem.ts';
import { percentile, sortedValues } from '../distributions/percentile.ts';

export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** count / (n · width) */
  readonly density: number;
}

/** No figure shows more. */
const MOST = 200;

/**
 * Returns the number of bins by Freedman & Diaconis's (1981, Z. Wahrscheinlichkeit 57:453) width 2 IQR n^(−1/3), `nclass.FD` of R. Where
 * the quartiles are equal, it is Sturges's (1926) ⌈log₂ n + 1⌉.
 */
export function usualBins(sorted: Float64Array): number {
  const n = sorted.length;
  const width = 2 * (percentile(sorted, 75, 'type7') - percentile(sorted, 25, 'type7')) * power(n, -1 / 3);
  const range = sorted[n - 1]! - sorted[0]!;
  const count = width > 0 ? Math.ceil(range / width) : Math.ceil(Math.log2(n) + 1);
  return Math.min(MOST, Math.max(1, count));
}

/**
 * Ends of about `count` bins of a round width (1, 2 or 5 times a power of ten) that cover low … high, `pretty(c(low, high), count)` of R.
 * Values that are all equal get one bin around them.
 */
export function roundBreaks(low: number, high: number, count: number): number[] {
  if (low === high) return [low - 0.5, low + 0.5];
  const cell = (high - low) / count;
  const base = power(10, Math.floor(Math.log10(cell)));
  // R's biases towards the larger unit: h = 1.5, h5 = 0.5 + 1.5 h.
  const [h, h5] = [1.5, 2.75];
  let unit = base;
  if (2 * base - cell < h * (cell - unit)) unit = 2 * base;
  if (unit > base && 5 * base - cell < h5 * (cell - unit)) unit = 5 * base;
  if (unit > 2 * base && 10 * base - cell < h * (cell - unit)) unit = 10 * base;
  const slack = 1e-10;
  const from = Math.floor(low / unit + slack);
  const to = Math.ceil(high / unit - slack);
  return Array.from({ length: to - from + 1 }, (_, i) => (from + i) * unit);
}

/** Counts in bins that are closed on the right, the first on both sides, as those of `hist()`; NaN is left out. Refuses no values. */
export function histogram(values: Float64Array, breaks?: readonly number[]): HistogramBin[] {
  const sorted = sortedValues(values);
  const n = sorted.length;
  if (n === 0) throw new Refusal('no-values', 'there is no value to count');
  const ends = breaks ?? roundBreaks(sorted[0]!, sorted[n - 1]!, usualBins(sorted));
  let before = 0;
  return ends.slice(1).map((to, i) => {
    let upTo = before;
    while (upTo < n && sorted[upTo]! <= to + 1e-7 * (to - ends[i]!)) upTo++;
    const count = upTo - before;
    before = upTo;
    return { from: ends[i]!, to, count, density: count / (n * (to - ends[i]!)) };
  });
}
