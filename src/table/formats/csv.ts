/** One line a row, raw names, an estimate and its standard error in one cell: for programs and comparisons. */
import type { Cell, Column, Format, Row, Table } from '../table.ts';
import { cellText, oneLine, plainStyle } from './cells.ts';

export const csv: Format = {
  name: 'csv',
  extension: 'csv',
  template: 'table.csv.hbs',
  escape: escapeCsv,
  render: (table, layout, template) => layout(template, view(table)),
};

/** RFC 4180 quoting. */
function escapeCsv(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function view(table: Table): object {
  const lines = table.panels.flatMap((panel) => [
    ...(panel.title === null ? [] : [[panel.title, ...table.columns.map(() => '')]]),
    ...joinedRows(panel.rows),
  ]);
  const all = [['Variable', ...headers(table.columns)], ...lines];
  return { lines: all.map((line) => line.map((cell) => escapeCsv(oneLine(cell))).join(',')) };
}

/** Headers where every column has one of its own, otherwise numbers. */
function headers(columns: readonly Column[]): string[] {
  const names = columns.map((column) => column.name ?? column.header);
  const telling = names.every((name) => name !== '');
  if (telling && new Set(names).size === names.length) return names;
  return columns.map((column, i) => [column.number ?? `(${i + 1})`, names[i]!].filter((part) => part !== '').join(' '));
}

/** A row and the rows that continue it are one line: `4.502*** (0.664)`. */
function joinedRows(rows: readonly Row[]): string[][] {
  const lines: string[][] = [];
  for (const row of rows) {
    const cells = row.cells.map(plain);
    const last = lines.at(-1);
    if (!row.continues || !last) lines.push([row.name ?? row.label, ...cells]);
    else
      cells.forEach((cell, i) => {
        if (cell !== '') last[i + 1] = last[i + 1] === '' ? cell : `${last[i + 1]} ${cell}`;
      });
  }
  return lines;
}

/** Without thousands separators: programs read this. */
function plain(cell: Cell): string {
  return cellText(ungrouped(cell), plainStyle);
}

function ungrouped(cell: Cell): Cell {
  if (cell.is === 'number') return { ...cell, format: { ...cell.format, thousands: false } };
  if (cell.is === 'pieces')
    return { is: 'pieces', pieces: cell.pieces.map((piece) => ungrouped(piece) as typeof piece) };
  return cell;
}
