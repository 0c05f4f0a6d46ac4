/**
 * Regressions from sums of products: one pass over the data where it is large, and none over columns that an earlier regression on the
 * same rows had. Residuals, where a covariance needs those of every row, take a second. Normal equations, therefore only for
 * well-conditioned columns, where they lose three or four of sixteen digits at most.
 */
import { dot, mean, sum, sumSquaresAbout } from '../../base/number/sum.ts';
import type { VcovSpec } from '../design.ts';
import { cell } from '../linalg/blocked-products.ts';
import { type Solution, solve, wellConditioned } from '../linalg/normal-equations.ts';
import type { QR } from '../linalg/qr.ts';
import type { Workspace } from '../linalg/workspace.ts';
import { type Effect, everyRow, isNested } from '../panel/effects.ts';
import { byUnit } from '../panel/rows-by-unit.ts';
import { type SharedProducts, sharedProducts, sharedSums } from '../panel/shared-products.ts';
import { panelProducts } from '../panel/unit-products.ts';
import { betweenOf, panelStatsOfSums } from '../panel/unit-sums.ts';
import { meatIid } from './meat.ts';
import { type Answers, pooledRss, type RegressionBySums, type Solved } from './regression.ts';
import type { Transform } from './regression-by-rows.ts';
import { rowMeat } from './row-meat.ts';
import { meatOfProducts } from './score-meat.ts';

/** From here on passes over memory are what takes time: one pass for all columns instead of one for each pair. */
export const MANY_ROWS = 50_000;

/** A column whose Σ x² lies between these bounds (the lower one is by row) holds nothing that QR refuses (regression-by-rows.ts). */
const squarable = { least: 1e-200, most: 1e200 };

export interface SumsRequest extends Pick<Solved, 'design' | 'effects' | 'constants' | 'workspace'> {
  readonly vcov: VcovSpec;
  readonly clusters: readonly Effect[];
  readonly within: Transform;
}

/**
 * null where it does not apply, or where QR is safer: that depends on the design alone, never on what the workspace knows. O(NK²) for
 * columns not seen before, then O(GK² + K³) where clusters hold whole units or errors are homoskedastic; O(GK²) memory besides the data.
 */
export function regressBySums(asked: SumsRequest): RegressionBySums | null {
  const { design, effects, workspace } = asked;
  const [unit, ...others] = effects;
  if (design.terms.length === 0 || design.weights !== undefined) return null;
  if (effects.some(({ slopes }) => slopes !== undefined)) return null;
  if (unit === undefined || others.length > 0) return pooledRegression(asked);
  const groups = groupsOf(asked, unit);
  if (groups === 'rows' && !visitsRows(asked)) return null;
  const columns = [design.outcome.values];
  for (let j = 0; j < design.terms.length; j++) columns.push(design.terms[j]!.values);
  const products = productsOf(columns, unit, groups === 'rows' ? null : groups, workspace);
  const solved = solveWithin(asked, unit, products);
  if (solved === null) return null;
  const { solution, answers } = solved;
  const meat = meatWithin(asked, { unit, groups, columns, products, solution });
  return meat && bySums(asked, solution, answers, meat);
}

interface SolvedWithin {
  readonly unit: Effect;
  readonly groups: Effect | null | 'rows';
  /** Outcome and terms as given, and their products. */
  readonly columns: readonly Float64Array[];
  readonly products: SharedProducts;
  readonly solution: Solution;
}

function meatWithin(
  asked: SumsRequest,
  { unit, groups, columns, products, solution }: SolvedWithin,
): Float64Array | null {
  const { constants, vcov, clusters, workspace } = asked;
  if (groups === null) return meatIid(1, solution.qr.kept.length);
  if (groups !== 'rows') return meatOfProducts(solution.qr, products.byGroup, columns.length, solution.b, constants);
  const rows = { ...byUnit(columns, unit, workspace), unit, means: products.means };
  return rowMeat(rows, solution, constants, vcov, clusters);
}

/** The groups that sums are kept of: the clusters, or null for one group of all rows; `rows` where the covariance needs every residual. */
export function groupsOf(asked: SumsRequest, unit: Effect): Effect | null | 'rows' {
  if (asked.vcov.is === 'iid') return null;
  const cluster = clusterOf(asked);
  return cluster !== null && cluster.levels > 1 && isNested(unit, cluster) ? cluster : 'rows';
}

