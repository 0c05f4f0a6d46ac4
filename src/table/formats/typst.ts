/** The format Typst: native tables, in a figure with a label; every text is a string of its code, so that none is markup. */

import { readable } from '../number.ts';
import { plainSuperscript } from '../superscripts.ts';
import type { Cell, Head, Row, Spanner, Table } from '../table.ts';
import { words } from '../words/phrases.ts';
import {
  alignedRows,
  type CellFormat,
  cellText,
  headRows,
  overColumns,
  piecesOf,
  plainStyle,
  provenance,
  rowGroups,
  rowsOf,
  spanOf,
  unbroken,
} from './cells.ts';
import type { FormatOptions, TemplateFormat } from './format.ts';
import { fontSize, inTypst, landscape, placement, placementOf, sharesOf, widths } from './page.ts';
import { type NumberParts, partsOf } from './parts.ts';
import { typstString } from './typst-text.ts';

export const typst: TemplateFormat = {
  name: 'typst',
  title: 'Typst',
  extension: 'typ',
  template: 'table.typ.hbs',
  options: { landscape, font_size: fontSize, placement, widths },
  breaksCells: true,
  view,
  figures: (text) => typstString(readable(text)),
};

const plain: CellFormat = { ...plainStyle, number: (text) => readable(text) };

const style: CellFormat = {
  text: typstString,
  number: (text) => typstString(readable(text)),
  stars: (stars) => `stars(${typstString(stars)})`,
  mark: (mark) => `super(${typstString(plainSuperscript(mark))})`,
};

function view(table: Table, options: FormatOptions): object {
  const { notes, space, continued } = words[table.language];
  const head = headLines(table);
  const groups = groupsOf(table);
  return {
    comment: provenance(table),
    label: typstString(table.label.replace(/[^\p{L}\p{N}:._-]+/gu, '-')),
    caption: table.caption === '' ? '' : typstString(table.caption),
    continued: list(continued(NUMBER).split(NUMBER).map(typstString)),
    landscape: options.landscape === true,
    placement: inTypst[placementOf(options)] ?? '',
    page: placementOf(options) === 'page',
    size: typeof options.font_size === 'number' ? `${options.font_size}pt` : '',
    columns: table.columns.length + 1,
    ...labelColumn(table, options),
    points: table.columns.map((_, c) => pointOf(c, alignedRows(table))),
    tall: rowsOf(table).length > PAGE,
    ...ruled(table, groups),
    head,
    groups,
    notesLabel: typstString(notes),
    notes: table.notes.length === 0 ? '' : typstString(space + table.notes.map(unbroken).join(space)),
  };
}

/** The number of rows that fit on any usual page. */
const PAGE = 30;

/** Stands for the number of the table in what heads its further pages. */
const NUMBER = '\0';

/** Rows between two rules. */
interface RuledRows {
  readonly first: boolean;
  /** The title and headings of a panel, which stand on the page of the row below them. */
  readonly heading: readonly string[];
  readonly head: Head | undefined;
  readonly lines: readonly string[];
  readonly count: number;
}

function groupsOf(table: Table): readonly RuledRows[] {
  const aligned = new Set(alignedRows(table));
  return table.panels.flatMap(rowGroups).map(({ title, head, rows }, g) => ({
    first: g === 0,
    heading: [
      ...(title === null ? [] : [list([`heading(${typstString(title)})`])]),
      ...(head === undefined ? [] : headLines(head)),
    ],
    head,
    lines: rows.map((row, r) => rowLine(row, aligned.has(row), table, spanOf(rows, r))),
    count: rows.length,
  }));
}

/** The rows below and above a rule, by their numbers in the table, where there is more air. */
function ruled(table: Table, groups: readonly RuledRows[]): { readonly below: string; readonly above: string } {
  const below: number[] = [];
  const above: number[] = [];
  // The row that heads further pages is the first.
  let at = 1;
  const between = (rows: number, spanners = 0): void => {
    if (rows === 0) return;
    for (let level = 0; level <= spanners; level++) below.push(at + level);
    at += rows;
    above.push(at - 1);
  };
  between(headLines(table).length, table.spanners.length);
  for (const { heading, head, count } of groups) {
    if (head === undefined) between(heading.length + count);
    else {
      between(heading.length, head.spanners.length);
      between(count);
    }
  }
  return { below: list(below.map(String)), above: list(above.map(String)) };
}

