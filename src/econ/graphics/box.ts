/** Tukey's (1977) box plots. */
import { sortedValues } from '../distributions/percentile.ts';

export interface Box {
  readonly n: number;
  readonly lower: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly upper: number;
  /** Values beyond the whiskers. */
  readonly outliers: readonly number[];
}

/**
 * Hinges are medians of the halves, the middle value in both (`fivenum` of R); whiskers reach to the farthest values within 1.5 times the
 * distance of the hinges from them, as in `boxplot.stats`. `values` must not be empty; NaN is left out.
 */
export function box(values: Float64Array): Box {
  const sorted = sortedValues(values);
  const n = sorted.length;
  const depth = Math.floor((n + 3) / 2) / 2;
  const at = (place: number): number => (sorted[Math.floor(place) - 1]! + sorted[Math.ceil(place) - 1]!) / 2;
  const [q1, median, q3] = [at(depth), at((n + 1) / 2), at(n + 1 - depth)];
  const reach = 1.5 * (q3 - q1);
  const inside = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
  const outliers = [...sorted.filter((value) => value < q1 - reach || value > q3 + reach)];
  return { n, lower: inside[0]!, q1, median, q3, upper: inside.at(-1)!, outliers };
}
