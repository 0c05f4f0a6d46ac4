/** Finds the maximum of a Poisson likelihood by iteratively reweighted least squares. */
import { dot, mean, sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import type { LeastSquares, QR } from '../linalg/qr.ts';

export interface PoissonMaximum {
  /** One coefficient for each column. */
  readonly coefficients: Float64Array;
  /** exp(offset + Xb), length N. */
  readonly means: Float64Array;
  /** QR of √(wμ) X, so that the information X'diag(wμ)X is R'R. */
  readonly qr: QR;
  /** √(wμ) X where `qr` is R alone. */
  readonly rows?: readonly Float64Array[];
  /** Pearson residuals √w (y − μ)/√μ, length N. */
  readonly residuals: Float64Array;
  /** Σ w (yη − μ), the log likelihood without what does not depend on b. */
  readonly kernel: number;
}

const MOST_STEPS = 100;
const MOST_HALVINGS = 40;
/** Sizes of the next step at which the iteration ends, in standard errors of homoskedastic counts. */
const converged = { step: 1e-9, atRounding: 1e-6 };

/**
 * Newton's method on l(b) = Σ w (y η − μ) with η = offset + Xb and μ = exp(η), which is concave. Each step is the regression of √w (y − μ)/√μ on √(wμ) X
 * (McCullagh & Nelder 1989, 2.5), halved until the likelihood does not fall. `columns`: K arrays of length N, none spanned by the others.
 * Refuses (`no-convergence`) where there is no end. O(NK²) a step.
 */
export function maximum(
  columns: readonly Float64Array[],
  y: Float64Array,
  offset: Float64Array | null,
  weights: Float64Array | null = null,
): PoissonMaximum {
  const problem: Problem = { columns, y, offset, weights };
  let at = evaluate(start(problem), problem);
  let last = Number.POSITIVE_INFINITY;
  for (let step = 0; step < MOST_STEPS && Number.isFinite(at.kernel); step++) {
    const residuals = weighed(pearson(y, at.means), weights);
    const { qr, coefficients: change, residuals: left } = weighted(problem, at.means, residuals);
    if (qr.kept.length < columns.length) break;
    const size = distance(residuals, left);
    if (size <= converged.step || (size <= converged.atRounding && size > last / 2)) return { ...at, qr, residuals };
    last = size;
    const next = improved(at, change, problem);
    if (next === null) break;
    at = next;
  }
  throw new Refusal('no-convergence', `no maximum of the likelihood was found in ${MOST_STEPS} steps`, {
    param: 'terms',
    hint: 'are some variables of extreme size, or nearly spanned by others? Rescale them, or leave some out',
  });
}

interface Problem {
  readonly columns: readonly Float64Array[];
  readonly y: Float64Array;
  readonly offset: Float64Array | null;
  /** null where every row counts alike. */
  readonly weights: Float64Array | null;
}

interface IrlsPoint {
  readonly coefficients: Float64Array;
  readonly means: Float64Array;
  readonly kernel: number;
  /** Bound on the rounding error of the kernel. */
  readonly rounding: number;
}

/** A first regression of ln μ + (y − μ)/μ less the offset, with μ halfway between y and its mean. */
function start(problem: Problem): Float64Array {
  const { y, offset, weights } = problem;
  const centre = mean(y);
  const means = y.map((value) => (value + centre) / 2);
  const target = y.map((value, i) => {
    const m = means[i]!;
    return Math.sqrt(m) * (Math.log(m) - (offset?.[i] ?? 0) + (value - m) / m);
  });
  return weighted(problem, means, weighed(target, weights)).coefficients;
}

/** Times the square roots of the weights. */
const weighed = (x: Float64Array, weights: Float64Array | null): Float64Array =>
  weights === null ? x : x.map((value, i) => value * Math.sqrt(weights[i]!));

function evaluate(coefficients: Float64Array, { columns, y, offset, weights }: Problem): IrlsPoint {
  const index = offset === null ? new Float64Array(y.length) : offset.slice();
  for (const [j, x] of columns.entries()) {
    const b = coefficients[j]!;
    for (let i = 0; i < index.length; i++) index[i] = index[i]! + b * x[i]!;
  }
  const means = index.map(Math.exp);
  // a mean that underflows is near that of a count of 0 alone
  const parts = index.map((value, i) => {
    const part = means[i] === 0 && y[i]! > 0 ? -Infinity : y[i]! * value - means[i]!;
    return weights === null ? part : weights[i]! * part;
  });
  return { coefficients, means, kernel: sum(parts), rounding: 1e-14 * sum(parts.map(Math.abs)) };
}

function improved(from: IrlsPoint, change: Float64Array, problem: Problem): IrlsPoint | null {
  for (let halving = 0, share = 1; halving < MOST_HALVINGS; halving++, share /= 2) {
    const coefficients = from.coefficients.map((b, j) => b + share * change[j]!);
    const next = evaluate(coefficients, problem);
    if (next.kernel >= from.kernel - from.rounding) return next;
  }
  return null;
}

/** Regression of `target` on √(wμ) X. */
function weighted({ columns, weights }: Problem, means: Float64Array, target: Float64Array): LeastSquares {
  const roots = weighed(means.map(Math.sqrt), weights);
  return leastSquares(
    columns.map((x) => x.map((value, i) => value * roots[i]!)),
    target,
    () => 0,
  );
}

/** A count whose mean underflows is 0. */
const pearson = (y: Float64Array, means: Float64Array): Float64Array =>
  y.map((value, i) => (means[i] === 0 ? 0 : (value - means[i]!) / Math.sqrt(means[i]!)));

function distance(a: Float64Array, b: Float64Array): number {
  const difference = a.map((value, i) => value - b[i]!);
  return Math.sqrt(dot(difference, difference));
}
