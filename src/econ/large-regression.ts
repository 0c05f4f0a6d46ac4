/**
 * Clustered regressions of very many rows with one absorbed effect in which the rows of each unit stand together, as in a panel:
 * one pass over the data in pieces that fit a processor's cache, then sums of products alone. Normal equations, therefore only for
 * well-conditioned columns, where they lose no more than three of sixteen digits.
 */
import { dot } from '../base/sum.ts';
import type { Design, VcovSpec } from './design.ts';
import { type Effect, isNested } from './effects.ts';
import { scaledCholesky } from './matrix.ts';
import { panelStatsOfSums, weightedMean } from './panel-sums.ts';
import type { Regression } from './prepare.ts';
import { type QR, solveR, solveRTransposed } from './qr.ts';

/** From here on passes over memory are what takes time. */
const manyRows = 50_000;
/**
 * Smallest shares: of a column's within variation that earlier columns leave, of its size that is within variation, of the outcome's
 * within variation that is not explained.
 */
const wellConditioned = { left: 1e-3, within: 1e-8, unexplained: 1e-4 };

export interface LargeRegression {
  /** Carries `sums`; its columns and residuals are empty. */
  readonly regression: Regression;
  /** Middle of the sandwich in orthonormal coordinates, as the functions of meat.ts give it. */
  readonly meat: Float64Array;
}

/** Everything the fit needs of the rows; P columns, the outcome first. */
interface PanelProducts {
  /** Unit means of each column, length n. */
  readonly means: readonly Float64Array[];
  /** P×P sums of products of the within-transformed columns for each cluster, one after another. */
  readonly byCluster: Float64Array;
}

/** null where it does not apply. O(NK²) in one pass, O(GK²) memory besides the data. */
export function largeRegression(
  design: Design,
  effects: readonly Effect[],
  constants: 0 | 1,
  vcov: VcovSpec,
  clusters: readonly Effect[],
): LargeRegression | null {
  const [unit] = effects;
  const [cluster] = clusters;
  if (design.nobs < manyRows || design.terms.length === 0) return null;
  if (unit === undefined || effects.length > 1 || cluster === undefined || clusters.length > 1) return null;
  if (vcov.is !== 'cluster' || vcov.wild !== undefined || cluster.levels < 2 || !isNested(unit, cluster)) return null;
  const columns = [design.outcome, ...design.terms].map(({ values }) => values);
  const products = panelProducts(columns, unit, cluster);
  if (products === null) return null;
  return solveSums(design, unit, constants, products);
}

/** One pass. null where a unit's rows do not stand together or a value cannot be squared. */
function panelProducts(columns: readonly Float64Array[], unit: Effect, cluster: Effect): PanelProducts | null {
  const p = columns.length;
  const means = columns.map(() => new Float64Array(unit.levels));
  const byCluster = new Float64Array(cluster.levels * p * p);
  const longest = unit.counts.reduce((a, b) => Math.max(a, b), 0);
  const rows = columns.map(() => new Float64Array(longest));
  const { codes, counts } = unit;
  for (let from = 0; from < codes.length; ) {
    const g = codes[from]!;
    const n = counts[g]!;
    if (!isRun(codes, from, n)) return null;
    for (let j = 0; j < p; j++) {
      const mean = demeanRun(rows[j]!, columns[j]!, from, n);
      if (Number.isNaN(mean)) return null;
      means[j]![g] = mean;
    }
    const at = cluster.codes[from]! * p * p;
    for (let a = 0; a < p; a++) {
      for (let b = 0; b <= a; b++) {
        byCluster[at + a * p + b] = byCluster[at + a * p + b]! + dot(rows[a]!, rows[b]!, 0, 0, n);
      }
    }
    from += n;
  }
  mirror(byCluster, p);
  return { means, byCluster };
}

/** Counts are of all rows, so n equal codes in a row are all there are. */
function isRun(codes: Int32Array, from: number, n: number): boolean {
  if (from + n > codes.length) return false;
  const g = codes[from]!;
  for (let i = from + 1; i < from + n; i++) if (codes[i] !== g) return false;
  return true;
}

/** Writes x less its mean over the run and returns the mean; NaN where a value is too large or too small to be squared. */
function demeanRun(out: Float64Array, x: Float64Array, from: number, n: number): number {
  let [a, b] = [0, 0];
  for (let i = 0; i < n; i++) {
    const value = x[from + i]!;
    const size = Math.abs(value);
    if (!(size < 1e100) || (size < 1e-100 && size !== 0)) return Number.NaN;
    out[i] = value;
    if ((i & 1) === 0) a += value;
    else b += value;
  }
  const mean = (a + b) / n;
  for (let i = 0; i < n; i++) out[i] = out[i]! - mean;
  return mean;
}

function mirror(grams: Float64Array, p: number): void {
  for (let at = 0; at < grams.length; at += p * p) {
    for (let a = 0; a < p; a++) for (let b = 0; b < a; b++) grams[at + b * p + a] = grams[at + a * p + b]!;
  }
}

