/**
 * Adjusts residuals of clusters by the symmetric root of what the regression leaves of them (Bell & McCaffrey 2002, Survey Methodology 28:169;
 * Pustejovsky & Tipton 2018, JBES 36:672), with independent errors of equal variance as the working model.
 */
import { orthonormal } from '../../../src/econ/linalg/orthogonal.ts';
import { symmetricEigen } from '../../../src/econ/linalg/symmetric-eigen.ts';
import { pick } from '../../../src/econ/sample/rows.ts';
import type { Projection } from './projection.ts';

/** The part of a projection that is one cluster's. */
export interface ProjectionCluster {
  /** Positions of its rows, n of them. */
  readonly rows: Int32Array;
  /** Kept regressors at its rows, and weights; null where rows count alike. */
  readonly x: readonly Float64Array[];
  readonly weights: Float64Array | null;
  /** Absorbed levels that occur in it, and which of these each row has; empty where none is absorbed. */
  readonly levels: readonly number[];
  readonly level: Int32Array;
  /** Takes the symmetric root of the inverse of the cluster's block of (I−H)(I−H)' times a vector of length n. */
  adjusted(v: Float64Array): Float64Array;
}

/** Sums over all rows that blocks of weighted regressions need: X'W²X, and D'W²X by absorbed level. */
export interface SquaredWeights {
  /** k×k */
  readonly x: Float64Array;
  /** For each level k numbers, and the level's own sum. */
  readonly byLevel: Float64Array;
  readonly levels: Float64Array;
}

/** Directions that keep no more of a cluster's variance than this are left out of the root. */
const nothingLeft = 1e-10;

export function clustersOf(projection: Projection, squares: SquaredWeights | null): ProjectionCluster[] {
  const { codes, levels } = projection.clusters!;
  const rowsOf: number[][] = levels.map(() => []);
  for (let i = 0; i < codes.length; i++) rowsOf[codes[i]!]!.push(i);
  return rowsOf.filter((rows) => rows.length > 0).map((rows) => clusterOf(projection, Int32Array.from(rows), squares));
}

function clusterOf(projection: Projection, rows: Int32Array, squares: SquaredWeights | null): ProjectionCluster {
  const { absorb, weights } = projection;
  const codes = absorb === null ? [] : Array.from(rows, (row) => absorb.codes[row]!);
  const levels = [...new Set(codes)].sort((a, b) => a - b);
  const at = new Map(levels.map((code, i) => [code, i]));
  const part = {
    rows,
    x: projection.x.map((column) => pick(column, rows)),
    weights: weights && pick(weights, rows),
    levels,
    level: Int32Array.from(codes, (code) => at.get(code)!),
  };
  return { ...part, adjusted: rootOf(part, projection, squares) };
}

/** The root as I + Q E diag(1/√(1−λ) − 1) E'Q', of eigenvalues λ of what the regression takes, in a basis Q of few columns. O(n r²). */
function rootOf(
  part: Omit<ProjectionCluster, 'adjusted'>,
  projection: Projection,
  squares: SquaredWeights | null,
): ProjectionCluster['adjusted'] {
  const { x, weights, levels, level } = part;
  const dummies = levels.map((_, j) => Float64Array.from(level, (own) => (own === j ? 1 : 0)));
  const z = [...x, ...dummies];
  const wz = weights === null ? [] : z.map((column) => column.map((value, i) => value * weights[i]!));
  const all = [...z, ...wz];
  const basis = orthonormal(all, (j) => nothingLeft * length(all[j]!));
  const r = basis.length;
  const inBasis = (columns: readonly Float64Array[]): Float64Array[] =>
    basis.map((q) => Float64Array.from(columns, (column) => dotOf(q, column)));
  const taken = new Float64Array(r * r);
  const g = inBasis(z);
  const inner = innerOf(projection, levels);
  if (weights === null) {
    addProducts(taken, g, inner, g, 1);
  } else {
    const f = inBasis(wz);
    addProducts(taken, g, inner, f, 1);
    addProducts(taken, f, inner, g, 1);
    addProducts(taken, g, twiceOf(projection, squares!, levels), g, -1);
  }
  const { values, vectors } = symmetricEigen(taken, r);
  const factors = values.map((value) => (1 - value < nothingLeft ? -1 : 1 / Math.sqrt(1 - value) - 1));
  // columns of Q E, by which a vector is turned
  const turned = vectors.map((vector) => {
    const column = new Float64Array(part.rows.length);
    for (const [j, q] of basis.entries())
      for (let i = 0; i < column.length; i++) column[i] = column[i]! + vector[j]! * q[i]!;
    return column;
  });
  return (v) => {
    const out = v.slice();
    for (const [j, column] of turned.entries()) {
      const size = factors[j]! * dotOf(column, v);
      for (let i = 0; i < out.length; i++) out[i] = out[i]! + size * column[i]!;
    }
    return out;
  };
}

