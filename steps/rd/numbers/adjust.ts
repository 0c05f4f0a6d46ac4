/** Takes covariates off an outcome: γ by least squares on what the polynomials of each side leave (Calonico, Cattaneo, Farrell & Titiunik 2019, section 3). */
import { norm } from '../../../src/base/number/sum.ts';
import { applyQTransposed, householder, solveR } from '../../../src/econ/linalg/qr.ts';
import type { LocalFit } from './local-fit.ts';
import type { Side } from './side.ts';

/** A covariate of which less than this share is left is spanned by the others. */
const spanned = 1e-9;

/** A fit and its side. */
export interface Fitted {
  readonly side: Side;
  readonly fit: LocalFit;
}

export interface CovariateAdjustment {
  /** Positions of covariates that the others, or the polynomials, span. */
  readonly dropped: readonly number[];
  /** The outcome, or take-up, without the covariates, over all rows of a side. */
  outcome(side: Side): Float64Array;
  takeUp(side: Side): Float64Array;
}

/** One γ for all of the sides that are given. */
export function adjustment(fitted: readonly Fitted[]): CovariateAdjustment {
  const count = fitted[0]!.side.covariates.length;
  const stacked = (of: (side: Side) => Float64Array): Float64Array =>
    joined(fitted.map(({ side, fit }) => fit.weightedResiduals(of(side))));
  const columns = Array.from({ length: count }, (_, j) => stacked(({ covariates }) => covariates[j]!));
  const sizes = Array.from({ length: count }, (_, j) =>
    norm(joined(fitted.map(({ side, fit }) => fit.weighted(side.covariates[j]!)))),
  );
  const rows = columns[0]?.length ?? 0;
  const qr = householder(columns, rows, (j) => spanned * sizes[j]!);
  const gammaOf = (of: (side: Side) => Float64Array): Float64Array => {
    const y = stacked(of);
    applyQTransposed(qr, y);
    return solveR(qr, y).map((value, k) => value / qr.scale[k]!);
  };
  const without = (of: (side: Side) => Float64Array) => {
    const gamma = count === 0 ? new Float64Array(0) : gammaOf(of);
    return (side: Side): Float64Array => {
      if (count === 0) return of(side);
      const out = of(side).slice();
      for (const [k, j] of qr.kept.entries()) {
        const z = side.covariates[j]!;
        for (let i = 0; i < out.length; i++) out[i] = out[i]! - gamma[k]! * z[i]!;
      }
      return out;
    };
  };
  const outcome = without((side) => side.outcome);
  const takeUp = fitted[0]!.side.takeUp === null ? undefined : without((side) => side.takeUp!);
  return { dropped: qr.dropped, outcome, takeUp: (side) => takeUp!(side) };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
