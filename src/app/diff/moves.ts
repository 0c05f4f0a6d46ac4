/** Finds the changes between two sides: printed cells, tables that came and went, claims. */
import type { NodeId } from '../../base/brand.ts';
import { claimName } from '../../engine/pipeline/sections.ts';
import { headsIn, type JoinedCell, type PrintedRow } from '../../table/formats/printed-cells.ts';
import type { DiffedResult, DiffSide } from './side.ts';
import { type Sidecar, stdErrorAt } from './sidecar.ts';

/** A cell whose printed text is another. `null`: it was not there, or is not any more. */
export interface CellMove {
  readonly table: string;
  /** Title of its panel, where it has one. */
  readonly panel: string | null;
  readonly row: { readonly key: string; readonly label: string };
  readonly column: ColumnName;
  /** The cell's place in the table of now, or in that of before if the cell is gone: panel, row and column, from 0. */
  readonly at: readonly [panel: number, row: number, column: number];
  readonly before: JoinedCell | null;
  readonly after: JoinedCell | null;
  /** The change of an estimate in its former standard errors; null where it has none. */
  readonly inStdErrors: number | null;
}

export interface ColumnName {
  /** Tells the columns of a table apart: the node that it shows, or its header. */
  readonly id: string;
  /** The node that it shows; of a table of one result, that result's. */
  readonly node: string | undefined;
  /** `(4)` */
  readonly number: string | undefined;
}

export interface TableMoves {
  readonly table: string;
  /** The table's present sidecar, or the former one of a table that is gone. */
  readonly sidecar: Sidecar;
  readonly is: 'changed' | 'new' | 'gone';
  readonly cells: readonly CellMove[];
  /** Cells that are printed as they were, though their values moved behind the last printed digit. */
  readonly hidden: number;
}

export interface ClaimMove {
  readonly node: NodeId;
  readonly claim: string;
  /** null where it was not made, or is not any more. */
  readonly before: boolean | null;
  readonly after: boolean | null;
}

/** A table or claim that one of the sides has no result of, and the other may. */
export interface Unknown {
  readonly node: string;
  readonly side: string;
  readonly why: string;
}

export interface Moves {
  readonly tables: readonly TableMoves[];
  readonly claims: readonly ClaimMove[];
  readonly unknown: readonly Unknown[];
}

export function movesBetween(before: DiffSide, after: DiffSide): Moves {
  const tables: TableMoves[] = [];
  const claims: ClaimMove[] = [];
  const unknown: Unknown[] = [];
  for (const node of new Set([...before.nodes, ...after.nodes])) {
    const key = before.key(node);
    if (key !== undefined && key === after.key(node)) continue;
    const [was, is] = [before.result(node), after.result(node)];
    if (was?.is === 'other' || is?.is === 'other') continue;
    const lost = [lostAt(node, before, was), lostAt(node, after, is)].filter((each) => each !== undefined);
    unknown.push(...lost);
    if (lost.length > 0) continue;
    if (was?.is === 'table' || is?.is === 'table') tables.push(...tableMoves(tableOf(was), tableOf(is)));
    else if (was?.is === 'claim' || is?.is === 'claim') claims.push(...claimMoves(node, was, is));
  }
  return { tables, claims, unknown };
}

const lostAt = (node: string, side: DiffSide, result: DiffedResult | undefined): Unknown | undefined =>
  result?.is === 'lost' ? { node, side: side.name, why: result.why } : undefined;

const tableOf = (result: DiffedResult | undefined): Sidecar | undefined =>
  result?.is === 'table' ? result.table : undefined;

function claimMoves(node: NodeId, was: DiffedResult | undefined, is: DiffedResult | undefined): ClaimMove[] {
  const [before, after] = [was, is].map((result) => (result?.is === 'claim' ? result.holds : null)) as [
    boolean | null,
    boolean | null,
  ];
  return before === after ? [] : [{ node, claim: claimName(node), before, after }];
}

