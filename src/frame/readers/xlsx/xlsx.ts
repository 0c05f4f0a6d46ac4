/**
 * Excel workbooks (.xlsx). Read here rather than by a library because headers are needed while planning, at once and not
 * through a promise. Formulas give their stored values, error values are text, merged cells hold their value in the first.
 */

import { numberText } from '../../column.ts';
import { count, type DataComplaint, DataError, listed, listSheets, shown } from '../../complaint.ts';
import { bodyRows } from '../body-rows.ts';
import { isCodeText, parseDecimalText } from '../decimal.ts';
import { joinHeader } from '../header.ts';
import { LONGEST_CELL, longCell, refuseBomb } from '../limits.ts';
import { type Cells, type HeaderColumn, type Reader, type ReadOptions, wholeOf } from '../source.ts';
import { ROWS_BELOW, refuseTitle } from '../title-row.ts';
import { type Book, openBook, readRichText, unescapeControls } from './book.ts';
import { XmlReader } from './xml.ts';
import { damagedBook } from './zip.ts';

export const xlsx: Reader = {
  name: 'xlsx',
  extensions: ['.xlsx', '.xlsm'],
  header(contents, options) {
    const book = openBook(wholeOf(contents), options.sheet);
    if (options.header === undefined) refuseTitle(() => textsOf(readSheet(book, 1 + ROWS_BELOW)));
    return headerOf(readSheet(book, lastHeaderRow(options)), options, book.sheets);
  },
  tables(contents, options) {
    const bytes = wholeOf(contents);
    return openBook(bytes, options.sheet).sheets.map((name) => ({ name, columns: namesOfSheet(bytes, name, options) }));
  },
  read(contents, options) {
    const bytes = wholeOf(contents);
    const book = openBook(bytes, options.sheet);
    const sheet = readSheet(book);
    const header = [...headerOf(sheet, options, book.sheets)];
    const last = lastHeaderRow(options);
    const below = sheet.rows.filter(({ row, cells }) => row > last && cells.length > 0);
    const rows = bodyRows(below, { row: ({ row }) => row, firstCell: ({ cells }) => cellText(cells[0]) }, options);
    const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
    refuseBomb(rows.length, width, bytes.length);
    while (header.length < width) header.push({ name: '', type: null });
    return { is: 'cells', header, cells: new SheetCells(rows), warnings: mergedBelow(sheet.merged, last) };
  },
};

/** The format gives a sheet no more rows and columns than these. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;

const lastHeaderRow = (options: ReadOptions) => Math.max(...(options.header ?? [1]));

/** A date is days since 1970-01-01. */
type Cell = number | string | { readonly date: number } | undefined;

interface SheetRow {
  /** from 1 */
  readonly row: number;
  readonly cells: readonly Cell[];
}

interface Sheet {
  readonly rows: readonly SheetRow[];
  /** `B2:C2` */
  readonly merged: readonly string[];
}

/** Rows from the first, those without cells as empty ones. */
function textsOf({ rows }: Sheet): readonly (readonly string[])[] {
  const texts: (readonly string[])[] = [];
  for (const { row, cells } of rows) {
    while (texts.length < row - 1) texts.push([]);
    texts.push(Array.from(cells, (cell) => (typeof cell === 'object' ? '…' : cellText(cell))));
  }
  return texts;
}

/** None where the sheet cannot be read. */
function namesOfSheet(bytes: Uint8Array, sheet: string, options: ReadOptions): readonly string[] {
  try {
    const read = readSheet(openBook(bytes, sheet), lastHeaderRow(options));
    return headerOf(read, options, []).map(({ name }) => name);
  } catch (error) {
    if (error instanceof DataError) return [];
    throw error;
  }
}

