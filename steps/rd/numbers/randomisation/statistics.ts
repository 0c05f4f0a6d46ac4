/** Statistics of two groups of a window: differences of means and of polynomials, and sums of ranks, with normal p values. */
import { normal, twoSided } from '../../../../src/econ/distributions/distributions.ts';
import { Linear } from '../linear.ts';
import { LocalFit } from '../local-fit.ts';
import type { Side } from '../side.ts';
import { variance } from '../variance/variance.ts';

export interface Tested {
  readonly value: number;
  /** √ of the large-sample variance; 0 where nothing varies. */
  readonly stdError: number;
  readonly pValue: number;
}

/** The mean of the second group less that of the first, each with a variance of its own. */
export function differenceOfMeans(below: Float64Array, above: Float64Array): Tested {
  const value = meanOf(above) - meanOf(below);
  const stdError = Math.sqrt(varianceOf(below) / below.length + varianceOf(above) / above.length);
  return { value, stdError, pValue: stdError > 0 ? twoSided(normal, value / stdError) : Number(value === 0) };
}

export interface Residualised extends Tested {
  /** Outcomes less the slope of their side, so that their means are what the polynomials are at the cut-off. */
  readonly below: Float64Array;
  readonly above: Float64Array;
}

/** The difference of polynomials at the cut-off, with HC2 errors. */
export function differenceOfPolynomials([below, above]: readonly [Side, Side], order: number): Residualised {
  const parts = [below, above].map((side) => {
    const fit = new LocalFit(side, order, side.range * (1 + Number.EPSILON), 'uniform');
    const level = fit.coefficients(side.outcome)[0]!;
    const linear = new Linear([{ fit, nu: 0, factor: 1 }]);
    const square = variance(linear, fit, side, side.outcome, { name: 'hc2', matches: 0 });
    return { level, square, outcomes: fit.residuals(side.outcome).map((e) => e + level) };
  });
  const [left, right] = parts as [(typeof parts)[0], (typeof parts)[0]];
  const value = right.level - left.level;
  const stdError = Math.sqrt(left.square + right.square);
  return { value, stdError, pValue: twoSided(normal, value / stdError), below: left.outcomes, above: right.outcomes };
}

/** The sum of ranks of the first group in units of its standard deviation, where all assignments are as likely; rows at one value share a rank. */
export function rankSum(below: Float64Array, above: Float64Array): number {
  const ranks = midranks(Float64Array.from([...below, ...above]));
  const n = ranks.length;
  let total = 0;
  for (let i = 0; i < below.length; i++) total += ranks[i]!;
  const centre = (n + 1) / 2;
  const spread = ranks.reduce((sum, rank) => sum + (rank - centre) * (rank - centre), 0) / (n - 1);
  return (total - below.length * centre) / Math.sqrt((spread * below.length * above.length) / n);
}

export function midranks(values: Float64Array): Float64Array {
  const order = Int32Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const out = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let k = from; k < to; k++) out[order[k]!] = (from + 1 + to) / 2;
    from = to;
  }
  return out;
}

export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

export function varianceOf(values: Float64Array): number {
  const centre = meanOf(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) * (values[i]! - centre);
  return sum / (values.length - 1);
}
