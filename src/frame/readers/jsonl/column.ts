/** A column of JSON lines as its cells come: numbers as numbers, texts as codes, and what is neither as the text of its JSON. */
import { checkTexts } from '../../limits.ts';
import type { Want } from '../source.ts';

/** Collects cells, each of which holds a number, a text, or digits that a number would not keep, which are both. */
export class JsonColumn {
  readonly want: Want;
  /** A number for each row that has one. */
  #values: Float64Array;
  /** Codes into `texts`, −1 where a cell has no text; absent while no cell has one. */
  #codes: Int32Array | undefined;
  readonly texts: string[] = [];
  readonly #seen = new Map<string, number>();
  length = 0;
  /** The line of the first record or list. */
  nested: { readonly line: number; readonly is: 'record' | 'list' } | undefined;

  constructor(want: Want, expected: number) {
    this.want = want;
    this.#values = new Float64Array(expected).fill(Number.NaN);
  }

  /** Says whether the row has its cell already. */
  has(row: number): boolean {
    return this.length > row;
  }

  number(row: number, value: number): void {
    this.#makeRoom(row);
    this.#values[row] = value;
  }

  text(row: number, text: string): void {
    this.#makeRoom(row);
    this.#codes ??= new Int32Array(this.#values.length).fill(-1);
    let code = this.#seen.get(text);
    if (code === undefined) {
      code = this.texts.length;
      checkTexts(code);
      this.#seen.set(text, code);
      this.texts.push(text);
    }
    this.#codes[row] = code;
  }

  missing(row: number): void {
    this.#makeRoom(row);
  }

  #makeRoom(row: number): void {
    this.length = row + 1;
    if (row < this.#values.length) return;
    const length = Math.max(row + 1, Math.ceil(1.5 * this.#values.length));
    const values = new Float64Array(length).fill(Number.NaN, this.#values.length);
    values.set(this.#values);
    this.#values = values;
    if (this.#codes === undefined) return;
    const codes = new Int32Array(length).fill(-1, this.#codes.length);
    codes.set(this.#codes);
    this.#codes = codes;
  }

  values(nrows: number): Float64Array {
    this.#makeRoom(Math.max(nrows - 1, 0));
    return this.#values.subarray(0, nrows);
  }

  codes(nrows: number): Int32Array | undefined {
    this.#makeRoom(Math.max(nrows - 1, 0));
    return this.#codes?.subarray(0, nrows);
  }
}
