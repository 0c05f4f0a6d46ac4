/** A table as people read it, cell by cell, for programs that compare tables: the part of the sidecar that every table has alike. */
import { defined } from '../../base/defined.ts';
import type { Cell, Head, Row, Table, TableColumn, TablePanel } from '../table.ts';
import { cellText, plainStyle } from './cells.ts';

/** An estimate with what stands below it is one cell: `1.592*** (0.456)`. */
export interface JoinedCell {
  readonly text: string;
  /** The first number in it, unrounded; absent where there is none, or where it is undefined. */
  readonly value?: number;
}

export interface PrintedRow {
  readonly key: string;
  readonly label: string;
  readonly section: Row['section'];
  /** The node that each cell shows, where it is not that of its column. */
  readonly sources?: readonly (string | null)[];
  /** One a column; null where nothing is printed. */
  readonly cells: readonly (JoinedCell | null)[];
}

export type PrintedHead = Pick<TableColumn, 'header' | 'name' | 'number' | 'source'> & { readonly outcome?: string };

/** Holds what stands at the left of headings, if anything: the head of the labels, and the name of the line of dependent variables. */
export interface HeadLabels {
  readonly stub?: string;
  readonly outcomesLabel?: string;
}

export interface PrintedPanel extends HeadLabels {
  readonly title: string | null;
  /** Headings of its own, one a column; absent where those of the table are all. */
  readonly heads?: readonly PrintedHead[];
  readonly spanners?: Table['spanners'];
  /** The nodes that its columns show, where they are not those of the table's. */
  readonly sources?: readonly string[];
  readonly rows: readonly PrintedRow[];
}

export interface JoinedTable extends HeadLabels {
  /** One a column: the node that it shows (`source`), where it shows one. */
  readonly heads: readonly PrintedHead[];
  readonly printed: readonly PrintedPanel[];
}

export const printedTable = (table: Table): JoinedTable => ({
  ...headLabels(table),
  heads: printedHeads(table),
  printed: table.panels.map((panel) => ({
    title: panel.title,
    ...ownHeads(panel),
    rows: joined(panel.rows),
  })),
});

const headLabels = ({ stub, outcomes }: Pick<Head, 'stub' | 'outcomes'>): HeadLabels =>
  defined({ stub: stub || undefined, outcomesLabel: outcomes?.label });

const printedHeads = ({
  columns,
  outcomes,
}: {
  readonly columns: Table['columns'];
  readonly outcomes?: Table['outcomes'] | undefined;
}): PrintedHead[] =>
  columns.map(({ header, name, number, source }, c) => ({
    header,
    ...defined({ name, number, source, outcome: outcomes?.texts[c] }),
  }));

const ownHeads = ({ head, sources }: TablePanel): Omit<PrintedPanel, 'title' | 'rows'> => ({
  ...defined({
    sources,
    spanners: head === undefined || head.spanners.length === 0 ? undefined : head.spanners,
    heads: head && printedHeads(head),
  }),
  ...(head && headLabels(head)),
});

/** The heads of a panel's columns: its own, or as far as it has none those of the table, with the nodes that they show. */
export const headsIn = (
  { heads }: Pick<JoinedTable, 'heads'>,
  { heads: own = heads, sources }: PrintedPanel,
): PrintedHead[] =>
  own.map((head, c) => {
    const over = head.header === '' && head.number === undefined ? heads[c] : undefined;
    const source = sources?.[c] ?? head.source ?? heads[c]?.source;
    return { ...over, ...head, header: head.header || (over?.header ?? ''), ...defined({ source }) };
  });

/** Rows with the lines that continue them. */
function joined(rows: readonly Row[]): PrintedRow[] {
  const together: Row[][] = [];
  for (const row of rows) {
    const last = together.at(-1);
    if (row.continues && last) last.push(row);
    else together.push([row]);
  }
  return together.map((lines) => {
    const { key, label, section, cells, sources } = lines[0]!;
    return {
      key,
      label,
      section,
      ...defined({ sources }),
      cells: cells.map((_, i) => printedCell(lines.map((line) => line.cells[i]!))),
    };
  });
}

function printedCell(lines: readonly Cell[]): JoinedCell | null {
  const text = lines
    .map((cell) => cellText(cell, plainStyle))
    .filter((each) => each !== '')
    .join(' ');
  if (text === '') return null;
  const value = lines.map(firstValue).find((each) => each !== undefined);
  return value === undefined ? { text } : { text, value };
}

function firstValue(cell: Cell): number | undefined {
  if (cell.is === 'number') return typeof cell.value === 'number' ? cell.value : undefined;
  return cell.is === 'pieces' ? cell.pieces.map(firstValue).find((value) => value !== undefined) : undefined;
}
