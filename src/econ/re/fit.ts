/** Random effects: from the sample to the record of a fit. */
import { dot, mean } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { Design, NamedColumn, VcovSpec } from '../design.ts';
import { chiSquared, normal } from '../distributions/distributions.ts';
import { percentile } from '../distributions/percentile.ts';
import type { FitModel } from '../estimator.ts';
import type { Fit, Stat, TestResult, VcovInfo } from '../fit.ts';
import { reordered } from '../likelihood/record.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import { quadraticForm, toRows } from '../linalg/matrix.ts';
import { orthonormalColumns } from '../linalg/qr.ts';
import { withLinearMargins } from '../margins/linear.ts';
import { compact, type Effect, isNested } from '../panel/effects.ts';
import { panelSizes } from '../panel/panel-stats.ts';
import { betweenRegression, linearIndex, squaredCorrelations, unitMeans } from '../regression/between.ts';
import { requireFinite } from '../regression/check-fit.ts';
import { requireOwnNames } from '../regression/reported.ts';
import { unitOf } from '../regression/written/unit.ts';
import { fewestClusters, saysFewClusters } from '../vcov/few-clusters.ts';
import { estimateRow } from '../vcov/inference.ts';
import { meatCluster, meatIid } from '../vcov/meat.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { sandwich } from '../vcov/sandwich.ts';
import { onlyRounding } from '../vcov/zero-variance.ts';

/**
 * Generalised least squares of y_it = x_it'b + u_i + e_it on N rows of n units, with the variances of Swamy & Arora (1972, Econometrica 40:261)
 * as `xtreg, re` has them: σ_e² of the within regression, σ_u² = max(0, RSS_b/(n − K) − σ_e²/T̄) of the unweighted between regression with
 * the harmonic mean T̄; every row less θ_i = 1 − √(σ_e²/(T_i σ_u² + σ_e²)) of its unit's mean, by least squares. z throughout. O(NK²).
 * Source: Stata [XT] xtreg.
 */
export const fit: FitModel = (sample) => {
  const { spec } = sample;
  const unit = compact(unitOf(sample));
  const means = meansAdded(sample.design, unit, spec.estimator?.mundlak as true | readonly string[] | undefined);
  const design: Design = { ...sample.design, absorb: [], terms: [...sample.design.terms, ...means] };
  const { terms, dropped } = regress(design, [], true);
  requireOwnNames(terms);
  const variances = componentsOf({ ...design, terms }, unit);
  const { theta } = variances;
  const starred = (x: Float64Array, own: Float64Array): Float64Array =>
    x.map((value, i) => value - theta[unit.codes[i]!]! * own[unit.codes[i]!]!);
  const y = design.outcome.values;
  const columns = [
    Float64Array.from(unit.codes, (code) => 1 - theta[code]!),
    ...terms.map(({ values }) => starred(values, unitMeans(values, unit))),
  ];
  const solved = leastSquares(columns, starred(y, unitMeans(y, unit)), () => 0);
  const { coefficients, residuals, qr } = solved;
  const k = columns.length;
  const rmse = Math.sqrt(dot(residuals, residuals) / (design.nobs - k));
  const clusters = sample.clusters.map(compact);
  const cov = covarianceOf(solved, rmse, spec.vcov, clusters, unit, design.nobs);
  const order = Array.from({ length: k }, (_, j) => (j + 1) % k);
  const names = ['_cons', ...terms.map(({ name }) => name)];
  const critical = normal.upperQuantile(0.025);
  const all = waldOf(coefficients, cov, order.slice(0, -1));
  const ofMeans = means.map(({ name }) => names.indexOf(name)).filter((j) => j > 0);
  const mundlak = spec.estimator?.mundlak === undefined ? null : waldOf(coefficients, cov, ofMeans);
  const slopes = coefficients.subarray(1);
  const fitted = squaredCorrelations(y, linearIndex(terms, slopes, design.nobs), unit);
  const { sigmaE, sigmaU } = variances;
  void qr;
  const record: Fit = {
    estimator: 're',
    outcome: design.outcome.name,
    terms: order.map((j) =>
      estimateRow(names[j]!, coefficients[j]!, cov.matrix[j * k + j]!, onlyRounding, normal, critical),
    ),
    vcov: toRows(reordered(cov.matrix, order), k),
    vcovInfo: cov.info,
    nobs: design.nobs,
    ngroups: unit.levels,
    nclusters: cov.groupDf === null ? null : cov.groupDf + 1,
    dfResid: null,
    inference: 'z',
    absorbed: [],
    stats: {
      chi2: all.statistic,
      chi2Df: k - 1,
      chi2P: all.pValue,
      ...panelSizes(unit),
      kCounted: k,
      ...(mundlak === null
        ? {}
        : { mundlakChi2: mundlak.statistic, mundlakDf: ofMeans.length, mundlakP: mundlak.pValue }),
      n: design.nobs,
      ...fitted,
      rho: sigmaU === 0 && sigmaE === 0 ? { invalid: 'both variances are zero' } : shareOf(sigmaU, sigmaE),
      rmse,
      sigmaE,
      sigmaU,
      ...thetaStats(theta, unit),
      ymean: mean(y),
    },
    tests: [
      { name: 'wald', statistic: all.statistic, pValue: all.pValue, df: [k - 1] },
      ...(mundlak === null
        ? []
        : [{ name: 'mundlak', statistic: mundlak.statistic, pValue: mundlak.pValue, df: [ofMeans.length] }]),
    ] satisfies TestResult[],
    dropped,
    rowsLost: [],
    warnings: warningsOf(sigmaU, cov.info, all.statistic),
  };
  return withLinearMargins(requireFinite(Object.freeze(record)), sample, design);
};

