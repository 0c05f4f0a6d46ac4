/** The effects of a matching on its outcomes. */

import type { NamedColumn } from '../../../src/econ/design.ts';
import { normal, studentT, twoSided } from '../../../src/econ/distributions/distributions.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import type { Contrast } from './covariate-matching.ts';
import type { MatchSpec } from './spec.ts';
import type { Weighed } from './weigh.ts';

/** Methods whose error is that of a weighted regression. */
const regressions: readonly MatchSpec['method'][] = ['entropy', 'cem'];

/** An effect with its error: that of the method where it has one of its own, else that of the weights, which it takes as given. */
export function effectOf(
  { method }: MatchSpec,
  { name, values }: NamedColumn,
  treated: readonly number[],
  controls: readonly number[],
  { weights, contrast }: Pick<Weighed, 'weights' | 'contrast'>,
) {
  const found = contrast
    ? ofContrast(contrast(values))
    : ofWeights(values, treated, controls, weights, regressions.includes(method));
  const { stdError, df } = found;
  const estimate = found.treated - found.control;
  const statistic: Stat =
    typeof stdError === 'number' && stdError > 0
      ? estimate / stdError
      : typeof stdError === 'number'
        ? { invalid: 'the standard error is zero' }
        : stdError;
  const pValue: Stat =
    typeof statistic === 'number' ? twoSided(df === null ? normal : studentT(df), statistic) : statistic;
  const before = { treated: meanOver(values, treated, one), control: meanOver(values, controls, one) };
  return {
    variable: name,
    treated: found.treated,
    control: found.control,
    estimate,
    stdError,
    statistic,
    pValue,
    df,
    unmatched: { ...before, difference: before.treated - before.control },
  };
}

interface Means {
  readonly treated: number;
  readonly control: number;
  readonly stdError: Stat;
  readonly df: number | null;
}

/** An estimated score may take more from a variance than a small sample's estimate of it has. */
const negative = 'the estimated variance is negative';

const ofContrast = ({ treated, control, variance }: Contrast): Means => ({
  treated,
  control,
  stdError: variance >= 0 ? Math.sqrt(variance) : { invalid: negative },
  df: null,
});

const one = (): number => 1;

function meanOver(values: Float64Array, rows: readonly number[], weight: (i: number) => number): number {
  const total = rows.reduce((sum, i) => sum + weight(i), 0);
  return rows.reduce((sum, i) => sum + weight(i) * values[i]!, 0) / total;
}

/** Mean over matched treated rows less the weighted mean of controls. */
function ofWeights(
  values: Float64Array,
  treated: readonly number[],
  controls: readonly number[],
  weights: Float64Array,
  isRegression: boolean,
): Means {
  const inside = treated.filter((i) => weights[i]! > 0);
  const used = controls.filter((i) => weights[i]! > 0);
  const n1 = inside.length;
  const [m1, m0] = [meanOver(values, inside, one), meanOver(values, used, (i) => weights[i]!)];
  const stdError: Stat =
    n1 < 2 || used.length < 2
      ? { invalid: 'no residual degrees of freedom' }
      : isRegression
        ? weightedError(values, inside, used, weights, m1, m0)
        : matchedError(values, inside, used, weights);
  return { treated: m1, control: m0, stdError, df: isRegression ? n1 + used.length - 2 : null };
}

const varianceOf = (values: Float64Array, rows: readonly number[]): number => {
  const centre = rows.reduce((sum, i) => sum + values[i]!, 0) / rows.length;
  return rows.reduce((sum, i) => sum + (values[i]! - centre) * (values[i]! - centre), 0) / (rows.length - 1);
};

function matchedError(
  values: Float64Array,
  inside: readonly number[],
  used: readonly number[],
  weights: Float64Array,
): number {
  const squares = used.reduce((sum, i) => sum + weights[i]! * weights[i]!, 0);
  const n1 = inside.length;
  return Math.sqrt(varianceOf(values, inside) / n1 + (varianceOf(values, used) * squares) / (n1 * n1));
}

/** HC1 of the weighted regression on treatment. */
function weightedError(
  values: Float64Array,
  inside: readonly number[],
  used: readonly number[],
  weights: Float64Array,
  m1: number,
  m0: number,
): number {
  const part = (rows: readonly number[], centre: number): number => {
    const total = rows.reduce((sum, i) => sum + weights[i]!, 0);
    return (
      rows.reduce((sum, i) => sum + weights[i]! * weights[i]! * (values[i]! - centre) * (values[i]! - centre), 0) /
      (total * total)
    );
  };
  const n = inside.length + used.length;
  return Math.sqrt((n / (n - 2)) * (part(inside, m1) + part(used, m0)));
}
