/** Rows by the levels of a column. */
import type { Observed } from './plot.ts';

export interface Group {
  readonly name: string;
  readonly rows: readonly number[];
}

/** Levels in their declared order; those without rows are left out, and so are rows without a level. */
export function groupsOf(observed: Observed, by: string | undefined): Group[] {
  if (by === undefined) return [{ name: '', rows: Array.from({ length: observed.nobs }, (_, row) => row) }];
  const { codes, levels } = observed.groups(by);
  const rows: number[][] = levels.map(() => []);
  codes.forEach((code, row) => {
    if (code >= 0) rows[code]!.push(row);
  });
  return levels.map((name, code) => ({ name, rows: rows[code]! })).filter((group) => group.rows.length > 0);
}