/** The share of the line that labels take at most, and the labels; empty where nothing is said of it. */
function labelColumn(table: Table, options: FormatOptions): { readonly share: string; readonly labels: string } {
  const { labels } = sharesOf(options);
  if (labels === null) return { share: '', labels: '' };
  const texts = new Set([table.stub, ...rowsOf(table).map(({ label }) => label)]);
  return { share: String(labels), labels: list([...texts].map(typstString)) };
}

/** Arguments of a call, with a comma behind each. */
const list = (items: readonly string[]): string =>
  items
    .map((item) => `${item}, `)
    .join('')
    .trimEnd();

/** Returns the distinct texts on either side of a column's decimal points. The widest takes half of the column. */
function pointOf(column: number, aligned: Iterable<Row>): { readonly before: string; readonly after: string } {
  const parts = [...aligned].flatMap((row) => partsOf(row.cells[column]!) ?? []);
  const texts = (side: 'before' | 'after'): string =>
    list([...new Set(parts.map((each) => each[side]))].sort().map(typstString));
  return { before: texts('before'), after: texts('after') };
}

function spannerLine(spanners: readonly Spanner[], { columns }: Head): string {
  const cells = overColumns(spanners, columns.length).map(({ spanner, from, to }) => {
    if (!spanner) return '[]';
    const [width, text] = [to - from + 1, typstString(spanner.text)];
    return spanner.unruled ? `table.cell(colspan: ${width}, ${text})` : `over(${width}, ${text})`;
  });
  return list(['[]', ...cells]);
}

function headLines(head: Head): string[] {
  const rows = headRows(head).map(({ label, texts }) =>
    list([typstString(label), ...texts.map((text, c) => placed(typstString(text), head, c))]),
  );
  return [...head.spanners.map((level) => spannerLine(level, head)), ...rows];
}

/** A row whose label reaches over `span` rows; none where it is that of a row above. */
const rowLine = ({ label, cells }: Row, aligned: boolean, table: Table, span: number): string =>
  list([...labelOver(span, label), ...cells.map((cell, c) => placed(cellSource(cell, c, aligned), table, c))]);

const labelOver = (span: number, label: string): readonly string[] =>
  span === 0 ? [] : [span === 1 ? labelString(label) : `name(${span}, ${labelString(label)})`];

/** Labels of more characters may have no room. */
const LONG = 48;

/** A label, whose long words may break where it is long. */
const labelString = (label: string): string =>
  typstString(
    label.length <= LONG
      ? label
      : label
          .split(' ')
          .map((word) => piecesOf(word).join('\u200b'))
          .join(' '),
  );

/** A cell of a column of texts stands at its left edge. */
const placed = (source: string, { columns }: Head, column: number): string =>
  columns[column]!.align === 'left' ? `align(left, ${source})` : source;

function cellSource(cell: Cell, column: number, aligned: boolean): string {
  const parts = aligned ? partsOf(cell) : undefined;
  if (parts !== undefined) return atPoint(parts, column);
  if (cell.is === 'empty') return '[]';
  const pieces = cell.is === 'pieces' ? cell.pieces : [cell];
  if (!pieces.some(({ stars, mark }) => stars ?? mark)) return typstString(cellText(cell, plain));
  const sources = pieces.flatMap(({ mark, ...piece }) => [
    ...(piece.is === 'number' && piece.stars
      ? [cellText({ ...piece, stars: '' }, style), style.stars(piece.stars)]
      : [cellText(piece, style)]),
    ...(mark === undefined ? [] : [style.mark(mark)]),
  ]);
  return `{ ${sources.join('; ')} }`;
}

const atPoint = ({ before, after, stars, mark }: NumberParts, column: number): string => {
  const behind = [stars, plainSuperscript(mark)];
  while (behind.at(-1) === '') behind.pop();
  return `point(${[String(column), ...[before, after, ...behind].map(typstString)].join(', ')})`;
};
