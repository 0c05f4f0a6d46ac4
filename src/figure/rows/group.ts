/** Rows by the levels of a column. */
import { ownValue } from '../../base/own-value.ts';
import { datum } from '../../base/value.ts';
import { type LabelBook, valueLabel } from '../../table/words/labels.ts';
import type { DrawContext, ObservedRows } from '../plot.ts';

export interface RowGroup {
  readonly name: string;
  readonly rows: readonly number[];
}

/** Gives what a level is called: as `rename` says of it or of its label, or by its label. */
function groupName(by: string, level: string, book: LabelBook): string {
  const label = valueLabel(by, level, book);
  return ownValue(book.renamed, level) ?? ownValue(book.renamed, label) ?? label;
}

/** Names of groups in a message. */
export const toldGroups = (names: readonly string[], by: string): string =>
  names.map((name) => datum(by, name)).join(', ');

/** Levels in their declared order, called as `rename` says; those without rows are left out, and so are rows without a level. */
export function groupsOf(
  observed: ObservedRows,
  { options: { by }, book }: Pick<DrawContext, 'options' | 'book'>,
): RowGroup[] {
  if (by === undefined) return [{ name: '', rows: Array.from({ length: observed.nobs }, (_, row) => row) }];
  const { codes, levels } = observed.groups(by);
  const rows: number[][] = levels.map(() => []);
  codes.forEach((code, row) => {
    if (code >= 0) rows[code]!.push(row);
  });
  return levels
    .map((level, code) => ({ name: groupName(by, level, book), rows: rows[code]! }))
    .filter((group) => group.rows.length > 0);
}