function solveSums(design: Design, unit: Effect, constants: 0 | 1, products: PanelProducts): LargeRegression | null {
  const { means, byCluster } = products;
  const p = means.length;
  const grams = total(byCluster, p);
  const sizes = means.map((m, j) => grams[j * p + j]! + squaresOfMeans(m, unit));
  if (sizes.some((size, j) => !(grams[j * p + j]! > wellConditioned.within * size))) return null;
  const qr = choleskyQr(grams, p, constants, design.nobs);
  if (qr === null) return null;
  const coefficients = solve(qr, grams.slice(1, p), constants);
  const [b, yy] = [coefficients.slice(constants), grams[0]!];
  const { yx, xx } = explained(grams, p, b);
  const rss = yy - yx;
  if (!(rss > wellConditioned.unexplained * yy)) return null;
  const xb = means[0]!.map((_, g) => b.reduce((all, value, j) => all + value * means[j + 1]![g]!, 0));
  const outcomeMean = weightedMean(means[0]!, unit);
  const squares = { size: sizes[0]!, total: sizes[0]! - design.nobs * outcomeMean * outcomeMean, within: yy };
  const empty = new Float64Array(0);
  const regression: Regression = {
    design,
    effects: [unit],
    y: empty,
    terms: design.terms,
    columns: qr.kept.map(() => empty),
    constants,
    fit: { qr, coefficients, residuals: empty },
    dropped: [],
    sums: {
      outcomeMean,
      termMeans: Float64Array.from(means.slice(1), (m) => weightedMean(m, unit)),
      squares,
      rss,
      panel: (sigmaE) => panelStatsOfSums({ unit, y: means[0]!, xb, within: { yy, yx, xx } }, sigmaE),
    },
  };
  return { regression, meat: orthonormalMeat(qr, byCluster, p, b, constants) };
}

function total(grams: Float64Array, p: number): Float64Array {
  const sums = new Float64Array(p * p);
  for (let at = 0; at < grams.length; at++) sums[at % sums.length] = sums[at % sums.length]! + grams[at]!;
  return sums;
}

function squaresOfMeans(m: Float64Array, { counts }: Effect): number {
  let all = 0;
  for (let g = 0; g < m.length; g++) all += counts[g]! * m[g]! * m[g]!;
  return all;
}

/** R of the terms by Cholesky; the constant, orthogonal to them all, stands first. */
function choleskyQr(grams: Float64Array, p: number, constants: 0 | 1, nobs: number): QR | null {
  const k = p - 1 + constants;
  const all = new Float64Array(k * k);
  if (constants === 1) all[0] = nobs;
  for (let a = 1; a < p; a++) {
    for (let b = 1; b < p; b++) all[(a - 1 + constants) * k + b - 1 + constants] = grams[a * p + b]!;
  }
  const factor = scaledCholesky(all, k);
  if (factor === null) return null;
  for (let j = 0; j < k; j++) {
    const pivot = factor.lower[j * k + j]!;
    if (!(pivot * pivot > wellConditioned.left)) return null;
  }
  const kept = Array.from({ length: k }, (_, j) => j);
  return { rows: nobs, kept, dropped: [], reflectors: [], r: factor.lower, scale: factor.scale };
}

/** Coefficients from the terms' products with the outcome; the constant's is 0, that of the within-transformed outcome. */
function solve(qr: QR, products: Float64Array, constants: 0 | 1): Float64Array {
  const all = Float64Array.from(qr.kept, (j) => (j < constants ? 0 : products[j - constants]! / qr.scale[j]!));
  return solveR(qr, solveRTransposed(qr, all)).map((value, j) => value / qr.scale[j]!);
}

/** y'Xb and b'X'Xb of the within-transformed columns. */
function explained(grams: Float64Array, p: number, b: Float64Array): { readonly yx: number; readonly xx: number } {
  let [yx, xx] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    yx += b[i]! * grams[i + 1]!;
    for (let j = 0; j < b.length; j++) xx += b[i]! * b[j]! * grams[(i + 1) * p + j + 1]!;
  }
  return { yx, xx };
}

/**
 * Σ over clusters of R'^−1 s s' R^−1 with the scores s = X'y − X'X b of each; that of the constant is 0, since residuals add up to 0
 * in every unit.
 */
function orthonormalMeat(qr: QR, grams: Float64Array, p: number, b: Float64Array, constants: 0 | 1): Float64Array {
  const k = qr.kept.length;
  const meat = new Float64Array(k * k);
  const score = new Float64Array(k);
  for (let at = 0; at < grams.length; at += p * p) {
    for (let j = 1; j < p; j++) {
      let value = grams[at + j * p]!;
      for (let i = 1; i < p; i++) value -= grams[at + j * p + i]! * b[i - 1]!;
      score[j - 1 + constants] = value / qr.scale[j - 1 + constants]!;
    }
    const own = solveRTransposed(qr, score);
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) meat[i * k + j] = meat[i * k + j]! + own[i]! * own[j]!;
  }
  return meat;
}
