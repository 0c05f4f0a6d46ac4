/** The middle of the sandwich from sums of scores, in orthonormal coordinates (meat.ts). */

import { blockLength, dot, joined } from '../../base/number/sum.ts';
import { cell } from '../linalg/blocked-products.ts';
import { divide, type QR } from '../linalg/qr.ts';
import { crossProducts } from './meat.ts';

/**
 * Meat of clusters with the scores s = X'y − X'X b of each from its sums of products, a block of clusters at a time. The constant's are from
 * `sums`, those of each column by cluster; without them they are 0, as where residuals add up to 0 in every unit. O(GK²).
 */
export function meatOfProducts(
  qr: QR,
  byGroup: readonly Float64Array[],
  p: number,
  b: Float64Array,
  constants: 0 | 1,
  sums: readonly Float64Array[] | null = null,
): Float64Array {
  const ofConstant = constants === 1 && sums !== null ? 1 : 0;
  const zeros = constants - ofConstant;
  const scores = Array.from({ length: p - 1 + ofConstant }, () => new Float64Array(blockLength));
  return meatOfBlocks(byGroup[0]!.length, zeros + scores.length, zeros, (from, n) => {
    const own = firstOf(scores, n);
    if (ofConstant === 1) score(own[0]!, from, sums![0]!, b, (i) => sums![i]!);
    for (let j = 1; j < p; j++) {
      const ofPair = (i: number): Float64Array => byGroup[j < i ? cell(i, j) : cell(j, i)]!;
      score(own[j - 1 + ofConstant]!, from, ofPair(0), b, ofPair);
    }
    makeOrthonormal(qr, own, zeros);
    return own;
  });
}

/** Scores of some columns with given residuals, turned to moments. */
export interface TurnedScores {
  /** Sums of products of all columns by group, those of a and b ≤ a at `cell(a, b)`. */
  readonly byGroup: readonly Float64Array[];
  /** Sums of each column by group where ones have scores too; null where these are 0. */
  readonly sums: readonly Float64Array[] | null;
  /** Gives the weights of the columns whose sum the residuals are. */
  readonly weights: Float64Array;
  /** Gives the weights of the columns whose sum each moment is, with ones before the columns where ones have scores. */
  readonly turns: readonly Float64Array[];
}

/** Σ (z e)(z e)' over groups, a block of them at a time. O(GP² + GL²) for P columns and L moments. */
export function meatOfTurned({ byGroup, sums, weights, turns }: TurnedScores): Float64Array {
  const ones = sums === null ? 0 : 1;
  const length = weights.length + ones;
  const used = Array.from({ length }, (_, j) => j).filter((j) => turns.some((turn) => turn[j] !== 0));
  const scores = used.map(() => new Float64Array(blockLength));
  const moments = turns.map(() => new Float64Array(blockLength));
  const productOf = (j: number, i: number): Float64Array =>
    j < ones ? sums![i]! : byGroup[cell(Math.max(i, j - ones), Math.min(i, j - ones))]!;
  return meatOfBlocks(byGroup[0]!.length, turns.length, 0, (from, n) => {
    const own = firstOf(scores, n);
    for (const [at, j] of used.entries()) {
      own[at]!.fill(0);
      for (let i = 0; i < weights.length; i++) {
        if (weights[i] !== 0) addStretch(own[at]!, own[at]!, 0, productOf(j, i), from, weights[i]!);
      }
    }
    const turned = firstOf(moments, n);
    for (const [m, turn] of turns.entries()) {
      turned[m]!.fill(0);
      for (const [at, j] of used.entries()) if (turn[j] !== 0) addMultiple(turned[m]!, own[at]!, turn[j]!);
    }
    return turned;
  });
}

const firstOf = (columns: readonly Float64Array[], n: number): readonly Float64Array[] =>
  n === blockLength ? columns : columns.map((column) => column.subarray(0, n));

/** Σ s s' of the scores that `scoresOf` has of `n` groups from one on, K×K; the first `zeros`, which it has not, are zero. */
function meatOfBlocks(
  groups: number,
  k: number,
  zeros: number,
  scoresOf: (from: number, n: number) => readonly Float64Array[],
): Float64Array {
  const blocks = Math.ceil(groups / blockLength);
  const products = Array.from({ length: k - zeros }, (_, i) =>
    Array.from({ length: i + 1 }, () => new Float64Array(blocks)),
  );
  for (let block = 0; block < blocks; block++) {
    const from = block * blockLength;
    const own = scoresOf(from, Math.min(blockLength, groups - from));
    for (let i = 0; i < own.length; i++) {
      for (let j = 0; j <= i; j++) products[i]![j]![block] = dot(own[i]!, own[j]!);
    }
  }
  const meat = new Float64Array(k * k);
  for (let i = zeros; i < k; i++) {
    for (let j = zeros; j <= i; j++) {
      const value = joined(products[i - zeros]![j - zeros]!);
      meat[i * k + j] = value;
      meat[j * k + i] = value;
    }
  }
  return meat;
}

/** A column's sums with the outcome less b times those with each regressor, of the clusters after `from`. */
function score(
  out: Float64Array,
  from: number,
  y: Float64Array,
  b: Float64Array,
  x: (i: number) => Float64Array,
): void {
  let known = y;
  let at = from;
  for (let i = 1; i <= b.length; i++) {
    addStretch(out, known, at, x(i), from, -b[i - 1]!);
    known = out;
    at = 0;
  }
}

function addStretch(
  out: Float64Array,
  known: Float64Array,
  at: number,
  x: Float64Array,
  from: number,
  factor: number,
): void {
  for (let g = 0; g < out.length; g++) out[g] = known[at + g]! + x[from + g]! * factor;
}

/** Σ R'^−1 s s' R^−1 over clusters; `scores` holds an array for each column and is overwritten. O(GK²). */
export function meatOfScores(qr: QR, scores: readonly Float64Array[]): Float64Array {
  makeOrthonormal(qr, scores);
  return crossProducts(scores, scores);
}

/** R'^−1 S R^−1 for S = Σ e² x x', K×K. O(K³). */
export function meatOfSquares(qr: QR, squares: Float64Array): Float64Array {
  const k = qr.kept.length;
  const rows = Array.from({ length: k }, (_, j) => squares.slice(j * k, (j + 1) * k));
  makeOrthonormal(qr, rows);
  const turned = rows.map((_, j) => Float64Array.from(rows, (row) => row[j]!));
  makeOrthonormal(qr, turned);
  return Float64Array.from(turned.flatMap((row) => [...row]));
}

/** From columns x to columns of Q in place: R'^−1 of each row. The first `zeros`, which are in no list, are zero. O(K²) a row. */
export function makeOrthonormal(qr: QR, columns: readonly Float64Array[], zeros = 0): void {
  const k = zeros + columns.length;
  for (let j = zeros; j < k; j++) {
    const s = columns[j - zeros]!;
    divide(s, qr.scale[j]!);
    for (let i = zeros; i < j; i++) {
      const factor = qr.r[j * k + i]!;
      if (factor !== 0) addMultiple(s, columns[i - zeros]!, -factor);
    }
    divide(s, qr.r[j * k + j]!);
  }
}

/** Writes x times `factor` added to what is known, which is `out` itself when left out. */
export function addMultiple(out: Float64Array, x: Float64Array, factor: number, known = out): void {
  for (let g = 0; g < out.length; g++) out[g] = known[g]! + x[g]! * factor;
}
