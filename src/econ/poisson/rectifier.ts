/**
 * Finds the rows that separate a Poisson likelihood with absorbed effects: those with an outcome of 0 where some combination z of regressors and
 * effects is above 0, while it is 0 wherever the outcome is positive and never below 0 (Correia, Guimarães & Zylkin 2019, "Verifying the
 * existence of maximum likelihood estimates for generalized linear models", section 3.2: the iterative rectifier).
 */
import { leastSquares } from '../linalg/least-squares.ts';
import type { Effect } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';

/** Weight of a row with a positive outcome, whose fitted value is to be 0, beside one of 0. */
const heavy = 1e3;
const mostRounds = 2_000;
/** A fitted value smaller than this is 0. */
const zero = 1e-5;

/**
 * Positions of the separated rows, ascending; none where the likelihood has a maximum. u, 1 where y = 0, is projected on the span of regressors
 * and effects with weights that hold it at 0 elsewhere, and what is negative is set to 0, in turn. A fixed point is such a z. Where u has fallen
 * below 1 in every row, the residuals of the rounds add up to a positive vector that is orthogonal to every z, so that there is none
 * (Stiemke 1915). O(NK) and the effects' transformation a round.
 */
export function separatedRows(
  columns: readonly Float64Array[],
  effects: readonly Effect[],
  y: Float64Array,
): readonly number[] {
  const n = y.length;
  const zeros = indices(y);
  if (zeros.length === 0) return [];
  const weights = y.map((value) => (value > 0 ? heavy : 1));
  const roots = weights.map(Math.sqrt);
  const within = (x: Float64Array): Float64Array => withinTransform(x, effects, weights);
  const scaled = (x: Float64Array): Float64Array => x.map((value, i) => value * roots[i]!);
  const own = effects.length === 0 ? [new Float64Array(n).fill(1), ...columns] : columns.map(within);
  const regressors = own.map(scaled);
  const sizes = regressors.map((x) => Math.sqrt(x.reduce((total, value) => total + value * value, 0)));
  let u = y.map((value) => (value > 0 ? 0 : 1));
  for (let round = 0; round < mostRounds; round++) {
    const left = scaled(within(u));
    const { residuals } = leastSquares(regressors, left, (j) => 1e-9 * sizes[j]!);
    const fitted = u.map((value, i) => value - residuals[i]! / roots[i]!);
    let most = 0;
    let least = 0;
    let off = 0;
    for (let i = 0; i < n; i++) {
      if (y[i]! > 0) off = Math.max(off, Math.abs(fitted[i]!));
      else {
        most = Math.max(most, fitted[i]!);
        least = Math.min(least, fitted[i]!);
      }
    }
    if (most < 1 - zero) return [];
    if (least > -zero && off < zero) return zeros.filter((i) => fitted[i]! > 100 * zero);
    u = fitted.map((value, i) => (y[i]! > 0 ? 0 : Math.max(0, value)));
  }
  return [];
}

function indices(y: Float64Array): number[] {
  const found: number[] = [];
  for (let i = 0; i < y.length; i++) if (y[i] === 0) found.push(i);
  return found;
}
