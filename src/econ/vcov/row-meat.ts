/** The middle of the sandwich where it needs every row's residual: one more pass, in blocks that a processor's cache holds. */

import type { VcovSpec } from '../design.ts';
import { type Accumulator, accumulator, add, finished } from '../linalg/accumulator.ts';
import { blockRows, cell, Products } from '../linalg/blocked-products.ts';
import type { Solution } from '../linalg/normal-equations.ts';
import type { QR } from '../linalg/qr.ts';
import type { Effect } from '../panel/effects.ts';
import { type ByUnit, placed } from '../panel/rows-by-unit.ts';
import { demean } from '../panel/unit-products.ts';
import { combinationsOf, leastLeft } from './meat.ts';
import { makeOrthonormal, meatOfScores, meatOfSquares } from './score-meat.ts';

export interface CentredRows extends ByUnit {
  readonly unit: Effect;
  /** By unit, of each column. */
  readonly means: readonly Float64Array[];
}

/** `x`: residuals, then the centred columns; `share`: 1 by the rows of the row's unit. */
type Visit = (x: readonly Float64Array[], share: Float64Array, from: number, n: number) => boolean;

/** null where a row is fitted perfectly by construction, or the covariance is of another kind. O(NK²). */
export function rowMeat(
  rows: CentredRows,
  { qr, b }: Solution,
  constants: 0 | 1,
  vcov: VcovSpec,
  clusters: readonly Effect[],
): Float64Array | null {
  if (vcov.is === 'hc') {
    const power = vcov.type === 'HC2' ? 1 : vcov.type === 'HC3' ? 2 : 0;
    return heteroskedastic(rows, qr, b, constants, power);
  }
  if (vcov.is !== 'cluster' || clusters.length === 0) return null;
  const combinations = combinationsOf(clusters);
  const sums = scoreSums(
    rows,
    b,
    constants,
    combinations.map(({ effect }) => effect),
  );
  const [first, ...rest] = sums.map((scores) => meatOfScores(qr, scores));
  for (const [i, meat] of rest.entries()) {
    const { sign } = combinations[i + 1]!;
    for (let at = 0; at < meat.length; at++) first![at] = first![at]! + sign * meat[at]!;
  }
  return first!;
}

/** Block by block; stops where `visit` says so. */
function eachBlock({ columns, order, unit, means }: CentredRows, b: Float64Array, visit: Visit): boolean {
  const x = columns.map(() => new Float64Array(blockRows));
  const nobs = columns[0]!.length;
  const share = new Float64Array(blockRows);
  let i = 0;
  let used = 0;
  for (let from = 0; from < nobs; from += blockRows) {
    const n = Math.min(blockRows, nobs - from);
    for (let at = 0; at < n; ) {
      const g = order[i]!;
      const rows = Math.min(unit.counts[g]! - used, n - at);
      for (let j = 0; j < x.length; j++) demean(x[j]!, at, columns[j]!, from + at, rows, means[j]![g]!);
      share.fill(1 / unit.counts[g]!, at, at + rows);
      at += rows;
      used += rows;
      if (used < unit.counts[g]!) continue;
      i++;
      used = 0;
    }
    for (let j = 1; j < x.length; j++) subtract(x[0]!, x[j]!, b[j - 1]!, n);
    if (!visit(x, share, from, n)) return false;
  }
  return true;
}

function subtract(e: Float64Array, x: Float64Array, b: number, n: number): void {
  for (let i = 0; i < n; i++) e[i] = e[i]! - b * x[i]!;
}

function heteroskedastic(
  rows: CentredRows,
  qr: QR,
  b: Float64Array,
  constants: 0 | 1,
  power: 0 | 1 | 2,
): Float64Array | null {
  const k = qr.kept.length;
  const products = new Products(k);
  const q = qr.kept.map(() => new Float64Array(blockRows));
  const done = eachBlock(rows, b, (x, share, _, n) => {
    const e = x[0]!;
    if (power !== 0) {
      for (let j = constants; j < k; j++) q[j]!.set(x[j - constants + 1]!);
      makeOrthonormal(qr, q);
      if (!weigh(e, share, q, power, n)) return false;
    }
    const at = products.room(n);
    for (let j = 0; j < k; j++) {
      if (j < constants) products.block[j]!.set(e.subarray(0, n), at);
      else multiply(products.block[j]!, at, x[j - constants + 1]!, e, n);
    }
    return true;
  });
  if (!done) return null;
  const sums = new Float64Array((k * (k + 1)) / 2);
  products.take(sums, 0, 1);
  const squares = new Float64Array(k * k);
  for (let at = 0; at < squares.length; at++) {
    const [row, column] = [Math.floor(at / k), at % k];
    squares[at] = sums[cell(Math.max(row, column), Math.min(row, column))]!;
  }
  return meatOfSquares(qr, squares);
}

/** Residuals times the square roots of the HC2 or HC3 weights; false where a leverage is 1. `leverage` is that of the dummies or the constant. */
function weigh(e: Float64Array, leverage: Float64Array, q: readonly Float64Array[], power: 1 | 2, n: number): boolean {
  for (const column of q) for (let i = 0; i < n; i++) leverage[i] = leverage[i]! + column[i]! * column[i]!;
  for (let i = 0; i < n; i++) {
    const left = 1 - leverage[i]!;
    if (!(left >= leastLeft)) return false;
    e[i] = e[i]! / (power === 1 ? Math.sqrt(left) : left);
  }
  return true;
}

function multiply(out: Float64Array, at: number, x: Float64Array, e: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) out[at + i] = x[i]! * e[i]!;
}

/** Σ x e by level of each cluster variable: an array for each column. */
function scoreSums(
  rows: CentredRows,
  b: Float64Array,
  constants: 0 | 1,
  clusters: readonly Effect[],
): readonly (readonly Float64Array[])[] {
  const ones = new Float64Array(blockRows).fill(1);
  const every = clusters.map(({ codes, levels }) => ({
    codes: placed(codes, rows.places),
    sums: Array.from({ length: b.length + constants }, () => accumulator(levels)),
  }));
  eachBlock(rows, b, (x, _, from, n) => {
    for (const { codes, sums } of every) {
      for (let j = 0; j < sums.length; j++) {
        addRuns(sums[j]!, codes, from, j < constants ? ones : x[j - constants + 1]!, x[0]!, n);
      }
    }
    return true;
  });
  return every.map(({ sums }) => sums.map(finished));
}

/** Rows of one cluster that follow one another plainly, as many as a block holds. */
function addRuns(
  sums: Accumulator,
  codes: Int32Array,
  from: number,
  x: Float64Array,
  e: Float64Array,
  n: number,
): void {
  for (let i = 0; i < n; ) {
    const code = codes[from + i]!;
    let run = 0;
    do {
      run += x[i]! * e[i]!;
      i++;
    } while (i < n && codes[from + i] === code);
    add(sums, code, run);
  }
}
