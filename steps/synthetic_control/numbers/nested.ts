/**
 * Weights of predictors that fit the outcome best before treatment (Abadie & Gardeazabal 2003; Abadie, Diamond & Hainmueller 2010, section 2.3): the
 * outer problem is not convex and V is not identified, so it is searched from stated starts: equal weights, each predictor by itself, and those of a
 * regression of outcomes on predictors; each by the simplex search of Nelder & Mead (1965) over logarithms. The best is kept.
 */
import { dot, mean } from '../../../src/base/number/sum.ts';
import { leastAround } from './nelder-mead.ts';
import { type PredictorRows, weightsUnder } from './predictors.ts';

/** Starts from which the search goes on; others are left after their first value. */
const FOLLOWED = 3;
/** Weights below this part of the largest count as this. */
const LEAST = 1e-8;

/** `target`, `columns`: outcomes of the fitted periods. Gives weights that add up to 1. */
export function nestedWeights(
  rows: PredictorRows,
  target: Float64Array,
  columns: readonly Float64Array[],
): Float64Array {
  const count = rows.treated.length;
  const lossOf = (logs: Float64Array): number => errorOf(weightsUnder(rows, normalised(logs)), target, columns);
  const equal = new Float64Array(count);
  const alone = Array.from({ length: count }, (_, k) => equal.map((_, i) => (i === k ? 0 : Math.log(0.01))));
  const starts = [equal, slopesOf(rows, target, columns), ...alone]
    .map((logs) => ({ logs, loss: lossOf(logs) }))
    .sort((a, b) => a.loss - b.loss)
    .slice(0, FOLLOWED);
  const ends = starts.map(({ logs }) => leastAround(lossOf, logs));
  const best = ends.reduce((a, b) => (b.value < a.value ? b : a));
  return normalised(best.at);
}

function normalised(logs: Float64Array): Float64Array {
  const most = Math.max(...logs);
  const raw = logs.map((log) => Math.max(Math.exp(log - most), LEAST));
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}

function errorOf(weights: Float64Array, target: Float64Array, columns: readonly Float64Array[]): number {
  const rest = target.slice();
  for (const [j, column] of columns.entries())
    if (weights[j] !== 0) for (let t = 0; t < rest.length; t++) rest[t]! -= weights[j]! * column[t]!;
  return dot(rest, rest) / rest.length;
}

/** Logarithms of the squared covariances of predictors with outcomes over all units, summed over periods: predictors that move with outcomes start heavier. */
function slopesOf(
  { treated, donors }: PredictorRows,
  target: Float64Array,
  columns: readonly Float64Array[],
): Float64Array {
  const [x, y] = [
    [treated, ...donors],
    [target, ...columns],
  ];
  const centred = (values: Float64Array): Float64Array => {
    const centre = mean(values);
    return values.map((value) => value - centre);
  };
  const outcomes = Array.from(target, (_, t) => centred(Float64Array.from(y, (path) => path[t]!)));
  return treated.map((_, k) => {
    const values = centred(Float64Array.from(x, (row) => row[k]!));
    const covariances = outcomes.map((outcome) => dot(values, outcome));
    return Math.log(covariances.reduce((sum, each) => sum + each * each, Number.MIN_VALUE));
  });
}
