import { type DataComplaint, DataError } from './complaint.ts';
/** The number of variables that the largest edition of Stata allows. */
export declare const MOST_COLUMNS = 120000;
/** Characters. */
export declare const LONGEST_NAME = 4096;
/** Bytes of UTF-8, or characters where the file holds no bytes. */
export declare const LONGEST_CELL: number;
/** `length`: bytes of the file. */
export declare function refuseBomb(nrows: number, ncolumns: number, length: number): void;
/** Bytes that a packed part of so many bytes may unpack to. */
export declare const mostUnpacked: (packed: number) => number;
export declare function tooManyColumns(row?: number): DataError;
/** `where`: `row 3`, `cell B3`. */
export declare function longCell(where: string, length: number, row?: number): DataError;
/** Returns complaints about names of a header that are too long or too many. */
export declare function boundComplaints(names: readonly string[]): readonly DataComplaint[];
/** Bytes of UTF-8 that always fit into one text. */
export declare const LONGEST_TEXT: number;
/** Refuses a table before room is made for it. */
export declare function checkRows(nrows: number): void;
/** Refuses one more text than a column's dictionary can hold. */
export declare function checkTexts(ntexts: number): void;
export declare function tooLarge(what: string, hint: string, row?: number): DataError;
/** `512 MiB` */
export declare function mebibytes(bytes: number): string;
/** Columns of a text file while they are read, by what they are kept as. */
export interface Width {
    readonly numbers: number;
    readonly texts: number;
}
/** Refuses a file before it is read of which the columns, by its first rows, do not fit into the memory that is left. */
export declare function refuseMemory(nrows: number, { numbers, texts }: Width, available: number): void;
