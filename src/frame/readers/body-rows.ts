/** Finds the rows of a text file or a sheet that hold data: not those that `skip` names, nor the footer. */
import { DataError } from '../complaint.ts';
import type { ReadOptions } from './source.ts';

interface RowsOf<T> {
  /** Returns the row of a record as an editor counts, from 1. */
  readonly row: (each: T) => number;
  readonly firstCell: (each: T) => string;
}

/** Rows in order, all behind the names, each of which holds something. */
export function bodyRows<T>(rows: readonly T[], of: RowsOf<T>, { skip = [], footer }: ReadOptions): readonly T[] {
  const body = footer === undefined ? rows : rows.slice(0, footerStart(rows, of, footer));
  const passed = new Set(skip);
  return passed.size === 0 ? body : body.filter((each) => !passed.has(of.row(each)));
}

function footerStart<T>(rows: readonly T[], { firstCell }: RowsOf<T>, footer: number | string): number {
  if (typeof footer === 'number') return Math.max(0, rows.length - footer);
  const at = rows.findIndex((each) => firstCell(each).trim().startsWith(footer));
  if (at >= 0) return at;
  const message = `no row begins with \`${footer}\`, where the footer should`;
  const hint = 'a footer may also be a number of rows at the end';
  throw new DataError({ code: 'no-footer', message, hint, path: ['footer'] });
}
