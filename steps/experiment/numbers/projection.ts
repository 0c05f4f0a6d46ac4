/** Least squares of a few regressors beside absorbed strata: all that coefficients and their errors are made of. */
import type { Codes } from '../../../src/econ/data.ts';
import type { NamedCodes, NamedColumn } from '../../../src/econ/design.ts';
import { leastSquaresBy } from '../../../src/econ/linalg/least-squares.ts';
import { householder, type QR, solveR, solveRTransposed } from '../../../src/econ/linalg/qr.ts';

/** The values that a regression takes from its rows, besides regressors and outcome. Lengths are the number of rows. */
export interface Grounds {
  readonly nobs: number;
  /** Levels that have a constant each; null: the regressors have one. */
  readonly absorb: NamedCodes | null;
  readonly weights: Float64Array | null;
  readonly clusters: Codes | null;
}

export interface Projection extends Grounds {
  /** Names of the regressors that are kept, and positions of those that others span. */
  readonly names: readonly string[];
  readonly dropped: readonly number[];
  /** The kept regressors less their means by absorbed level, k columns. */
  readonly x: readonly Float64Array[];
  /** (X'WX)^−1, k×k. */
  readonly bread: Float64Array;
  /** Sums of weights by absorbed level; empty where none is absorbed. */
  readonly levelWeights: Float64Array;
  /** Regressors and absorbed levels together. */
  readonly rank: number;
  /** Coefficients of the kept regressors for an outcome. */
  coefficients(y: Float64Array): Float64Array;
}

/** A column that others explain but for this share of its size is dropped. */
const spanned = 1e-9;

/** O(N k²). */
export function project(columns: readonly NamedColumn[], grounds: Grounds): Projection {
  const { nobs, absorb, weights } = grounds;
  const levelWeights = absorb === null ? new Float64Array(0) : sumsByLevel(absorb, weights, null);
  const within = columns.map(({ values }) => lessMeans(values, grounds, levelWeights));
  const roots = weights?.map(Math.sqrt) ?? null;
  const scaled = within.map((x) => timesRoots(x, roots));
  const sizes = columns.map(({ values }) => norm(timesRoots(values, roots)));
  const qr = householder(scaled, nobs, (j) => spanned * sizes[j]!);
  const solve = leastSquaresBy(qr, scaled);
  return {
    ...grounds,
    names: qr.kept.map((j) => columns[j]!.name),
    dropped: qr.dropped,
    x: qr.kept.map((j) => within[j]!),
    bread: inverse(qr),
    levelWeights,
    rank: qr.kept.length + levelWeights.filter((sum) => sum > 0).length,
    coefficients: (y) => solve(timesRoots(lessMeans(y, grounds, levelWeights), roots)).coefficients,
  };
}

/** The outcome less its means by absorbed level, less Xb. `x`: regressors whose residuals these are, the projection's own by default. */
export function residuals(
  projection: Projection,
  y: Float64Array,
  b: Float64Array,
  x: readonly Float64Array[] = projection.x,
): Float64Array {
  const out = lessMeans(y, projection, projection.levelWeights).slice();
  for (const [j, column] of x.entries()) for (let i = 0; i < out.length; i++) out[i] = out[i]! - b[j]! * column[i]!;
  return out;
}

/** A column less its weighted means by absorbed level; itself where none is absorbed. */
export function lessMeans(
  values: Float64Array,
  { absorb, weights }: Grounds,
  levelWeights: Float64Array,
): Float64Array {
  if (absorb === null) return values;
  // differences from any one value lose no digits where the level of a column is far from 0
  const origin = values[0] ?? 0;
  const shifted = values.map((value) => value - origin);
  const means = sumsByLevel(absorb, weights, shifted).map((sum, level) => sum / levelWeights[level]!);
  return shifted.map((value, i) => value - means[absorb.codes[i]!]!);
}

/** Sums by level of w v, or of w alone. */
export function sumsByLevel(
  { codes, levels }: Codes,
  weights: Float64Array | null,
  values: Float64Array | null,
): Float64Array {
  const out = new Float64Array(levels.length);
  for (let i = 0; i < codes.length; i++) {
    const level = codes[i]!;
    out[level] = out[level]! + (weights === null ? 1 : weights[i]!) * (values === null ? 1 : values[i]!);
  }
  return out;
}

const timesRoots = (x: Float64Array, roots: Float64Array | null): Float64Array =>
  roots === null ? x : x.map((value, i) => value * roots[i]!);

const norm = (x: Float64Array): number => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));

/** (R'R)^−1 in the columns' own units. */
function inverse(qr: QR): Float64Array {
  const k = qr.kept.length;
  const out = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    const unit = new Float64Array(k);
    unit[j] = 1;
    const column = solveR(qr, solveRTransposed(qr, unit));
    for (let i = 0; i < k; i++) out[i * k + j] = column[i]! / qr.scale[i]! / qr.scale[j]!;
  }
  return out;
}

/** Gives the leverage of each row, from its regressors and its absorbed level: h = w x'(X'WX)^−1 x + w/W. */
export function leverages({ nobs, x, bread, absorb, weights, levelWeights }: Projection): Float64Array {
  const k = x.length;
  const out = new Float64Array(nobs);
  for (let i = 0; i < nobs; i++) {
    let h = absorb === null ? 0 : 1 / levelWeights[absorb.codes[i]!]!;
    for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) h += x[a]![i]! * bread[a * k + b]! * x[b]![i]!;
    out[i] = weights === null ? h : h * weights[i]!;
  }
  return out;
}
