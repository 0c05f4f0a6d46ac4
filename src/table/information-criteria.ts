/** Information criteria of a fit, from its likelihood or, of least squares, from its residuals. */
import type { Fit, Stat } from '../econ/fit.ts';

export type Criterion = 'aic' | 'bic';

/** What criteria are made from. */
type Likely = Pick<Fit, 'estimator' | 'terms' | 'nobs' | 'stats'>;

const fittedExactly: Stat = { invalid: 'the outcome is fitted without error' };

/**
 * −2 l + 2k (Akaike 1974) and −2 l + k ln N (Schwarz 1978), k the coefficients that are reported, the constant and further parameters among
 * them: Stata's `estat ic`, which does not count absorbed effects. l is the fit's own, or of least squares that of normal errors,
 * −N/2 (ln 2π + ln(RSS/N) + 1). A fit that brings the criterion keeps it; undefined where there is no likelihood.
 */
export function informationCriterion({ estimator, terms, nobs, stats }: Likely, name: Criterion): Stat | undefined {
  if (stats[name] !== undefined) return stats[name];
  const ll = stats.ll ?? (estimator === 'ols' || estimator === 'fe' ? normalLikelihood(stats.rss, nobs) : undefined);
  if (typeof ll !== 'number') return ll;
  return -2 * ll + terms.length * (name === 'aic' ? 2 : Math.log(nobs));
}

/** The log likelihood of normal errors at its maximum. */
function normalLikelihood(rss: Stat | undefined, nobs: number): Stat | undefined {
  if (typeof rss !== 'number') return rss;
  return rss > 0 ? (-nobs / 2) * (Math.log(2 * Math.PI) + Math.log(rss / nobs) + 1) : fittedExactly;
}
