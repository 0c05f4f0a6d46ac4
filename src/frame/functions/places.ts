/** Computes ranks and quantile groups of values within their group. Missing values have none. */
import { percentile, sortedValues } from '../../econ/distributions/percentile.ts';

export type Ties = 'average' | 'low' | 'high' | 'first';

/**
 * Ranks from 1, the smallest, as Stata's `egen rank` has them. Ties share the average of their places, the lowest (`track`) or the highest
 * of them, or take theirs in the order of the rows. O(n log n).
 */
export function ranks(x: Float64Array, ties: Ties): Float64Array {
  const rows = Array.from(x.keys()).filter((i) => !Number.isNaN(x[i]!));
  rows.sort((a, b) => x[a]! - x[b]! || a - b);
  const out = new Float64Array(x.length).fill(Number.NaN);
  for (let from = 0; from < rows.length; ) {
    let to = from;
    while (to < rows.length && x[rows[to]!] === x[rows[from]!]) to++;
    for (let k = from; k < to; k++) out[rows[k]!] = rankOf(ties, from + 1, to, k + 1);
    from = to;
  }
  return out;
}

function rankOf(ties: Ties, lowest: number, highest: number, own: number): number {
  if (ties === 'average') return (lowest + highest) / 2;
  if (ties === 'first') return own;
  return ties === 'low' ? lowest : highest;
}

/** Says which group takes values on the end of a group; `first` parts equal values in the order of the rows. */
export type GroupTies = 'low' | 'high' | 'first';

/**
 * Quantile groups 1 … n. `low` is Stata's `xtile`: a value belongs to the first group whose upper percentile (`_pctile`) is not below it.
 * `high`: to the last whose lower percentile is not above it. Equal values are of one group by both. `first` is dplyr's `ntile`: groups of
 * equal size, the first ones larger by one where need be. O(n log n).
 */
export function quantileGroups(x: Float64Array, n: number, ties: GroupTies): Float64Array {
  const sorted = sortedValues(x);
  if (sorted.length === 0) return x;
  if (ties === 'first') return groupsOfSize(ranks(x, 'first'), sorted.length, n);
  const cuts = Array.from({ length: n - 1 }, (_, k) => percentile(sorted, (100 * (k + 1)) / n));
  return x.map((value) => {
    if (Number.isNaN(value)) return value;
    const group = cuts.findIndex((cut) => (ties === 'low' ? value <= cut : value < cut));
    return group < 0 ? n : group + 1;
  });
}

function groupsOfSize(places: Float64Array, count: number, n: number): Float64Array {
  const [size, larger] = [Math.floor(count / n), count % n];
  const inLarger = larger * (size + 1);
  return places.map((place) =>
    place <= inLarger ? Math.ceil(place / (size + 1)) : larger + Math.ceil((place - inLarger) / size),
  );
}
