/** Linear regression, pooled or with absorbed effects, in Stata's conventions. */
import { Refusal } from '../base/problem.ts';
import { dot, mean } from '../base/sum.ts';
import { requireFinite } from './check-fit.ts';
import { type Covariance, covariance } from './covariance.ts';
import type { Design, NamedCodes, SmallStyle, VcovSpec } from './design.ts';
import { compact, type Effect, isNested } from './effects.ts';
import { effectsTest } from './effects-test.ts';
import type { Estimate, Fit, Stat, StatName, TestResult } from './fit.ts';
import { goodness, isPerfectFit } from './goodness.ts';
import { estimateRow, type FTest, headerF, referenceDistribution } from './inference.ts';
import { toRows } from './matrix.ts';
import { panelStats } from './panel-stats.ts';
import { type Regression, regress } from './prepare.ts';
import { type Coefficients, reportedCoefficients } from './reported.ts';
import { type Counts, countParameters, resolveStyle } from './styles.ts';

export interface LinearOptions {
  readonly vcov: VcovSpec;
  readonly small: SmallStyle;
  /** The cluster variables of `vcov`, in its order. */
  readonly clusters: readonly NamedCodes[];
  /** Calendar time of every row (one step is 1), for Driscoll–Kraay. */
  readonly time: Float64Array | null;
  /** Of confidence intervals; 0.95. */
  readonly level?: number;
}

/**
 * Ordinary least squares on N rows and K columns: `regress`; with one absorbed effect `xtreg, fe` (grand-mean
 * constant), `areg` or `reghdfe`; with several `reghdfe`. Collinear terms are dropped, later ones first, and reported.
 * Throws `Refusal` where the covariance or the style is not defined for the design. O(NK²) plus the within transform.
 * Sources: CONVENTIONS 1 and 2; Stata [R] regress, areg, [XT] xtreg; Correia's reghdfe.
 */
export function fitLinear(design: Design, options: LinearOptions): Fit {
  const clusters = options.clusters.map(compact);
  const effects = design.absorb.map(compact);
  const time = options.time ? periodsOf(options.time) : null;
  const style = resolveStyle(options.small, effects, options.vcov, clusters);
  const reportConstant = design.constant && hasConstant(style, effects, clusters);
  const solved = regress(design, effects, reportConstant);
  const perfect = isPerfectFit(solved);
  const residuals = perfect ? new Float64Array(design.nobs) : solved.fit.residuals;
  const counts = countParameters(
    style,
    solved.columns.length,
    reportConstant,
    solved.effects,
    groupsOf(options.vcov, clusters, time),
  );
  const cov = covariance({ regression: solved, residuals, vcov: options.vcov, style, counts, clusters, time });
  const coefficients = reportedCoefficients(solved, cov.matrix);
  const inference = inferenceOf(style, cov, design.nobs, counts);
  const f = modelF(solved, cov, design.nobs - counts.full);
  return requireFinite(
    Object.freeze({
      estimator: design.absorb.length > 0 ? 'fe' : 'ols',
      outcome: design.outcome.name,
      terms: rowsOf(coefficients, inference.df, options.level ?? 0.95),
      vcov: coefficients.vcov ? toRows(coefficients.vcov, coefficients.names.length) : [],
      vcovInfo: cov.info,
      nobs: design.nobs,
      ngroups: solved.effects[0]?.levels ?? null,
      nclusters: clusterCount(cov),
      dfResid: inference.df,
      inference: inference.name,
      absorbed: solved.effects.map(({ name, levels }) => ({ name, levels })),
      stats: statsOf(solved, residuals, counts, style, f),
      tests: testsOf(solved, residuals, counts, options.vcov, style),
      dropped: solved.dropped,
      rowsLost: [],
      warnings: [...warningsOf(perfect, f), ...cov.warnings],
    }),
  );
}

/**
 * Absorbing several effects, or in `reghdfe`'s style, reports none. Nor do two-way clusters that cut through the effect: the
 * constant's variance need not be positive there, and mending it would move the slopes'.
 */
function hasConstant(style: SmallStyle, effects: readonly Effect[], clusters: readonly Effect[]): boolean {
  if (effects.length === 0) return true;
  if (effects.length > 1 || style === 'reghdfe') return false;
  return clusters.length < 2 || clusters.every((cluster) => isNested(effects[0]!, cluster));
}

