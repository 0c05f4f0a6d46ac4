/** Orders the parts of every report of `diff` in words. A layout writes each part in its format. */
import type { CellMove } from '../moves.ts';
import {
  type CauseGroup,
  causeLines,
  type DiffReport,
  headline,
  NO_CAUSE,
  truth,
  unknownLines,
  wholeColumns,
} from '../report.ts';

export interface DiffLayout {
  /** Writes the title: the two sides, and the number of changes. */
  title(text: string): string;
  note(text: string): string;
  /** The head of a table; `is`: what became of all of it, ` is new: 12 cells`, where that is all there is to say. */
  table(name: string, is: string): string;
  /** The head of a part that is no table. */
  part(name: string): string;
  /** A remark on a table. */
  remark(text: string): string;
  cells(cells: readonly CellMove[]): string;
  /** Lines that begin with blanks say more of the one above. */
  because(lines: readonly string[]): string;
  claim(name: string, moved: string, because: readonly string[]): string;
  list(lines: readonly string[]): string;
}

export function laidOut(report: DiffReport, layout: DiffLayout): string[] {
  const { before, after, notes, tables, claims, unknown } = report;
  return [
    layout.title(`${before} → ${after}: ${headline(report)}`),
    ...notes.map(layout.note),
    ...tables.flatMap((table) => tableBlocks(table, layout)),
    ...(claims.length > 0 ? [layout.part('claims')] : []),
    ...claims.map(({ claim, because, ...moved }) =>
      layout.claim(claim, `${truth(moved.before)} → ${truth(moved.after)}`, linesOf(because)),
    ),
    ...(unknown.length > 0 ? [layout.part('not compared'), layout.list(unknownLines(report))] : []),
  ];
}

function tableBlocks(table: DiffReport['tables'][number], layout: DiffLayout): string[] {
  if (table.is !== 'changed') return [layout.table(table.table, ` is ${table.is}: ${table.cells.length} cells`)];
  const hidden = table.hidden === 0 ? [] : [`${table.hidden} more moved behind the last printed digit`];
  return [
    layout.table(table.table, ''),
    ...table.groups.flatMap(({ cells, because }) => {
      const { whole, single } = wholeColumns(table, cells);
      return [
        ...whole.map(({ column, is, cells: count }) => layout.remark(`column ${column} is ${is}: ${count} cells`)),
        ...(single.length > 0 ? [layout.cells(single)] : []),
        layout.because(linesOf(because)),
      ];
    }),
    ...hidden.map(layout.remark),
  ];
}

const linesOf = (because: CauseGroup['because']): string[] => (because.length === 0 ? [NO_CAUSE] : causeLines(because));
