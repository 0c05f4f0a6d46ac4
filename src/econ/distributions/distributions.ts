/**
 * Normal, Student t, F and chi-squared: `cdf`, `sf` (upper tail, never 1 − cdf), `quantile` of a lower and
 * `upperQuantile` of an upper probability. Relative error about 1e-13, degrees of freedom real and positive.
 * O(√df) per call. Arguments outside the domain give NaN, which callers must not let out.
 */
import { memo } from '../../base/memo.ts';
import { invertSurvival } from './quantile.ts';
import { erfc, incompleteBeta, incompleteGamma, logGamma, type Tails } from './special-functions.ts';

export interface Distribution {
  cdf(x: number): number;
  sf(x: number): number;
  quantile(p: number): number;
  upperQuantile(q: number): number;
}

/** Many fits ask for the same few degrees of freedom. */
const MOST_KNOWN = 256;
/** The number of critical values that are remembered, since the same levels are asked for again and again. */
const MOST_LEVELS = 16;

const halfRoot = Math.SQRT1_2;

/** Standard normal. */
export const normal: Distribution = symmetric((z) => erfc(z * halfRoot) / 2);

/** Student's t with `df` degrees of freedom. */
export const studentT: (df: number) => Distribution = memo((df) => {
  if (!(df > 0)) return undefinedEverywhere;
  const tails = incompleteBeta(df / 2, 0.5);
  return symmetric((t) => {
    if (t === Number.POSITIVE_INFINITY) return 0;
    const square = t * t;
    if (square > 1e300) return farTail(df, t);
    const total = df + square;
    return tails(df / total, square / total).lower / 2;
  });
}, MOST_KNOWN);

/** First term of the tail expansion, where t² overflows: exact to 1e-15 there. */
function farTail(df: number, t: number): number {
  const logBeta = logGamma(df / 2) + logGamma(0.5) - logGamma((df + 1) / 2);
  return Math.exp(df * Math.log(Math.sqrt(df) / t) - logBeta) / df;
}

/** F with `df1` and `df2` degrees of freedom. */
export function fisherF(df1: number, df2: number): Distribution {
  return fisherFrom(df1)(df2);
}

const fisherFrom = memo((df1: number) => memo((df2: number) => newFisherF(df1, df2), MOST_KNOWN), MOST_KNOWN);

function newFisherF(df1: number, df2: number): Distribution {
  if (!(df1 > 0 && df2 > 0)) return undefinedEverywhere;
  const beta = incompleteBeta(df1 / 2, df2 / 2);
  const tails = (x: number) => {
    if (x <= 0) return { lower: 0, upper: 1 };
    const ratio = df1 * x;
    if (ratio === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
    const total = df2 + ratio;
    return beta(ratio / total, df2 / total);
  };
  return positive(tails);
}

/** Chi-squared with `df` degrees of freedom. */
export function chiSquared(df: number): Distribution {
  if (!(df > 0)) return undefinedEverywhere;
  return positive((x) => incompleteGamma(df / 2, x / 2));
}

/** P(|X| ≥ |x|) for a distribution symmetric about 0. */
export function twoSided(distribution: Distribution, x: number): number {
  return 2 * distribution.sf(Math.abs(x));
}

const undefinedEverywhere: Distribution = Object.freeze({
  cdf: () => Number.NaN,
  sf: () => Number.NaN,
  quantile: () => Number.NaN,
  upperQuantile: () => Number.NaN,
});

/** From the upper tail at x ≥ 0. */
function symmetric(tail: (x: number) => number): Distribution {
  const sf = (x: number): number => (x >= 0 ? tail(x) : 1 - tail(-x));
  const upperQuantile = memo((q: number): number => {
    if (!(q >= 0 && q <= 1)) return Number.NaN;
    if (q === 0.5) return 0;
    if (q > 0.5) return 0 - upperQuantile(1 - q);
    return q === 0 ? Number.POSITIVE_INFINITY : invertSurvival(tail, q, { low: 0.5, high: 1 });
  }, MOST_LEVELS);
  return Object.freeze({
    cdf: (x: number) => sf(-x),
    sf,
    // 0 − x, since −0 is no quantile
    quantile: (p: number) => 0 - upperQuantile(p),
    upperQuantile,
  });
}

/** From both tails of a distribution on x ≥ 0; the smaller tail is the one inverted. */
function positive(tails: (x: number) => Tails): Distribution {
  const fromUpper = (q: number): number => invertSurvival((x) => tails(x).upper, q, { low: 0.5, high: 1 });
  const fromLower = (p: number): number => 1 / invertSurvival((x) => tails(1 / x).lower, p, { low: 0.5, high: 1 });
  return Object.freeze({
    cdf: (x: number) => tails(x).lower,
    sf: (x: number) => tails(x).upper,
    quantile: (p: number) => {
      if (!(p >= 0 && p <= 1)) return Number.NaN;
      if (p === 0) return 0;
      if (p === 1) return Number.POSITIVE_INFINITY;
      return p <= Math.max(tails(1).lower, 0.5) ? fromLower(p) : fromUpper(1 - p);
    },
    upperQuantile: (q: number) => {
      if (!(q >= 0 && q <= 1)) return Number.NaN;
      if (q === 1) return 0;
      if (q === 0) return Number.POSITIVE_INFINITY;
      return q <= Math.max(tails(1).upper, 0.5) ? fromUpper(q) : fromLower(1 - q);
    },
  });
}
