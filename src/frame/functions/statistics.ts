/**
 * Statistics of groups, given to each of their rows, as Stata's `egen` defines them (Stata [D] egen). Values that are missing
 * are left out, and a group without values has no statistic, but for sums and counts, which are 0.
 */
import { mean, sum, sumSquaresAbout } from '../../base/number/sum.ts';
import { percentile, sortedValues } from '../../econ/distributions/percentile.ts';

/** A statistic of values none of which is missing, at least one. */
type Statistic = (values: Float64Array, numbers: readonly number[]) => number;

export const statistics: Readonly<Record<string, Statistic>> = {
  mean: (x) => mean(x),
  // One value has no spread.
  sd: (x) => (x.length < 2 ? Number.NaN : Math.sqrt(sumSquaresAbout(x, mean(x)) / (x.length - 1))),
  median: (x) => percentile(sortedValues(x), 50),
  min: (x) => x.reduce((a, b) => Math.min(a, b)),
  max: (x) => x.reduce((a, b) => Math.max(a, b)),
  quantile: (x, [share]) => percentile(sortedValues(x), 100 * share!),
  sum: (x) => sum(x),
  count: (x) => x.length,
};

const ofNothing: Readonly<Record<string, number>> = { sum: 0, count: 0 };

/** The group's statistic for each of its rows. */
export function statisticOf(name: string, x: Float64Array, numbers: readonly number[]): Float64Array {
  const values = x.filter((value) => !Number.isNaN(value));
  const value = values.length === 0 ? (ofNothing[name] ?? Number.NaN) : statistics[name]!(values, numbers);
  return new Float64Array(x.length).fill(value);
}

/**
 * The statistic of the group's other rows. What lies before a row and what lies after it are added up apart, so that a large value of its
 * own costs no digits. A row without a value of its own has that of all values, and a row that is alone no mean. O(n).
 */
export function statisticOfOthers(name: string, x: Float64Array): Float64Array {
  const n = x.length;
  const [sums, counts] = [new Float64Array(n), new Float64Array(n)];
  for (const [from, to, step] of [
    [0, n, 1],
    [n - 1, -1, -1],
  ] as const) {
    let [total, count] = [0, 0];
    for (let i = from; i !== to; i += step) {
      sums[i]! += total;
      counts[i]! += count;
      if (Number.isNaN(x[i]!)) continue;
      total += x[i]!;
      count++;
    }
  }
  if (name === 'sum') return sums;
  if (name === 'count') return counts;
  return sums.map((total, i) => (counts[i] === 0 ? Number.NaN : total / counts[i]!));
}
