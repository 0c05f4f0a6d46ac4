/** Rows by the levels of a column. */
import { own } from '../base/own.ts';
import type { DrawContext, Observed } from './plot.ts';

export interface Group {
  readonly name: string;
  readonly rows: readonly number[];
}

/** Levels in their declared order, called as `rename` says; those without rows are left out, and so are rows without a level. */
export function groupsOf(
  observed: Observed,
  { options: { by }, book }: Pick<DrawContext, 'options' | 'book'>,
): Group[] {
  if (by === undefined) return [{ name: '', rows: Array.from({ length: observed.nobs }, (_, row) => row) }];
  const { codes, levels } = observed.groups(by);
  const rows: number[][] = levels.map(() => []);
  codes.forEach((code, row) => {
    if (code >= 0) rows[code]!.push(row);
  });
  return levels
    .map((name, code) => ({ name: own(book.renamed, name) ?? name, rows: rows[code]! }))
    .filter((group) => group.rows.length > 0);
}
