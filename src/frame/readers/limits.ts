/** What Node can hold at once, which bounds what a file may hold. */
import { constants } from 'node:buffer';
import { DataError } from '../complaint.ts';

/** Bytes of UTF-8 that always fit into one text. */
export const LONGEST_TEXT = constants.MAX_STRING_LENGTH;
/** A result's column takes 8 bytes a row, and files below 2 GiB are read. */
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
  return new DataError({ code: 'too-large', message, hint, path: ['file'], ...(row === undefined ? {} : { row }) });
}

/** `512 MiB` */
export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}