const shareOf = (u: number, e: number): number => (u * u) / (u * u + e * e);

/** Unit means of the terms that vary within units, by Mundlak (1978, Econometrica 46:69); those that do not vary between units say nothing. */
function meansAdded(design: Design, unit: Effect, asked: true | readonly string[] | undefined): NamedColumn[] {
  if (asked === undefined) return [];
  return design.terms.flatMap(({ name, values }) => {
    if (asked !== true && !asked.includes(name)) return [];
    const means = unitMeans(values, unit);
    const size = Math.sqrt(dot(values, values));
    const varies = values.some((value, i) => Math.abs(value - means[unit.codes[i]!]!) > 1e-12 * size);
    const differs = means.some((value) => Math.abs(value - means[0]!) > 1e-12 * size);
    if (!varies || !differs) return [];
    return [{ name: `mean_${name}`, values: Float64Array.from(unit.codes, (code) => means[code]!) }];
  });
}

interface Components {
  readonly sigmaE: number;
  readonly sigmaU: number;
  /** θ of each unit. */
  readonly theta: Float64Array;
}

function componentsOf(design: Design, unit: Effect): Components {
  const { nobs, outcome, terms } = design;
  const within = regress({ ...design, constant: false }, [unit], false);
  const dfWithin = nobs - unit.levels - within.fit.coefficients.length;
  const between = betweenRegression(outcome.values, terms, unit, null);
  const dfBetween = unit.levels - between.rank;
  if (dfWithin <= 0 || dfBetween <= 0) {
    const [what, count, needed] =
      dfBetween <= 0
        ? ['units', unit.levels, between.rank + 1]
        : ['rows', nobs, unit.levels + within.fit.coefficients.length + 1];
    const message = `expected at least ${needed} ${what} for the variances of random effects, got ${count}`;
    throw new Refusal('too-few-rows', message, {
      param: 'terms',
      hint: 'leave terms out, or pool: `estimator: linear`',
    });
  }
  const varianceE = within.rss() / dfWithin;
  const { groupHarmonicMean } = panelSizes(unit);
  const varianceU = Math.max(0, between.rss / dfBetween - varianceE / groupHarmonicMean);
  const theta = Float64Array.from(unit.counts, (count) => {
    const whole = count * varianceU + varianceE;
    return whole === 0 ? 0 : 1 - Math.sqrt(varianceE / whole);
  });
  return { sigmaE: Math.sqrt(varianceE), sigmaU: Math.sqrt(varianceU), theta };
}

