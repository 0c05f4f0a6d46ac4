/** Truncated regression: from the sample to the record of a fit. */
import { Refusal } from '../../base/problem.ts';
import { observations } from '../design.ts';
import { truncatedMoments } from '../distributions/truncated-normal.ts';
import type { FitModel } from '../estimator.ts';
import type { Stat } from '../fit.ts';
import { byObservedInformation, likelihoodCovariance } from '../likelihood/covariance.ts';
import { likelihoodRecord } from '../likelihood/record.ts';
import { pickDesign, pickNamedCodes, pickSample } from '../likelihood/rows.ts';
import type { MeanFunction } from '../margins/effect.ts';
import { withMargins } from '../margins/margins.ts';
import { compact } from '../panel/effects.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { insideOf, truncationOf } from './limits.ts';
import { type Truncation, truncatedMaximum } from './maximum.ts';

/**
 * Estimates y = x'b + e, e normal with variance σ², of rows with lower < y < upper alone, by maximum likelihood in (b, σ). Rows at or beyond a limit are left
 * out, and counted. z throughout, χ² is Wald's of all slopes, and the marginal effects are of E(y | lower < y < upper). O(NK²) a step. Source: Stata [R] truncreg;
 * Hausman & Wise (1977).
 */
export const fit: FitModel = (sample) => {
  const { spec } = sample;
  const limits = truncationOf(spec.estimator!);
  const { rows, lost } = insideOf(sample.design, limits);
  const design = rows === null ? sample.design : pickDesign(sample.design, rows);
  const { weights, ...unweighted } = design;
  const { terms, columns, constants, dropped } = regress(unweighted, [], design.constant);
  requireOwnNames(terms);
  const n = observations(design);
  if (n <= columns.length) {
    const message = `expected more rows between the limits than terms, got N = ${n} and K = ${columns.length}`;
    throw new Refusal('too-few-rows', message, { param: 'terms' });
  }
  const y = design.outcome.values;
  const problem = { y, limits, hasConstant: constants === 1, weights: weights?.raw ?? null };
  const solved = truncatedMaximum({ ...problem, columns });
  const clusters = sample.clusters.map((codes) => compact(rows === null ? codes : pickNamedCodes(codes, rows)));
  const covariance = byObservedInformation(likelihoodCovariance(solved, spec.vcov, clusters, design));
  const record = likelihoodRecord({
    estimator: 'truncreg',
    design,
    names: [...(constants === 1 ? ['_cons'] : []), ...terms.map(({ name }) => name), '/sigma'],
    constants,
    slopes: terms.length,
    values: [...solved.coefficients, ...solved.further],
    covariance,
    df: null,
    ll: solved.ll,
    ll0: ofConstant(problem),
    ratio: false,
    dropped,
    rowsLost: lost,
    stats: { sigma: solved.further[0]!, nTruncated: lost.reduce((total, { count }) => total + count, 0) },
  });
  return withMargins(record, spec, {
    mean: truncatedMean(limits),
    sample: pickSample(sample, rows),
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
    df: null,
    weights: weights?.raw ?? null,
  });
};

function ofConstant(problem: Omit<Parameters<typeof truncatedMaximum>[0], 'columns'>): Stat {
  if (!problem.hasConstant)
    return { invalid: 'the model has no constant, and does not hold the one of a constant alone' };
  try {
    return truncatedMaximum({ ...problem, columns: [new Float64Array(problem.y.length).fill(1)] }).ll;
  } catch (error) {
    if (error instanceof Refusal) return { invalid: 'the likelihood of a constant alone has no maximum' };
    throw error;
  }
}

/** E(y | lower < y < upper) at x'b = μ, and its derivatives by μ and σ: cumulants of the truncated normal (Barndorff-Nielsen 1978). */
export const truncatedMean =
  ({ lower, upper }: Truncation): MeanFunction =>
  (mu, [sigma]) => {
    const at = truncatedMoments((lower - mu) / sigma!, (upper - mu) / sigma!);
    const { mean, variance, third, fourth } = at;
    return {
      value: mu + sigma! * mean,
      slope: variance,
      curvature: third / sigma!,
      valueBy: [third + 2 * mean * variance],
      slopeBy: [(fourth + 2 * mean * third - variance * variance - 2 * variance) / sigma!],
    };
  };
