/** Builds the report of `diff` for all its forms: the changes with their causes, and its sentences. */

import { firstOf, grouped } from '../../base/text/term-names.ts';
import { fixedNumber } from '../../check/numbers.ts';
import { reasonLines } from '../../engine/store/reasons.ts';
import { type Cause, causesBetween, type LocatedReason, type Present } from './causes.ts';
import {
  type CellMove,
  type ClaimMove,
  type Moves,
  movedCells,
  movesBetween,
  type TableMoves,
  type Unknown,
} from './moves.ts';
import type { DiffSide } from './side.ts';

export type Because = readonly Cause[];

/** Cells of one table that moved for the same causes, whichever of its columns they stand in. */
export interface CauseGroup {
  readonly cells: readonly (CellMove & { readonly because: Because })[];
  /** Causes of the cells' changes. A change of several nodes is told once: `m.1, m.2: column y of panel changed`. */
  readonly because: readonly CauseOfMany[];
}

type CauseOfMany = Omit<Cause, 'node'> & { readonly node: string };

export interface DiffReport {
  readonly before: string;
  readonly after: string;
  readonly tables: readonly (TableMoves & { readonly groups: readonly CauseGroup[] })[];
  readonly claims: readonly (ClaimMove & { readonly because: Because })[];
  readonly unknown: readonly Unknown[];
  readonly notes: readonly string[];
}

/** A form of the report; one file each, listed in `formats/registry.ts`. */
export interface ReportFormat {
  readonly name: string;
  render(report: DiffReport): string;
}

export function reportOf(before: DiffSide, after: DiffSide, present: Present): DiffReport {
  const moves = movesBetween(before, after);
  const causes = causesBetween(before, after, present);
  return {
    before: before.name,
    after: after.name,
    tables: moves.tables.map((table) => ({ ...table, groups: groupsOf(table.cells, causes.ofCell) })),
    claims: moves.claims.map((claim) => ({ ...claim, because: causes.ofClaim(claim) })),
    unknown: moves.unknown,
    notes: [...before.notes, ...after.notes],
  };
}

function groupsOf(cells: readonly CellMove[], because: (cell: CellMove) => Because): CauseGroup[] {
  const told = cells.map((cell) => ({ ...cell, because: because(cell) }));
  return grouped(told, (cell) => JSON.stringify(named(cell, ''))).map((members) => {
    const nodes = [...new Set(members.map(({ column }) => column.node))].filter((node) => node !== undefined);
    const { first, more } = firstOf(nodes);
    const together = first.join(', ') + (more === 0 ? '' : ` and ${more} more`);
    return { cells: members, because: named(members[0], together) };
  });
}

/** The causes of a cell, with another name for the node that it shows. */
const named = ({ column, because }: CauseGroup['cells'][number], name: string): CauseOfMany[] =>
  because.map((cause) => (cause.node === column.node ? { ...cause, node: name } : cause));

/** `3 cells of 2 tables moved, 1 claim` */
export function headline(moves: Pick<Moves, 'tables' | 'claims'>): string {
  const cells = movedCells(moves as Moves);
  const tables = moves.tables.filter((table) => table.cells.length > 0).length;
  const told = [
    ...(cells > 0 ? [`${counted(cells, 'cell')} of ${counted(tables, 'table')}`] : []),
    ...(moves.claims.length > 0 ? [counted(moves.claims.length, 'claim')] : []),
  ];
  return told.length === 0 ? 'nothing that is printed moved' : `${told.join(' and ')} moved`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** One line for each reason: what could not be compared. */
export function unknownLines({ unknown }: Pick<DiffReport, 'unknown'>): string[] {
  const together = new Map<string, string[]>();
  for (const { node, side, why } of unknown) {
    const reason = `of ${side}: ${why}`;
    together.set(reason, [...(together.get(reason) ?? []), node]);
  }
  return [...together].map(([reason, nodes]) => `${nodes.join(', ')} ${reason}`);
}

/** One line for each cause, the nearest first: `panel: column Education changed`. */
export function causeLines(because: readonly CauseOfMany[]): string[] {
  return because.flatMap(({ node, reasons, changes }) => [
    ...reasonLines(reasons.map(withLine)).map((line) => `${node}: ${line}`),
    ...changes.map((line) => `  ${line}`),
  ]);
}

const withLine = (reason: LocatedReason): LocatedReason =>
  reason.is === 'param-changed' && reason.line !== undefined
    ? { ...reason, path: `${reason.path} (line ${reason.line})` }
    : reason;

export const NO_CAUSE = 'no record tells why';

/** `+0.13 s.e.`; empty where an estimate did not move, or where it is none. */
export function distance({ inStdErrors }: CellMove): string {
  if (inStdErrors === null || inStdErrors === 0) return '';
  const size = Math.abs(inStdErrors);
  if (size < 0.001) return 'under 0.001 s.e.';
  return `${inStdErrors > 0 ? '+' : ''}${fixedNumber(inStdErrors, size < 0.01 ? 3 : 2)} s.e.`;
}

/** `(4) baseline.main.4` */
export const columnText = ({ column: { id, number } }: CellMove): string =>
  number === undefined || number === id ? id : `${number} ${id}`;

export const rowText = ({ panel, row }: CellMove): string => (panel === null ? row.label : `${panel} / ${row.label}`);

/** Columns that are new or gone, all of whose cells are: told in a word. */
export interface WholeColumn {
  readonly column: string;
  readonly is: 'new' | 'gone';
  readonly cells: number;
}

const WHOLE = 3;

/** Whole columns apart from single cells. */
export function wholeColumns(
  table: TableMoves,
  cells: readonly CellMove[],
): { whole: WholeColumn[]; single: CellMove[] } {
  const ids = new Set(cells.map(({ column }) => column.id));
  const whole = [...ids].flatMap((id): WholeColumn[] => {
    const own = table.cells.filter(({ column }) => column.id === id);
    const is = own.every(({ before }) => before === null)
      ? 'new'
      : own.every(({ after }) => after === null)
        ? 'gone'
        : null;
    return is === null || own.length < WHOLE ? [] : [{ column: columnText(own[0]!), is, cells: own.length }];
  });
  const names = new Set(whole.map(({ column }) => column));
  return { whole, single: cells.filter((cell) => !names.has(columnText(cell))) };
}

export const truth = (holds: boolean | null): string => (holds === null ? '(not made)' : holds ? 'holds' : 'FALSE');

export const cellText = (cell: CellMove['before']): string => cell?.text ?? '(nothing)';
