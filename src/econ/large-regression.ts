/**
 * Regressions with one absorbed effect, homoskedastic or clustered above it, from sums of products alone: one pass over the data where it
 * is large, and none over columns that an earlier regression on the same rows had. Normal equations, therefore only for
 * well-conditioned columns, where they lose three or four of sixteen digits at most.
 */
import type { Design, VcovSpec } from './design.ts';
import { type Effect, isNested } from './effects.ts';
import { scaledCholesky } from './matrix.ts';
import { crossProducts } from './meat.ts';
import { cell, panelProducts } from './panel-products.ts';
import { betweenOf, panelStatsOfSums } from './panel-sums.ts';
import type { Regression } from './prepare.ts';
import { divide, type QR, solveR, solveRTransposed } from './qr.ts';
import { type SharedProducts, sharedProducts } from './shared-products.ts';
import type { Workspace } from './workspace.ts';

/** From here on passes over memory are what takes time: one pass for all columns instead of one for each pair. */
export const manyRows = 50_000;
/**
 * Smallest shares: eigenvalue to largest of the columns' correlations (by bounds), of a column's size that is within variation, of the outcome's
 * variation that is not explained. Columns that pass are far from what QR would drop as spanned (1e-9 of the norm).
 */
const wellConditioned = { eigenvalues: 1e-3, within: 1e-8, unexplained: 1e-2 };

export interface LargeRegression {
  /** Carries `sums`; its columns and residuals are empty. */
  readonly regression: Regression;
  /** Middle of the sandwich in orthonormal coordinates, as the functions of meat.ts give it; null for homoskedastic errors. */
  readonly meat: Float64Array | null;
}

/**
 * null where it does not apply, or where QR is safer: that depends on the design alone, never on what the workspace knows. O(NK²) for
 * columns not seen before, then O(GK² + K³); O(GK²) memory besides the data.
 */
export function largeRegression(
  design: Design,
  effects: readonly Effect[],
  constants: 0 | 1,
  vcov: VcovSpec,
  clusters: readonly Effect[],
  workspace: Workspace,
): LargeRegression | null {
  const [unit] = effects;
  if (design.terms.length === 0 || unit === undefined || effects.length > 1) return null;
  const groups = groupsOf(vcov, clusters, unit);
  if (groups === 'none') return null;
  const columns = [design.outcome, ...design.terms].map(({ values }) => values);
  // no more memory than a few copies of the data
  if (groups !== null && groups.levels * (columns.length + 1) > 4 * design.nobs) return null;
  const products = productsOf(columns, unit, groups, workspace);
  return products === null ? null : solveSums(design, unit, constants, products, groups === null, workspace);
}

/** Groups to keep sums of: the clusters, or null for one of all; 'none' where sums do not do. */
function groupsOf(vcov: VcovSpec, clusters: readonly Effect[], unit: Effect): Effect | null | 'none' {
  if (vcov.is === 'iid') return null;
  const [cluster] = clusters;
  if (vcov.is !== 'cluster' || cluster === undefined || clusters.length > 1) return 'none';
  return cluster.levels > 1 && isNested(unit, cluster) ? cluster : 'none';
}

function productsOf(
  columns: readonly Float64Array[],
  unit: Effect,
  groups: Effect | null,
  workspace: Workspace,
): SharedProducts | null {
  if (unit.codes.length < manyRows) return sharedProducts(columns, unit, groups, workspace);
  const products = panelProducts(columns, unit, groups);
  return products && { ...products, between: betweenOf(products.means, unit) };
}

function solveSums(
  design: Design,
  unit: Effect,
  constants: 0 | 1,
  products: SharedProducts,
  pooled: boolean,
  workspace: Workspace,
): LargeRegression | null {
  const { means, byGroup, total, between } = products;
  const p = means.length;
  for (let j = 0; j < p; j++) {
    if (!(total[cell(j, j)]! > wellConditioned.within * (total[cell(j, j)]! + between.sizes[j]!))) return null;
  }
  const solution = solve(total, p, constants, design.nobs);
  if (solution === null) return null;
  const { qr, b, rss } = solution;
  const all = pooled
    ? solve(
        total.map((value, at) => value + between.products[at]!),
        p,
        0,
        design.nobs,
      )
    : undefined;
  // the pooled regression is asked for with homoskedastic errors alone
  if (all === null) return null;
  const empty = new Float64Array(0);
  const [outcomeMean, ...termMeans] = between.means;
  const within = { yy: total[0]!, ...explained(total, p, b) };
  const regression: Regression = {
    design,
    effects: [unit],
    y: empty,
    terms: design.terms,
    columns: qr.kept.map(() => empty),
    constants,
    fit: { qr, coefficients: after(constants, b), residuals: empty },
    dropped: [],
    workspace,
    sums: {
      outcomeMean: outcomeMean!,
      termMeans: Float64Array.from(termMeans),
      squares: { size: total[0]! + between.sizes[0]!, total: total[0]! + between.products[0]!, within: total[0]! },
      rss,
      ...(all === undefined ? {} : { pooledRss: all.rss }),
      panel: (sigmaE) => panelStatsOfSums({ unit, y: means[0]!, xb: linear(means, b), within }, sigmaE),
    },
  };
  return { regression, meat: pooled ? null : clusterMeat(qr, byGroup, p, b, constants) };
}

/** So many zeros, then the values. */
function after(zeros: number, values: Float64Array): Float64Array {
  const out = new Float64Array(zeros + values.length);
  out.set(values, zeros);
  return out;
}