function tableMoves(before: Sidecar | undefined, after: Sidecar | undefined): TableMoves[] {
  const [was, is] = [
    before ? cellsOf(before) : new Map<string, PlacedCell>(),
    after ? cellsOf(after) : new Map<string, PlacedCell>(),
  ];
  const cells: CellMove[] = [];
  let hidden = 0;
  for (const id of new Set([...is.keys(), ...was.keys()])) {
    const [a, b] = [was.get(id), is.get(id)];
    if (a?.cell.text !== b?.cell.text) cells.push(moveBetween((after ?? before)!.table, a, b));
    else if (a?.cell.value !== b?.cell.value) hidden += 1;
  }
  if (cells.length === 0 && hidden === 0) return [];
  const sidecar = (after ?? before)!;
  return [{ table: sidecar.table, sidecar, is: !before ? 'new' : !after ? 'gone' : 'changed', cells, hidden }];
}

/** A printed cell with what it is of. */
export interface PlacedCell {
  readonly panel: string | null;
  readonly row: { readonly key: string; readonly label: string };
  readonly column: ColumnName;
  readonly at: CellMove['at'];
  readonly cell: JoinedCell;
  readonly stdError: number | undefined;
}

/** The move from one state of a cell to another, at least one of which is there. */
export function moveBetween(table: string, before: PlacedCell | undefined, after: PlacedCell | undefined): CellMove {
  const { panel, row, column, at } = (after ?? before)!;
  const [was, is] = [before?.cell.value, after?.cell.value];
  const inStdErrors =
    was !== undefined && is !== undefined && before?.stdError !== undefined ? (is - was) / before.stdError : null;
  return { table, panel, row, column, at, before: before?.cell ?? null, after: after?.cell ?? null, inStdErrors };
}

export type CellsOfTable = ReadonlyMap<string, PlacedCell>;

/** The printed cells by what they are: panel, row and column, wherever in the table they stand. */
export function cellsOf(sidecar: Sidecar): CellsOfTable {
  const cells = new Map<string, PlacedCell>();
  for (const [p, printedPanel] of sidecar.printed.entries()) {
    const { title: panel, rows } = printedPanel;
    const columns = columnsOf({ ...sidecar, heads: headsIn(sidecar, printedPanel) });
    const seen = new Map<string, number>();
    for (const [r, row] of rows.entries()) {
      const { key, label, cells: printed } = row;
      const times = (seen.get(key) ?? 0) + 1;
      seen.set(key, times);
      printed.forEach((cell, j) => {
        const shown = columns[j];
        if (!cell || !shown) return;
        const node = nodeShown(sidecar, row, j, shown);
        const column = { ...shown, node };
        const id = JSON.stringify([panel, key, times, column.id]);
        cells.set(id, {
          panel,
          row: { key, label },
          column,
          at: [p, r, j],
          cell,
          stdError: stdErrorAt(sidecar, key, j),
        });
      });
    }
  }
  return cells;
}

/** The node that a cell of a row shows: its own, its row's, or its column's. */
export const nodeShown = (
  { rowSources }: Pick<Sidecar, 'rowSources'>,
  { key, sources }: Pick<PrintedRow, 'key' | 'sources'>,
  column: number,
  { node }: Pick<ColumnName, 'node'>,
): string | undefined => sources?.[column] ?? rowSources?.[key] ?? node;

/** Columns of one node (stages of an IV estimation) are told apart by their headers, and by their places where those are equal. */
export function columnsOf({ heads, sources }: Pick<Sidecar, 'heads' | 'sources'>): ColumnName[] {
  const seen = new Map<string, number>();
  const only = sources.length === 1 ? sources[0] : undefined;
  return heads.map(({ header, name, number, source }, j) => {
    const shared = source !== undefined && heads.filter((head) => head.source === source).length > 1;
    const said = name ?? header;
    const base = source === undefined ? said || number || `(${j + 1})` : shared && said ? `${source}: ${said}` : source;
    const times = (seen.get(base) ?? 0) + 1;
    seen.set(base, times);
    return { id: times === 1 ? base : `${base} #${times}`, node: source ?? only, number };
  });
}

export const movedCells = (moves: Moves): number => moves.tables.reduce((sum, { cells }) => sum + cells.length, 0);
