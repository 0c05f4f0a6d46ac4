/**
 * Excel workbooks (.xlsx). Read here rather than by a library because headers are needed while planning, at once and not
 * through a promise. Formulas give their stored values, error values are text, merged cells hold their value in the first.
 */
import { count, type DataComplaint, DataError, listed, listSheets, SHOWN } from '../../complaint.ts';
import { refuseBomb } from '../../limits.ts';
import { bodyRows } from '../body-rows.ts';
import { joinHeader } from '../header.ts';
import { type HeaderColumn, headerRowsOf, lastHeaderRow, type Reader, type ReadOptions, wholeOf } from '../source.ts';
import { ROWS_BELOW, refuseTitle } from '../title-row.ts';
import { type Book, openBook } from './book.ts';
import { SheetCells } from './cells.ts';
import { noStoredValue, readSheet, rowTexts, type Sheet } from './sheet.ts';

export const xlsx: Reader = {
  name: 'xlsx',
  extensions: ['.xlsx', '.xlsm'],
  header(contents, options) {
    const bytes = wholeOf(contents);
    const book = openBook(bytes, options.sheet);
    if (options.header === undefined && options.names === undefined)
      refuseTitle(() => textsOf(firstRows(book, bytes, 1 + ROWS_BELOW)));
    return headerOf(firstRows(book, bytes, lastHeaderRow(options), isJoined(options)), options, book.sheets);
  },
  tables(contents, options) {
    const bytes = wholeOf(contents);
    return openBook(bytes, options.sheet).sheets.map((name) => ({ name, columns: namesOfSheet(bytes, name, options) }));
  },
  read(contents, options) {
    const bytes = wholeOf(contents);
    const book = openBook(bytes, options.sheet);
    const sheet = readSheet(book.sheetXml(), book, bytes.length);
    const header = [...headerOf(sheet, options, book.sheets)];
    const last = lastHeaderRow(options);
    const below = [...sheet.rows.keys()].filter((i) => sheet.rows[i]! > last);
    const rows = bodyRows(
      below,
      { row: (i) => sheet.rows[i]!, firstCell: (i) => rowTexts(sheet, i, '')[0] ?? '' },
      options,
    );
    const places = Int32Array.from(rows);
    const width = widthOf(sheet, places);
    refuseBomb(rows.length, width, bytes.length);
    while (header.length < width) header.push({ name: '', type: null });
    return { is: 'cells', header, cells: new SheetCells(sheet, places), warnings: mergedBelow(sheet.merged, last) };
  },
};

/** Tells whether merged cells of the header matter. */
const isJoined = (options: ReadOptions) => headerRowsOf(options).length > 1;

/** Bytes of a packed sheet in which its first rows are looked for, without what stands behind the cells. */
const BEGINNING = 65_536;

/** Rows up to `limit`, of which the first part of the sheet is unpacked where that is enough. */
function firstRows(book: Book, { length }: Uint8Array, limit: number, needsEnd = false): Sheet {
  if (!needsEnd) {
    const sheet = readSheet(book.sheetXml(BEGINNING), book, length, limit);
    if (sheet.isLimited) return sheet;
  }
  return readSheet(book.sheetXml(), book, length, limit);
}

/** Places of the last column in which one of these rows holds something. */
function widthOf({ columns }: Sheet, places: Int32Array): number {
  let width = columns.length;
  while (width > 0 && !places.some((place) => columns[width - 1]?.holds(place) === true)) width--;
  return width;
}

/** Rows from the first, those without cells as empty ones. */
function textsOf(sheet: Sheet): readonly (readonly string[])[] {
  const texts: (readonly string[])[] = [];
  sheet.rows.forEach((row, i) => {
    while (texts.length < row - 1) texts.push([]);
    texts.push(rowTexts(sheet, i, '…'));
  });
  return texts;
}

/** Gives the names of a sheet's columns; none where the sheet cannot be read. */
function namesOfSheet(bytes: Uint8Array, sheet: string, options: ReadOptions): readonly string[] {
  try {
    const book = openBook(bytes, sheet);
    return headerOf(firstRows(book, bytes, lastHeaderRow(options), isJoined(options)), options, []).map(
      ({ name }) => name,
    );
  } catch (error) {
    if (error instanceof DataError) return [];
    throw error;
  }
}

function headerOf(sheet: Sheet, options: ReadOptions, sheets: readonly string[]): readonly HeaderColumn[] {
  if (options.names !== undefined) return options.names.map((name) => ({ name, type: null }));
  const header = headerRowsOf(options);
  const names = header.map((row) => {
    const unstored = [...sheet.unstored.values()].flat().find((cell) => cell.row === row);
    if (unstored !== undefined) throw new DataError(noStoredValue(unstored));
    const found = sheet.rows.indexOf(row);
    if (found >= 0) return rowTexts(sheet, found, '');
    if (sheet.empty.has(row)) return [];
    const code = 'no-header';
    throw new DataError({
      code,
      message: `row ${row} of the sheet, which should hold the names, is empty`,
      path: ['header'],
      ...emptyHint(sheet, sheets),
    });
  });
  const trimmed = [...joinHeader(names, mergedAcross(sheet.merged, header))];
  while (trimmed.at(-1) === '') trimmed.pop();
  return trimmed.map((name) => ({ name, type: null }));
}

/** Finds the areas of header rows that are merged across columns; those alone continue. */
function mergedAcross(
  merged: readonly string[],
  header: readonly number[],
): ((depth: number, j: number) => boolean) | undefined {
  const areas = merged.flatMap((area) => {
    const [from, to] = area.split(':').map((corner) => ({ row: rowOf(corner), column: columnOf(corner) }));
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

const rowOf = (corner: string): number => Number(/(?<!\d)\d+$/.exec(corner)?.[0] ?? 0);

function emptyHint(sheet: Sheet, sheets: readonly string[]): { hint?: string } {
  const [first] = sheet.rows;
  if (first !== undefined) return { hint: `row ${first} is the first that holds something: \`header: ${first}\`` };
  return sheets.length > 1 ? { hint: `the sheet is empty; ${listSheets(sheets)}` } : {};
}

/** `AB12` → 27 */
const columnOf = (corner: string): number =>
  [.../^[A-Z]*/.exec(corner)![0]].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;

function mergedBelow(merged: readonly string[], lastHeader: number): readonly DataComplaint[] {
  const below = merged.filter((area) => rowOf(area) > lastHeader);
  if (below.length === 0) return [];
  return [
    {
      code: 'merged-cells',
      message: `${count(below.length, 'merged area')} among the data (${listed(below.slice(0, SHOWN), below.length)}): the value stands in the first cell, the others are missing`,
      path: ['file'],
      severity: 'warning',
    },
  ];
}
