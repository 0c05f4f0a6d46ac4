/**
 * Special functions to about 1e-13 relative, far into the tails. The prefactors use Loader's saddle-point form
 * (2000, "Fast and accurate computation of binomial probabilities"), so that large arguments lose no digits;
 * continued fractions and series as in NIST DLMF 8.9, 8.11 and 8.17.
 */

import { memo } from '../../base/memo.ts';

/** δ(z) = log Γ(z) − (z − ½) log z + z − ½ log 2π, z > 0; asked for over and over at the same few degrees of freedom. */
const stirlingError = memo((z: number): number => {
  let shift = 0;
  let w = z;
  while (w < 16) {
    shift += (w + 0.5) * Math.log1p(1 / w) - 1;
    w += 1;
  }
  const v = 1 / (w * w);
  const series =
    1 / 12 + v * (-1 / 360 + v * (1 / 1260 + v * (-1 / 1680 + v * (1 / 1188 + v * (-691 / 360360 + v / 156)))));
  return series / w + shift;
});

/** ln √(2π) */
export const LOG_ROOT_TWO_PI = 0.9189385332046727;

/** log Γ(z) for z > 0; absolute error about 1e-15·max(1, |result|). */
export function logGamma(z: number): number {
  if (!(z > 0)) return Number.NaN;
  if (z === 1 || z === 2) return 0;
  return (z - 0.5) * Math.log(z) - z + LOG_ROOT_TWO_PI + stirlingError(z);
}

/** a·log(a/m) + m − a ≥ 0 without cancellation near m = a; `excess` is m − a. */
function deviance(a: number, m: number, excess: number): number {
  if (Math.abs(excess) > 0.1 * (a + m)) return a * Math.log(a / m) + excess;
  // log(a/m) = 2 artanh(v), v = (a−m)/(a+m)
  const v = -excess / (a + m);
  const v2 = v * v;
  let term = 2 * a * v * v2;
  let series = 0;
  for (let k = 3; k < 60; k += 2) {
    const next = series + term / k;
    if (next === series) break;
    series = next;
    term *= v2;
  }
  return (excess * excess) / (a + m) + series;
}

/** x^a e^−x / Γ(a) */
function gammaPrefactor(a: number, x: number): number {
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-stirlingError(a) - deviance(a, x, x - a));
}

export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

/** Regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P, a > 0, x ≥ 0. */
export function incompleteGamma(a: number, x: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  if (x < a + 1) {
    const lower = (gammaPrefactor(a, x) / a) * gammaSeries(a, x);
    return { lower, upper: 1 - lower };
  }
  const upper = gammaPrefactor(a, x) * gammaFraction(a, x);
  return { lower: 1 - upper, upper };
}

/** Σ x^n / ((a+1)…(a+n)) */
function gammaSeries(a: number, x: number): number {
  let term = 1;
  let total = 1;
  for (let n = 1; n < 1_000_000; n++) {
    term *= x / (a + n);
    total += term;
    if (term < total * 1e-17) break;
  }
  return total;
}

const TINY = 1e-300;

/** The continued fraction of Γ(a, x) e^x x^−a, modified Lentz. */
function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let result = d;
  for (let i = 1; i < 1_000_000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / nonZero(an * d + b);
    c = nonZero(b + an / c);
    const factor = d * c;
    result *= factor;
    if (Math.abs(factor - 1) < 2e-16) break;
  }
  return result;
}

const nonZero = (x: number): number => (Math.abs(x) < TINY ? TINY : x);

/** Complementary error function; relative error about 1e-15 as long as the result is normal. */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  const square = x * x;
  if (square < 1.5) {
    const lower = ((2 * x) / Math.sqrt(Math.PI)) * Math.exp(-square) * gammaSeries(0.5, square);
    return 1 - lower;
  }
  if (x > 28) return 0;
  // x² = head² exactly + the rest, so that exp keeps its digits
  const head = Math.fround(x);
  const scale = Math.exp(-head * head) * Math.exp(-(x - head) * (x + head));
  return (scale * x * gammaFraction(0.5, square)) / Math.sqrt(Math.PI);
}

/**
 * Regularised incomplete beta I_x(a, b) and its complement as a function of x and y = 1 − x given separately (each accurate
 * on its own, so that neither tail cancels). a, b > 0.
 */
export function incompleteBeta(a: number, b: number): (x: number, y: number) => Tails {
  const below = betaTail(a, b);
  const above = betaTail(b, a);
  const most = (a + 1) / (a + b + 2);
  return (x, y) => {
    if (x <= 0) return { lower: 0, upper: 1 };
    if (y <= 0) return { lower: 1, upper: 0 };
    if (x > most) {
      const upper = above(y, x);
      return { lower: 1 - upper, upper };
    }
    const lower = below(x, y);
    return { lower, upper: 1 - lower };
  };
}

/** I_x(a, b) for x up to about a/(a + b), where the fraction converges. */
function betaTail(a: number, b: number): (x: number, y: number) => number {
  const n = a + b;
  const correction = stirlingError(n) - stirlingError(a) - stirlingError(b);
  const root = Math.sqrt((a * b) / (2 * Math.PI * n));
  return (x, y) => {
    // n·x − a, in the form that does not cancel
    const excess = b * x - a * y;
    // x^a y^b / B(a, b)
    const prefactor = root * Math.exp(correction - (deviance(a, n * x, excess) + deviance(b, n * y, -excess)));
    return prefactor * betaFraction(a, b, x, y, -excess);
  };
}

/**
 * The continued fraction of Didonato & Morris (1992, ACM TOMS 18:360, eq. 9) by modified Lentz. `lambda` = a − (a+b)x
 * is passed since it cancels where a or b is large; DLMF 8.17.22 loses five digits there.
 */
function betaFraction(a: number, b: number, x: number, y: number, lambda: number): number {
  let c = 1 / TINY;
  let d = 1 / nonZero((a / (a + 1)) * (lambda + 1));
  let result = d;
  for (let n = 1; n < 1_000_000; n++) {
    const root = x / (a + 2 * n - 1);
    const alpha = (a + n - 1) * root * (a + b + n - 1) * root * n * (b - n);
    const beta = n + (n * (b - n) * x) / (a + 2 * n - 1) + ((a + n) / (a + 2 * n + 1)) * (lambda + 1 + n * (1 + y));
    d = 1 / nonZero(beta + alpha * d);
    c = nonZero(beta + alpha / c);
    const factor = d * c;
    result *= factor;
    if (Math.abs(factor - 1) < 2e-16) break;
  }
  return result;
}
