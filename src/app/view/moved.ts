/** What moved since an earlier run or a commit, in words that the page shows. */
import type { Hides } from '../../base/value.ts';
import { confidentialIn } from '../../engine/run/confidential.ts';
import { survey } from '../../engine/run/session.ts';
import { sidesOf } from '../moved/operands.ts';
import {
  causeLines,
  cellText,
  columnText,
  distance,
  headline,
  NO_CAUSE,
  type Report,
  reportOf,
  rowText,
  truth,
  unknownLines,
  wholeColumns,
} from '../moved/report.ts';
import type { OpenedProject } from '../project.ts';
import type { MovedView } from './model.ts';

/** A run as `diff` names it, or a commit by its id: nothing that could name a folder. */
export const isState = (name: string): boolean => /^(last(~\d{1,6})?|[0-9a-f]{7,40}|HEAD(~\d{1,4})?)$/.test(name);

export type Moved = { readonly ok: true; readonly moved: MovedView } | { readonly ok: false; readonly why: string };

/** `hides`: of which variables no value is told; of the confidential ones by default. */
export async function movedSince(
  { session, ...opened }: OpenedProject & { ok: true },
  name: string,
  hides?: Hides,
): Promise<Moved> {
  if (!isState(name)) return { ok: false, why: `\`${name}\` is no run and no commit` };
  const sides = await sidesOf({ ...opened, session }, [name]);
  if (!sides.ok) return { ok: false, why: sides.problems.map(({ message }) => message).join('; ') };
  try {
    const { graph, store } = survey(session);
    const present = { graph, source: () => session.spec.source, hides: hides ?? confidentialIn(session, graph, store) };
    return { ok: true, moved: viewOf(reportOf(sides.before, sides.after, present)) };
  } finally {
    sides.dispose();
  }
}

function viewOf(report: Report): MovedView {
  const { before, after, notes, tables, claims } = report;
  const linesOf = (because: Parameters<typeof causeLines>[0]): string[] =>
    because.length === 0 ? [NO_CAUSE] : causeLines(because);
  return {
    before,
    after,
    headline: headline(report),
    notes,
    tables: tables.map((table) => ({
      table: table.table,
      is: table.is,
      cells: table.cells.length,
      hidden: table.hidden,
      groups: table.groups.map(({ cells, because }) => {
        const { whole, single } = wholeColumns(table, cells);
        return {
          whole: whole.map(({ column, is, cells: count }) => `column ${column} is ${is}: ${count} cells`),
          cells: single.map((cell) => ({
            row: rowText(cell),
            column: columnText(cell),
            before: cellText(cell.before),
            after: cellText(cell.after),
            distance: distance(cell),
          })),
          because: linesOf(because),
        };
      }),
    })),
    claims: claims.map((claim) => ({
      claim: claim.claim,
      before: truth(claim.before),
      after: truth(claim.after),
      because: linesOf(claim.because),
    })),
    unknown: unknownLines(report),
  };
}
