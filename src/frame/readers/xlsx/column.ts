/** A column of a sheet as its cells come, row by row: numbers, dates, and texts by code. */
import { checkTexts } from '../../limits.ts';

export class SheetColumn {
  /** Numbers, and days since 1970-01-01. */
  values: Float64Array;
  /** Codes into `texts`, −1 where a cell has no text; absent while no cell has one. */
  codes: Int32Array | undefined;
  /** 1 where a value is a date; absent while there is none. */
  dates: Uint8Array | undefined;
  readonly texts: string[] = [];
  readonly #seen = new Map<string, number>();

  constructor(room: number) {
    this.values = new Float64Array(room).fill(Number.NaN);
  }

  number(row: number, value: number): void {
    this.#clear(row);
    this.values[row] = value;
  }

  date(row: number, days: number): void {
    this.#clear(row);
    this.values[row] = days;
    this.dates ??= new Uint8Array(this.values.length);
    this.dates[row] = 1;
  }

  /** The text's code where it was met before. */
  codeOf(text: string): number | undefined {
    return this.#seen.get(text);
  }

  text(row: number, text: string): void {
    this.#clear(row);
    let code = this.#seen.get(text);
    if (code === undefined) {
      code = this.texts.length;
      checkTexts(code);
      this.#seen.set(text, code);
      this.texts.push(text);
    }
    this.codes ??= new Int32Array(this.values.length).fill(-1);
    this.codes[row] = code;
  }

  holds(row: number): boolean {
    return row < this.values.length && (!Number.isNaN(this.values[row]) || (this.codes?.[row] ?? -1) >= 0);
  }

  /** Makes room for a row, and takes away what stood there: of a cell that is there twice, the last counts. */
  #clear(row: number): void {
    if (row >= this.values.length) this.room(Math.max(row + 1, Math.ceil(1.5 * this.values.length)));
    this.values[row] = Number.NaN;
    if (this.codes !== undefined) this.codes[row] = -1;
    if (this.dates !== undefined) this.dates[row] = 0;
  }

  room(length: number): void {
    const { values, codes, dates } = this;
    if (length <= values.length) return;
    this.values = new Float64Array(length).fill(Number.NaN, values.length);
    this.values.set(values);
    if (codes !== undefined) {
      this.codes = new Int32Array(length).fill(-1, codes.length);
      this.codes.set(codes);
    }
    if (dates !== undefined) {
      this.dates = new Uint8Array(length);
      this.dates.set(dates);
    }
  }
}
