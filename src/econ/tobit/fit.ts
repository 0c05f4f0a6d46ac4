/** Tobit: from the sample to the record of a fit. */
import { dot } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { observations } from '../design.ts';
import { normal } from '../distributions/distributions.ts';
import { density, inverseMills, logCdf } from '../distributions/normal-parts.ts';
import { LOG_ROOT_TWO_PI } from '../distributions/special-functions.ts';
import type { FitModel } from '../estimator.ts';
import type { Stat } from '../fit.ts';
import { byObservedInformation, likelihoodCovariance } from '../likelihood/covariance.ts';
import { type IndexMaximum, maximise, type RowLikelihood, withFurther } from '../likelihood/index-model.ts';
import { likelihoodRecord } from '../likelihood/record.ts';
import { reparametrised } from '../likelihood/reparametrised.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import type { MeanFunction } from '../margins/effect.ts';
import { withMargins } from '../margins/margins.ts';
import { compact } from '../panel/effects.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { type Limits, requireMaximum } from './separation.ts';

/**
 * Estimates y* = x'b + e, e normal with variance σ², of which max(lower, min(upper, y*)) is seen, by maximum likelihood in Olsen's (b/σ, 1/σ), in which
 * it is concave (1978, Econometrica 46:1211), then in (b, ln σ). t(N − k) with k slopes, the constant and σ not counted, as Stata has it; χ² is the
 * likelihood ratio's for `iid`, F(k, N − k) otherwise. O(NK²) a step. Source: Stata [R] tobit; Tobin (1958).
 */
export const fit: FitModel = (sample) => {
  const { spec, design } = sample;
  const limits = limitsOf(spec.estimator!);
  const y = design.outcome.values;
  const { weights, ...unweighted } = design;
  const w = weights?.raw ?? null;
  const { terms, columns, constants, dropped } = regress(unweighted, [], design.constant);
  requireOwnNames(terms);
  const counts = countsOf(y, limits);
  if (counts.nUncensored === 0) {
    const message = `\`${design.outcome.name}\` is censored in all ${y.length} rows used`;
    throw new Refusal('all-censored', message, { param: 'outcome', hint: 'are the limits those of the data?' });
  }
  const names = [...(constants === 1 ? ['_cons'] : []), ...terms.map(({ name }) => name)];
  requireMaximum(columns, names, design.outcome, limits);
  const solved = inUnits(maximise(modelOf(columns, y, limits, w)));
  const n = observations(design);
  const df = n - terms.length;
  if (df <= 0) {
    const message = `expected more rows than slopes, got N = ${n} and k = ${terms.length}`;
    throw new Refusal('too-few-rows', message, { param: 'terms' });
  }
  const clusters = sample.clusters.map(compact);
  const covariance = byObservedInformation(likelihoodCovariance(solved, spec.vcov, clusters, design, 't(N − k)'));
  const k = columns.length;
  const size = k + 1;
  const sigma = Math.exp(solved.further[0]!);
  const seLog = Math.sqrt(Math.max(0, covariance.matrix[k * size + k]!));
  const ll0: Stat =
    constants === 1
      ? maximise(modelOf([new Float64Array(y.length).fill(1)], y, limits, w)).ll
      : { invalid: 'the model has no constant, and does not hold the one of a constant alone' };
  const record = likelihoodRecord({
    estimator: 'tobit',
    design,
    names: [...names, '/lnsigma'],
    constants,
    slopes: terms.length,
    values: [...solved.coefficients, ...solved.further],
    covariance,
    df,
    ll: solved.ll,
    ll0,
    ratio: true,
    dropped,
    stats: { ...counts, sigma, sigmaSe: sigma * seLog, varE: sigma * sigma, varESe: 2 * sigma * sigma * seLog },
  });
  return withMargins(record, spec, {
    mean: censoredMean(limits),
    sample,
    nobs: design.nobs,
    equation: design.terms,
    terms,
    constants,
    coefficients: solved.coefficients,
    further: solved.further,
    index: solved.index,
    covariance,
    effects: [],
    constant: design.constant,
    df,
    weights: w,
  });
};

export const limitsOf = (options: { readonly [option: string]: unknown }): Limits => ({
  lower: (options.lower as number | undefined) ?? Number.NEGATIVE_INFINITY,
  upper: (options.upper as number | undefined) ?? Number.POSITIVE_INFINITY,
});

