/** Every subset of control variables at once: thousands of specifications that never touch the rows again. */

import { dot, mean, sumSquaresAbout } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { Design, NamedCodes } from '../design.ts';
import { householder, orthonormalColumns, solveR } from '../linalg/qr.ts';
import { compact, type Effect, isNested } from '../panel/effects.ts';
import { withinTransform } from '../panel/within.ts';

export interface SubsetFit {
  /** Positions in the design's terms that were estimated, ascending; collinear ones are left out. */
  readonly terms: readonly number[];
  readonly dropped: readonly number[];
  readonly estimates: Float64Array;
  /** Clustered; `null` where N − K or the clusters leave none. */
  readonly stdErrors: Float64Array | null;
  readonly rss: number;
  readonly r2Within: number;
}

export interface SubsetInputs {
  /** One absorbed effect, nested in the clusters, as in `xtreg, fe`. */
  readonly design: Design;
  readonly cluster: NamedCodes;
  /** How many of the first terms every specification has; each subset of the others is one. */
  readonly fixed: number;
}

const collinear = 1e-9;
const mostOptional = 20;

/**
 * All 2^m specifications with the first `fixed` terms and a subset of the m others (bit j of the result's index is term
 * fixed + j), in `xtreg`'s conventions: CRV1 with G/(G − 1)·(N − 1)/(N − k − 1).
 *
 * One QR of all P within-transformed columns gives x_j = Q r_j; for each cluster T_g = Q_g'Q_g. A subset S is then the regression of
 * r_y on R_S, with P rows in the place of N: R_S = W U, ρ its residual, and the cluster's score in orthonormal coordinates is
 * W'T_g ρ. It has the accuracy of QR, since no normal equations are formed. O(NP²) once, O(Pk² + GP²) for each of the 2^m specifications.
 */
export function fitSubsets({ design, cluster, fixed }: SubsetInputs): readonly SubsetFit[] {
  const [effect, groups] = requireNested(design, compact(cluster));
  const optional = design.terms.length - fixed;
  if (optional > mostOptional) {
    throw new Refusal('too-many-subsets', `expected at most ${mostOptional} optional terms, got ${optional}`);
  }
  const space = columnSpace(design, effect, groups);
  const all = Array.from({ length: design.terms.length }, (_, j) => j);
  return Array.from({ length: 1 << optional }, (_, mask) =>
    fitSubset(
      space,
      all.filter((j) => j < fixed || ((mask >> (j - fixed)) & 1) === 1),
    ),
  );
}

function requireNested(design: Design, cluster: Effect): readonly [Effect, Effect] {
  const [effect, ...more] = design.absorb.map(compact);
  if (effect === undefined || more.length > 0 || !isNested(effect, cluster)) {
    throw new Refusal('clusters-not-nested', 'expected one absorbed effect, nested in the clusters', {
      param: 'absorb',
    });
  }
  return [effect, cluster];
}

interface ColumnSpace {
  /** Coordinates of the terms, each of length P. */
  readonly terms: readonly Float64Array[];
  readonly outcome: Float64Array;
  /** Below this norm a term counts as spanned. */
  readonly tolerances: readonly number[];
  /** P×P for each cluster, one after another. */
  readonly grams: Float64Array;
  readonly size: number;
  readonly clusters: number;
  readonly nobs: number;
}

function columnSpace(design: Design, effect: Effect, cluster: Effect): ColumnSpace {
  const { nobs, terms, outcome } = design;
  const columns = [...terms, outcome].map(({ values }) => withinTransform(values, [effect]));
  const tolerances = [...terms, outcome].map(
    ({ values }) => collinear * Math.sqrt(Math.max(0, sumSquaresAbout(values, mean(values)))),
  );
  const q = orthonormalColumns(householder(columns, nobs, (j) => tolerances[j]!));
  const coordinates = columns.map((x) => Float64Array.from(q, (direction) => dot(direction, x)));
  return {
    terms: coordinates.slice(0, -1),
    outcome: coordinates.at(-1)!,
    tolerances,
    grams: gramsByCluster(q, cluster),
    size: q.length,
    clusters: cluster.levels,
    nobs,
  };
}

function gramsByCluster(q: readonly Float64Array[], { codes, levels }: Effect): Float64Array {
  const p = q.length;
  const grams = new Float64Array(levels * p * p);
  for (let i = 0; i < codes.length; i++) {
    const from = codes[i]! * p * p;
    for (let a = 0; a < p; a++) {
      const value = q[a]![i]!;
      for (let b = 0; b < p; b++) grams[from + a * p + b] = grams[from + a * p + b]! + value * q[b]![i]!;
    }
  }
  return grams;
}

function fitSubset(space: ColumnSpace, chosen: readonly number[]): SubsetFit {
  const qr = householder(
    chosen.map((j) => space.terms[j]!),
    space.size,
    (at) => space.tolerances[chosen[at]!]!,
  );
  const w = orthonormalColumns(qr);
  const projections = Float64Array.from(w, (column) => dot(column, space.outcome));
  const residual = space.outcome.slice();
  for (const [j, column] of w.entries()) {
    for (let i = 0; i < residual.length; i++) residual[i] = residual[i]! - projections[j]! * column[i]!;
  }
  const rss = dot(residual, residual);
  return {
    terms: qr.kept.map((at) => chosen[at]!),
    dropped: qr.dropped.map((at) => chosen[at]!),
    estimates: solveR(qr, projections).map((value, j) => value / qr.scale[j]!),
    stdErrors: clusteredErrors(space, qr, w, residual),
    rss,
    r2Within: 1 - rss / dot(space.outcome, space.outcome),
  };
}

/** √diag(factor · U^−1 M U'^−1), M the sum of the clusters' outer products. */
function clusteredErrors(
  { grams, size, clusters, nobs }: ColumnSpace,
  qr: ReturnType<typeof householder>,
  w: readonly Float64Array[],
  residual: Float64Array,
): Float64Array | null {
  const k = w.length;
  if (clusters < 2 || nobs <= k + 1) return null;
  const factor = ((clusters / (clusters - 1)) * (nobs - 1)) / (nobs - k - 1);
  const variances = new Float64Array(k);
  const score = new Float64Array(size);
  const own = new Float64Array(k);
  for (let g = 0; g < clusters; g++) {
    for (let a = 0; a < size; a++) {
      let value = 0;
      const from = (g * size + a) * size;
      for (let b = 0; b < size; b++) value += grams[from + b]! * residual[b]!;
      score[a] = value;
    }
    for (let j = 0; j < k; j++) own[j] = dot(w[j]!, score);
    const moved = solveR(qr, own);
    for (let j = 0; j < k; j++) variances[j] = variances[j]! + moved[j]! * moved[j]!;
  }
  return variances.map((value, j) => Math.sqrt(factor * value) / qr.scale[j]!);
}
