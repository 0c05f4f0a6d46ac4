/** A data set on its way from a file to a frame: it still knows the file's row of every row. */
import { type Column, gather } from './column.ts';
import type { DataComplaint } from './complaint.ts';

export interface Working {
  readonly nrows: number;
  readonly columns: ReadonlyMap<string, Column>;
  /** Row in the file, counted as an editor does; of several files, a number of `files`. */
  readonly fileRows: Int32Array;
  /** Absent where there is one. */
  readonly files?: RowFiles;
}

/** Numbers that run through the rows of several files. */
export class RowFiles {
  readonly #paths: readonly string[];
  /** Numbers before those of each file. */
  readonly #before: readonly number[];

  /** `last`: number of a file's last row. */
  constructor(files: readonly { readonly path: string; readonly last: number }[]) {
    this.#paths = files.map(({ path }) => path);
    let before = 0;
    this.#before = files.map(({ last }) => {
      before += last;
      return before - last;
    });
  }

  number(file: number, row: number): number {
    return this.#before[file]! + row;
  }

  place(number: number): { readonly file: string; readonly row: number } {
    const k = this.#before.findLastIndex((before) => before < number);
    return { file: this.#paths[k]!, row: number - this.#before[k]! };
  }
}

type FileRows = Pick<Working, 'fileRows' | 'files'>;

/** Returns the place of a row, for a complaint. */
export const placeOfRow = (
  { fileRows, files }: FileRows,
  i: number,
): { readonly row: number; readonly file?: string } =>
  files === undefined ? { row: fileRows[i]! } : files.place(fileRows[i]!);

/** `row 3`, `row 3 of \`b.csv\`` */
export function rowInWords(rows: FileRows, i: number): string {
  const { row, file } = placeOfRow(rows, i);
  return file === undefined ? `row ${row}` : `row ${row} of \`${file}\``;
}

export interface Worked extends Working {
  readonly warnings: readonly DataComplaint[];
}

/** Rows by index; −1 in `rows` makes a row of missing values. */
export function gatherRows(working: Working, rows: Int32Array): Working {
  return {
    nrows: rows.length,
    columns: new Map([...working.columns].map(([name, column]) => [name, gather(column, rows)])),
    fileRows: rows.map((row) => working.fileRows[row]!),
    ...(working.files === undefined ? {} : { files: working.files }),
  };
}
