/** Columns of cells as they come, block by block: numbers as numbers, texts as codes of the bytes that were met. */

import { numbersToShare } from '../../../base/system/shared-memory.ts';
import { checkTexts } from '../../limits.ts';
import { isCode, parseDecimal } from '../decimal.ts';
import type { Delimited } from './tokens.ts';

const quote = 0x22;
const carriageReturn = 0x0d;
const zero = 0x30;
const minus = 0x2d;

/** Records of a block: those at `records[0…n)`, of which a column takes the cell `j`. */
export interface BlockRecords {
  readonly tokens: Delimited;
  readonly records: Int32Array;
  readonly n: number;
}

/** A column in which so many cells are no numbers is kept as texts. */
const MOST_WORDS = 1000;

export class NumberColumn {
  readonly is = 'numbers';
  readonly #j: number;
  readonly #point: number;
  readonly takesCodes: boolean;
  #values: Float64Array = new Float64Array(0);
  length = 0;
  /** Cells that are no numbers, by row. */
  readonly words = new Map<number, string>();
  /** True where the column turned out to be kept as texts, which another pass has to collect. */
  isGivenUp = false;
  /** Counts the rows that were left out of the column. */
  #gone = 0;
  /** Lists the words of all rows that were settled, be they kept or left out. */
  readonly #goneWords: string[] = [];

  /** `takesCodes`: digits that a number does not keep are numbers all the same. */
  constructor(j: number, point: number, takesCodes: boolean) {
    this.#j = j;
    this.#point = point;
    this.takesCodes = takesCodes;
  }

  add({ tokens, records, n }: BlockRecords): void {
    if (this.isGivenUp) return;
    this.#values = roomForNumbers(this.#values, this.length + n);
    const { bytes, starts, ends, recordStarts } = tokens;
    const values = this.#values;
    const [point, takesCodes] = [this.#point, this.takesCodes];
    let length = this.length;
    for (let i = 0; i < n; i++, length++) {
      const field = recordStarts[records[i]!]! + this.#j;
      let start = starts[field]!;
      let end = ends[field]!;
      if (start === end) {
        values[length] = Number.NaN;
        continue;
      }
      if (bytes[start] === quote) {
        start++;
        end--;
      }
      const value = plainDecimal(bytes, start, end, point);
      values[length] = value;
      if (Number.isNaN(value)) {
        const text = cellText(tokens, field);
        if (text !== '') this.words.set(length, text);
      } else if (!takesCodes && mayBeCode(bytes, start, end) && isCode(bytes, start, end)) this.isGivenUp = true;
    }
    const nwords = this.words.size + this.#goneWords.length;
    if (nwords > MOST_WORDS || 2 * nwords > length + this.#gone) this.isGivenUp = true;
    if (this.isGivenUp) this.#values = new Float64Array(0);
    this.length = length;
  }

  addPlain(values: Float64Array): void {
    this.#values = roomForNumbers(this.#values, this.length + values.length);
    this.#values.set(values, this.length);
    this.length += values.length;
  }

  /** The rows from `from` on. */
  since(from: number): Float64Array {
    return this.#values.subarray(from, this.length);
  }

  /** Leaves out all rows from `from` on but the first `n` of `chosen`, which are counted from there. */
  keep(from: number, chosen: Int32Array, n: number): void {
    if (this.isGivenUp) return;
    for (let i = 0; i < n; i++) this.#values[from + i] = this.#values[from + chosen[i]!]!;
    for (const [row, word] of this.words) {
      if (row < from) continue;
      this.words.delete(row);
      this.#goneWords.push(word);
    }
    this.#gone += this.length - from - n;
    this.length = from + n;
  }

  /** Words of all rows where rows were left out. */
  get wordsGone(): readonly string[] {
    return this.#goneWords;
  }

  /** Makes room for so many rows, so that nothing is copied as they come. */
  expect(nrows: number): void {
    if (!this.isGivenUp) this.#values = roomForNumbers(this.#values, nrows);
  }

  values(nrows: number): Float64Array {
    return this.#values.subarray(0, nrows);
  }
}

export const powersOfTen = Float64Array.from({ length: 16 }, (_, k) => Number(`1e${k}`));

/** The number in digits with at most one point, as `parseDecimal` has it, which is asked for anything else: fifteen digits are exact. */
export function plainDecimal(bytes: Uint8Array, start: number, end: number, point: number): number {
  const isNegative = bytes[start] === minus;
  let at = isNegative ? start + 1 : start;
  if (end - at > 16 || at === end) return parseDecimal(bytes, start, end, point);
  const first = at;
  let mantissa = 0;
  let places = -1;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    const digit = byte - zero;
    if (digit >= 0 && digit <= 9) mantissa = 10 * mantissa + digit;
    else if (byte === point && places < 0) places = end - at - 1;
    else return parseDecimal(bytes, start, end, point);
  }
  if (places >= 0 ? end - first < 2 : end - first > 15) return parseDecimal(bytes, start, end, point);
  const value = places > 0 ? mantissa / powersOfTen[places]! : mantissa;
  return isNegative ? -value : value;
}

/** Codes begin with a zero or a blank, or are long. */
export const mayBeCode = (bytes: Uint8Array, start: number, end: number): boolean =>
  bytes[start]! <= zero || end - start >= 16;

/** FNV-1a, byte by byte. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}

const slotOf = (hash: number, mask: number): number => (hash ^ (hash >>> 15)) & mask;

/** A text's own bytes are its name until all are known. */
export class TextStore {
  readonly is = 'texts';
  readonly #j: number;
  #codes = new Int32Array(0);
  length = 0;
  /** Texts by code, one after the other, and where each begins. */
  #arena = new Uint8Array(1024);
  #ends = new Uint32Array(64);
  #count = 0;
  /** Code + 1 by hash; 0 is free. The first so many texts stand in it. */
  #table = new Int32Array(256);
  #hashed = 0;
  #texts: string[] | undefined;
  /** By code, where rows are left out: how many rows held it of all, and the first of them in the file. */
  #counts = new Uint32Array(0);
  #first = new Int32Array(0);

