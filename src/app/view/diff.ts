/** Shows what moved since an earlier run or a commit: the claims, the signs and stars of estimates, and every cell in its table. */
import type { Hides } from '../../base/value.ts';
import { confidentialIn } from '../../engine/run/hidden/confidential.ts';
import { survey } from '../../engine/run/session.ts';
import { headsIn } from '../../table/formats/printed-cells.ts';
import { commitNamed } from '../diff/commit.ts';
import type { CellMove, TableMoves } from '../diff/moves.ts';
import { sidesOf } from '../diff/operands.ts';
import {
  causeLines,
  columnText,
  type DiffReport,
  distance,
  reportOf,
  rowText,
  unknownLines,
  wholeColumns,
} from '../diff/report.ts';
import type { DiffSide } from '../diff/side.ts';
import type { OpenedProject } from '../project.ts';
import type { TableBlock } from '../show/block.ts';
import { tableBlock } from '../show/files.ts';
import { claimedIn } from './claims.ts';
import { isFolder, type NamedFolder } from './folders.ts';
import { languageOf } from './labels.ts';
import type { AbsentCode, MovedCell, MovedView } from './model.ts';
import { inLanguage } from './sentences-zh.ts';

/** A run as `diff` names it, or a commit by its id: nothing that could name a folder. */
export const isState = (name: string): boolean => /^(last(~\d{1,6})?|[0-9a-f]{7,40}|HEAD(~\d{1,4})?)$/.test(name);

/** The two states that are compared; `until` is the last run, or the files where none ran, unless one is named. */
export interface ComparedStates {
  readonly since: string;
  readonly until?: string | undefined;
}

export type DiffReply =
  | { readonly ok: true; readonly moved: MovedView }
  | { readonly ok: false; readonly why: string; readonly absent?: AbsentCode };

/** Says of which variables no value is told (the confidential ones by default), and with which folders the paper may be compared (none by default). */
export interface Allowed {
  readonly hides?: Hides;
  readonly folders?: readonly NamedFolder[];
}

export async function movedSince(
  { session, ...opened }: OpenedProject & { ok: true },
  { since, until }: ComparedStates,
  { hides, folders = [] }: Allowed = {},
): Promise<DiffReply> {
  const names = until === undefined ? [since] : [since, until];
  const named = folders.filter(({ name }) => names.includes(name));
  const gone = named.find(({ root }) => !isFolder(root));
  if (gone !== undefined) return { ok: false, why: `\`${gone.path}\` is no folder any more`, absent: 'no-such-folder' };
  const states = names.map((name) => stateNamed(opened.project.root, name, folders));
  const unknown = names.find((_, i) => states[i] === undefined);
  if (unknown !== undefined)
    return { ok: false, why: `\`${unknown}\` is no run, commit, tag or branch`, absent: 'no-such-state' };
  const [before, after] = states as StateNamed[];
  const sides = await sidesOf({ ...opened, session }, after ? [before!.operand, after.operand] : [before!.operand]);
  if (!sides.ok) return { ok: false, why: sides.problems.map(({ message }) => message).join('; ') };
  try {
    const empty = named.find(({ root }) => [sides.before, sides.after].some((side) => isEmptyOf(side, root)));
    if (empty !== undefined)
      return { ok: false, why: `\`${empty.path}\` is no project and holds no tables`, absent: 'no-tables-there' };
    const { graph, store } = survey(session);
    const present = { graph, source: () => session.spec.source, hides: hides ?? confidentialIn(session, graph, store) };
    const language = languageOf(session, graph);
    const told = { isClaimed: claimedIn(graph), say: (line: string) => inLanguage(line, { language }) };
    const moved = viewOf(reportOf(sides.before, sides.after, present), told);
    return {
      ok: true,
      moved: { ...moved, before: before!.said ?? moved.before, after: after?.said ?? moved.after },
    };
  } finally {
    sides.dispose();
  }
}

/** A state as `diff` takes it; `said` is its name where that says more. */
interface StateNamed {
  readonly operand: string;
  readonly said?: string;
}

/** A tag or branch is compared by the id of its commit, so that its name is never taken for a folder. */
function stateNamed(root: string, name: string, folders: readonly NamedFolder[]): StateNamed | undefined {
  const folder = folders.find((each) => each.name === name);
  if (folder !== undefined) return { operand: folder.root, said: folder.path };
  if (isState(name)) return { operand: name };
  const commit = /^\w[\w./+@-]{0,199}$/.test(name) ? commitNamed(root, name) : undefined;
  return commit && { operand: commit.id, said: commit.name };
}

/** Says whether a side is that of a folder in which nothing is found. */
const isEmptyOf = ({ name, nodes }: DiffSide, root: string): boolean => name === root && [...nodes].length === 0;

