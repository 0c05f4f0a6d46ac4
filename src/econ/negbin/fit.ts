/** Negative binomial regression: from the sample to the record of a fit. */
import { mean, sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { requireCounts } from '../counts/rows.ts';
import { chiSquared } from '../distributions/distributions.ts';
import type { FitModel } from '../estimator.ts';
import type { Fit, Stat } from '../fit.ts';
import { byObservedInformation, likelihoodCovariance } from '../likelihood/covariance.ts';
import { type IndexMaximum, maximise } from '../likelihood/index-model.ts';
import { offsetOf } from '../likelihood/offset-values.ts';
import { likelihoodRecord } from '../likelihood/record.ts';
import { separation } from '../likelihood/separation.ts';
import { exponentialMean } from '../margins/effect.ts';
import { withMargins } from '../margins/margins.ts';
import { compact } from '../panel/effects.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { negativeBinomial, poisson, tablesOf } from './rows.ts';

/** ln α below which the likelihood is that of Poisson regression. */
const POISSON_LIMIT = -15;

/**
 * Estimates ln E(y|x) = x'b + offset, Var(y|x) = μ + αμ² by maximum likelihood in (b, ln α), with the covariance from the whole observed
 * information. z throughout. ll₀ is that of a constant and its own α. Where α falls to 0 the fit is Poisson's, and says so. O(NK²) a step. Source:
 * Stata [R] nbreg; Cameron & Trivedi (1998).
 */
export const fit: FitModel = (sample) => {
  const { spec, design } = sample;
  const y = design.outcome.values;
  requireCounts(design.outcome);
  const offset = offsetOf(sample);
  const { weights, ...unweighted } = design;
  const w = weights?.raw ?? null;
  const { terms, columns, constants, dropped } = regress(unweighted, [], design.constant);
  requireOwnNames(terms);
  if (separation(columns, y) !== null) throw separated();
  const start = { index: startOf(y, offset), further: [Math.log(dispersion(y))] };
  const tables = tablesOf(y);
  const solve = (own: readonly Float64Array[], index = start.index, further = start.further): IndexMaximum =>
    maximise({ columns: own, offset, likelihood: negativeBinomial(y, w, tables), start: { index, further } });
  const equal = maximise({ columns, offset, likelihood: poisson(y, w), start: { index: start.index, further: [] } });
  const found = solve(columns, equal.index);
  const isPoisson = found.further[0]! < POISSON_LIMIT;
  const at = isPoisson ? equal : found;
  const ofMaximum = likelihoodCovariance(at, spec.vcov, sample.clusters.map(compact), design);
  const covariance = isPoisson ? ofMaximum : byObservedInformation(ofMaximum);
  const k = columns.length;
  const names = [...(constants === 1 ? ['_cons'] : []), ...terms.map(({ name }) => name)];
  const ll0: Stat =
    constants === 1
      ? solve([new Float64Array(y.length).fill(1)]).ll
      : { invalid: 'the model has no constant, and does not hold the one of a constant alone' };
  const record = likelihoodRecord({
    estimator: 'negbin',
    design,
    names: isPoisson ? names : [...names, '/lnalpha'],
    constants,
    slopes: terms.length,
    values: [...at.coefficients, ...at.further],
    covariance,
    df: null,
    ll: at.ll,
    ll0,
    ratio: true,
    dropped,
    stats: alphaStats(at, equal, covariance.matrix, k, covariance.info.type === 'iid'),
    warnings: isPoisson
      ? [{ code: 'poisson-limit', message: 'α is 0: the estimates are those of Poisson regression' }]
      : [],
  });
  return withMargins(record, spec, {
    mean: exponentialMean,
    sample,
    nobs: design.nobs,
    equation: design.terms,
    terms,
    constants,
    coefficients: at.coefficients,
    further: at.further,
    index: at.index,
    offset,
    covariance,
    effects: [],
    constant: design.constant,
    df: null,
    weights: w,
  });
};

/** α with its error by the delta method, and the likelihood-ratio test that it is 0, which lies at the end of its range: half of χ²(1). */
function alphaStats(
  at: IndexMaximum,
  equal: IndexMaximum,
  matrix: Float64Array,
  k: number,
  isIid: boolean,
): Fit['stats'] {
  const [lnAlpha] = at.further;
  if (lnAlpha === undefined) return { alpha: 0 };
  const alpha = Math.exp(lnAlpha);
  const size = k + 1;
  const alphaSe = alpha * Math.sqrt(Math.max(0, matrix[k * size + k]!));
  if (!isIid) return { alpha, alphaSe, lnAlpha };
  const alphaLr = Math.max(0, 2 * (at.ll - equal.ll));
  return { alpha, alphaLr, alphaLrP: chiSquared(1).sf(alphaLr) / 2, alphaSe, lnAlpha };
}

/** η where every mean lies halfway between its count and the mean of all. */
function startOf(y: Float64Array, offset: Float64Array | null): Float64Array {
  const centre = mean(y);
  if (offset === null) return y.map((value) => Math.log((value + centre) / 2));
  const rate = Math.log(sum(y) / sum(offset.map(Math.exp)));
  return offset.map((value) => value + rate);
}

/** α by the moments of y, kept from 0. */
function dispersion(y: Float64Array): number {
  const centre = mean(y);
  const variance = sum(y.map((value) => (value - centre) * (value - centre))) / y.length;
  return Math.max(0.05, (variance - centre) / (centre * centre));
}

const separated = (): Refusal =>
  new Refusal(
    'separation',
    'the likelihood has no maximum: a combination of the terms tells rows with a count of 0 from all others',
    {
      param: 'terms',
      hint: '`estimator: {is: poisson, separation: drop}` says which rows those are',
    },
  );
