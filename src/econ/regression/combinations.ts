/** Linear combinations of coefficients: marginal effects along a variable, and joint tests of several terms. */
import { chiSquared, fisherF } from '../distributions/distributions.ts';
import type { Fit, Stat } from '../fit.ts';
import { quadraticForm } from '../linalg/matrix.ts';

export interface Combination {
  readonly estimate: number;
  readonly stdError: Stat;
}

/** The members of a fit from which combinations are computed. */
export type CombinedFit = Pick<Fit, 'terms' | 'vcov' | 'dfResid'>;

/**
 * Σ wᵢ bᵢ with standard error √(w'Vw). The effect of x at m in a model with x and x² has the weights 1 and 2m, with x and x:w the weights 1
 * and m (Brambor, Clark & Golder 2006, Political Analysis 14:63). `weights`: term → weight. Throws where the fit has no such term.
 */
export function combine({ terms, vcov }: CombinedFit, weights: ReadonlyMap<string, number>): Combination {
  const at = [...weights.keys()].map((name) => terms.findIndex(({ term }) => term === name));
  if (at.includes(-1)) throw new Error('a combination of terms that the fit does not have');
  const w = [...weights.values()];
  const estimate = w.reduce((sum, weight, i) => sum + weight * terms[at[i]!]!.estimate, 0);
  if (vcov.length === 0) return { estimate, stdError: { invalid: 'the fit has no covariance' } };
  let variance = 0;
  for (const [i, a] of at.entries()) for (const [j, b] of at.entries()) variance += w[i]! * w[j]! * vcov[a]![b]!;
  return { estimate, stdError: Math.sqrt(Math.max(0, variance)) };
}

export interface WaldTest {
  readonly statistic: Stat;
  readonly df: readonly number[];
  readonly pValue: Stat;
}

/**
 * That all of these terms are zero: F = b'V⁻¹b / q on (q, df), or the chi-squared b'V⁻¹b where inference is normal, as Stata's `test`. Not
 * defined where V is singular.
 */
export function jointTest({ terms, vcov, dfResid }: CombinedFit, names: readonly string[]): WaldTest {
  const at = names.map((name) => terms.findIndex(({ term }) => term === name));
  const q = at.length;
  const df = dfResid === null ? [q] : [q, dfResid];
  const b = Float64Array.from(at, (i) => terms[i]!.estimate);
  const v = vcov.length === 0 ? null : Float64Array.from(at.flatMap((i) => at.map((j) => vcov[i]![j]!)));
  const wald = v === null || q === 0 ? null : quadraticForm(v, b);
  if (wald === null) {
    const invalid: Stat = { invalid: q === 0 ? 'no terms' : 'their covariance is singular' };
    return { statistic: invalid, df, pValue: invalid };
  }
  if (dfResid === null) return { statistic: wald, df, pValue: chiSquared(q).sf(wald) };
  const f = wald / q;
  return { statistic: f, df, pValue: fisherF(q, dfResid).sf(f) };
}