function headerOf(sheet: Sheet, options: ReadOptions, sheets: readonly string[]): readonly HeaderColumn[] {
  const names = (options.header ?? [1]).map((row) => {
    const found = sheet.rows.find((r) => r.row === row);
    if (found !== undefined) return Array.from(found.cells, cellText);
    const code = 'no-header';
    throw new DataError({
      code,
      message: `row ${row} of the sheet, which should hold the names, is empty`,
      path: ['header'],
      ...emptyHint(sheet, sheets),
    });
  });
  const trimmed = [...joinHeader(names, mergedAcross(sheet.merged, options.header ?? [1]))];
  while (trimmed.at(-1) === '') trimmed.pop();
  return trimmed.map((name) => ({ name, type: null }));
}

/** Where header rows have areas that are merged across columns, those alone continue. */
function mergedAcross(
  merged: readonly string[],
  header: readonly number[],
): ((depth: number, j: number) => boolean) | undefined {
  const areas = merged.flatMap((area) => {
    const [from, to] = area.split(':').map((corner) => ({ row: rowOf(corner), column: columnOf(corner) ?? 0 }));
    return from !== undefined && to !== undefined && to.column > from.column && header.includes(from.row)
      ? [{ from, to }]
      : [];
  });
  if (areas.length === 0) return undefined;
  return (depth, j) =>
    areas.some(({ from, to }) => {
      const row = header[depth]!;
      return row >= from.row && row <= to.row && j > from.column && j <= to.column;
    });
}

const rowOf = (corner: string): number => Number(/\d+$/.exec(corner)?.[0] ?? 0);

function emptyHint(sheet: Sheet, sheets: readonly string[]): { hint?: string } {
  const first = sheet.rows.find(({ cells }) => cells.length > 0);
  if (first !== undefined)
    return { hint: `row ${first.row} is the first that holds something: \`header: ${first.row}\`` };
  return sheets.length > 1 ? { hint: `the sheet is empty; ${listSheets(sheets)}` } : {};
}

/** Rows up to `limit`, with the cells that hold something. */
function readSheet(book: Book, limit = Number.POSITIVE_INFINITY): Sheet {
  const xml = new XmlReader(book.sheetXml);
  const rows: SheetRow[] = [];
  const merged: string[] = [];
  let row = 0;
  let cells: Cell[] = [];
  for (let event = xml.next(); event !== 'end'; event = xml.next()) {
    if (event === 'open' && xml.name === 'row') {
      row = Number(xml.attribute('r') ?? row + 1);
      if (!(row >= 1 && row <= MOST_ROWS)) throw damagedBook('a row lies outside the sheet');
      if (row > limit) return { rows, merged: mergedIn(book.sheetXml) };
      cells = [];
      rows.push({ row, cells });
    } else if (event === 'open' && xml.name === 'c') {
      const column = columnOf(xml.attribute('r')) ?? cells.length;
      if (!(column < MOST_COLUMNS)) throw damagedBook('a cell lies outside the sheet');
      const cell = readCell(xml, book, row);
      // An empty cell that only has a format is none: rows would otherwise seem to hold something.
      if (cell !== undefined) cells[column] = cell;
    } else if (event === 'open' && xml.name === 'mergeCell') merged.push(xml.attribute('ref') ?? '');
  }
  return { rows, merged };
}

