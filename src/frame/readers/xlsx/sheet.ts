/** The cells of a sheet in columns, read in one pass over the bytes of its XML (ECMA-376 part 1, 18.3). */
import { DAY, daysOfTicks } from '../../../base/calendar.ts';
import { numberText } from '../../column.ts';
import { type DataComplaint, DataError } from '../../complaint.ts';
import { LONGEST_CELL, longCell, refuseBomb } from '../../limits.ts';
import { codeForm, isCode, parseDecimal, parseDecimalText } from '../decimal.ts';
import type { Book } from './book.ts';
import { SheetColumn } from './column.ts';
import { richText, unescapeControls } from './strings.ts';
import { nameCode, XmlBytes } from './xml-bytes.ts';
import { damagedBook } from './zip.ts';

/** The format gives a sheet no more rows and columns than these. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;

const [row, c, v, f, is, mergeCell] = ['row', 'c', 'v', 'f', 'is', 'mergeCell'].map(nameCode) as [
  number,
  number,
  number,
  number,
  number,
  number,
];

/** The contents of a sheet. Only rows with a cell that holds something are listed. */
export interface Sheet {
  /** The number of each row in the sheet, from 1. */
  readonly rows: Int32Array;
  /** Columns by their place; absent where no cell holds anything. */
  readonly columns: readonly (SheetColumn | undefined)[];
  /** Numbers of rows that are there and hold nothing. */
  readonly empty: ReadonlySet<number>;
  /** Place of a column → its cells that hold a formula whose value was never stored, in the order of the rows. */
  readonly unstored: ReadonlyMap<number, readonly UnstoredCell[]>;
  /** `B2:C2` */
  readonly merged: readonly string[];
  /** Is true where rows beyond the limit were met. */
  readonly isLimited: boolean;
}

export interface UnstoredCell {
  /** `B2` */
  readonly reference: string;
  readonly row: number;
}

/** Rows up to `limit`. `size`: bytes of the file. */
export function readSheet(xmlBytes: Uint8Array, book: Book, size: number, limit = Number.POSITIVE_INFINITY): Sheet {
  return new SheetScanner(xmlBytes, book, size).scan(limit);
}

class SheetScanner {
  readonly #xml: XmlBytes;
  readonly #book: Book;
  readonly #size: number;
  #rows = new Int32Array(1024);
  #nrows = 0;
  readonly #columns: (SheetColumn | undefined)[] = [];
  readonly #empty = new Set<number>();
  readonly #unstored = new Map<number, UnstoredCell[]>();
  readonly #merged: string[] = [];
  /** Number of the row that is read; 0 before the first. */
  #row = 0;
  #holds = false;
  #next = 0;

  constructor(bytes: Uint8Array, book: Book, size: number) {
    this.#xml = new XmlBytes(bytes);
    this.#book = book;
    this.#size = size;
  }

