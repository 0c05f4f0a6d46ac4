/** From a solved regression to the record of a fit: covariance, inference, statistics. */

import { Refusal } from '../../base/problem.ts';
import { observations, type SmallStyle, type VcovSpec } from '../design.ts';
import type { Estimate, Fit, Stat, StatName, TestResult } from '../fit.ts';
import { toRows } from '../linalg/matrix.ts';
import { compact, type Effect } from '../panel/effects.ts';
import { panelSizes, weightedSizes } from '../panel/panel-stats.ts';
import { type Covariance, type CovarianceInputs, covariance } from '../vcov/covariance.ts';
import { saysFewClusters } from '../vcov/few-clusters.ts';
import type { ParameterCounts } from '../vcov/finite-sample.ts';
import { estimateRow, type FTest, headerF, referenceDistribution } from '../vcov/inference.ts';
import type { Regression } from '../vcov/regression.ts';
import { onlyRounding, zeroWarnings } from '../vcov/zero-variance.ts';
import { requireFinite } from './check-fit.ts';
import { effectsTest, goodness } from './goodness.ts';
import { informationCriteria, normalLikelihood } from './information-criteria.ts';
import { type Coefficients, reportedCoefficients, requireOwnNames } from './reported.ts';

export interface ReportInputs extends CovarianceInputs {
  readonly estimator: string;
  readonly level: number;
}

export interface ReportedFit {
  readonly fit: Fit;
  readonly covariance: Covariance;
}

/** For instrumental variables the regression is on projected columns, with the residuals of the equation itself. */
export function reportFit(inputs: ReportInputs): ReportedFit {
  const { regression, vcov, style, counts } = inputs;
  const { perfect } = regression;
  const nobs = observations(regression.design);
  requireOwnNames(regression.terms);
  const withoutErrors = perfect && counts.reghdfe !== null;
  const cov = withoutErrors ? { ...covariance(inputs), ...noCovariance } : covariance(inputs);
  const coefficients = reportedCoefficients(regression, cov, groupsOf(vcov, inputs.clusters, inputs.time));
  const inference = inferenceOf(style, cov, nobs, counts);
  const f = modelF(inputs, cov);
  const fit: Fit = {
    estimator: inputs.estimator,
    outcome: regression.design.outcome.name,
    terms: rowsOf(coefficients, inference.df, inputs, withoutErrors ? fittedWithoutError : noDf),
    vcov: coefficients.vcov ? toRows(coefficients.vcov, coefficients.names.length) : [],
    vcovInfo: cov.info,
    nobs,
    ngroups: regression.effects[0]?.levels ?? null,
    nclusters: clusterCount(cov),
    dfResid: inference.df,
    inference: inference.name,
    absorbed: absorbedOf(regression.effects, counts),
    stats: statsOf(inputs, coefficients.names.length, f),
    tests: inputs.estimator === 'fe' ? testsOf(regression, counts, vcov, style) : [],
    dropped: regression.dropped,
    rowsLost: [],
    warnings: warningsOf(perfect, withoutErrors).concat(
      fewClusters(inputs, cov, f),
      perfect ? [] : zeroWarnings(coefficients, regression, cov.info.text),
      cov.warnings,
    ),
  };
  return { fit: requireFinite(Object.freeze(fit)), covariance: cov };
}

function absorbedOf(effects: readonly Effect[], { reghdfe }: ParameterCounts): Fit['absorbed'] {
  // in the order in which it is stored
  return effects.flatMap(({ name, levels, slopes = [] }, h) => {
    if (reghdfe === null) return [{ levels, name }, ...slopes.map((of) => ({ levels, name: `${name}[${of.name}]` }))];
    const { nested, redundant, slopes: constant } = reghdfe.absorbed.effects[h]!;
    const sloped = slopes.map((of, s) => ({
      levels,
      name: `${name}[${of.name}]`,
      nested: false,
      redundant: constant![s]!,
    }));
    return [{ levels, name, nested, redundant }, ...sloped];
  });
}