interface ViewContext {
  readonly isClaimed: ReturnType<typeof claimedIn>;
  /** Puts a sentence into the page's language. */
  say(line: string): string;
}

function viewOf(report: DiffReport, { isClaimed, say }: ViewContext): MovedView {
  const { before, after, notes, tables, claims } = report;
  const linesOf = (because: Parameters<typeof causeLines>[0]): string[] => causeLines(because).map(say);
  const isAboutClaim = ({ column, row }: CellMove): boolean => isClaimed?.(column.node ?? '', row.key) === true;
  const seen = tables.map((table) => ({ ...table, view: cellsOf(table, isAboutClaim) }));
  const first = seen.flatMap(({ table, is, cells, view }) =>
    is === 'changed' ? cells.flatMap((cell) => (view(cell).change === null ? [] : [{ table, ...view(cell) }])) : [],
  );
  return {
    before,
    after,
    notes,
    claimed: isClaimed && { cells: tables.flatMap(({ cells }) => cells).filter(isAboutClaim).length },
    first: mainFirst(first),
    largest: seen
      .flatMap(({ table, cells, view }) => cells.map((cell) => ({ table, cell, view })))
      .filter(({ cell }) => cell.inStdErrors !== null)
      .sort((a, b) => Math.abs(b.cell.inStdErrors!) - Math.abs(a.cell.inStdErrors!))
      .slice(0, LARGEST)
      .map(({ table, cell, view }) => ({ table, ...view(cell) })),
    tables: mainFirst(
      seen.map((table) => ({ ...table, isMain: first.some((cell) => cell.table === table.table) })),
    ).map((table) => ({
      table: table.table,
      is: table.is,
      cells: table.cells.length,
      hidden: table.hidden,
      printed: table.is === 'changed' && table.cells.length > 0 ? markedTable(table) : null,
      groups: table.groups.map(({ cells, because }) => {
        const { whole, single } = wholeColumns(table, cells);
        return { whole, cells: mainFirst(single.map(table.view)), because: linesOf(because) };
      }),
    })),
    claims: claims.map(({ claim, before: was, after: is, because }) => ({
      claim,
      before: was,
      after: is,
      because: linesOf(because),
    })),
    unknown: unknownLines(report),
  };
}

/** The number of moves that are ranked by their size. */
const LARGEST = 20;

const mainFirst = <T extends { readonly isMain: boolean }>(all: readonly T[]): T[] => [
  ...all.filter(({ isMain }) => isMain),
  ...all.filter(({ isMain }) => !isMain),
];

/** Tells the cells of a table; its first coefficient is a main one, and so is what a claim is about. */
function cellsOf({ sidecar }: TableMoves, isAboutClaim: (cell: CellMove) => boolean): (cell: CellMove) => MovedCell {
  const terms = sidecar.rows.flatMap(({ term }) => term ?? []);
  return (cell) => ({
    row: rowText(cell),
    column: columnOf(cell, sidecar),
    before: cell.before?.text ?? null,
    after: cell.after?.text ?? null,
    distance: distance(cell),
    change: terms.includes(cell.row.key) ? changeOf(cell) : null,
    isMain: isAboutClaim(cell) || cell.row.key === terms[0],
  });
}

/** The result that a column shows, or its printed heading where it shows none. */
function columnOf(cell: CellMove, sidecar: TableMoves['sidecar']): string {
  const [panel, , column] = cell.at;
  const { header = '', source } = headsIn(sidecar, sidecar.printed[panel]!)[column] ?? {};
  return source === undefined && header !== '' ? header : columnText(cell);
}

/** The marks of a printed estimate: what is left of it without its figures and brackets. */
const marksOf = (text: string): string => text.replace(/[\d.,\s()[\]{}<>=×⁰-⁹⁻−-]|(?<=\d)e(?=[-+]?\d)/g, '');

function changeOf({ before, after }: CellMove): MovedCell['change'] {
  if (before === null || after === null) return null;
  const [was, is] = [before.value ?? 0, after.value ?? 0];
  if (was * is < 0) return 'sign';
  return marksOf(before.text) === marksOf(after.text) ? null : 'stars';
}

/** The table as it is now, each moved cell with what stood there before. */
function markedTable({ sidecar, cells }: TableMoves): TableBlock {
  const moved = new Map(cells.filter(({ after }) => after !== null).map((cell) => [cell.at.join(), cell]));
  const block = tableBlock(sidecar);
  return {
    ...block,
    panels: block.panels.map((panel, p) => ({
      ...panel,
      rows: panel.rows.map((row, r) => ({
        ...row,
        cells: row.cells.map((cell, c) => {
          const move = moved.get([p, r, c].join());
          return cell && move ? { ...cell, was: move.before?.text ?? null } : cell;
        }),
      })),
    })),
  };
}
