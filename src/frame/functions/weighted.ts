/** Statistics of groups in which rows are weighted, as Stata's `collapse (mean) x [aw=w]`, and count several times, as its `[fw=n]`. */
import { Refusal } from '../../base/problem.ts';
import { percentileByWeights, weightedMoments } from '../../econ/describe/weighted.ts';
import { count } from '../complaint.ts';
import { statisticOf, statisticOfOthers } from './statistics.ts';

export interface RowWeights {
  /** Frequencies count rows; analytic weights are rescaled to the number of values. */
  readonly kind: 'analytic' | 'frequency';
  readonly values: Float64Array;
}

/** Statistics of a group of rows that have a value and a weight above 0, one at least. */
const ofGroup: Readonly<Record<string, (x: Float64Array, weights: RowWeights, numbers: readonly number[]) => number>> =
  {
    median: (x, { values }) => percentileByWeights(x, values, 50),
    quantile: (x, { values }, [share]) => percentileByWeights(x, values, 100 * share!),
    sd: (x, weights) => {
      const { n, variance } = weightedMoments(x, weights);
      return n < 2 ? Number.NaN : Math.sqrt(variance);
    },
  };

interface WeightedCall {
  readonly name: string;
  readonly numbers: readonly number[];
  readonly isOfOthers: boolean;
}

/** Rows count by their weights, those without a value or a weight not at all. */
export function weightedStatistic(
  { name, numbers, isOfOthers }: WeightedCall,
  x: Float64Array,
  weights: RowWeights,
): Float64Array {
  const w = weights.values;
  if (name in ofGroup) {
    const rows = [...x.keys()].filter((i) => !Number.isNaN(x[i]!) && w[i]! > 0);
    const of = (values: Float64Array): Float64Array => Float64Array.from(rows, (i) => values[i]!);
    const value = rows.length === 0 ? Number.NaN : ofGroup[name]!(of(x), { ...weights, values: of(w) }, numbers);
    return new Float64Array(x.length).fill(value);
  }
  const summed = (values: Float64Array): Float64Array =>
    isOfOthers ? statisticOfOthers('sum', values) : statisticOf('sum', values, []);
  const weighted = summed(x.map((value, i) => value * w[i]!));
  if (name === 'sum') return weighted;
  const totals = summed(w.map((weight, i) => (Number.isNaN(x[i]!) ? Number.NaN : weight)));
  if (name === 'count') return totals;
  return weighted.map((total, i) => (totals[i] === 0 ? Number.NaN : total / totals[i]!));
}

/** Refuses weights below 0, and frequencies that are no whole numbers. */
export function refuseWeights({ kind, values }: RowWeights, name: string): void {
  const below = values.reduce((total, weight) => total + Number(weight < 0), 0);
  if (below > 0) {
    const message = `weights are numbers from 0 on, and \`${name}\` is below 0 in ${count(below, 'row')}`;
    throw new Refusal('bad-weights', message);
  }
  if (kind === 'analytic') return;
  const parts = values.reduce((total, weight) => total + Number(!Number.isNaN(weight) && !Number.isInteger(weight)), 0);
  if (parts === 0) return;
  const message = `frequencies are whole numbers, and \`${name}\` is none in ${count(parts, 'row')}`;
  throw new Refusal('bad-weights', message, { hint: '`weights=` takes other numbers' });
}
