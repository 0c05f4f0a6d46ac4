/** Finds the maximum of a Poisson likelihood with absorbed effects by iteratively reweighted least squares on transformed columns. */
import { dot, sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import type { Effect } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';
import type { Maximum } from './irls.ts';

export interface AbsorbedMaximum extends Maximum {
  /** η less the offset: x'b and the effects, length N. */
  readonly index: Float64Array;
}

export interface AbsorbedProblem {
  readonly columns: readonly Float64Array[];
  readonly effects: readonly Effect[];
  readonly y: Float64Array;
  readonly offset: Float64Array | null;
  readonly weights: Float64Array | null;
}

const mostSteps = 200;
const mostHalvings = 30;
/** The change of the deviance, as a part of it, at which one more step is the last: steps are Newton's, so that it leaves rounding. */
const converged = 1e-13;
/** Precision of the transformation: coarse at first, since the weights will change, and never coarser than the last change asks for. */
const precision = { first: 1e-6, last: 1e-13 };

/**
 * Each step regresses z = η + (y − μ)/μ on the regressors with weights μ, effects swept out of both; they are swept out of what the last step left, which
 * is near its end already (Correia, Guimarães & Zylkin 2020, Stata Journal 20:95). The constant, first, is the mean of η less that of x'b,
 * by μ. Refuses (`no-convergence`) where there is no end.
 */
export function absorbedMaximum(problem: AbsorbedProblem): AbsorbedMaximum {
  const { y, offset, weights, effects } = problem;
  const n = y.length;
  const centre = sum(y) / n;
  let index: Float64Array = y.map((value, i) => Math.log((value + centre) / 2) - (offset?.[i] ?? 0));
  let means: Float64Array = meansOf(index, offset);
  // where the iteration starts is no point of the model: it may fit better
  let last = Number.POSITIVE_INFINITY;
  let swept: readonly Float64Array[] = problem.columns;
  let known: { readonly z: Float64Array; readonly swept: Float64Array } | null = null;
  let tolerance = precision.first;
  let isLast = false;
  for (let step = 0; step < mostSteps; step++) {
    const own = weights === null ? means : means.map((value, i) => value * weights[i]!);
    const within = (x: Float64Array): Float64Array => withinTransform(x, effects, own, tolerance);
    const z = index.map((value, i) => value + (y[i]! - means[i]!) / means[i]!);
    const before = known;
    const start = before === null ? z : z.map((value, i) => value - (before.z[i]! - before.swept[i]!));
    const target = within(start);
    swept = swept.map(within);
    known = { z, swept: target };
    const roots = own.map(Math.sqrt);
    const scaled = (x: Float64Array): Float64Array => x.map((value, i) => value * roots[i]!);
    const { coefficients } = leastSquares(swept.map(scaled), scaled(target), () => 0);
    const residual = target.slice();
    for (const [j, x] of swept.entries()) {
      const b = coefficients[j]!;
      for (let i = 0; i < n; i++) residual[i] = residual[i]! - b * x[i]!;
    }
    const aimed = z.map((value, i) => value - residual[i]!);
    if (isLast) return finished(problem, aimed, coefficients, tolerance);
    const next = improved(problem, index, aimed, last);
    const change = Math.min(1, Math.abs(last - next.deviance) / Math.max(next.deviance, 1e-8 * n));
    ({ index, means } = next);
    last = next.deviance;
    isLast = change < converged && tolerance === precision.last;
    tolerance = change < 1e-4 ? precision.last : Math.min(tolerance, 0.1 * change);
  }
  throw new Refusal('no-convergence', `no maximum of the likelihood was found in ${mostSteps} steps`, {
    param: 'terms',
    hint: 'are some variables of extreme size, or nearly spanned by others? Rescale them, or leave some out',
  });
}

const meansOf = (index: Float64Array, offset: Float64Array | null): Float64Array =>
  index.map((value, i) => Math.exp(value + (offset?.[i] ?? 0)));

/** 2 Σ w [y ln(y/μ) − (y − μ)] */
function devianceOf(y: Float64Array, means: Float64Array, weights: Float64Array | null): number {
  return (
    2 *
    sum(
      y.map((value, i) => {
        const own = (value > 0 ? value * Math.log(value / means[i]!) : 0) - (value - means[i]!);
        return weights === null ? own : weights[i]! * own;
      }),
    )
  );
}

/** The step, halved until the deviance does not rise. */
function improved({ y, offset, weights }: AbsorbedProblem, from: Float64Array, aimed: Float64Array, last: number) {
  for (let halving = 0, share = 1; ; halving++, share /= 2) {
    const index = share === 1 ? aimed : from.map((value, i) => value + share * (aimed[i]! - value));
    const means = meansOf(index, offset);
    const deviance = devianceOf(y, means, weights);
    if (deviance <= last * (1 + 1e-10) + 1e-10 || halving === mostHalvings) return { index, means, deviance };
  }
}

function finished(
  { columns, effects, y, offset, weights }: AbsorbedProblem,
  index: Float64Array,
  slopes: Float64Array,
  tolerance: number,
): AbsorbedMaximum {
  const n = y.length;
  const means = meansOf(index, offset);
  const own = weights === null ? means : means.map((value, i) => value * weights[i]!);
  const size = sum(own);
  const roots = own.map(Math.sqrt);
  const scaled = (x: Float64Array): Float64Array => x.map((value, i) => value * roots[i]!);
  const centres = columns.map((x) => dot(own, x) / size);
  const ones = new Float64Array(n).fill(1);
  const centred = columns.map((x, j) => {
    const swept = withinTransform(x, effects, own, tolerance);
    return swept.map((value) => value + centres[j]!);
  });
  const residuals = y.map((value, i) => ((value - means[i]!) / means[i]!) * roots[i]!);
  const { qr } = leastSquares([ones, ...centred].map(scaled), residuals, () => 0);
  const constant = dot(own, index) / size - centres.reduce((total, centre, j) => total + centre * slopes[j]!, 0);
  const kernel = sum(y.map((value, i) => (weights?.[i] ?? 1) * (value * (index[i]! + (offset?.[i] ?? 0)) - means[i]!)));
  return { coefficients: Float64Array.of(constant, ...slopes), means, qr, residuals, kernel, index };
}
