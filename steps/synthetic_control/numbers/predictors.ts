/** Predictors of a synthetic control: means of variables over windows, and the weights of donors under which they come nearest to those of the treated unit. */
import { mean, sumSquaresAbout } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { datum } from '../../../src/base/value.ts';
import type { SyntheticSample } from './sample.ts';
import { simplexWeights } from './simplex.ts';
import type { Predictor } from './spec.ts';

/** Rows of predictors: a value of the treated unit and of each donor. */
export interface PredictorRows {
  /** A value for each predictor, divided by the standard deviation over all units; its value in the data is this times `scale`. */
  readonly treated: Float64Array;
  /** A list for each donor, with a value for each predictor. */
  readonly donors: readonly Float64Array[];
  readonly scale: Float64Array;
}

/** Minimises Σ v_k (x_1k − Σ w_j x_jk)² over the simplex. */
export function weightsUnder({ treated, donors }: PredictorRows, v: Float64Array): Float64Array {
  const roots = v.map(Math.sqrt);
  const weigh = (x: Float64Array): Float64Array => x.map((value, k) => value * roots[k]!);
  return simplexWeights(donors.map(weigh), weigh(treated)).weights;
}

/** Means over windows, each divided by its standard deviation over all units of the sample, the treated among them. */
export function predictorRows(
  sample: SyntheticSample,
  predictors: readonly Predictor[],
  { treated, donors }: { readonly treated: number; readonly donors: readonly number[] },
): PredictorRows {
  const means = predictors.map((predictor) => meansOf(sample, predictor));
  const scale = Float64Array.from(means, (each, k) => deviationOf(each, predictors[k]!));
  const of = (i: number): Float64Array =>
    Float64Array.from(means, (each, k) => {
      if (!Number.isNaN(each[i]!)) return each[i]! / scale[k]!;
      throw missing(sample, predictors[k]!, i);
    });
  return { treated: of(treated), donors: donors.map(of), scale };
}

/** The mean of each unit over the window, missing values left out; NaN where it has none. */
export function meansOf(
  { periods, predictors }: SyntheticSample,
  { of, over: [first, last], step }: Predictor,
): Float64Array {
  const paths = predictors.get(of)!;
  const isIn = (period: number): boolean => period >= first && period <= last && (period - first) % step === 0;
  return Float64Array.from(paths, (path) => {
    const known = path.filter((value, t) => isIn(periods[t]!) && !Number.isNaN(value));
    return known.length === 0 ? Number.NaN : mean(known);
  });
}

function deviationOf(means: Float64Array, { of, over }: Predictor): number {
  const known = means.filter((value) => !Number.isNaN(value));
  const deviation = Math.sqrt(sumSquaresAbout(known, mean(known)) / (known.length - 1));
  if (deviation > 0) return deviation;
  const message = `the predictor \`${of}\` over ${over[0]} to ${over[1]} is the same for all units, or known of one alone`;
  throw new Refusal('constant-predictor', message, { param: 'predictors', hint: 'leave it out, or widen its window' });
}

function missing(sample: SyntheticSample, { of, over }: Predictor, unit: number): Refusal {
  const message = `\`${of}\` has no value between ${over[0]} and ${over[1]} for \`${datum(sample.unit, sample.units[unit]!)}\``;
  return new Refusal('missing-predictor', message, {
    param: 'predictors',
    hint: 'widen the window, or leave the unit out with `exclude`',
  });
}
