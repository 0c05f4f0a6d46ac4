/**
 * The reduced form and the first stage side by side: coefficients of both on the instruments and their joint covariance, of which tests that
 * hold with weak instruments are made.
 */
import { dot, dots } from '../../../base/number/sum.ts';
import { orthonormalColumns } from '../../linalg/qr.ts';
import type { RegressionByRows } from '../../vcov/regression.ts';
import type { IvEquations } from '../iv-equations.ts';
import { type MomentContext, momentCovariance } from '../moments.ts';

/** In an orthonormal basis of the instruments, from which the exogenous regressors are partialled out. */
export interface TwoEquations {
  /** L instruments. */
  readonly instruments: number;
  /** Coefficients of the outcome and of the endogenous regressor. L each. */
  readonly outcome: Float64Array;
  readonly treatment: Float64Array;
  /** Blocks of their covariance with the finite-sample factor; `both` is the symmetric part of the outcome's with the treatment's. L×L each. */
  readonly blocks: MomentBlocks;
  /** Variances and covariance of the errors of both, where `iid`, for which each block is one of these times the identity; else null. */
  readonly errors: Variances | null;
}

export interface MomentBlocks {
  readonly outcome: Float64Array;
  readonly both: Float64Array;
  readonly treatment: Float64Array;
}

export interface Variances {
  readonly outcome: number;
  readonly both: number;
  readonly treatment: number;
}

/** Finite-sample factor of the first stages' covariance, and N less all that they count. */
interface Scale {
  readonly factor: number;
  readonly residualDf: number;
}

/** The part of a column that is left, below which it is rounding. */
const noise = 1e-13;

/**
 * For one endogenous regressor; the reason in words where there are several, or where errors are none. A sandwich's middle is a quadratic
 * form of the residuals, so that the covariance of two equations follows from that of their sum and each one's own. O(N L²).
 */
export function twoEquations(
  equations: IvEquations,
  reduced: RegressionByRows,
  context: MomentContext,
  { factor, residualDf }: Scale,
): TwoEquations | { readonly invalid: string } {
  const [first, ...others] = equations.firstStages;
  if (others.length > 0) return { invalid: 'defined for one endogenous regressor' };
  if (equations.second.perfect) return { invalid: 'the fit is perfect' };
  const instruments = equations.instruments.length;
  const q = orthonormalColumns(first!.fit.qr).slice(-instruments);
  const [outcome, treatment] = dots(q, [reduced.y, first!.y]) as [Float64Array, Float64Array];
  const [u, v] = [reduced.fit.residuals, first!.fit.residuals];
  if (isSpanned(treatment, v)) return { invalid: 'the instruments span the endogenous regressors' };
  if (isSpanned(outcome, u)) return { invalid: 'the instruments span the outcome' };
  const variances = { outcome: dot(u, u), both: dot(u, v), treatment: dot(v, v) };
  if (context.vcov.is === 'iid') {
    const errors = mapped(variances, (value) => value / residualDf);
    return { instruments, outcome, treatment, errors, blocks: mapped(errors, (value) => diagonal(value, instruments)) };
  }
  // in like units, so that neither drowns in the other
  const scale = Math.sqrt(variances.outcome / variances.treatment);
  const sandwich = (e: Float64Array): Float64Array => momentCovariance(q, e, context).map((value) => value * factor);
  const sum = sandwich(u.map((value, i) => value + scale * v[i]!));
  const [own, other] = [sandwich(u), sandwich(v)];
  const both = sum.map((value, i) => (value - own[i]! - scale * scale * other[i]!) / (2 * scale));
  const blocks = { outcome: own, both, treatment: other };
  return { instruments, outcome, treatment, errors: null, blocks };
}

const isSpanned = (explained: Float64Array, left: Float64Array): boolean => {
  const rest = dot(left, left);
  return rest <= noise * (rest + dot(explained, explained));
};

function mapped<T, U>(
  { outcome, both, treatment }: { readonly [name in keyof MomentBlocks]: T },
  of: (value: T) => U,
): { readonly [name in keyof MomentBlocks]: U } {
  return { outcome: of(outcome), both: of(both), treatment: of(treatment) };
}

function diagonal(value: number, n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = value;
  return matrix;
}

export const trace = (matrix: Float64Array, n: number): number => {
  let total = 0;
  for (let i = 0; i < n; i++) total += matrix[i * n + i]!;
  return total;
};