function countsOf(y: Float64Array, { lower, upper }: Limits) {
  const nLeft = y.filter((value) => value <= lower).length;
  const nRight = y.filter((value) => value >= upper).length;
  return { nLeft, nRight, nUncensored: y.length - nLeft - nRight };
}

/** Starts at least squares, as if nothing were censored. */
function modelOf(columns: readonly Float64Array[], y: Float64Array, limits: Limits, w: Float64Array | null) {
  const { residuals } = leastSquares(columns, y, () => 0);
  const spread = Math.sqrt(dot(residuals, residuals) / y.length);
  const size = Math.sqrt(dot(y, y) / y.length);
  const sigma = spread > 1e-8 * size ? spread : size;
  return {
    columns,
    offset: null,
    likelihood: censored(y, limits, w),
    start: { index: y.map((value, i) => (value - residuals[i]!) / sigma), further: [1 / sigma] },
  };
}

/** With the index η = x'b/σ and τ = 1/σ: ln τ − (τy − η)²/2, ln Φ(τ lower − η), ln Φ(η − τ upper). */
export function censored(y: Float64Array, { lower, upper }: Limits, w: Float64Array | null): RowLikelihood {
  const n = y.length;
  return (index, [tau]) => {
    if (!(tau! > 0)) return null;
    const logTau = Math.log(tau!);
    const rows = withFurther(n);
    const { values, slope, curvature, own, cross, ownCurvature } = rows;
    for (let i = 0; i < n; i++) {
      const weight = w === null ? 1 : w[i]!;
      const value = y[i]!;
      const isLeft = value <= lower;
      const isRight = value >= upper;
      const at = isLeft ? lower : isRight ? upper : value;
      // what the index is measured against, and how far the row is from it
      const left = tau! * at - index[i]!;
      if (!isLeft && !isRight) {
        values[i] = weight * (logTau - LOG_ROOT_TWO_PI - 0.5 * left * left);
        slope[i] = weight * left;
        curvature[i] = weight;
        own[i] = weight * (1 / tau! - left * at);
        cross[i] = -weight * at;
        ownCurvature[i] = weight * (1 / (tau! * tau!) + at * at);
        continue;
      }
      const sign = isLeft ? 1 : -1;
      const z = sign * left;
      const lambda = inverseMills(z);
      const kappa = Math.max(0, lambda * (lambda + z));
      values[i] = weight * logCdf(z);
      slope[i] = -weight * sign * lambda;
      curvature[i] = weight * kappa;
      own[i] = weight * sign * lambda * at;
      cross[i] = -weight * kappa * at;
      ownCurvature[i] = weight * kappa * at * at;
    }
    return rows.derivatives();
  };
}

/** From (b/σ, 1/σ) to (b, ln σ), with the inverse information and the influences of rows. */
function inUnits(at: IndexMaximum): IndexMaximum {
  const tau = at.further[0]!;
  const k = at.coefficients.length;
  const size = k + 1;
  const b = at.coefficients.map((value) => value / tau);
  const jacobian = new Float64Array(size * size);
  for (let j = 0; j < k; j++) {
    jacobian[j * size + j] = 1 / tau;
    jacobian[j * size + k] = -b[j]! / tau;
  }
  jacobian[k * size + k] = -1 / tau;
  return {
    ll: at.ll,
    coefficients: b,
    further: [-Math.log(tau)],
    index: at.index.map((value) => value / tau),
    ...reparametrised(at, jacobian),
  };
}

/** E max(lower, min(upper, y*)) at x'b = μ, and its derivatives by μ and ln σ. */
export const censoredMean =
  ({ lower, upper }: Limits): MeanFunction =>
  (mu, [lnSigma]) => {
    const sigma = Math.exp(lnSigma!);
    const [a, b] = [(lower - mu) / sigma, (upper - mu) / sigma];
    const at = (z: number) =>
      Number.isFinite(z) ? { phi: density(z), product: z * density(z) } : { phi: 0, product: 0 };
    const [low, high] = [at(a), at(b)];
    const below = normal.cdf(a);
    const above = normal.sf(b);
    const slope = Math.max(0, 1 - below - above);
    const ends = (Number.isFinite(lower) ? below * lower : 0) + (Number.isFinite(upper) ? above * upper : 0);
    return {
      value: ends + slope * mu + sigma * (low.phi - high.phi),
      slope,
      curvature: (low.phi - high.phi) / sigma,
      valueBy: [sigma * (low.phi - high.phi)],
      slopeBy: [low.product - high.product],
    };
  };