  scan(limit: number): Sheet {
    const xml = this.#xml;
    let isLimited = false;
    for (let event = xml.next(); event !== 'end'; event = xml.next()) {
      if (event !== 'open') continue;
      if (xml.name === c) this.#cell();
      else if (xml.name === row) {
        this.#endRow();
        this.#row = xml.attribute('r') ? Number(xml.text()) : this.#row + 1;
        if (!(this.#row >= 1 && this.#row <= MOST_ROWS)) throw damagedBook('a row lies outside the sheet');
        if (this.#row > limit) {
          isLimited = true;
          this.#row = 0;
          break;
        }
      } else if (xml.name === mergeCell && xml.attribute('ref')) this.#merged.push(xml.text());
    }
    this.#endRow();
    const rows = this.#rows.subarray(0, this.#nrows);
    for (const column of this.#columns) column?.room(this.#nrows);
    const merged = isLimited ? mergedIn(xml.bytes) : this.#merged;
    return { rows, columns: this.#columns, empty: this.#empty, unstored: this.#unstored, merged, isLimited };
  }

  #endRow(): void {
    if (this.#row > 0) {
      if (this.#holds) this.#nrows += 1;
      else this.#empty.add(this.#row);
    }
    this.#holds = false;
    this.#next = 0;
  }

  /** The column at a place, in which the row that is read holds something. */
  #column(at: number): SheetColumn {
    if (!this.#holds) {
      this.#holds = true;
      if (this.#nrows === this.#rows.length) {
        const rows = new Int32Array(2 * this.#rows.length);
        rows.set(this.#rows);
        this.#rows = rows;
      }
      this.#rows[this.#nrows] = this.#row;
    }
    const known = this.#columns[at];
    if (known !== undefined) return known;
    refuseBomb(this.#nrows, this.#columns.length, this.#size);
    const column = new SheetColumn(Math.max(this.#nrows + 1, 256));
    this.#columns[at] = column;
    return column;
  }

  #cell(): void {
    const xml = this.#xml;
    const { bytes } = xml;
    let at = this.#next;
    let [named, namedEnd] = [0, 0];
    if (xml.attribute('r')) {
      named = xml.start;
      namedEnd = xml.end;
      at = columnAt(bytes, named, namedEnd) ?? at;
    }
    const reference = (): string =>
      namedEnd === named ? `of row ${this.#row}` : bytes.toString('latin1', named, Math.min(namedEnd, named + 12));
    if (!(at < MOST_COLUMNS)) throw damagedBook('a cell lies outside the sheet');
    this.#next = at + 1;
    const type = xml.attribute('t') ? typeOf(bytes, xml.start, xml.end) : 'n';
    const style = xml.attribute('s') ? parseDecimal(bytes, xml.start, xml.end) : 0;
    let start = -1;
    let end = -1;
    /** The value where it differs from the text between `start` and `end`. */
    let value: string | undefined;
    let formula = false;
    let inValue = false;
    for (let event = xml.next(); event !== 'end'; event = xml.next()) {
      if (event === 'text') {
        if (!inValue) continue;
        if (start < 0 && value === undefined && xml.isPlain) {
          start = xml.start;
          end = xml.end;
        } else {
          value = (value ?? (start < 0 ? '' : bytes.toString('utf8', start, end))) + xml.text();
          start = -1;
        }
      } else if (xml.name === c && event === 'close') break;
      else if (xml.name === v) inValue = event === 'open';
      else if (xml.name === is && event === 'open') {
        value = richText(xml, is);
        start = -1;
      } else if (xml.name === f) formula = true;
    }
    const isThere = value !== undefined || start >= 0;
    if (!isThere && formula) {
      // the row is one of the data all the same
      this.#column(at);
      const known = this.#unstored.get(at) ?? [];
      known.push({ reference: reference(), row: this.#row });
      this.#unstored.set(at, known);
    }
    if (!isThere || value === '' || (start >= 0 && start === end)) return;
    if (start >= 0 && type === 'n') {
      const number = parseDecimal(bytes, start, end);
      const isLong = end - start >= 16 && isCode(bytes, start, end);
      if (!Number.isNaN(number) && !isLong) {
        this.#number(at, number, style);
        return;
      }
    }
    this.#put(at, type, value ?? bytes.toString('utf8', start, end), style, reference);
  }

  #number(at: number, number: number, style: number): void {
    const column = this.#column(at);
    if (this.#book.dateStyles[style] && number >= 1) column.date(this.#nrows, dayOf(number, this.#book.from1904));
    else column.number(this.#nrows, number);
  }

  #put(at: number, type: string, value: string, style: number, reference: () => string): void {
    const cell = this.#typed(type, value, reference);
    if (typeof cell === 'string') this.#text(at, cell, reference);
    else if (typeof cell === 'number') this.#number(at, cell, style);
    else this.#column(at).date(this.#nrows, cell.date);
  }

  /** A cell by its type and the text of its value; a date is days since 1970-01-01. */
  #typed(type: string, value: string, reference: () => string): string | number | { readonly date: number } {
    switch (type) {
      case 's': {
        const text = this.#book.strings.at(Number(value));
        if (text === undefined) throw damagedBook(`the text of cell ${reference()} is not there`);
        return text;
      }
      case 'inlineStr':
      case 'str':
        return unescapeControls(value);
      case 'b':
        return value === '1' ? 'TRUE' : 'FALSE';
      case 'd': {
        const milliseconds = Date.parse(value.endsWith('Z') || !value.includes('T') ? value : `${value}Z`);
        return Number.isNaN(milliseconds) ? value : { date: daysOfTicks(milliseconds, DAY) };
      }
      case 'n': {
        const number = parseDecimalText(value);
        return Number.isNaN(number) || codeForm(value) === 'beyond' ? value : number;
      }
      default:
        // Error values: `#N/A`, `#DIV/0!`
        return value;
    }
  }

  /** An empty cell that only has a format is none: rows would otherwise seem to hold something. */
  #text(at: number, text: string, reference: () => string): void {
    const known = this.#columns[at]?.codeOf(text);
    if (known === undefined) {
      if (text.trim() === '') return;
      checkText(text, reference(), this.#row);
    }
    this.#column(at).text(this.#nrows, text);
  }
}

const typeOf = (bytes: Buffer, start: number, end: number): string =>
  end - start === 1 ? oneLetter(bytes[start]!) : bytes.toString('latin1', start, end);

const oneLetter = (byte: number): string => (byte === 0x73 ? 's' : byte === 0x6e ? 'n' : String.fromCharCode(byte));

/** `AB12` → 27 */
function columnAt(bytes: Uint8Array, start: number, end: number): number | undefined {
  let column = 0;
  for (let at = start; at < Math.min(end, start + 3); at++) {
    const letter = bytes[at]! - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column === 0 ? undefined : column - 1;
}

/** Returns the merged ranges, which stand behind the cells, without reading the cells. */
function mergedIn(xml: Buffer): readonly string[] {
  const at = xml.lastIndexOf('mergeCells', undefined, 'latin1');
  const start = at <= 0 ? -1 : xml.lastIndexOf('mergeCells', at - 1, 'latin1');
  if (start < 0) return [];
  return [...xml.toString('latin1', start, at).matchAll(/\sref\s*=\s*["']([A-Z0-9:]+)["']/g)].map((match) => match[1]!);
}

function checkText(text: string, reference: string, row: number): void {
  if (text.length > LONGEST_CELL) throw longCell(`cell ${reference}`, text.length, row);
  const half = /\p{Surrogate}/u.exec(text)?.[0];
  if (half === undefined) return;
  const code = half.charCodeAt(0).toString(16).toUpperCase();
  throw new DataError({
    code: 'bad-encoding',
    message: `cell ${reference} holds one half of a character, U+${code}`,
    hint: 'type its text anew',
    row,
    path: ['file'],
  });
}

/** Excel believes in 1900-02-29, its day 60. It knows no finer times than milliseconds, to which a serial has fewer bits than days since 1970 do. */
function dayOf(serial: number, from1904: boolean): number {
  const epoch = from1904 ? 24107 : serial < 60 ? 25568 : 25569;
  return daysOfTicks(Math.round((serial - epoch) * DAY), DAY);
}

export const noStoredValue = ({ reference, row }: UnstoredCell): DataComplaint => ({
  code: 'formula-without-value',
  message: `cell ${reference} holds a formula whose value was never stored`,
  hint: 'open the workbook in Excel and save it, or write values instead of formulas',
  row,
  path: ['file'],
});

/** The cells of a row as texts, up to the last that holds something; `date` stands for every date. */
export function rowTexts({ columns }: Sheet, i: number, date: string): readonly string[] {
  const texts: string[] = [];
  columns.forEach((column, j) => {
    if (column === undefined || !column.holds(i)) return;
    while (texts.length < j) texts.push('');
    texts.push(cellText(column, i, date));
  });
  return texts;
}

function cellText(column: SheetColumn, i: number, date: string): string {
  const code = column.codes?.[i] ?? -1;
  if (code >= 0) return column.texts[code]!;
  const value = column.values[i]!;
  if (Number.isNaN(value)) return '';
  return column.dates?.[i] === 1 ? date : numberText(value);
}
