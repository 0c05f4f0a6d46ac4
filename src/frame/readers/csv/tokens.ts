/** Finds where the cells of a delimited text begin and end, in one pass over the bytes and without making texts. */
import { DataError } from '../../complaint.ts';
import { LONGEST_CELL, longCell, MOST_COLUMNS, tooManyColumns } from '../limits.ts';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const delimiters: readonly [string, ...string[]] = [',', ';', '\t'];

export interface Delimited {
  /** UTF-8 */
  readonly bytes: Uint8Array;
  /** First byte of each field, its opening quote if it has one, and the byte after its last. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly nfields: number;
  readonly nrecords: number;
  /** First field of each record; one more at the end. */
  readonly recordStarts: Uint32Array;
  /** A field's text, quotes resolved. */
  text(field: number): string;
}

/** Reads at most `limit` records. A quote that is never closed, or followed by other text, is an error. */
export function tokenize(bytes: Uint8Array, delimiter?: string, limit = Number.POSITIVE_INFINITY): Delimited {
  const separator = (delimiter ?? detectDelimiter(bytes)).charCodeAt(0);
  const starts = new Growing(bytes.length / 4);
  const ends = new Growing(bytes.length / 4);
  const recordStarts = new Growing(bytes.length / 32);
  const n = bytes.length;
  let at = 0;
  while (at < n && recordStarts.length < limit) {
    recordStarts.push(starts.length);
    for (let left = MOST_COLUMNS; ; left--) {
      if (left === 0) throw tooManyColumns(recordStarts.length);
      const start = at;
      starts.push(start);
      if (bytes[at] === quote) {
        at = endOfQuoted(bytes, at, recordStarts.length);
        const next = bytes[at];
        if (at < n && next !== separator && next !== lineFeed && next !== carriageReturn) {
          throw badQuote(recordStarts.length, 'text follows a closing quote');
        }
      } else {
        while (at < n) {
          const byte = bytes[at]!;
          if (byte === separator || byte === lineFeed || byte === carriageReturn) break;
          at++;
        }
      }
      if (at - start > LONGEST_CELL) throw longCell(`row ${recordStarts.length}`, at - start, recordStarts.length);
      ends.push(at);
      if (at >= n || bytes[at] !== separator) break;
      at++;
    }
    if (at < n) at += bytes[at] === carriageReturn && bytes[at + 1] === lineFeed ? 2 : 1;
  }
  const nrecords = recordStarts.length;
  recordStarts.push(starts.length);
  return delimited(bytes, starts.done(), ends.done(), nrecords, recordStarts.done());
}

function delimited(
  bytes: Uint8Array,
  starts: Uint32Array,
  ends: Uint32Array,
  nrecords: number,
  recordStarts: Uint32Array,
): Delimited {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (field: number): string => {
    const start = starts[field]!;
    const end = ends[field]!;
    if (start === end || bytes[start] !== quote) return buffer.toString('utf8', start, end);
    return buffer.toString('utf8', start + 1, end - 1).replaceAll('""', '"');
  };
  return { bytes, starts, ends, nfields: starts.length, nrecords, recordStarts, text };
}

/** The byte after the closing quote. */
function endOfQuoted(bytes: Uint8Array, start: number, record: number): number {
  let at = start + 1;
  for (;;) {
    at = bytes.indexOf(quote, at);
    if (at < 0) throw badQuote(record, 'a quote is never closed');
    if (bytes[at + 1] !== quote) return at + 1;
    at += 2;
  }
}

function badQuote(row: number, message: string): DataError {
  const hint = 'a quote inside a quoted cell is doubled: `"say ""yes"""`';
  return new DataError({ code: 'bad-quote', message, hint, row, path: ['file'] });
}

/** So many bytes are looked through for the first line: more than any line of names has, and few in a file that has no lines. */
const longestFirstLine = 1_048_576;

/** The one of comma, semicolon and tab that the first line uses most, outside quotes; a comma when it uses none. */
function detectDelimiter(bytes: Uint8Array): string {
  /** By byte. */
  const seen = new Uint32Array(256);
  const count = (delimiter: string): number => seen[delimiter.charCodeAt(0)]!;
  let quoted = false;
  for (const byte of bytes.subarray(0, longestFirstLine)) {
    if (byte === quote) quoted = !quoted;
    if (quoted) continue;
    if ((byte === lineFeed || byte === carriageReturn) && delimiters.some((each) => count(each) > 0)) break;
    seen[byte]!++;
  }
  return delimiters.reduce((most, each) => (count(each) > count(most) ? each : most), delimiters[0]);
}

export function recordText(tokens: Delimited, record: number): readonly string[] {
  const texts: string[] = [];
  for (let f = tokens.recordStarts[record]!; f < tokens.recordStarts[record + 1]!; f++) texts.push(tokens.text(f));
  return texts;
}

class Growing {
  length = 0;
  #values: Uint32Array;

  constructor(expected: number) {
    this.#values = new Uint32Array(Math.max(16, Math.ceil(expected)));
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Uint32Array(2 * this.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  done(): Uint32Array {
    return this.#values.subarray(0, this.length);
  }
}
