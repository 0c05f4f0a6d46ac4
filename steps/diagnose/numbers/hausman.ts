/** Hausman's test of random against fixed effects, as Stata's `hausman`. */
import { chiSquared } from '../../../src/econ/distributions/distributions.ts';
import type { Fit, Stat, Warning } from '../../../src/econ/fit.ts';
import { symmetricEigen } from '../../../src/econ/linalg/symmetric-eigen.ts';
import { fit as linear } from '../../../src/econ/linear/fit.ts';
import { fit as random } from '../../../src/econ/re/fit.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { PanelSample } from './panel.ts';

/** The σ of both covariances: each its own, the efficient estimator's (`sigmamore`), the consistent one's (`sigmaless`). */
export type Sigma = 'own' | 'more' | 'less';

/** An eigenvalue smaller than this part of the largest is 0. */
const ZERO = 1e-12;

/**
 * q'D⁻q with q = b_fe − b_re over the terms of both, no constant, D = V_fe − V_re, both conventional (Hausman 1978, Econometrica 46:1251); χ² with
 * the rank of D. Where D is not positive definite the number stands with a note; below 0 it has no p. O(K³) besides the fits.
 */
export function hausman({ sample, design }: PanelSample, sigma: Sigma): Diagnosis {
  const absorb = [sample.levels('unit')[0]!];
  const spec = { ...sample.spec, vcov: { is: 'iid' } as const, small: null };
  const own = { ...sample, clusters: [], time: null, design: { ...design, absorb } };
  const fixed = linear({ ...own, spec });
  const free = random({ ...own, spec: { ...spec, estimator: { is: 'random effects' } } });
  const names = fixed.terms.map(({ term }) => term).filter((term) => term !== '_cons' && at(free, term) >= 0);
  const variable = 'Hausman';
  const k = names.length;
  if (k === 0) return { variable, statistic: { invalid: 'no regressors' }, pValue: { invalid: 'no regressors' } };
  const ratio = (free.stats.rmse as number) / (fixed.stats.sigmaE as number);
  const [ofFixed, ofRandom] = [sigma === 'more' ? ratio * ratio : 1, sigma === 'less' ? 1 / (ratio * ratio) : 1];
  const q = names.map((name) => fixed.terms[at(fixed, name)]!.estimate - free.terms[at(free, name)]!.estimate);
  const d = new Float64Array(k * k);
  const units = names.map((name) => Math.sqrt(cell(fixed, name, name)));
  for (const [i, a] of names.entries())
    for (const [j, b] of names.entries())
      d[i * k + j] = (ofFixed * cell(fixed, a, b) - ofRandom * cell(free, a, b)) / units[i]! / units[j]!;
  const { values, vectors } = symmetricEigen(d, k);
  const largest = Math.max(...values.map(Math.abs));
  let chi2 = 0;
  let rank = 0;
  for (const [m, value] of values.entries()) {
    if (Math.abs(value) <= ZERO * largest) continue;
    const along = q.reduce((total, each, j) => total + (each / units[j]!) * vectors[m]![j]!, 0);
    chi2 += (along * along) / value;
    rank++;
  }
  const isDefinite = values.every((value) => value > ZERO * largest);
  const pValue: Stat =
    chi2 < 0 ? { invalid: 'χ² is negative: the fit does not meet the test’s assumptions' } : chiSquared(rank).sf(chi2);
  const warnings = isDefinite ? [] : [indefinite];
  const stats = {
    hausmanChi2: chi2,
    hausmanDf: rank,
    hausmanP: pValue,
    ...Object.fromEntries(names.map((name, j) => [`difference.${name}`, q[j]!])),
    ...Object.fromEntries(names.map((name, j) => [`seDifference.${name}`, rootOf(d[j * k + j]!, units[j]!)])),
  };
  return { variable, statistic: chi2, df: rank, pValue, warnings, stats };
}

const indefinite: Warning = {
  code: 'hausman-indefinite',
  message: 'Hausman’s test: V_fe − V_re is not positive definite',
};

const at = (fit: Fit, term: string): number => fit.terms.findIndex((row) => row.term === term);
const cell = (fit: Fit, a: string, b: string): number => fit.vcov[at(fit, a)]![at(fit, b)]!;
const rootOf = (variance: number, unit: number): Stat =>
  variance >= 0 ? unit * Math.sqrt(variance) : { invalid: 'the variance is negative' };