/** What stands behind the cells, for which these are not read. */
function mergedIn(sheetXml: string): readonly string[] {
  const at = sheetXml.lastIndexOf('mergeCells');
  const start = at < 0 ? -1 : sheetXml.lastIndexOf('mergeCells', at - 1);
  if (start < 0) return [];
  return [...sheetXml.slice(start, at).matchAll(/\sref\s*=\s*["']([A-Z0-9:]+)["']/g)].map((match) => match[1]!);
}

/** `AB12` → 27 */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function readCell(xml: XmlReader, book: Book, row: number): Cell {
  const type = xml.attribute('t') ?? 'n';
  const reference = xml.attribute('r') ?? `of row ${row}`;
  const style = Number(xml.attribute('s') ?? 0);
  let value: string | undefined;
  let formula = false;
  let inValue = false;
  for (let event = xml.next(); event !== 'end'; event = xml.next()) {
    if (event === 'text' && inValue) value = (value ?? '') + xml.text;
    else if (event === 'open' && xml.name === 'is') value = readRichText(xml, 'is');
    else if (event === 'close' && xml.name === 'c') break;
    else if (xml.name === 'v') inValue = event === 'open';
    else if (xml.name === 'f') formula = true;
  }
  if (value === undefined && formula) throw noStoredValue(reference, row);
  if (value === undefined || value === '') return undefined;
  const cell = typedCell(type, value, style, book, reference);
  if (typeof cell === 'string') checkText(cell, reference, row);
  return cell;
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

function typedCell(type: string, value: string, style: number, book: Book, reference: string): Cell {
  switch (type) {
    case 's': {
      const text = book.strings[Number(value)];
      if (text === undefined) throw damagedBook(`the text of cell ${reference} is not there`);
      return text.trim() === '' ? undefined : text;
    }
    case 'inlineStr':
    case 'str':
      return value.trim() === '' ? undefined : unescapeControls(value);
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE';
    case 'd': {
      const days = Date.parse(value.endsWith('Z') || !value.includes('T') ? value : `${value}Z`) / 86_400_000;
      return Number.isNaN(days) ? value : { date: days };
    }
    case 'n': {
      const number = parseDecimalText(value);
      if (Number.isNaN(number)) return value;
      return book.dateStyles[style] && number >= 1 ? { date: dayOf(number, book.from1904) } : number;
    }
    default:
      // Error values: `#N/A`, `#DIV/0!`
      return value;
  }
}

/** Excel believes in 1900-02-29, its day 60. */
function dayOf(serial: number, from1904: boolean): number {
  if (from1904) return serial - 24107;
  return serial < 60 ? serial - 25568 : serial - 25569;
}

function noStoredValue(reference: string, row: number): DataError {
  return new DataError({
    code: 'formula-without-value',
    message: `cell ${reference} holds a formula whose value was never stored`,
    hint: 'open the workbook in Excel and save it, or write values instead of formulas',
    row,
    path: ['file'],
  });
}

function mergedBelow(merged: readonly string[], lastHeader: number): readonly DataComplaint[] {
  const below = merged.filter((area) => rowOf(area) > lastHeader);
  if (below.length === 0) return [];
  return [
    {
      code: 'merged-cells',
      message: `${count(below.length, 'merged area')} among the data (${listed(below.slice(0, shown), below.length)}): the value stands in the first cell, the others are missing`,
      path: ['file'],
      severity: 'warning',
    },
  ];
}

function cellText(cell: Cell): string {
  if (cell === undefined || typeof cell === 'object') return '';
  return typeof cell === 'number' ? numberText(cell) : cell;
}

class SheetCells implements Cells {
  readonly nrows: number;
  readonly #rows: readonly SheetRow[];

  constructor(rows: readonly SheetRow[]) {
    this.#rows = rows;
    this.nrows = rows.length;
  }

  row(i: number): number {
    return this.#rows[i]!.row;
  }

  text(i: number, column: number): string {
    return cellText(this.#rows[i]!.cells[column]);
  }

  /** A text that reads as a number is one, as it is in a text file. */
  number(i: number, column: number): number {
    const cell = this.#rows[i]!.cells[column];
    if (typeof cell === 'number') return cell;
    return typeof cell === 'string' ? parseDecimalText(cell) : Number.NaN;
  }

  isCode(i: number, column: number): boolean {
    const cell = this.#rows[i]!.cells[column];
    return typeof cell === 'string' && isCodeText(cell);
  }

  date(i: number, column: number): number {
    const cell = this.#rows[i]!.cells[column];
    return typeof cell === 'object' ? cell.date : Number.NaN;
  }
}
