/** The table of a sidecar as a table again, to be set in a terminal as the paper prints it. */
import type { PrintedHead, PrintedPanel, PrintedRow } from '../../table/formats/printed-cells.ts';
import type { Cell, Row, Table, TableColumn, TablePanel } from '../../table/table.ts';
import type { Sidecar } from '../diff/sidecar.ts';

export function printedAgain({
  table,
  caption,
  language,
  spanners = [],
  heads,
  printed,
  notes = [],
  sources,
  stub = '',
  outcomesLabel,
}: Sidecar): Table {
  const lang = language === 'zh' ? 'zh' : 'en';
  return {
    id: table,
    caption,
    label: '',
    language: lang,
    stub,
    spanners,
    columns: columnsOf(heads),
    ...outcomesOf(heads, outcomesLabel),
    panels: printed.map(panelOf),
    notes,
    sources,
    data: { columns: [], rows: [] },
  };
}

const columnsOf = (heads: readonly PrintedHead[]): TableColumn[] =>
  heads.map(({ header, number }) => ({ header, ...(number === undefined ? {} : { number }) }));

const outcomesOf = (heads: readonly PrintedHead[], label = ''): Pick<Table, 'outcomes'> =>
  heads.some(({ outcome }) => outcome !== undefined)
    ? { outcomes: { label, texts: heads.map(({ outcome = '' }) => outcome) } }
    : {};

const panelOf = ({ title, heads, spanners = [], stub = '', outcomesLabel, rows }: PrintedPanel): TablePanel => ({
  title,
  ...(heads && { head: { stub, spanners, columns: columnsOf(heads), ...outcomesOf(heads, outcomesLabel) } }),
  rows: rows.flatMap(rowsOf),
});

/** Puts the bracketed text behind an estimate below it. */
const BELOW = /^(\S+) ([([].*[)\]])$/;

/** One row, or the two of which it was put together. */
function rowsOf({ key, label, section, cells }: PrintedRow): Row[] {
  const texts = cells.map((cell) => cell?.text ?? '');
  const parts = texts.map((text) => BELOW.exec(text));
  const isTwo =
    parts.some((part) => part !== null) && parts.every((part, c) => part !== null || !texts[c]!.includes(' '));
  const row = (of: string, continues: boolean, cell: (c: number) => string): Row => ({
    key,
    label: of,
    section,
    continues,
    cells: texts.map((_, c) => cellOf(cell(c), section === 'body' && cells[c]?.value !== undefined)),
  });
  if (!isTwo) return [row(label, false, (c) => texts[c]!)];
  return [row(label, false, (c) => parts[c]?.[1] ?? texts[c]!), row('', true, (c) => parts[c]?.[2] ?? '')];
}

/** Numbers of the body stand below each other at their points. */
const cellOf = (text: string, isNumber: boolean): Cell =>
  text === '' ? { is: 'empty' } : { is: 'text', text, ...(isNumber && { figures: true }) };
