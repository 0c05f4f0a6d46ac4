/** Overidentification (Sargan 1958, Hansen 1982) and endogeneity (Hayashi 2000, p. 220; Wu 1973, Hausman 1978). */

import { dot, dots, norm } from '../../base/number/sum.ts';
import { observations } from '../design.ts';
import { chiSquared } from '../distributions/distributions.ts';
import type { Stat, TestResult } from '../fit.ts';
import { quadraticForm } from '../linalg/matrix.ts';
import { qrByProducts } from '../linalg/product-least-squares.ts';
import { householder, orthonormalColumns } from '../linalg/qr.ts';
import { unscaled } from '../linalg/weighted.ts';
import { type CovarianceInputs, covariance } from '../vcov/covariance.ts';
import { headerF } from '../vcov/inference.ts';
import type { RegressionByRows } from '../vcov/regression.ts';
import { productsIn } from '../vcov/regression-by-rows.ts';
import type { IvEquations } from './iv-equations.ts';
import { criterionScale, gmmCriterion, type MomentContext, momentCovariance } from './moments.ts';

/** Orthonormal columns without the constant that absorbed effects leave no moment for. */
function basis(equations: IvEquations, q: readonly Float64Array[]): readonly Float64Array[] {
  return equations.effects.length > 0 ? q.slice(equations.constants) : q;
}

function regressors({ structural, effects, constants }: IvEquations): readonly Float64Array[] {
  return effects.length > 0 ? structural.columns.slice(constants) : structural.columns;
}

const undefinedTest = (name: string, invalid: string, df: readonly number[]): TestResult => ({
  name,
  statistic: { invalid },
  pValue: { invalid },
  df,
});

/** Says why moments have no test: their covariance has no inverse, as where clusters are fewer than they. */
export const singular = (moments: number, context: MomentContext): string => {
  const groups = context.vcov.is === 'cluster' ? Math.min(...context.clusters.map((c) => c.levels)) : null;
  const why = groups !== null && groups < moments ? `: ${groups} clusters, ${moments} moments` : '';
  return `the covariance of the moments is not positive definite${why}`;
};

/**
 * Sargan's e'P_Z e/(e'e/(N − absorbed)) for iid errors, else Hansen's J: the criterion of two-step efficient GMM with the
 * moments' covariance from the 2SLS residuals; chi²(L1 − K1). O(NL²).
 */
export function overidentification(equations: IvEquations, context: MomentContext): TestResult {
  const name = context.vcov.is === 'iid' ? 'sargan' : 'hansen-j';
  const df = equations.instruments.length - equations.endogenous.length;
  if (df === 0) return undefinedTest(name, 'exactly identified', [0]);
  if (equations.second.perfect) return undefinedTest(name, 'the fit is perfect', [df]);
  const z = basis(equations, orthonormalColumns(equations.firstStages[0]!.fit.qr));
  const s = momentCovariance(z, equations.second.fit.residuals, context);
  // of another k than 1, e'P_Z e is not what least squares minimises, and `ivreg2` takes it as it is
  const own = equations.second.scores !== undefined && context.vcov.is === 'iid';
  const criterion = own
    ? weightedMoments(z, equations.second.fit.residuals, s)
    : gmmCriterion(dots(z, [equations.structural.y, ...regressors(equations)]), s);
  if (criterion === null) return undefinedTest(name, singular(z.length, context), [df]);
  const statistic = criterion * criterionScale(context);
  return { name, statistic, pValue: chiSquared(df).sf(statistic), df: [df] };
}

const weightedMoments = (z: readonly Float64Array[], e: Float64Array, s: Float64Array): number | null =>
  quadraticForm(
    s,
    Float64Array.from(z, (column) => dot(column, e)),
  );

/**
 * The C statistic (difference in J) that all suspects are exogenous: J of the equation that takes them so, less J of its other
 * moments, both weighted by the restricted equation's residuals; chi²(K1). O(N(L + K1)²).
 */
export function endogeneityC(equations: IvEquations, context: MomentContext): TestResult {
  const { structural, firstStages, endogenous } = equations;
  const name = 'c-statistic';
  const k1 = endogenous.length;
  const own = structural.columns.slice(-k1);
  const all = [...firstStages[0]!.columns, ...own];
  const free = all.length - k1;
  const tolerance = (j: number): number => (j < free ? 0 : 1e-9 * norm(all[j]!));
  const known = productsIn(structural.workspace);
  const qr = qrByProducts(all, tolerance, known) ?? householder(all, structural.y.length, tolerance);
  if (qr.dropped.length > 0) return undefinedTest(name, 'the instruments span an endogenous regressor', [k1]);
  const z = basis(equations, orthonormalColumns(qr, firstStages[0]!.fit.qr));
  const s = momentCovariance(z, structural.fit.residuals, context);
  const moments = dots(z, [structural.y, ...regressors(equations)]);
  const restricted = gmmCriterion(moments, s);
  const few = z.length - k1;
  const unrestricted = gmmCriterion(moments, leading(s, z.length, few), few);
  if (restricted === null || unrestricted === null) return undefinedTest(name, singular(z.length, context), [k1]);
  const statistic = Math.max(0, restricted - unrestricted) * criterionScale(context);
  return { name, statistic, pValue: chiSquared(k1).sf(statistic), df: [k1] };
}

function leading(a: Float64Array, k: number, count: number): Float64Array {
  return Float64Array.from({ length: count * count }, (_, at) => a[Math.floor(at / count) * k + (at % count)]!);
}

/**
 * Wu–Hausman: F on the first-stage residuals added to the OLS regression, in the equation's covariance with the finite-sample
 * factor; F(K1, N − K − K1), or with the groups' degrees of freedom. O(N(K + K1)²).
 */
export function wuHausman(
  equations: IvEquations,
  inputs: (regression: RegressionByRows) => CovarianceInputs,
): { readonly statistic: Stat; readonly test: TestResult } {
  const { firstStages, endogenous, exogenous, structural, design, constants } = equations;
  const k1 = endogenous.length;
  const name = 'wu-hausman';
  const fail = (why: string) => ({ statistic: { invalid: why }, test: undefinedTest(name, why, [k1]) });
  const spanned = firstStages.find(({ fit, y }) => norm(fit.residuals) <= 1e-9 * norm(y));
  if (spanned) return fail(`the instruments span \`${spanned.design.outcome.name}\``);
  const extra = firstStages.map(({ fit, design: first }) => ({
    name: `residual of ${first.outcome.name}`,
    values: unscaled(fit.residuals, design.weights),
  }));
  const regression = equations.regress(design.outcome, [...exogenous, ...endogenous, ...extra]);
  if (regression.terms.length < structural.terms.length + k1) return fail('the first-stage residuals are collinear');
  const testedFrom = constants + structural.terms.length;
  const given = inputs(regression);
  const cov = covariance({ ...given, testedFrom });
  const f = headerF({
    wald: cov.wald,
    restrictions: k1,
    df: cov.groupDf ?? observations(design) - given.counts.full,
    correction: cov.waldCorrection,
    groupDf: cov.groupDf,
    groupWord: cov.info.type === 'DK' ? 'periods' : 'clusters',
  });
  return { statistic: f.f, test: { name, statistic: f.f, pValue: f.p, df: [f.df1, f.df2] } };
}