export function periodsOf(time: Float64Array): { readonly effect: Effect; readonly periods: Float64Array } {
  const periods = Float64Array.from(new Set(time)).sort();
  const index = new Map([...periods].map((period, at) => [period, at]));
  const codes = Int32Array.from(time, (value) => index.get(value) ?? -1);
  return { effect: compact({ name: 'time', codes, levels: Array.from(periods, String) }), periods };
}

export function groupsOf(
  vcov: VcovSpec,
  clusters: readonly Effect[],
  time: { readonly effect: Effect } | null,
): readonly Effect[] {
  if (vcov.is === 'cluster') {
    if (clusters.length !== vcov.by.length || clusters.length === 0) {
      throw new Refusal('cluster-count', `expected ${vcov.by.length} cluster variables, got ${clusters.length}`, {
        param: 'vcov',
      });
    }
    return clusters;
  }
  return vcov.is === 'dk' && time ? [time.effect] : [];
}

function inferenceOf(
  style: SmallStyle,
  cov: Covariance,
  nobs: number,
  counts: ParameterCounts,
): { name: Fit['inference']; df: number | null } {
  if (style === 'asymptotic') return { name: 'z', df: null };
  const df = residualDf(cov, nobs, counts);
  return { name: df === cov.groupDf ? 't(G-1)' : 't(N-K)', df };
}

/** Groups less one, or N − K; in `reghdfe`'s style the smaller of both. */
function residualDf({ groupDf }: Covariance, nobs: number, { full, reghdfe }: ParameterCounts): number {
  if (groupDf === null) return nobs - full;
  return reghdfe === null ? groupDf : Math.min(groupDf, nobs - reghdfe.tested);
}

const fittedWithoutError = 'the outcome is fitted without error';
const noCovariance = { matrix: null, unmended: null, wald: { invalid: fittedWithoutError } };
const noDf = 'no residual degrees of freedom';

/** `why` standard errors are undefined, where they are. */
function rowsOf(
  coefficients: Coefficients,
  df: number | null,
  { level, regression: { perfect } }: ReportInputs,
  why: string,
): readonly Estimate[] {
  const k = coefficients.names.length;
  const usable = df === null || df > 0;
  const distribution = referenceDistribution(usable ? df : 1);
  const critical = distribution.upperQuantile((1 - level) / 2);
  const rows: Estimate[] = [];
  for (let j = 0; j < k; j++) {
    const found = coefficients.vcov && usable ? coefficients.vcov[j * k + j]! : null;
    const cancels = found === 0 && !perfect;
    const variance = cancels ? null : found;
    const reason = cancels ? onlyRounding : why;
    rows.push(estimateRow(coefficients.names[j]!, coefficients.values[j]!, variance, reason, distribution, critical));
  }
  return rows;
}

function modelF({ regression, counts, testedFrom }: ReportInputs, cov: Covariance): FTest {
  return headerF({
    wald: cov.wald,
    restrictions: regression.fit.coefficients.length - (testedFrom ?? regression.constants),
    df: residualDf(cov, observations(regression.design), counts),
    correction: cov.waldCorrection,
    groupDf: cov.groupDf,
    groupWord: cov.info.type === 'DK' ? 'periods' : 'clusters',
  });
}

function clusterCount(cov: Covariance): number | null {
  return cov.info.clusters.length > 0 ? Math.min(...cov.info.clusters.map((cluster) => cluster.count)) : null;
}