  constructor(j: number) {
    this.#j = j;
  }

  add({ tokens, records, n }: BlockRecords): void {
    this.#codes = roomFor(this.#codes, this.length + n);
    const { bytes, starts, ends, recordStarts } = tokens;
    for (let i = 0; i < n; i++) {
      const field = recordStarts[records[i]!]! + this.#j;
      const start = starts[field]!;
      const end = ends[field]!;
      this.#codes[this.length++] =
        start === end ? -1 : bytes[start] === quote ? this.#ofQuoted(tokens, field) : this.#code(bytes, start, end);
    }
  }

  #ofQuoted(tokens: Delimited, field: number): number {
    const { bytes, starts, ends } = tokens;
    const [start, end] = [starts[field]! + 1, ends[field]! - 1];
    const inner = bytes.subarray(start, end);
    if (!inner.includes(quote) && !inner.includes(carriageReturn)) return this.#code(bytes, start, end);
    const plain = Buffer.from(tokens.text(field));
    return this.#code(plain, 0, plain.length);
  }

  /** Codes of the next rows. */
  addPlain(codes: Int32Array): void {
    this.#codes = roomFor(this.#codes, this.length + codes.length);
    this.#codes.set(codes, this.length);
    this.length += codes.length;
  }

  /** The codes of the rows from `from` on. */
  since(from: number): Int32Array {
    return this.#codes.subarray(from, this.length);
  }

