/** The format CSV, for programs and comparisons: one line for each row, raw names, an estimate and its standard error in one cell. */
import Type from 'typebox';
import { escapeCsv, noFormula } from '../../base/text/csv-text.ts';
import { placeOfColumn } from '../column-names.ts';
import type { Cell, Head, Row, Table, TableColumn } from '../table.ts';
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
    bom: {
      schema: Type.Boolean({
        description: 'CSV: a byte order mark, by which Excel knows that the file is UTF-8; false by default',
      }),
      usual: false,
    },
  },
  breaksCells: true,
  terminalRank: 2,
  view,
  figures: (text) => escapeCsv(oneLine(text)),
};

const BYTE_ORDER_MARK = '\ufeff';

function view(table: Table, options: FormatOptions): { readonly lines: readonly string[] } {
  const text = options.quote_formulas ? noFormula : (same: string) => same;
  const lines = table.panels.flatMap((panel) => [
    ...(panel.title === null
      ? []
      : [[text(panel.name ?? panel.title), ...titled(panel.head ?? table, panel.head !== undefined).map(text)]]),
    ...outcomeLine(panel.head).map((line) => line.map(text)),
    ...joinedRows(panel.rows, text),
  ]);
  const head = [table.stubName ?? 'Variable', ...headers(table.columns)];
  const all = [...[head, ...outcomeLine(table)].map((line) => line.map(text)), ...lines];
  const [first, ...body] = all.map((line) => line.map((cell) => escapeCsv(oneLine(cell))).join(','));
  return { lines: [options.bom ? BYTE_ORDER_MARK + first! : first!, ...body] };
}

/** Beside a panel's title stand the headings of its own. */
function titled({ columns }: Head, hasOwn: boolean): string[] {
  const own = hasOwn ? columns.findLastIndex(({ header, number = '' }) => header + number !== '') + 1 : 0;
  return [...headers(columns.slice(0, own)), ...columns.slice(own).map(() => '')];
}

const outcomeLine = (head: Head | undefined): string[][] =>
  head?.outcomes === undefined ? [] : [[head.outcomes.label, ...head.outcomes.texts]];

/** Headers where every column has one of its own, otherwise numbers. */
function headers(columns: readonly TableColumn[]): string[] {
  const names = columns.map((column) => column.name ?? column.header);
  const telling = names.every((name) => name !== '');
  if (telling && new Set(names).size === names.length) return names;
  return columns.map((_, i) => [placeOfColumn(i), names[i]!].filter((part) => part !== '').join(' '));
}

/** Lines, in each of which a row and those that continue it are joined: `4.502*** (0.664)`. `text` makes safe what begins a cell. */
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

/** A cell without thousands separators and marks of footnotes, since programs read it. */
function plain(cell: Cell): string {
  return cellText(ungrouped(cell), { ...plainStyle, mark: () => '' });
}

function ungrouped(cell: Cell): Cell {
  if (cell.is === 'number') return { ...cell, format: { ...cell.format, thousands: false } };
  if (cell.is === 'text' && cell.figures) return { ...cell, text: cell.text.replaceAll(',', '') };
  if (cell.is === 'pieces')
    return { is: 'pieces', pieces: cell.pieces.map((piece) => ungrouped(piece) as typeof piece) };
  return cell;
}
