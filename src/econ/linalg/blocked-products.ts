/** Sums of products of several columns over a block of rows, three columns by three at a time: six loads serve nine products. */
import { type Accumulator, accumulator } from './accumulator.ts';

/** Rows of a block; six columns of them fill a third of a first-level cache. */
export const BLOCK_ROWS = 256;

/** Columns of `blockRows` rows, as many as a multiple of three; those beyond the columns asked for stay 0. */
type RowBlock = readonly Float64Array[];

const newBlock = (columns: number): RowBlock =>
  Array.from({ length: 3 * Math.ceil(columns / 3) }, () => new Float64Array(BLOCK_ROWS));

/** Returns the position of the product of columns a and b ≤ a. */
export const cell = (a: number, b: number): number => ((a * (a + 1)) >> 1) + b;

const tile = new Float64Array(9);

/**
 * Running sums of the products of P columns. Rows are written into `block` where `room` says. They are added plainly within the block,
 * and blocks with Knuth's exact remainder, so that the error of a sum is that of a block of rows. O(P²) a row.
 */
export class Products {
  readonly block: RowBlock;
  readonly #p: number;
  readonly #sums: Accumulator;
  #filled = 0;
  /** No block has been added since the last sums were taken. */
  #isEmpty = true;

  constructor(p: number) {
    this.#p = p;
    this.block = newBlock(p);
    this.#sums = accumulator((p * (p + 1)) / 2);
  }

  /** Returns the position at which the next `rows` rows, at most `blockRows`, are to be written. */
  room(rows: number): number {
    if (this.#filled + rows > BLOCK_ROWS) this.#addBlock();
    const at = this.#filled;
    this.#filled += rows;
    return at;
  }

  /** Writes the sums so far, those of a and b ≤ a at `from + step · cell(a, b)`, and begins anew. */
  take(out: Float64Array, from: number, step: number): void {
    // most groups are one block, whose sums need not be added to nothing
    if (this.#isEmpty) {
      this.#eachTile((a, b) => writeTile(out, from, step, this.#p, a, b));
      return;
    }
    this.#addBlock();
    const { high, low } = this.#sums;
    for (let c = 0; c < high.length; c++) {
      out[from + step * c] = high[c]! + low[c]!;
      high[c] = 0;
      low[c] = 0;
    }
    this.#isEmpty = true;
  }

  #addBlock(): void {
    this.#eachTile((a, b) => addTile(this.#sums, this.#p, a, b));
    this.#isEmpty = false;
  }

  /** Makes the products of the block three columns by three, and begins another. */
  #eachTile(take: (a: number, b: number) => void): void {
    const x = this.block;
    for (let a = 0; a < x.length; a += 3) {
      for (let b = 0; b < a; b += 3) {
        square(x[a]!, x[a + 1]!, x[a + 2]!, x[b]!, x[b + 1]!, x[b + 2]!, this.#filled);
        take(a, b);
      }
      triangle(x[a]!, x[a + 1]!, x[a + 2]!, this.#filled);
      take(a, a);
    }
    this.#filled = 0;
  }
}

/** Writes nine products as they are; −0 as 0, which sums from 0 on are. */
function writeTile(out: Float64Array, from: number, step: number, p: number, a: number, b: number): void {
  for (let i = 0; i < 3 && a + i < p; i++) {
    const first = (((a + i) * (a + i + 1)) >> 1) + b;
    const count = a === b ? i + 1 : 3;
    for (let j = 0; j < count; j++) out[from + step * (first + j)] = 0 + tile[3 * i + j]!;
  }
}

/** Adds nine products to their sums with one call, as `add` does one by one. */
function addTile({ high, low }: Accumulator, p: number, a: number, b: number): void {
  for (let i = 0; i < 3 && a + i < p; i++) {
    const first = (((a + i) * (a + i + 1)) >> 1) + b;
    const count = a === b ? i + 1 : 3;
    for (let j = 0; j < count; j++) {
      const value = tile[3 * i + j]!;
      const old = high[first + j]!;
      const next = old + value;
      const taken = next - old;
      low[first + j] = low[first + j]! + (old - (next - taken) + (value - taken));
      high[first + j] = next;
    }
  }
}

function square(
  a0: Float64Array,
  a1: Float64Array,
  a2: Float64Array,
  b0: Float64Array,
  b1: Float64Array,
  b2: Float64Array,
  n: number,
): void {
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  for (let i = 0; i < n; i++) {
    const v0 = b0[i]!;
    const v1 = b1[i]!;
    const v2 = b2[i]!;
    const u0 = a0[i]!;
    s00 += u0 * v0;
    s01 += u0 * v1;
    s02 += u0 * v2;
    const u1 = a1[i]!;
    s10 += u1 * v0;
    s11 += u1 * v1;
    s12 += u1 * v2;
    const u2 = a2[i]!;
    s20 += u2 * v0;
    s21 += u2 * v1;
    s22 += u2 * v2;
  }
  tile[0] = s00;
  tile[1] = s01;
  tile[2] = s02;
  tile[3] = s10;
  tile[4] = s11;
  tile[5] = s12;
  tile[6] = s20;
  tile[7] = s21;
  tile[8] = s22;
}

/** Products of three columns with themselves; the upper half of `tile` is left as it was. */
function triangle(a0: Float64Array, a1: Float64Array, a2: Float64Array, n: number): void {
  let s00 = 0;
  let s10 = 0;
  let s11 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  for (let i = 0; i < n; i++) {
    const u0 = a0[i]!;
    const u1 = a1[i]!;
    const u2 = a2[i]!;
    s00 += u0 * u0;
    s10 += u1 * u0;
    s11 += u1 * u1;
    s20 += u2 * u0;
    s21 += u2 * u1;
    s22 += u2 * u2;
  }
  tile[0] = s00;
  tile[3] = s10;
  tile[4] = s11;
  tile[6] = s20;
  tile[7] = s21;
  tile[8] = s22;
}

/** Σ x y of a block's rows, as the tiles have it. */
export function plainSum(x: Float64Array, y: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += x[i]! * y[i]!;
  return sum;
}
