/** Defines the output of a reader: cells whose types are still to be found, or columns that the file itself types. */
import { type FileBytes, heldBytes } from '../../base/reader.ts';
import type { ColumnType } from '../../econ/data.ts';
import type { Column } from '../column.ts';
import type { ColumnNotes } from '../column-notes.ts';
import type { DataComplaint } from '../complaint.ts';
import type { Chunks } from './chunks.ts';

export interface ReadOptions {
  readonly encoding?: string;
  /** Name or number (from 1) of an Excel sheet. */
  readonly sheet?: string | number;
  /** One character, or `blanks`: any run of blanks and tabs. */
  readonly delimiter?: string;
  /** Names of the columns, where no row holds them. */
  readonly names?: readonly string[];
  /** First and last character of each column, from 1, where cells have fixed places. */
  readonly widths?: readonly (readonly [first: number, last: number])[];
  /** The decimal point of text files. */
  readonly decimal?: '.' | ',';
  /** Rows that hold the names, from 1; several are joined by `_`. Rows above and between are passed over. */
  readonly header?: readonly number[];
  /** Rows of text files and sheets that are passed over, from 1: units, or names in another language. */
  readonly skip?: readonly number[];
  /** The last so many rows that hold something, or those from the one whose first cell begins with this text. */
  readonly footer?: number | string;
}

/** The rows that hold names: the first where nothing is said, none where the names are. */
export const headerRowsOf = ({ header, names }: ReadOptions): readonly number[] =>
  header ?? (names === undefined ? [1] : []);

/** Data begin behind this row. */
export const lastHeaderRow = (options: ReadOptions): number => Math.max(0, ...headerRowsOf(options));

/** A column as the header alone tells it; an empty name is a column nobody can refer to. */
export interface HeaderColumn extends ColumnNotes {
  readonly name: string;
  /** null where only the values can tell */
  readonly type: ColumnType | null;
}

/** A rectangle of cells. `row(i)` counts as an editor or spreadsheet does. */
export interface Cells {
  readonly nrows: number;
  row(i: number): number;
  /** The cell as text, an empty text when it is empty. */
  text(i: number, column: number): string;
  /** The number it holds, NaN when it is empty or no number. */
  number(i: number, column: number): number;
  /** Digits that a number does not keep: a leading zero, or an integer beyond 2^53. */
  isCode(i: number, column: number): boolean;
  /** Days since 1970-01-01 where the file says that it is a date, NaN otherwise. */
  date(i: number, column: number): number;
  /** Why nobody may read the column as what its cells are, where there is a reason. */
  refused?(column: number): DataComplaint | undefined;
  /** The whole column as numbers, where no cell is anything else. */
  plain?(column: number): Float64Array | undefined;
  /** The whole column as texts by code, −1 where a cell is empty, and the numbers that these are; where it is kept so. */
  coded?(column: number):
    | {
        readonly codes: Int32Array;
        readonly texts: readonly string[];
        readonly numbers: () => Float64Array;
        /** Says how many rows each row stands for, where it may be several. */
        readonly counts?: ArrayLike<number> | undefined;
      }
    | undefined;
}

/** The way a column is read: not at all, as text, as numbers, or by its cells. */
export type Want = 'none' | 'text' | 'number' | 'open';

/** A file's bytes, held or not. */
export type Contents = Uint8Array | FileBytes;

export const contentsOf = (contents: Contents): FileBytes =>
  contents instanceof Uint8Array ? heldBytes(contents) : contents;

export const wholeOf = (contents: Contents): Uint8Array =>
  contents instanceof Uint8Array ? contents : contents.bytes();

export interface CellSource {
  readonly is: 'cells';
  readonly header: readonly HeaderColumn[];
  readonly cells: Cells;
  readonly warnings: readonly DataComplaint[];
  /** The chunks of the file, where they were asked for and the rows are consecutive. */
  readonly chunks?: Chunks | undefined;
}

export interface TypedColumn extends ColumnNotes {
  readonly name: string;
  readonly column: Column;
  /** The column is text because of integers beyond 2^53, which it holds with all others. */
  readonly hasLongIntegers?: boolean;
}

export interface TypedSource {
  readonly is: 'typed';
  readonly nrows: number;
  readonly columns: readonly TypedColumn[];
  readonly warnings?: readonly DataComplaint[];
}

export type Source = CellSource | TypedSource;

// Rows that are chosen while a file is read: no more is held than they, and what all rows hold, by which columns are typed.

/** A column of some rows that stand one after the other. */
export type BatchColumn =
  | { readonly is: 'numbers'; readonly values: Float64Array }
  | { readonly is: 'texts'; readonly codes: Int32Array; readonly texts: KnownTexts };

/** Texts that were met so far, which have codes from 0 on. */
export interface KnownTexts {
  readonly count: number;
  /** A row for each text from the code `from` on. */
  cells(from: number): Cells;
}

/** Says which rows of a file are kept, and which numbers of a column mean a missing value. */
export interface Keep {
  readonly missing: (name: string) => ReadonlySet<number>;
  /** Called before the first row, each time that the file is begun. */
  begin(): void;
  /** Writes the places of the rows to keep, of `n`, and says how many they are. `column`: undefined where none of that name is read. */
  choose(n: number, column: (name: string) => BatchColumn | undefined, chosen: Int32Array): number;
}

export type KeptColumn =
  | {
      readonly is: 'numbers';
      readonly values: Float64Array;
      /** Cells of all rows that are no numbers and not blank. */
      readonly words: readonly string[];
      /** Cells of all rows that hold a number which means a missing value. */
      readonly missing: number;
    }
  | {
      readonly is: 'texts';
      /** For each row the row of `cells`, −1 where it is blank. */
      readonly rows: Int32Array;
      /** A row for each text that any row of the file holds, in the order of the first of them. */
      readonly cells: Cells;
      /** Counts for each text the rows of the file that hold it; `first` is the first of these rows. */
      readonly counts: Uint32Array;
      readonly first: Int32Array;
    };

export interface KeptSource {
  readonly header: readonly HeaderColumn[];
  /** Rows of the file. */
  readonly nrows: number;
  /** Rows in the file of those that are kept. */
  readonly fileRows: Int32Array;
  readonly columns: readonly (KeptColumn | undefined)[];
}

export interface FileTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** One file format. `header` reads no values and `read` no more than it must; both throw `DataError`. */
export interface Reader {
  readonly name: string;
  /** with the dot, lower case */
  readonly extensions: readonly string[];
  header(contents: Contents, options: ReadOptions): readonly HeaderColumn[];
  /** `wants` says of each name what its column is read as; `chunkBytes`: how large chunks are, where they are asked for. */
  read(contents: Contents, options: ReadOptions, wants?: (name: string) => Want, chunkBytes?: number): Source;
  /**
   * The rows that are chosen, without room for the others; undefined where the file has to be read whole. `size`: bytes that are read at once.
   * Absent where that is always so.
   */
  kept?(
    contents: Contents,
    options: ReadOptions,
    wants: (name: string) => Want,
    keep: Keep,
    size?: number,
  ): KeptSource | undefined;
  /** The tables of a file that may hold several, with the names that `options` find in each. */
  tables?(contents: Contents, options: ReadOptions): readonly FileTable[];
}
