/** The middle of the sandwich where it needs every row's residual: one more pass, in blocks that a processor's cache holds. */

import type { VcovSpec } from '../design.ts';
import { type Accumulator, accumulator, add, finished } from '../linalg/accumulator.ts';
import { BLOCK_ROWS, cell, Products } from '../linalg/blocked-products.ts';
import type { Solution } from '../linalg/normal-equations.ts';
import type { QR } from '../linalg/qr.ts';
import type { Effect } from '../panel/effects.ts';
import { type ByUnit, codesInPlace } from '../panel/rows-by-unit.ts';
import { demean } from '../panel/unit-products.ts';
import { combinationsOf, LEAST_LEFT } from './meat.ts';
import { makeOrthonormal, meatOfScores, meatOfSquares } from './score-meat.ts';

export interface CentredRows extends ByUnit {
  readonly unit: Effect;
  /** The means of each column by unit. */
  readonly means: readonly Float64Array[];
}

/** Residuals, which are combinations of the centred columns, and what they are multiplied with to scores. */
export interface Scored {
  readonly rows: CentredRows;
  /** The weight of each column. */
  readonly weights: Float64Array;
  /** 1 where ones, which stand first, have scores of their own. */
  readonly constants: 0 | 1;
  /** Columns before this one have no scores. */
  readonly from: 0 | 1;
}

/** `x`: the centred columns; `e`: residuals, which may be changed; `share`: 1 by the rows of the row's unit. */
type Visit = (x: readonly Float64Array[], e: Float64Array, share: Float64Array, from: number, n: number) => boolean;

/** null where a row is fitted perfectly by construction, or the covariance is of another kind. O(NK²). */
export function rowMeat(
  rows: CentredRows,
  { qr, b }: Solution,
  constants: 0 | 1,
  vcov: VcovSpec,
  clusters: readonly Effect[],
): Float64Array | null {
  const scored: Scored = { rows, weights: Float64Array.of(1, ...b.map((value) => -value)), constants, from: 1 };
  if (vcov.is === 'hc') {
    const power = vcov.type === 'HC2' ? 1 : vcov.type === 'HC3' ? 2 : 0;
    const squares = squaredScores(scored, power === 0 ? everyRow : byLeverage(qr, constants, power));
    return squares && meatOfSquares(qr, squares);
  }
  if (vcov.is !== 'cluster' || clusters.length === 0) return null;
  const combinations = combinationsOf(clusters);
  const sums = scoreSums(
    scored,
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
function eachBlock({ rows: { columns, order, unit, means }, weights }: Scored, visit: Visit): boolean {
  const x = columns.map(() => new Float64Array(BLOCK_ROWS));
  const nobs = columns[0]!.length;
  const [e, share] = [new Float64Array(BLOCK_ROWS), new Float64Array(BLOCK_ROWS)];
  let i = 0;
  let used = 0;
  for (let from = 0; from < nobs; from += BLOCK_ROWS) {
    const n = Math.min(BLOCK_ROWS, nobs - from);
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
    e.fill(0);
    for (let j = 0; j < x.length; j++) if (weights[j] !== 0) addMultiple(e, x[j]!, weights[j]!, n);
    if (!visit(x, e, share, from, n)) return false;
  }
  return true;
}

function addMultiple(e: Float64Array, x: Float64Array, weight: number, n: number): void {
  for (let i = 0; i < n; i++) e[i] = e[i]! + weight * x[i]!;
}

/** Changes residuals of a block before they are multiplied; false where there are no scores. */
type Weigh = (x: readonly Float64Array[], e: Float64Array, share: Float64Array, n: number) => boolean;
const everyRow: Weigh = () => true;

/** Σ e² x x' over rows, K×K for K scores; null where `weigh` refuses. O(NK²). */
export function squaredScores(scored: Scored, weigh: Weigh = everyRow): Float64Array | null {
  const { rows, constants, from: first } = scored;
  const k = rows.columns.length - first + constants;
  const products = new Products(k);
  const done = eachBlock(scored, (x, e, share, _, n) => {
    if (!weigh(x, e, share, n)) return false;
    const at = products.room(n);
    for (let j = 0; j < k; j++) {
      if (j < constants) products.block[j]!.set(e.subarray(0, n), at);
      else multiply(products.block[j]!, at, x[j - constants + first]!, e, n);
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
  return squares;
}

/** Residuals times the square roots of the HC2 or HC3 weights; refuses a leverage of 1. `share` is the leverage of the dummies or the constant. */
function byLeverage(qr: QR, constants: 0 | 1, power: 1 | 2): Weigh {
  const q = qr.kept.map(() => new Float64Array(BLOCK_ROWS));
  return (x, e, leverage, n) => {
    for (let j = constants; j < q.length; j++) q[j]!.set(x[j - constants + 1]!);
    makeOrthonormal(qr, q);
    for (const column of q) for (let i = 0; i < n; i++) leverage[i] = leverage[i]! + column[i]! * column[i]!;
    for (let i = 0; i < n; i++) {
      const left = 1 - leverage[i]!;
      if (!(left >= LEAST_LEFT)) return false;
      e[i] = e[i]! / (power === 1 ? Math.sqrt(left) : left);
    }
    return true;
  };
}

function multiply(out: Float64Array, at: number, x: Float64Array, e: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) out[at + i] = x[i]! * e[i]!;
}

/** Σ x e by level of each cluster variable: an array for each score. O(NK) a variable. */
export function scoreSums(scored: Scored, clusters: readonly Effect[]): readonly (readonly Float64Array[])[] {
  const { rows, constants, from: first } = scored;
  const ones = new Float64Array(BLOCK_ROWS).fill(1);
  const every = clusters.map(({ codes, levels }) => ({
    codes: codesInPlace(codes, rows.places),
    sums: Array.from({ length: rows.columns.length - first + constants }, () => accumulator(levels)),
  }));
  eachBlock(scored, (x, e, _, from, n) => {
    for (const { codes, sums } of every) {
      for (let j = 0; j < sums.length; j++) {
        addRuns(sums[j]!, codes, from, j < constants ? ones : x[j - constants + first]!, e, n);
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
