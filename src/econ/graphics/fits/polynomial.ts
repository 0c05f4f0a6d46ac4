/** Global polynomials by least squares, with the pointwise confidence band of their mean. */

import { dot } from '../../../base/number/sum.ts';
import { Refusal } from '../../../base/problem.ts';
import { leastSquares } from '../../linalg/least-squares.ts';
import { type QR, solveRTransposed } from '../../linalg/qr.ts';
import { criticalValue } from '../intervals.ts';
import { type Cloud, type Curve, type FitMethod, placesOf } from './curve.ts';

/** A power counts as spanned by the lower ones where less than this part of it is left. */
const COLLINEAR = 1e-10;

/**
 * The polynomial of an order and the band ŷ(a) ± t(n−k) s √(p(a)′(P′P)⁻¹p(a)), as `predict(lm(y ~ poly(x, degree)), interval = "confidence")`
 * of R and Stata's `lfitci` have them: under errors of one variance. Powers are of x scaled to −1…1. Refuses an order that the distinct
 * values of x do not bear. Errors: about 1e−10 relative to the range of y.
 */
export function polynomialFit({ x, y }: Cloud, degree: number, level?: number): Curve {
  const at = placesOf(x);
  const [low, high] = [at[0]!, at.at(-1)!];
  const scaled = (value: number): number => (high === low ? 0 : (2 * (value - low)) / (high - low) - 1);
  const columns = powersOf(x.map(scaled), degree);
  const { qr, coefficients, residuals } = leastSquares(
    columns,
    y,
    (j) => COLLINEAR * Math.sqrt(dot(columns[j]!, columns[j]!)),
  );
  if (qr.dropped.length > 0)
    throw new Refusal('too-few-values', `a polynomial of order ${degree} needs ${degree + 1} values of x that differ`, {
      hint: 'lower `degree`',
    });
  const places = powersOf(at.map(scaled), degree);
  const rowAt = (i: number): Float64Array => Float64Array.from(places, (column) => column[i]!);
  const fitted = at.map((_, i) => dot(rowAt(i), coefficients));
  if (level === undefined) return { at, y: fitted };
  const df = x.length - degree - 1;
  const s = df > 0 ? Math.sqrt(dot(residuals, residuals) / df) : Number.NaN;
  const reach = df > 0 ? criticalValue(df, level) : Number.NaN;
  const half = at.map((_, i) => reach * s * leverageRoot(qr, rowAt(i)));
  return {
    at,
    y: fitted,
    low: fitted.map((value, i) => value - half[i]!),
    high: fitted.map((value, i) => value + half[i]!),
  };
}

const powersOf = (t: Float64Array, degree: number): Float64Array[] => {
  const columns = [new Float64Array(t.length).fill(1)];
  for (let order = 1; order <= degree; order++) columns.push(columns.at(-1)!.map((value, i) => value * t[i]!));
  return columns;
};

/** √(p′(P′P)⁻¹p) = |R⁻ᵀ D⁻¹ p|, where R is of the columns divided by D. */
function leverageRoot(qr: QR, row: Float64Array): number {
  const z = solveRTransposed(
    qr,
    row.map((value, j) => value / qr.scale[j]!),
  );
  return Math.sqrt(dot(z, z));
}

export const linear: FitMethod = {
  bands: true,
  reads: ['level'],
  fit: (cloud, { level }) => polynomialFit(cloud, 1, level),
};

export const polynomial: FitMethod = {
  bands: true,
  reads: ['degree', 'level'],
  fit: (cloud, { degree = 2, level }) => polynomialFit(cloud, degree, level),
};