/** Tells whether a second pass over the rows pays off. Small regressions are as fast by QR, which also says why there is no covariance. */
export function visitsRows({ design, effects, vcov, clusters }: SumsRequest): boolean {
  if (design.nobs < MANY_ROWS) return false;
  if (vcov.is === 'hc') return effects.length < 2 || vcov.type === 'HC0' || vcov.type === 'HC1';
  return vcov.is === 'cluster' && vcov.wild === undefined && clusters.every(({ levels }) => levels > 1);
}

function productsOf(
  columns: readonly Float64Array[],
  unit: Effect,
  groups: Effect | null,
  workspace: Workspace,
): SharedProducts {
  if (unit.codes.length < MANY_ROWS || isFurther(columns[0]!, unit, groups, workspace)) {
    return sharedProducts(columns, unit, groups, workspace);
  }
  const products = panelProducts(columns, unit, groups, workspace);
  return { ...products, between: betweenOf(products.means, unit) };
}

/**
 * Tells whether another regression had this outcome. Then a third is likely, and a pass for each new pair of columns soon pays off. The
 * sums have the same bits.
 */
function isFurther(outcome: Float64Array, unit: Effect, groups: Effect | null, workspace: Workspace): boolean {
  const seen = workspace.recall('regressed', groups === null ? [outcome, unit] : [outcome, unit, groups], () => ({
    before: false,
  }));
  const { before } = seen;
  seen.before = true;
  return before;
}

interface Within {
  readonly solution: Solution;
  readonly answers: Answers;
}

function solveWithin(
  { design, constants, vcov }: SumsRequest,
  unit: Effect,
  { means, total, between }: SharedProducts,
): Within | null {
  const p = means.length;
  const sizes: number[] = [];
  for (let j = 0; j < p; j++) sizes.push(total[cell(j, j)]! + between.sizes[j]!);
  if (!varies(total, sizes, design.nobs)) return null;
  const solution = solve(total, p, constants, design.nobs);
  if (solution === null) return null;
  const { b, rss } = solution;
  const pooled = vcov.is === 'iid' ? solve(sumOf(total, between.products), p, 0, design.nobs) : undefined;
  // the pooled regression is asked for with homoskedastic errors alone
  if (pooled === null) return null;
  const yMean = between.means[0]!;
  const yy = total[0]! + between.products[0]!;
  const squares = { zero: sizes[0]!, mean: yy, effects: total[0]! };
  const answers: Answers = {
    rss: () => rss,
    pooledRss: () => pooled?.rss ?? pooledRss(design, design.terms),
    outcomeMean: () => yMean,
    termMeans: () => between.means.slice(1),
    outcomeSquares: (about) => squares[about],
    panelStats: (sigmaE) => panelStatsOfSums({ unit, means, between, b, yy, within: solution }, sigmaE),
  };
  return { solution, answers };
}

const sumOf = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, at) => value + b[at]!);

/** Every column can be squared, and enough is left of it to be told from rounding; `sizes`: Σ x² of each. */
export function varies(total: Float64Array, sizes: readonly number[], nobs: number): boolean {
  for (let j = 0; j < sizes.length; j++) {
    const size = sizes[j]!;
    if (!(size < squarable.most && size > squarable.least * nobs)) return false;
    if (!(total[cell(j, j)]! > wellConditioned.within * size)) return false;
  }
  return true;
}

function bySums(
  { design, effects, constants, workspace }: SumsRequest,
  { qr, coefficients }: Solved['fit'],
  answers: Answers,
  meat: Float64Array,
): RegressionBySums {
  const fit = { qr, coefficients };
  const solved = { design, effects, terms: design.terms, constants, fit, dropped: [], workspace };
  return { by: 'sums', perfect: false, meat, ...solved, ...answers };
}

