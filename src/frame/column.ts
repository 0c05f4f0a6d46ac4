/** The types of a frame's columns, and how readers build columns. */
import { calendar, type TimeType } from '../base/calendar.ts';
import { numbersToShare } from '../base/system/shared-memory.ts';
import type { ColumnType } from '../econ/data.ts';
import { checkTexts } from './limits.ts';

/** NaN is missing; times are as in base/calendar.ts (the fraction of a date is a time of day). */
export interface NumericColumn {
  readonly type: 'number' | TimeType;
  readonly values: Float64Array;
}

/** Text as codes into a dictionary that holds exactly the values in use; −1 is missing. */
export interface TextColumn {
  /** The dictionary of a string is sorted by code unit, that of a category is in its declared order. */
  readonly type: 'string' | 'category';
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
  /** Absent where there are none. */
  readonly doubts?: Doubts;
  /** Why nobody may read the column, whose texts are the cells as they stand in the file; absent where it was typed. */
  readonly untyped?: Untyped;
}

/** The cell that kept a column of a file from being typed (untyped.ts). */
export interface Untyped {
  readonly mark: string;
  /** Name in the file. */
  readonly column: string;
  /** Row of the first cell in the file; null where it is about the column as a whole. */
  readonly row: number | null;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** Texts that nobody may take for levels before the pipeline says what they are (doubts.ts). */
export interface Doubts {
  /** The mark by which the file is found (cell-marks.ts). */
  readonly mark: string;
  /** Name in the file. */
  readonly column: string;
  readonly texts: readonly DoubtfulText[];
}

export interface DoubtfulText {
  readonly text: string;
  /** The text that it equals apart from blanks; null where it reads like a missing value. */
  readonly like: string | null;
  /** Cells that hold it, and the row of the first in the file. */
  readonly count: number;
  readonly row: number;
}

export type Column = NumericColumn | TextColumn;

export function isText(column: Column): column is TextColumn {
  return column.type === 'string' || column.type === 'category';
}

/** Collects text values in row order; `finish` gives them their canonical dictionary. */
export class TextBuilder {
  readonly #codes: Int32Array;
  readonly #seen = new Map<string, number>();
  readonly #texts: string[] = [];

  constructor(nrows: number) {
    this.#codes = new Int32Array(nrows).fill(-1);
  }

  set(row: number, text: string): void {
    this.put(row, this.code(text));
  }

  /** Gives a row the text of a code. */
  put(row: number, code: number): void {
    this.#codes[row] = code;
  }

  /** The codes of `n` rows, to be filled. */
  rows(from: number, n: number): Int32Array {
    return this.#codes.subarray(from, from + n);
  }

  /** The code of a text; an empty one is missing. */
  code(text: string): number {
    if (text === '') return -1;
    let code = this.#seen.get(text);
    if (code === undefined) {
      code = this.#texts.length;
      checkTexts(code);
      this.#seen.set(text, code);
      this.#texts.push(text);
    }
    return code;
  }

  /** Values that `order` lacks come after it, by code unit: the caller reports them. */
  finish(type: 'string' | 'category' = 'string', order: readonly string[] = []): TextColumn {
    return ordered(type, this.#codes, this.#texts, order);
  }
}

/** Returns the column with its dictionary sorted (by `order` first, then by code unit) and without unused entries. */
export function canonicalText(column: TextColumn, order: readonly string[] = []): TextColumn {
  return ordered(column.type, column.codes, column.dictionary, column.type === 'category' ? order : []);
}

function ordered(
  type: 'string' | 'category',
  codes: Int32Array,
  texts: readonly string[],
  order: readonly string[],
): TextColumn {
  const used = usedCodes(codes, texts.length);
  const rank = new Map(order.map((text, i) => [text, i]));
  const place = (text: string) => rank.get(text) ?? order.length;
  const kept = texts.map((text, code) => ({ text, code })).filter(({ code }) => used[code] === 1);
  kept.sort((a, b) => place(a.text) - place(b.text) || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const renumbered = new Int32Array(texts.length);
  kept.forEach(({ code }, i) => {
    renumbered[code] = i;
  });
  return { type, codes: recoded(codes, renumbered), dictionary: kept.map(({ text }) => text) };
}

/** 1 for each of `n` codes that a row has. Loops that V8 optimises have functions of their own: compiling what stands around them takes longer. */
function usedCodes(codes: Int32Array, n: number): Uint8Array {
  const used = new Uint8Array(n);
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) used[codes[i]!] = 1;
  return used;
}

function recoded(codes: Int32Array, as: Int32Array): Int32Array {
  const places = new Int32Array(codes.length);
  for (let i = 0; i < codes.length; i++) places[i] = codes[i]! < 0 ? -1 : as[codes[i]!]!;
  return places;
}

/** Rows of a column by index; an index of −1 gives a missing value. The dictionary stays canonical. */
export function gather(column: Column, rows: Int32Array): Column {
  if (!isText(column)) {
    const { values } = column;
    const out = numbersToShare(rows.length);
    for (let i = 0; i < rows.length; i++) out[i] = rows[i]! < 0 ? Number.NaN : values[rows[i]!]!;
    return { type: column.type, values: out };
  }
  const codes = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) codes[i] = rows[i]! < 0 ? -1 : column.codes[rows[i]!]!;
  return { ...canonicalText({ ...column, codes }, column.dictionary), ...caveatsOf(column) };
}

/** Returns the open doubts about a column's texts, which go wherever the texts go. */
export function caveatsOf({ doubts, untyped }: TextColumn): Pick<TextColumn, 'doubts' | 'untyped'> {
  return { ...(doubts === undefined ? {} : { doubts }), ...(untyped === undefined ? {} : { untyped }) };
}

/** One value as text for messages and keys; missing is an empty text. */
export function valueText(column: Column, row: number): string {
  if (isText(column)) {
    const code = column.codes[row]!;
    return code < 0 ? '' : column.dictionary[code]!;
  }
  const value = column.values[row]!;
  if (Number.isNaN(value)) return '';
  return printed(column.type, value);
}

/** A value of a numeric column. */
export function printed(type: NumericColumn['type'], value: number): string {
  return type === 'number' ? numberText(value) : calendar[type].print(value);
}

export function numberText(value: number): string {
  return String(value === 0 ? 0 : value);
}

export function columnLength(column: Column): number {
  return isText(column) ? column.codes.length : column.values.length;
}

export type { ColumnType };