interface Solution {
  readonly qr: QR;
  /** Of the terms, without the constant. */
  readonly b: Float64Array;
  readonly rss: number;
}

/** null where the columns are not well conditioned or the outcome is almost explained. */
function solve(sums: Float64Array, p: number, constants: 0 | 1, nobs: number): Solution | null {
  const qr = choleskyQr(sums, p, constants, nobs);
  if (qr === null) return null;
  const moments = new Float64Array(qr.kept.length);
  for (let j = constants; j < moments.length; j++) moments[j] = sums[cell(j - constants + 1, 0)]! / qr.scale[j]!;
  const scaled = solveR(qr, solveRTransposed(qr, moments));
  const b = new Float64Array(p - 1);
  for (let j = 0; j < b.length; j++) b[j] = scaled[j + constants]! / qr.scale[j + constants]!;
  const { yx, xx } = explained(sums, p, b);
  // of second order in what b has lost
  const rss = sums[0]! - 2 * yx + xx;
  return rss > wellConditioned.unexplained * sums[0]! ? { qr, b, rss } : null;
}

/** R of the terms by Cholesky; the constant, orthogonal to them all, stands first. */
function choleskyQr(sums: Float64Array, p: number, constants: 0 | 1, nobs: number): QR | null {
  const k = p - 1 + constants;
  const all = new Float64Array(k * k);
  if (constants === 1) all[0] = nobs;
  for (let a = 1; a < p; a++) {
    for (let b = 1; b < p; b++) {
      all[(a - 1 + constants) * k + b - 1 + constants] = sums[cell(Math.max(a, b), Math.min(a, b))]!;
    }
  }
  const factor = scaledCholesky(all, k);
  if (factor === null) return null;
  const kept = Array.from({ length: k }, (_, j) => j);
  const qr = { rows: nobs, kept, dropped: [], reflectors: [], r: factor.lower, scale: factor.scale };
  return 1 > wellConditioned.eigenvalues * largestCorrelation(all, factor.scale) * inverseTrace(qr) ? qr : null;
}

/** Of the correlations: no eigenvalue is larger than the largest sum of a row's sizes. O(K²). */
function largestCorrelation(products: Float64Array, scale: Float64Array): number {
  const k = scale.length;
  let largest = 0;
  for (let a = 0; a < k; a++) {
    let size = 0;
    for (let b = 0; b < k; b++) size += Math.abs(products[a * k + b]!) / scale[a]! / scale[b]!;
    largest = Math.max(largest, size);
  }
  return largest;
}

/** Of the inverse of the correlations, which is the sum of the variance inflation factors: 1/λ of no eigenvalue is larger. O(K³). */
function inverseTrace(qr: QR): number {
  const k = qr.kept.length;
  const column = new Float64Array(k);
  let total = 0;
  for (let j = 0; j < k; j++) {
    column.fill(0, 0, j);
    column[j] = 1;
    for (let m = j; m >= 0; m--) {
      const value = column[m]! / qr.r[m * k + m]!;
      total += value * value;
      for (let i = 0; i < m; i++) column[i] = column[i]! - value * qr.r[m * k + i]!;
    }
  }
  return total;
}

/** y'Xb and b'X'Xb. */
function explained(sums: Float64Array, p: number, b: Float64Array): { readonly yx: number; readonly xx: number } {
  let [yx, xx] = [0, 0];
  for (let i = 1; i < p; i++) {
    yx += b[i - 1]! * sums[cell(i, 0)]!;
    for (let j = 1; j < p; j++) xx += b[i - 1]! * b[j - 1]! * sums[cell(Math.max(i, j), Math.min(i, j))]!;
  }
  return { yx, xx };
}

/** Unit means of Xb. */
function linear(means: readonly Float64Array[], b: Float64Array): Float64Array {
  const out = new Float64Array(means[0]!.length);
  for (let j = 0; j < b.length; j++) {
    const m = means[j + 1]!;
    for (let g = 0; g < out.length; g++) out[g] = out[g]! + b[j]! * m[g]!;
  }
  return out;
}

/**
 * Σ over clusters of R'^−1 s s' R^−1 with the scores s = X'y − X'X b of each; that of the constant is 0, since residuals add up to 0
 * in every unit.
 */
function clusterMeat(qr: QR, byGroup: Float64Array, p: number, b: Float64Array, constants: 0 | 1): Float64Array {
  const k = qr.kept.length;
  const count = byGroup.length / ((p * (p + 1)) / 2);
  const scores = qr.kept.map(() => new Float64Array(count));
  for (let j = constants; j < k; j++) {
    const s = scores[j]!;
    const own = j - constants + 1;
    const first = count * cell(own, 0);
    s.set(byGroup.subarray(first, first + count));
    for (let i = 1; i < p; i++) {
      subtract(s, byGroup, count * cell(Math.max(own, i), Math.min(own, i)), b[i - 1]!);
    }
    divide(s, qr.scale[j]!);
    for (let i = constants; i < j; i++) subtract(s, scores[i]!, 0, qr.r[j * k + i]!);
    divide(s, qr.r[j * k + j]!);
  }
  return crossProducts(scores, scores);
}

function subtract(out: Float64Array, x: Float64Array, from: number, factor: number): void {
  for (let g = 0; g < out.length; g++) out[g] = out[g]! - x[from + g]! * factor;
}
