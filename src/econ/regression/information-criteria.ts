/** Information criteria of a fit from its log likelihood, and the likelihood of least squares. */
import type { Stat } from '../fit.ts';

export interface Criteria {
  readonly aic: Stat;
  readonly bic: Stat;
}

/**
 * −2 l + 2k (Akaike 1974) and −2 l + k ln N (Schwarz 1978), k the parameters that are estimated, the constant among them: Stata's `estat ic`,
 * which does not count absorbed effects.
 */
export function informationCriteria(ll: Stat, parameters: number, nobs: number): Criteria {
  if (typeof ll !== 'number') return { aic: ll, bic: ll };
  return { aic: -2 * ll + 2 * parameters, bic: -2 * ll + parameters * Math.log(nobs) };
}

/** The log likelihood of normal errors at its maximum: −N/2 (ln 2π + ln(RSS/N) + 1). */
export const normalLikelihood = (rss: number, nobs: number): Stat =>
  rss > 0 ? (-nobs / 2) * (Math.log(2 * Math.PI) + Math.log(rss / nobs) + 1) : fittedExactly;

const fittedExactly: Stat = { invalid: 'the outcome is fitted without error' };
