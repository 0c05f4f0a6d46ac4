/** Hausman's statistic of the coefficients that two fits share. */
import { chiSquared } from '../distributions/distributions.ts';
import type { Fit, Stat } from '../fit.ts';
import { symmetricEigen } from '../linalg/symmetric-eigen.ts';

export interface Hausman {
  readonly chi2: number;
  /** The rank of D. */
  readonly df: number;
  readonly pValue: Stat;
  readonly isDefinite: boolean;
  /** b_consistent − b_efficient, and the roots of D's diagonal, by name. */
  readonly differences: readonly { readonly term: string; readonly difference: number; readonly stdError: Stat }[];
}

/** An eigenvalue smaller than this part of the largest is 0. */
const ZERO = 1e-12;

/**
 * q'D⁻q with q = b_consistent − b_efficient over the terms named, D = V_consistent − V_efficient, each times its factor (Hausman 1978, Econometrica 46:1251);
 * χ² with the rank of D. Where D is not positive definite the number is no test; below 0 it has no p. O(K³).
 */
export function hausmanTest(
  names: readonly string[],
  consistent: Fit,
  efficient: Fit,
  [ofConsistent, ofEfficient]: readonly [number, number] = [1, 1],
): Hausman {
  const k = names.length;
  const q = names.map((name) => estimate(consistent, name) - estimate(efficient, name));
  const d = new Float64Array(k * k);
  const units = names.map((name) => Math.sqrt(cell(consistent, name, name)));
  for (const [i, a] of names.entries())
    for (const [j, b] of names.entries())
      d[i * k + j] =
        (ofConsistent * cell(consistent, a, b) - ofEfficient * cell(efficient, a, b)) / units[i]! / units[j]!;
  const { values, vectors } = symmetricEigen(d, k);
  const largest = Math.max(...values.map(Math.abs));
  let chi2 = 0;
  let df = 0;
  for (const [m, value] of values.entries()) {
    if (Math.abs(value) <= ZERO * largest) continue;
    const along = q.reduce((total, each, j) => total + (each / units[j]!) * vectors[m]![j]!, 0);
    chi2 += (along * along) / value;
    df++;
  }
  const pValue: Stat =
    chi2 < 0 ? { invalid: 'χ² is negative: the fit does not meet the test’s assumptions' } : chiSquared(df).sf(chi2);
  return {
    chi2,
    df,
    pValue,
    isDefinite: values.every((value) => value > ZERO * largest),
    differences: names.map((term, j) => ({
      term,
      difference: q[j]!,
      stdError: rootOf(d[j * k + j]!, units[j]!),
    })),
  };
}

const at = (fit: Fit, term: string): number => fit.terms.findIndex((row) => row.term === term);
const estimate = (fit: Fit, term: string): number => fit.terms[at(fit, term)]!.estimate;
const cell = (fit: Fit, a: string, b: string): number => fit.vcov[at(fit, a)]![at(fit, b)]!;
const rootOf = (variance: number, unit: number): Stat =>
  variance >= 0 ? unit * Math.sqrt(variance) : { invalid: 'the variance is negative' };
