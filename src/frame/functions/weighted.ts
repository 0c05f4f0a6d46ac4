/** Means and sums of groups in which rows are weighted, as Stata's `collapse (mean) x [aw=w]`. */
import { Refusal } from '../../base/problem.ts';
import { count } from '../complaint.ts';
import { statisticOf, statisticOfOthers } from './statistics.ts';

/** Rows count by their weights, those without a value or a weight not at all. */
export function weightedStatistic(name: string, x: Float64Array, w: Float64Array, isOfOthers: boolean): Float64Array {
  const of = (values: Float64Array): Float64Array =>
    isOfOthers ? statisticOfOthers('sum', values) : statisticOf('sum', values, []);
  const weighted = of(x.map((value, i) => value * w[i]!));
  if (name === 'sum') return weighted;
  const weights = of(w.map((weight, i) => (Number.isNaN(x[i]!) ? Number.NaN : weight)));
  return weighted.map((total, i) => (weights[i] === 0 ? Number.NaN : total / weights[i]!));
}

export function refuseNegative(w: Float64Array, name: string): void {
  const bad = w.reduce((total, weight) => total + Number(weight < 0), 0);
  if (bad > 0)
    throw new Refusal(
      'bad-weights',
      `weights are numbers from 0 on, and \`${name}\` is below 0 in ${count(bad, 'row')}`,
    );
}
