/** A data set on its way from a file to a frame: it still knows the file's row of every row. */
import { type Column, gather } from './column.ts';
import type { DataComplaint } from './complaint.ts';

export interface Working {
  readonly nrows: number;
  readonly columns: ReadonlyMap<string, Column>;
  /** Row in the file, counted as an editor does. */
  readonly fileRows: Int32Array;
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
  };
}