/** θ of balanced panels; else its least, 5 %, median, 95 % and largest over units. */
function thetaStats(theta: Float64Array, { counts }: Effect): Fit['stats'] {
  const sorted = theta.slice().sort();
  const at = (p: number): number => percentile(sorted, p, 'type2');
  const spread = {
    thetaMax: sorted[sorted.length - 1]!,
    thetaMedian: at(50),
    thetaMin: sorted[0]!,
    thetaP5: at(5),
    thetaP95: at(95),
  };
  const isBalanced = counts.every((count) => count === counts[0]);
  return isBalanced ? { theta: theta[0]!, thetaMax: spread.thetaMax, thetaMin: spread.thetaMin } : spread;
}

interface Covariance {
  readonly matrix: Float64Array;
  readonly info: VcovInfo;
  readonly groupDf: number | null;
}

/** rmse² (X*'X*)⁻¹, or clustered by whole units: G/(G − 1) (N − 1)/(N − K) A (Σ s s') A. */
function covarianceOf(
  { qr, residuals }: ReturnType<typeof leastSquares>,
  rmse: number,
  vcov: VcovSpec,
  clusters: readonly Effect[],
  unit: Effect,
  nobs: number,
): Covariance {
  const k = qr.kept.length;
  if (vcov.is !== 'cluster') {
    const info: VcovInfo = { type: 'iid', text: 'iid', clusters: [], small: 'N − K, z' };
    return { matrix: sandwich(qr, meatIid(rmse * rmse, k), 1), info, groupDf: null };
  }
  const [cluster] = clusters as [Effect];
  if (!isNested(unit, cluster)) {
    const message = `the units \`${unit.name}\` are not nested within the clusters \`${cluster.name}\``;
    const hint = 'rows of a unit share its effect: cluster on the unit, or on groups of whole units';
    throw new Refusal('not-nested', message, { param: 'vcov', hint });
  }
  const groups = fewestClusters(clusters);
  const factor = (groups / (groups - 1)) * ((nobs - 1) / (nobs - k));
  const info: VcovInfo = {
    clusters: [{ count: groups, name: cluster.name }],
    small: 'G/(G − 1) · (N − 1)/(N − K), z',
    text: `cluster(${cluster.name})`,
    type: 'CRV1',
  };
  const matrix = sandwich(qr, meatCluster(orthonormalColumns(qr), residuals, cluster), factor);
  return { matrix, info, groupDf: groups - 1 };
}

function waldOf(
  b: Float64Array,
  { matrix, groupDf }: Covariance,
  at: readonly number[],
): { statistic: Stat; pValue: Stat } {
  const q = at.length;
  const none = (statistic: Stat) => ({ statistic, pValue: statistic });
  if (q === 0) return none({ invalid: 'no regressors' });
  if (groupDf !== null && groupDf < q)
    return none({ invalid: `chi2(.): ${groupDf + 1} clusters cannot test ${q} restrictions` });
  const tested = Float64Array.from(at, (j) => b[j]!);
  const form = quadraticForm(reordered(matrix, at), tested);
  if (form === null) return none({ invalid: 'the covariance is singular' });
  return { statistic: form, pValue: chiSquared(q).sf(form) };
}

function warningsOf(sigmaU: number, info: VcovInfo, wald: Stat): Fit['warnings'] {
  const few = typeof wald === 'object' && wald.invalid.startsWith('chi2(.)') ? wald.invalid : saysFewClusters(info);
  return [
    ...(sigmaU === 0
      ? [{ code: 'no-unit-effect', message: 'σᵤ is 0: the estimates are those of pooled least squares' }]
      : []),
    ...(few === undefined ? [] : [{ code: 'few-clusters', message: few }]),
  ];
}