  /** Counts the rows from `from` on, and leaves out all but the first `n` of `chosen`, which are counted from there. `row`: in the file. */
  keep(from: number, chosen: Int32Array, n: number, row: (i: number) => number): void {
    const codes = this.#codes;
    this.#counts = roomFor(this.#counts, this.#count);
    this.#first = roomFor(this.#first, this.#count);
    for (let i = from; i < this.length; i++) {
      const code = codes[i]!;
      if (code < 0) continue;
      if (this.#counts[code] === 0) this.#first[code] = row(i);
      this.#counts[code]! += 1;
    }
    for (let i = 0; i < n; i++) codes[from + i] = codes[from + chosen[i]!]!;
    this.length = from + n;
  }

  /** By code, as counted: rows, and the first of them in the file. */
  get tally(): { readonly counts: Uint32Array; readonly first: Int32Array } {
    return { counts: this.#counts, first: this.#first };
  }

  /** The code of a text without quotes inside. */
  codeOf(bytes: Uint8Array, start: number, end: number): number {
    return this.#code(bytes, start, end);
  }

  /** Texts that have codes. */
  get count(): number {
    return this.#count;
  }

  bytesOf(code: number): Uint8Array {
    return this.#arena.subarray(this.#startOf(code), this.#ends[code]);
  }

  #startOf(code: number): number {
    return code === 0 ? 0 : this.#ends[code - 1]!;
  }

  /** Texts that have no code yet, one after the other, and where each ends behind all that have one. */
  addLearnt(bytes: Uint8Array, ends: Int32Array): void {
    const count = this.#count + ends.length;
    const from = this.#startOf(this.#count);
    this.#arena = roomFor(this.#arena, from + bytes.length);
    this.#arena.set(bytes, from);
    this.#ends = roomFor(this.#ends, count);
    this.#ends.set(ends, this.#count);
    this.#count = count;
  }

  /** −1 for blanks alone. */
  #code(bytes: Uint8Array, start: number, end: number): number {
    if (this.#hashed < this.#count) this.#hashAll();
    const hash = hashOf(bytes, start, end);
    const mask = this.#table.length - 1;
    for (let slot = slotOf(hash, mask); ; slot = (slot + 1) & mask) {
      const code = this.#table[slot]! - 1;
      if (code < 0) return isBlank(bytes, start, end) ? -1 : this.#add(bytes, start, end, slot);
      if (this.#equals(code, bytes, start, end)) return code;
    }
  }

  #equals(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#startOf(code);
    if (this.#ends[code]! - from !== end - start) return false;
    for (let at = start, own = from; at < end; at++, own++) if (this.#arena[own] !== bytes[at]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, slot: number): number {
    const code = this.#count;
    checkTexts(code);
    const from = this.#startOf(code);
    this.#arena = roomFor(this.#arena, from + end - start);
    this.#ends = roomFor(this.#ends, code + 1);
    this.#arena.set(bytes.subarray(start, end), from);
    this.#ends[code] = from + end - start;
    this.#count += 1;
    this.#table[slot] = this.#count;
    this.#hashed = this.#count;
    if (4 * this.#count > this.#table.length) this.#hashAll();
    return code;
  }

  /** Puts all texts in a table that they fill to a fourth at most. */
  #hashAll(): void {
    let length = this.#table.length;
    while (4 * this.#count > length) length *= 4;
    const table = new Int32Array(length);
    const mask = table.length - 1;
    this.#hashed = this.#count;
    for (let code = 0; code < this.#count; code++) {
      const hash = hashOf(this.#arena, this.#startOf(code), this.#ends[code]!);
      let slot = slotOf(hash, mask);
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = code + 1;
    }
    this.#table = table;
  }

  expect(nrows: number): void {
    this.#codes = roomFor(this.#codes, nrows);
  }

  codes(nrows: number): Int32Array {
    return this.#codes.subarray(0, nrows);
  }

  /** The texts in the order in which they were met. */
  get texts(): readonly string[] {
    if (this.#texts === undefined) {
      const arena = Buffer.from(this.#arena.buffer);
      let from = 0;
      this.#texts = Array.from({ length: this.#count }, (_, code) => {
        const text = arena.toString('utf8', from, this.#ends[code]!);
        from = this.#ends[code]!;
        return text;
      });
    }
    return this.#texts;
  }
}

/** A cell's text, an empty one where it holds blanks alone. */
export function cellText(tokens: Delimited, field: number): string {
  const text = tokens.text(field);
  return text.charCodeAt(0) > 0x20 || /[^ \t]/.test(text) ? text : '';
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== 0x20 && bytes[at] !== 0x09) return false;
  return true;
}

type Growable = Int32Array | Uint32Array | Uint8Array;

/** Gives numbers room for this many, so that they may be stored where they lie. */
function roomForNumbers(values: Float64Array, length: number): Float64Array {
  if (length <= values.length) return values;
  const grown = numbersToShare(grownLength(values.length, length));
  grown.set(values);
  return grown;
}

const grownLength = (had: number, asked: number): number => Math.max(asked, Math.ceil(1.5 * had));

/** Gives values room for this many, half as much again where there was none. */
export function roomFor<T extends Growable>(values: T, length: number): T {
  if (length <= values.length) return values;
  const grown = new (values.constructor as new (length: number) => T)(grownLength(values.length, length));
  grown.set(values as never);
  return grown;
}
