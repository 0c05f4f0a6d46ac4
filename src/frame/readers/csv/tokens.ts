/** Finds where the cells of a delimited text begin and end, in one pass over the bytes and without making texts. */
import { DataError } from '../../complaint.ts';
import { LONGEST_CELL, longCell, MOST_COLUMNS, tooManyColumns } from '../../limits.ts';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const delimiters: readonly [string, ...string[]] = [',', ';', '\t'];

export interface Delimited {
  /** The byte between cells. */
  readonly separator: number;
  /** UTF-8 */
  readonly bytes: Uint8Array;
  /** First byte of each field, its opening quote if it has one, and the byte after its last. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly nfields: number;
  readonly nrecords: number;
  /** First field of each record; one more at the end. There may be room behind it, and behind the places of fields. */
  readonly recordStarts: Uint32Array;
  /** A field's text, quotes resolved, with `\n` at the ends of its lines. */
  text(field: number): string;
}

/** Reads at most `limit` records. A quote that is never closed, or followed by other text, is an error. */
export function tokenize(bytes: Uint8Array, delimiter?: string, limit = Number.POSITIVE_INFINITY): Delimited {
  return new Tokenizer(delimiter ?? detectDelimiter(bytes)).next(bytes, { limit }).tokens;
}

/** Finds the cells of one block of a text after the other. What it returned of a block holds until the next. */
export class Tokenizer {
  /** The byte between cells. */
  readonly separator: number;
  // A block has at most one cell more than bytes.
  #starts = new Uint32Array(0);
  #ends = new Uint32Array(0);
  #recordStarts = new Uint32Array(0);

  constructor(delimiter: string) {
    this.separator = delimiter.charCodeAt(0);
  }

  /**
   * The records of a block and how many of its bytes they take. A record that the end of the block cuts is left, unless the text ends there.
   * `before`: records before the block.
   */
  next(
    bytes: Uint8Array,
    {
      limit = Number.POSITIVE_INFINITY,
      isEnd = true,
      before = 0,
    }: { limit?: number; isEnd?: boolean; before?: number },
  ): { readonly tokens: Delimited; readonly used: number } {
    this.#makeRoom(bytes.length + 2);
    const separator = this.separator;
    const [starts, ends, recordStarts] = [this.#starts, this.#ends, this.#recordStarts];
    const n = bytes.length;
    let at = 0;
    let used = 0;
    let nfields = 0;
    let nrecords = 0;
    let fields = 0;
    while (at < n && nrecords < limit) {
      recordStarts[nrecords] = nfields;
      fields = nfields;
      const row = before + nrecords + 1;
      for (;;) {
        if (fields - nfields === MOST_COLUMNS) throw tooManyColumns(row);
        const start = at;
        if (bytes[at] === quote) {
          at = endOfQuoted(bytes, at, row, isEnd);
          const next = bytes[at];
          if (at < n && next !== separator && next !== lineFeed && next !== carriageReturn)
            throw badQuote(row, 'text follows a closing quote');
        } else {
          for (; at < n; at++) {
            const byte = bytes[at]!;
            if (byte === separator || byte === lineFeed || byte === carriageReturn) break;
          }
        }
        if (at - start > LONGEST_CELL) throw longCell(`row ${row}`, at - start, row);
        starts[fields] = start;
        ends[fields++] = at;
        if (at >= n || bytes[at] !== separator) break;
        at++;
      }
      // Where a line ends that ends in a carriage return, the next byte says.
      if (!isEnd && (at >= n || (bytes[at] === carriageReturn && at + 1 >= n))) break;
      if (at < n) at += bytes[at] === carriageReturn && bytes[at + 1] === lineFeed ? 2 : 1;
      used = at;
      nfields = fields;
      nrecords++;
    }
    recordStarts[nrecords] = nfields;
    return { tokens: delimited(separator, bytes, starts, ends, nfields, nrecords, recordStarts), used };
  }

  #makeRoom(length: number): void {
    if (length <= this.#starts.length) return;
    this.#starts = new Uint32Array(length);
    this.#ends = new Uint32Array(length);
    this.#recordStarts = new Uint32Array(length);
  }
}

function delimited(
  separator: number,
  bytes: Uint8Array,
  starts: Uint32Array,
  ends: Uint32Array,
  nfields: number,
  nrecords: number,
  recordStarts: Uint32Array,
): Delimited {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (field: number): string => {
    const start = starts[field]!;
    const end = ends[field]!;
    if (start === end || bytes[start] !== quote) return buffer.toString('utf8', start, end);
    return buffer
      .toString('utf8', start + 1, end - 1)
      .replaceAll('""', '"')
      .replaceAll('\r\n', '\n');
  };
  return { separator, bytes, starts, ends, nfields, nrecords, recordStarts, text };
}

/** The byte after the closing quote; the end of a block that does not hold it. */
function endOfQuoted(bytes: Uint8Array, start: number, record: number, isEnd: boolean): number {
  let at = start + 1;
  for (;;) {
    at = bytes.indexOf(quote, at);
    if (at < 0 && !isEnd) return bytes.length;
    if (at < 0) throw badQuote(record, 'a quote is never closed');
    // The next block tells if the quote is doubled.
    if (at + 1 >= bytes.length && !isEnd) return bytes.length;
    if (bytes[at + 1] !== quote) return at + 1;
    at += 2;
  }
}

function badQuote(row: number, message: string): DataError {
  const hint = 'a quote inside a quoted cell is doubled: `"say ""yes"""`';
  return new DataError({ code: 'bad-quote', message, hint, row, path: ['file'] });
}

/** The number of bytes that are looked through for the first line: more than any line of names has, and few in a file that has no lines. */
const longestFirstLine = 1_048_576;

/** The one of comma, semicolon and tab that the first line uses most, outside quotes; a comma when it uses none. */
export function detectDelimiter(bytes: Uint8Array): string {
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
