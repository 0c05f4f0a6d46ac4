/** One line a row, raw names, an estimate and its standard error in one cell: for programs and comparisons. */
import Type from 'typebox';
import type { Cell, Column, Row, Table } from '../table.ts';
import { cellText, oneLine, plainStyle } from './cells.ts';
import type { FormatOptions, TemplateFormat } from './format.ts';

export const csv: TemplateFormat = {
  name: 'csv',
  title: 'CSV',
  extension: 'csv',
  template: 'table.csv.hbs',
  options: {
    quote_formulas: {
      schema: Type.Boolean({
        description:
          'CSV: an apostrophe before texts that a spreadsheet would take for formulas (`= + - @`); true by default',
      }),
      usual: true,
    },
  },
  breaksCells: true,
  terminalRank: 2,
  view,
};

/** RFC 4180 quoting. */
export function escapeCsv(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function view(table: Table, options: FormatOptions): { readonly lines: readonly string[] } {
  const text = options.quote_formulas ? noFormula : (same: string) => same;
  const lines = table.panels.flatMap((panel) => [
    ...(panel.title === null ? [] : [[text(panel.title), ...table.columns.map(() => '')]]),
    ...joinedRows(panel.rows, text),
  ]);
  const all = [['Variable', ...headers(table.columns).map(text)], ...lines];
  return { lines: all.map((line) => line.map((cell) => escapeCsv(oneLine(cell))).join(',')) };
}

/** Headers where every column has one of its own, otherwise numbers. */
function headers(columns: readonly Column[]): string[] {
  const names = columns.map((column) => column.name ?? column.header);
  const telling = names.every((name) => name !== '');
  if (telling && new Set(names).size === names.length) return names;
  return columns.map((column, i) => [column.number ?? `(${i + 1})`, names[i]!].filter((part) => part !== '').join(' '));
}

/** A row and the rows that continue it are one line: `4.502*** (0.664)`. `text` makes safe what begins a cell. */
function joinedRows(rows: readonly Row[], text: (text: string) => string): string[][] {
  const lines: string[][] = [];
  const first = (cell: Cell): string => (beginsWithText(cell) ? text(plain(cell)) : plain(cell));
  for (const row of rows) {
    const last = lines.at(-1);
    if (!row.continues || !last) lines.push([text(row.name ?? row.label), ...row.cells.map(first)]);
    else
      row.cells.forEach((cell, i) => {
        const more = plain(cell);
        if (more !== '') last[i + 1] = last[i + 1] === '' ? first(cell) : `${last[i + 1]} ${more}`;
      });
  }
  return lines;
}

function beginsWithText(cell: Cell): boolean {
  return cell.is === 'text' || (cell.is === 'pieces' && cell.pieces[0]?.is === 'text');
}

/** With what spreadsheets, and those of Asia, take for a formula. */
const FORMULA = /^[=+\-@\t\uff1d\uff0b\uff0d\uff20]./s;
/** As it may be printed: with stars, and an error in brackets behind it. */
const NUMBER = /^[+-]?(\d[\d,]*(\.\d*)?|\.\d+)(e[+-]?\d+)?%?\**( ?[([][\d.,+\- e]*[)\]]\**)?$/i;

/** An apostrophe before a text, which spreadsheets take for the sign of one. */
const noFormula = (text: string): string => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);

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