/** Members are added in the order in which they are stored, always the same, so that records are of one shape and none has to be sorted. */
function statsOf({ estimator, regression: solved, counts, style }: ReportInputs, reported: number, f: FTest): Stats {
  const { design, effects } = solved;
  const nobs = observations(design);
  const rss = solved.rss();
  const ll = leastSquares.has(estimator) ? normalLikelihood(rss, nobs) : undefined;
  const criteria = ll === undefined ? undefined : informationCriteria(ll, reported, nobs);
  const fitted = goodness(solved, rss, counts, style);
  const unit = effects.length === 1 ? effects[0]! : null;
  const panel = solved.panelStats(fitted.rmse);
  const copies = design.weights?.kind === 'frequency' ? design.weights : undefined;
  const sizes = unit && (copies === undefined ? panelSizes(unit) : weightedSizes(unit, copies));
  const stats: Stats = {};
  if (criteria !== undefined) stats.aic = criteria.aic;
  if (criteria !== undefined) stats.bic = criteria.bic;
  if (panel) stats.corrUXb = panel.corrUXb;
  if (effects.length > 0) stats.dfAbsorbed = counts.reghdfe?.absorbed.df ?? counts.absorbed;
  if (counts.reghdfe !== null) {
    const { df, nested } = counts.reghdfe.absorbed;
    stats.dfAbsorbedNested = nested;
    if (df + nested !== counts.absorbed) stats.dfAbsorbedUnclustered = counts.absorbed;
  }
  stats.f = f.f;
  stats.fDf1 = f.df1;
  stats.fDf2 = f.df2;
  stats.fP = f.p;
  if (sizes) {
    stats.groupAvg = sizes.groupAvg;
    stats.groupHarmonicMean = sizes.groupHarmonicMean;
    stats.groupMax = sizes.groupMax;
    stats.groupMin = sizes.groupMin;
  }
  stats.kCounted = counts.counted;
  if (ll !== undefined) stats.ll = ll;
  stats.mss = fitted.mss;
  stats.n = nobs;
  stats.r2 = fitted.r2;
  stats.r2Adj = fitted.r2Adj;
  if (fitted.r2AdjLsdv !== null) stats.r2AdjLsdv = fitted.r2AdjLsdv;
  if (fitted.r2AdjWithin !== null) stats.r2AdjWithin = fitted.r2AdjWithin;
  if (panel) stats.r2Between = panel.r2Between;
  if (fitted.r2Lsdv !== null) stats.r2Lsdv = fitted.r2Lsdv;
  if (panel) stats.r2Overall = panel.r2Overall;
  if (fitted.r2Within !== null) stats.r2Within = fitted.r2Within;
  if (panel) stats.rho = panel.rho;
  stats.rmse = fitted.rmse;
  stats.rss = rss;
  stats.sigmaE = fitted.rmse;
  if (panel) stats.sigmaU = panel.sigmaU;
  stats.ymean = solved.outcomeMean();
  return stats;
}

/** Estimators with the likelihood of normal errors. Stages of instrumental variables are reported as such. */
const leastSquares: ReadonlySet<string> = new Set(['ols', 'fe']);

type Stats = Partial<Record<StatName, Stat>>;

function testsOf(
  solved: Regression,
  counts: ParameterCounts,
  vcov: VcovSpec,
  style: SmallStyle,
): readonly TestResult[] {
  const sloped = solved.effects[0]?.slopes !== undefined;
  const applies = solved.effects.length === 1 && !sloped && vcov.is === 'iid' && style !== 'asymptotic';
  return applies ? [effectsTest(solved, counts)] : [];
}

function warningsOf(perfect: boolean, withoutErrors: boolean): Fit['warnings'] {
  if (!perfect) return [];
  const message = withoutErrors
    ? 'the outcome is fitted without error: residuals are zero, and there are no standard errors'
    : 'the outcome is fitted without error: residuals and standard errors are zero';
  return [{ code: 'perfect-fit', message }];
}

/** Says that clusters are few, and offers the bootstrap by name where it is defined. */
function fewClusters({ vcov, estimator }: ReportInputs, { info }: Covariance, { f }: FTest): Fit['warnings'] {
  const undefinedF = typeof f !== 'number' && f.invalid.startsWith('F(.)') ? f.invalid : null;
  const said = undefinedF ?? saysFewClusters(info);
  if (said === undefined) return [];
  if (vcov.is === 'cluster' && vcov.wild !== undefined && undefinedF === null) return [];
  const [cluster] = info.clusters;
  const offered =
    vcov.is === 'cluster' && vcov.wild === undefined && info.clusters.length === 1 && offersWild.has(estimator);
  const hint = `\`vcov: wild(${cluster?.name})\` bootstraps the tests`;
  return [{ code: 'few-clusters', message: said, ...(offered ? { hint } : {}) }];
}

const offersWild: ReadonlySet<string> = new Set(['ols', 'fe']);
