/**
 * The most that a data file may hold (docs/language.md): whatever is larger is a damaged file, a wrong delimiter or a bomb, or more than Node
 * can hold at once.
 */
import { constants } from 'node:buffer';
import { count, type DataComplaint, DataError } from './complaint.ts';

/** The number of variables that the largest edition of Stata allows. */
export const MOST_COLUMNS = 120_000;
/** Characters. */
export const LONGEST_NAME = 4096;
/** Bytes of UTF-8, or characters where the file holds no bytes. */
export const LONGEST_CELL = 16 * 1024 * 1024;

/** Cells that a file may hold whatever its size, and for each of its bytes: where it repeats itself, a cell may take no room in it. */
const FREE_CELLS = 20_000_000;
const CELLS_A_BYTE = 50;

/** `length`: bytes of the file. */
export function refuseBomb(nrows: number, ncolumns: number, length: number): void {
  if (nrows * ncolumns <= Math.max(FREE_CELLS, CELLS_A_BYTE * length)) return;
  const most = `${FREE_CELLS} are read, or ${CELLS_A_BYTE} for each byte of the file`;
  throw new DataError({
    code: 'too-many-cells',
    message: `${count(nrows, 'row')} of ${count(ncolumns, 'column')} in a file of ${count(length, 'byte')}: ${most}`,
    hint: 'a stray cell far from the others makes a sheet so large; delete it, or save the data as CSV',
    path: ['file'],
  });
}

/**
 * Bytes that a packed part of a file may unpack to, or this multiple of its size where that is more. Real files reach dozens of times,
 * bombs a thousand.
 */
const FREE_SIZE = 64 * 1024 * 1024;
const MOST_TIMES = 100;

/** Bytes that a packed part of so many bytes may unpack to. */
export const mostUnpacked = (packed: number): number => Math.max(FREE_SIZE, MOST_TIMES * packed);

const QUOTES = 'is the delimiter another one, or a quote left open?';

export function tooManyColumns(row?: number): DataError {
  const where = row === undefined ? 'the file' : `row ${row}`;
  return new DataError({
    code: 'too-many-columns',
    message: `${where} has more than ${count(MOST_COLUMNS, 'column')}, the most that are read`,
    hint: QUOTES,
    path: ['file'],
    row,
  });
}

/** `where`: `row 3`, `cell B3`. */
export function longCell(where: string, length: number, row?: number): DataError {
  return new DataError({
    code: 'long-cell',
    message: `${where} holds a text of ${count(length, 'byte')}; ${LONGEST_CELL} are the most`,
    hint: QUOTES,
    path: ['file'],
    row,
  });
}

/** Returns complaints about names of a header that are too long or too many. */
export function boundComplaints(names: readonly string[]): readonly DataComplaint[] {
  if (names.length > MOST_COLUMNS) return tooManyColumns().complaints;
  return names.flatMap((name, j): DataComplaint[] => {
    if (name.length <= LONGEST_NAME) return [];
    const message = `the name of column ${j + 1} has ${name.length} characters; ${LONGEST_NAME} are the most: \`${name.slice(0, 40)}…\``;
    return [{ code: 'long-name', message, hint: QUOTES, path: ['file'] }];
  });
}

/** Bytes of UTF-8 that always fit into one text. */
export const LONGEST_TEXT = constants.MAX_STRING_LENGTH;
/** A result's column takes 8 bytes a row, and less than 2 GiB. */
const MOST_ROWS = 268_435_454;
/** Entries of a Map, in which texts are looked up. */
const MOST_TEXTS = 16_777_216;

/** Refuses a table before room is made for it. */
export function checkRows(nrows: number): void {
  if (nrows > MOST_ROWS) throw tooLarge(`${nrows} rows, where ${MOST_ROWS} fit`, 'keep the rows in use');
}

/** Refuses one more text than a column's dictionary can hold. */
export function checkTexts(ntexts: number): void {
  if (ntexts < MOST_TEXTS) return;
  throw tooLarge(`a column of more than ${MOST_TEXTS} different texts`, 'save it as numbers, or without the column');
}

export function tooLarge(what: string, hint: string, row?: number): DataError {
  const message = `too large to be held: ${what}`;
  return new DataError({ code: 'too-large', message, hint, path: ['file'], row });
}

/** `512 MiB` */
export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}

/** Columns of a text file while they are read, by what they are kept as. */
export interface Width {
  readonly numbers: number;
  readonly texts: number;
}

/** Copies of a column that are there at once: as it is read, sorted, stored, and handed from thread to thread. */
const COPIES = 4;
/** Bytes that papermake takes besides, with memory for a few blocks. */
const BESIDES = 160 * 1024 * 1024;

/** Refuses a file before it is read of which the columns, by its first rows, do not fit into the memory that is left. */
export function refuseMemory(nrows: number, { numbers, texts }: Width, available: number): void {
  const needed = BESIDES + COPIES * nrows * (8 * numbers + 4 * texts);
  if (needed <= available) return;
  const ncolumns = numbers + texts;
  throw new DataError({
    code: 'not-enough-memory',
    message: `about ${count(nrows, 'row')} of ${count(ncolumns, 'column')} take ${mebibytes(needed)} of memory, and ${mebibytes(available)} are free`,
    hint: '`columns: […]` reads only these, and `where` the rows of a CSV file that hold it; or run it where there is more memory',
    path: ['file'],
  });
}
