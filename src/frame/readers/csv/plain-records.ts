/**
 * Takes records in which nothing is unusual straight from their bytes into columns, without places of their cells in between: as many cells
 * as there are names, quotes only around whole texts, numbers that are numbers. At the first other record it stops, and tokens.ts goes on.
 */
import { isCode } from '../decimal.ts';
import type { Shortcut } from './blocks.ts';
import type { Body } from './body.ts';
import type { Collected } from './cells.ts';
import { firstHash, mayBeCode, mixed, plainDecimal, powersOfTen } from './columns.ts';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const zero = 0x30;
const minus = 0x2d;

/** Records that are taken at once, and their cells: few enough to stay near the processor. */
const MOST_RECORDS = 2048;
const MOST_CELLS = 32_768;
/** So many digits fit into 32 bits. */
const SHORT_DIGITS = 9;

/** What is done with the cells of a column. */
const PASSED_OVER = 0;
const AS_NUMBER = 1;
/** As a number, also where digits are a code. */
const AS_ANY_NUMBER = 2;
const AS_TEXT = 3;

export class PlainRecords implements Shortcut {
  readonly #columns: readonly Collected[];
  readonly #body: Body;
  readonly #point: number;
  readonly #capacity: number;
  readonly #kinds: Uint8Array;
  /** By column, then by record: numbers, or places and hashes of texts. */
  readonly #numbers: Float64Array;
  readonly #places: Int32Array;

  constructor(columns: readonly Collected[], body: Body, point: number) {
    this.#columns = columns;
    this.#body = body;
    this.#point = point;
    this.#capacity = Math.max(1, Math.min(MOST_RECORDS, Math.floor(MOST_CELLS / columns.length)));
    this.#kinds = new Uint8Array(columns.length);
    this.#numbers = new Float64Array(columns.length * this.#capacity);
    this.#places = new Int32Array(columns.length * this.#capacity * 3);
  }

  take(bytes: Uint8Array, before: number, separator: number): { readonly nrecords: number; readonly used: number } {
    let nrecords = 0;
    let used = 0;
    const end = bytes.lastIndexOf(lineFeed) + 1;
    if (isOdd(separator) || separator === this.#point || !this.#body.isPlainAfter(before)) return { nrecords, used };
    this.#columns.forEach((column, j) => {
      this.#kinds[j] = kindOf(column);
    });
    while (used < end) {
      const found = this.#scan(bytes, used, end, separator);
      if (found.nrecords > 0) this.#hand(bytes, found.nrecords);
      this.#body.takePlain(found.nrecords, before + nrecords);
      nrecords += found.nrecords;
      used = found.at;
      if (found.nrecords < this.#capacity) break;
    }
    return { nrecords, used };
  }

  #hand(bytes: Uint8Array, n: number): void {
    this.#columns.forEach((column, j) => {
      const from = j * this.#capacity;
      if (column?.is === 'texts') column.addPlain(bytes, this.#places.subarray(3 * from, 3 * (from + n)));
      else if (column !== undefined && !column.isGivenUp) column.addPlain(this.#numbers.subarray(from, from + n));
    });
  }

  /** Finds plain records, up to as many as there is room for, in `bytes[at, end)`, the last of which is the end of a line. */
  #scan(
    bytes: Uint8Array,
    at: number,
    end: number,
    separator: number,
  ): { readonly nrecords: number; readonly at: number } {
    const [kinds, numbers, places, point] = [this.#kinds, this.#numbers, this.#places, this.#point];
    const capacity = this.#capacity;
    const last = kinds.length - 1;
    let record = 0;
    for (; record < capacity && at < end; record++) {
      let next = at;
      for (let j = 0, slot = record; j <= last; j++, slot += capacity) {
        const start = next;
        const kind = kinds[j]!;
        let byte = bytes[next]!;
        if (kind === AS_NUMBER || kind === AS_ANY_NUMBER) {
          const isNegative = byte === minus;
          if (isNegative) byte = bytes[++next]!;
          const first = next;
          let mantissa = 0;
          while ((byte - zero) >>> 0 <= 9) {
            mantissa = (Math.imul(mantissa, 10) + byte - zero) | 0;
            byte = bytes[++next]!;
          }
          let digits = next - first;
          let decimals = 0;
          const hasCode = digits > 1 && bytes[first] === zero;
          if (byte === point) {
            const from = next;
            byte = bytes[++next]!;
            while ((byte - zero) >>> 0 <= 9) {
              mantissa = (Math.imul(mantissa, 10) + byte - zero) | 0;
              byte = bytes[++next]!;
            }
            decimals = next - from - 1;
            digits += decimals;
          }
          const isAtEnd = byte === separator || byte === lineFeed || byte === carriageReturn;
          if (isAtEnd && digits > 0 && digits <= SHORT_DIGITS && !hasCode) {
            const value = decimals > 0 ? mantissa / powersOfTen[decimals]! : mantissa;
            numbers[slot] = isNegative ? -value : value;
          } else if (isAtEnd && next === start) numbers[slot] = Number.NaN;
          else {
            if (bytes[start] === quote) return { nrecords: record, at };
            while (byte !== separator && byte !== lineFeed && byte !== carriageReturn) byte = bytes[++next]!;
            const value = plainDecimal(bytes, start, next, point);
            if (Number.isNaN(value)) return { nrecords: record, at };
            if (kind === AS_NUMBER && mayBeCode(bytes, start, next) && isCode(bytes, start, next))
              return { nrecords: record, at };
            numbers[slot] = value;
          }
        } else {
          let hash = firstHash;
          const isQuoted = byte === quote;
          if (isQuoted) {
            byte = bytes[++next]!;
            while (byte !== quote && byte !== lineFeed && byte !== carriageReturn) {
              hash = mixed(hash, byte);
              byte = bytes[++next]!;
            }
            if (byte !== quote) return { nrecords: record, at };
            byte = bytes[++next]!;
          } else
            while (byte !== separator && byte !== lineFeed && byte !== carriageReturn) {
              hash = mixed(hash, byte);
              byte = bytes[++next]!;
            }
          if (kind === AS_TEXT) {
            places[3 * slot] = isQuoted ? start + 1 : start;
            places[3 * slot + 1] = isQuoted ? next - 1 : next;
            places[3 * slot + 2] = hash;
          }
        }
        if (j < last) {
          if (byte !== separator) return { nrecords: record, at };
          next++;
        } else if (byte === lineFeed) next++;
        else if (byte === carriageReturn && bytes[next + 1] === lineFeed) next += 2;
        else return { nrecords: record, at };
      }
      at = next;
    }
    return { nrecords: record, at };
  }
}

function kindOf(column: Collected): number {
  if (column === undefined) return PASSED_OVER;
  if (column.is === 'texts') return AS_TEXT;
  return column.isGivenUp ? PASSED_OVER : column.takesCodes ? AS_ANY_NUMBER : AS_NUMBER;
}

/** A delimiter that may also be part of a number, a quote or the end of a line. */
const isOdd = (separator: number): boolean =>
  (separator >= zero && separator <= zero + 9) || [minus, quote, lineFeed, carriageReturn].includes(separator);
