/** The effect on the treated by the weights of a matching, with an error that takes these as given. */

import type { NamedColumn } from '../../../src/econ/design.ts';
import { normal, studentT, twoSided } from '../../../src/econ/distributions/distributions.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import type { MatchSpec } from './spec.ts';

/** Mean of y over matched treated rows less the weighted mean of controls, with an error that takes the weights as given. */
export function effectOf(
  { method }: MatchSpec,
  { name, values }: NamedColumn,
  treated: readonly number[],
  controls: readonly number[],
  weights: Float64Array,
) {
  const inside = treated.filter((i) => weights[i]! > 0);
  const used = controls.filter((i) => weights[i]! > 0);
  const n1 = inside.length;
  const meanOver = (rows: readonly number[], weight: (i: number) => number): number => {
    const total = rows.reduce((sum, i) => sum + weight(i), 0);
    return rows.reduce((sum, i) => sum + weight(i) * values[i]!, 0) / total;
  };
  const one = (): number => 1;
  const [m1, m0] = [meanOver(inside, one), meanOver(used, (i) => weights[i]!)];
  const estimate = m1 - m0;
  const df = method === 'entropy' ? n1 + used.length - 2 : null;
  const stdError: Stat =
    n1 < 2 || used.length < 2
      ? { invalid: 'no residual degrees of freedom' }
      : method === 'entropy'
        ? weightedError(values, inside, used, weights, m1, m0)
        : matchedError(values, inside, used, weights);
  const statistic: Stat =
    typeof stdError === 'number' && stdError > 0
      ? estimate / stdError
      : typeof stdError === 'number'
        ? { invalid: 'the standard error is zero' }
        : stdError;
  const pValue: Stat =
    typeof statistic === 'number' ? twoSided(df === null ? normal : studentT(df), statistic) : statistic;
  const before = { treated: meanOver(treated, one), control: meanOver(controls, one) };
  return {
    variable: name,
    treated: m1,
    control: m0,
    estimate,
    stdError,
    statistic,
    pValue,
    df,
    unmatched: { ...before, difference: before.treated - before.control },
  };
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