/** (X'WX)^−1 of the regressors and of these absorbed levels, as a matrix of both. */
function innerOf({ x, bread, levelWeights }: Projection, levels: readonly number[]): Float64Array {
  const k = x.length;
  const size = k + levels.length;
  const out = new Float64Array(size * size);
  for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) out[a * size + b] = bread[a * k + b]!;
  for (const [j, level] of levels.entries()) out[(k + j) * size + k + j] = 1 / levelWeights[level]!;
  return out;
}

/** (X'WX)^−1 X'W²X (X'WX)^−1 of the same. */
function twiceOf(
  { x, bread, levelWeights }: Projection,
  squares: SquaredWeights,
  levels: readonly number[],
): Float64Array {
  const k = x.length;
  const size = k + levels.length;
  const out = new Float64Array(size * size);
  const left = times(bread, squares.x, k);
  const both = times(left, bread, k);
  for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) out[a * size + b] = both[a * k + b]!;
  for (const [j, level] of levels.entries()) {
    const weight = levelWeights[level]!;
    out[(k + j) * size + k + j] = squares.levels[level]! / weight / weight;
    for (let a = 0; a < k; a++) {
      let value = 0;
      for (let b = 0; b < k; b++) value += bread[a * k + b]! * squares.byLevel[level * k + b]!;
      out[a * size + k + j] = value / weight;
      out[(k + j) * size + a] = value / weight;
    }
  }
  return out;
}

export function squaredWeights({ x, weights, absorb }: Projection): SquaredWeights {
  const k = x.length;
  const levels = absorb?.levels.length ?? 0;
  const out = { x: new Float64Array(k * k), byLevel: new Float64Array(levels * k), levels: new Float64Array(levels) };
  for (let i = 0; i < weights!.length; i++) {
    const square = weights![i]! * weights![i]!;
    const level = absorb === null ? 0 : absorb.codes[i]!;
    for (let a = 0; a < k; a++) {
      for (let b = 0; b < k; b++) out.x[a * k + b] = out.x[a * k + b]! + square * x[a]![i]! * x[b]![i]!;
      if (absorb !== null) out.byLevel[level * k + a] = out.byLevel[level * k + a]! + square * x[a]![i]!;
    }
    if (absorb !== null) out.levels[level] = out.levels[level]! + square;
  }
  return out;
}

/** Adds sign · A M B' to `out`, r×r; rows of A and B are of the inner size. */
function addProducts(
  out: Float64Array,
  a: readonly Float64Array[],
  m: Float64Array,
  b: readonly Float64Array[],
  sign: 1 | -1,
): void {
  const r = a.length;
  const size = a[0]?.length ?? 0;
  for (let i = 0; i < r; i++) {
    const row = new Float64Array(size);
    for (let p = 0; p < size; p++) for (let q = 0; q < size; q++) row[q] = row[q]! + a[i]![p]! * m[p * size + q]!;
    for (let j = 0; j < r; j++) out[i * r + j] = out[i * r + j]! + sign * dotOf(row, b[j]!);
  }
}

function times(a: Float64Array, b: Float64Array, k: number): Float64Array {
  const out = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let m = 0; m < k; m++)
      for (let j = 0; j < k; j++) out[i * k + j] = out[i * k + j]! + a[i * k + m]! * b[m * k + j]!;
  return out;
}

export function dotOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

const length = (x: Float64Array): number => Math.sqrt(dotOf(x, x));
