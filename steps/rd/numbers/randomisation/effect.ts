/** The effect in a window: the difference of both sides with its large-sample inference. */
import { normal } from '../../../../src/econ/distributions/distributions.ts';
import type { Stat } from '../../../../src/econ/fit.ts';
import type { Side } from '../side.ts';
import type { RandomisationSpec } from './spec.ts';
import { differenceOfMeans, differenceOfPolynomials, type Tested } from './statistics.ts';

export interface RandomisationEffect {
  readonly estimate: number;
  readonly stdError: Stat;
  readonly statistic: Stat;
  /** By large samples. */
  readonly pValue: Stat;
  readonly confLow: Stat;
  readonly confHigh: Stat;
  /** Outcomes that are compared, less the slopes of polynomials. */
  readonly below: Float64Array;
  readonly above: Float64Array;
}

/** The difference of means, or of polynomials, with its large-sample inference. */
export function effectOf({ p }: RandomisationSpec, sides: readonly [below: Side, above: Side]): RandomisationEffect {
  const means = { below: sides[0].outcome, above: sides[1].outcome };
  const found: Tested & typeof means =
    p === 0 ? { ...differenceOfMeans(means.below, means.above), ...means } : differenceOfPolynomials(sides, p);
  const { value, stdError, pValue, below, above } = found;
  const reach = normal.upperQuantile(0.025) * stdError;
  const known = (stat: number): Stat => (stdError > 0 ? stat : constant);
  return {
    estimate: value,
    stdError: known(stdError),
    statistic: known(value / stdError),
    pValue: known(pValue),
    confLow: known(value - reach),
    confHigh: known(value + reach),
    below,
    above,
  };
}

export const constant = { invalid: 'the outcome does not vary within the window' };