/** Solves a regression without effects, or with several, which are swept out of every column first. */
function pooledRegression(asked: SumsRequest): RegressionBySums | null {
  const { design, effects, constants, vcov, clusters, within, workspace } = asked;
  if (effects.length === 0 && !design.constant) return null;
  if (design.nobs < MANY_ROWS || !(vcov.is === 'iid' || visitsRows(asked))) return null;
  const given = [design.outcome, ...design.terms];
  const columns = given.map(({ values }) => within(values));
  const cluster = effects.length > 0 ? clusterOf(asked) : null;
  const { means, sums, byGroup, total, unit } = pooledProducts(columns, cluster, asked);
  const sizes = given.map(({ values }) => workspace.recall('squares', [values], () => dot(values, values)));
  const solution = varies(total, sizes, design.nobs) ? solve(total, columns.length, constants, design.nobs) : null;
  if (solution === null) return null;
  const { qr, b, rss } = solution;
  const meat =
    vcov.is === 'iid'
      ? meatIid(1, qr.kept.length)
      : cluster !== null
        ? meatOfProducts(qr, byGroup, columns.length, b, constants, sums)
        : rowMeat({ ...byUnit(columns, unit, workspace), unit, means }, solution, constants, vcov, clusters);
  const y = design.outcome.values;
  const meanOf = (x: Float64Array): number => workspace.recall('mean', [x], () => mean(x));
  const outcomeMean = meanOf(y);
  const squares = {
    zero: sizes[0]!,
    mean: workspace.recall('squares about the mean', [y], () => sumSquaresAbout(y, outcomeMean)),
    effects: total[0]!,
  };
  const answers: Answers = {
    rss: () => rss,
    pooledRss: () => pooledRss(design, design.terms),
    outcomeMean: () => outcomeMean,
    termMeans: () => Float64Array.from(design.terms, ({ values }) => meanOf(values)),
    outcomeSquares: (about) => squares[about],
    panelStats: () => null,
  };
  const [meanY, ...meansX] = means.map((m) => m[0]!);
  const fit =
    constants === 0
      ? { qr, coefficients: b }
      : { qr: withMeans(qr, meansX), coefficients: withConstant(b, meanY!, meansX) };
  return meat && bySums(asked, fit, answers, meat);
}

/** The only cluster variable, where its sums take no more memory than a few copies of the data. */
export function clusterOf({ design, vcov, clusters }: SumsRequest): Effect | null {
  const [cluster] = clusters;
  if (vcov.is !== 'cluster' || cluster === undefined || clusters.length > 1) return null;
  return cluster.levels * (design.terms.length + 2) > 4 * design.nobs ? null : cluster;
}

export interface PooledProducts {
  readonly unit: Effect;
  /** The mean of each column. */
  readonly means: readonly Float64Array[];
  /** Sums of each column by cluster; null where products are not by cluster, or residuals add up to 0 in each. */
  readonly sums: readonly Float64Array[] | null;
  readonly byGroup: readonly Float64Array[];
  readonly total: Float64Array;
}

/** Products of columns by cluster where there is one: of columns that effects were swept out of, whose means are rounding. */
export function pooledProducts(
  columns: readonly Float64Array[],
  cluster: Effect | null,
  { effects, workspace }: SumsRequest,
): PooledProducts {
  const nobs = columns[0]!.length;
  const unit = workspace.recall(`every row of ${nobs}`, [], () => everyRow(nobs));
  if (cluster === null) return { unit, sums: null, ...productsOf(columns, unit, null, workspace) };
  const products = isFurther(columns[0]!, cluster, cluster, workspace)
    ? sharedSums(columns, cluster, workspace)
    : panelProducts(columns, cluster, cluster, workspace, false);
  const own = products.means.map((means) => workspace.recall('sums', [means, cluster], () => sumsOf(means, cluster)));
  const means = own.map((sums) => Float64Array.of(sum(sums) / nobs));
  const sums = effects.some((effect) => isNested(effect, cluster)) ? null : own;
  return { ...products, unit, sums, means };
}

function sumsOf(means: Float64Array, { counts }: Effect): Float64Array {
  const sums = new Float64Array(means.length);
  for (let g = 0; g < sums.length; g++) sums[g] = means[g]! * counts[g]!;
  return sums;
}

/** R of the constant and the columns as given, from that of the constant and the columns less their means. */
function withMeans(qr: QR, means: readonly number[]): QR {
  const k = qr.kept.length;
  const r = qr.r.slice();
  for (let j = 1; j < k; j++) r[j * k] = (Math.sqrt(qr.rows) * means[j - 1]!) / qr.scale[j]!;
  return { ...qr, r };
}

function withConstant(b: Float64Array, meanY: number, means: readonly number[]): Float64Array {
  let constant = meanY;
  for (let j = 0; j < b.length; j++) constant -= means[j]! * b[j]!;
  return Float64Array.of(constant, ...b);
}