function periodsOf(time: Float64Array): { readonly effect: Effect; readonly periods: Float64Array } {
  const periods = Float64Array.from(new Set(time)).sort();
  const index = new Map([...periods].map((period, at) => [period, at]));
  const codes = Int32Array.from(time, (value) => index.get(value) ?? -1);
  return { effect: compact({ name: 'time', codes, levels: Array.from(periods, String) }), periods };
}

function groupsOf(
  vcov: VcovSpec,
  clusters: readonly Effect[],
  time: { readonly effect: Effect } | null,
): readonly Effect[] {
  if (vcov.is === 'cluster') {
    if (clusters.length !== vcov.by.length || clusters.length === 0 || clusters.length > 2) {
      throw new Refusal('cluster-count', `expected one or two cluster variables, got ${clusters.length}`, {
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
  counts: Counts,
): { name: Fit['inference']; df: number | null } {
  if (style === 'asymptotic') return { name: 'z', df: null };
  if (cov.groupDf !== null) return { name: 't(G-1)', df: cov.groupDf };
  return { name: 't(N-K)', df: nobs - counts.full };
}

function rowsOf(coefficients: Coefficients, df: number | null, level: number): readonly Estimate[] {
  const k = coefficients.names.length;
  const usable = df === null || df > 0;
  const distribution = referenceDistribution(usable ? df : 1);
  const critical = distribution.upperQuantile((1 - level) / 2);
  return coefficients.names.map((name, j) => {
    const variance = coefficients.vcov && usable ? coefficients.vcov[j * k + j]! : null;
    return estimateRow(
      name,
      coefficients.values[j]!,
      variance,
      'no residual degrees of freedom',
      distribution,
      critical,
    );
  });
}

function modelF(solved: Regression, cov: Covariance, residualDf: number): FTest {
  return headerF({
    wald: cov.wald,
    restrictions: solved.terms.length,
    df: cov.groupDf ?? residualDf,
    correction: cov.waldCorrection,
    groupDf: cov.groupDf,
    groupWord: cov.info.type === 'DK' ? 'periods' : 'clusters',
  });
}

function clusterCount(cov: Covariance): number | null {
  return cov.info.clusters.length > 0 ? Math.min(...cov.info.clusters.map((cluster) => cluster.count)) : null;
}

function statsOf(
  solved: Regression,
  residuals: Float64Array,
  counts: Counts,
  style: SmallStyle,
  f: FTest,
): Partial<Record<StatName, Stat>> {
  const { design, effects } = solved;
  const rss = dot(residuals, residuals);
  const fitStats = goodness(solved, rss, counts, style);
  return {
    n: design.nobs,
    rss,
    ...fitStats,
    f: f.f,
    fDf1: f.df1,
    fDf2: f.df2,
    fP: f.p,
    kCounted: counts.counted,
    ymean: mean(design.outcome.values),
    ...(effects.length > 0 ? { dfAbsorbed: counts.absorbed } : {}),
    ...(effects.length === 1
      ? panelStats(design.outcome.values, linearPart(solved), effects[0]!, fitStats.sigmaE!)
      : {}),
  };
}

/** Xb without the constant, of the terms as given. */
function linearPart(solved: Regression): Float64Array {
  const { terms, fit, design, constants } = solved;
  const xb = new Float64Array(design.nobs);
  for (const [j, term] of terms.entries()) {
    const b = fit.coefficients[j + constants]!;
    for (let i = 0; i < xb.length; i++) xb[i] = xb[i]! + b * term.values[i]!;
  }
  return xb;
}

function testsOf(
  solved: Regression,
  residuals: Float64Array,
  counts: Counts,
  vcov: VcovSpec,
  style: SmallStyle,
): readonly TestResult[] {
  const applies = solved.effects.length === 1 && vcov.is === 'iid' && style !== 'asymptotic';
  return applies ? [effectsTest(solved, dot(residuals, residuals), counts)] : [];
}

function warningsOf(perfect: boolean, f: FTest): Fit['warnings'] {
  const warnings: { code: string; message: string }[] = [];
  if (perfect) {
    warnings.push({
      code: 'perfect-fit',
      message: 'the outcome is fitted without error: residuals and standard errors are zero',
    });
  }
  if (typeof f.f !== 'number' && f.f.invalid.startsWith('F(.)'))
    warnings.push({ code: 'few-clusters', message: f.f.invalid });
  return warnings;
}
