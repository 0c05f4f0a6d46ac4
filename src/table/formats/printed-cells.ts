/** A table as people read it, cell by cell, for programs that compare tables: the part of the sidecar that every table has alike. */
import { defined } from '../../base/defined.ts';
import type { Cell, Column, Row, Table } from '../table.ts';
import { cellText, plainStyle } from './cells.ts';

/** An estimate with what stands below it is one cell: `1.592*** (0.456)`. */
export interface PrintedCell {
  readonly text: string;
  /** The first number in it, unrounded; absent where there is none, or where it is undefined. */
  readonly value?: number;
}

export interface PrintedRow {
  readonly key: string;
  readonly label: string;
  readonly section: Row['section'];
  /** One a column; null where nothing is printed. */
  readonly cells: readonly (PrintedCell | null)[];
}

export interface PrintedTable {
  /** One a column: the node that it shows (`source`), where it shows one. */
  readonly heads: readonly Pick<Column, 'header' | 'name' | 'number' | 'source'>[];
  readonly printed: readonly { readonly title: string | null; readonly rows: readonly PrintedRow[] }[];
}

export const printedTable = ({ columns, panels }: Table): PrintedTable => ({
  heads: columns.map(({ header, name, number, source }) => ({ header, ...defined({ name, number, source }) })),
  printed: panels.map(({ title, rows }) => ({ title, rows: joined(rows) })),
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
    const { key, label, section, cells } = lines[0]!;
    return { key, label, section, cells: cells.map((_, i) => printedCell(lines.map((line) => line.cells[i]!))) };
  });
}

function printedCell(lines: readonly Cell[]): PrintedCell | null {
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
