/** Writes tables as the sheets of an Excel workbook (ECMA-376 part 1, SpreadsheetML): numbers are numbers, unrounded, and stand as they are printed. */
import { largest } from '../../../base/extremes.ts';
import { displayWidth } from '../../../base/text/display-width.ts';
import { readable } from '../../number.ts';
import type { Cell, Head, NumberCell, Row, Table, TableColumn } from '../../table.ts';
import { words } from '../../words/phrases.ts';
import {
  alignedRows,
  cellText,
  headRows,
  headsOf,
  numberText,
  oneLine,
  overColumns,
  plainStyle,
  rowGroups,
  rowsOf,
} from '../cells.ts';
import { type CellStyle, CellStyles } from './cell-styles.ts';
import { officeFile } from './package.ts';
import { element, escapeXml } from './xml.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const type = (part: string): string => `application/vnd.openxmlformats-officedocument.spreadsheetml.${part}+xml`;

const A4 = 9;
/** Points of a row in which every font for Chinese has room. */
const CJK_ROW = 19;
/** Characters on a line of a page in portrait. */
const LINE = 85;

/** The file of a workbook with one sheet a table. */
export function workbook(tables: readonly Table[]): Uint8Array {
  const styles = new CellStyles();
  const names = sheetNames(tables);
  const sheets = tables.map((table, i) => ({
    path: `xl/worksheets/sheet${i + 1}.xml`,
    type: type('worksheet'),
    relation: 'worksheet',
    xml: sheet(table, styles),
  }));
  const list = names.map((name, i) => element('sheet', { name, sheetId: i + 1, 'r:id': `rId${i + 1}` }));
  return officeFile(
    {
      path: 'xl/workbook.xml',
      type: type('sheet.main'),
      xml: element('workbook', { xmlns: MAIN, 'xmlns:r': RELATIONSHIPS }, element('sheets', {}, ...list)),
    },
    [...sheets, { path: 'xl/styles.xml', type: type('styles'), relation: 'styles', xml: styles.xml() }],
    tables,
  );
}

/** Tables' own names, which a sheet has 31 characters for and no two may share, whatever their case. */
function sheetNames(tables: readonly Table[]): string[] {
  const taken = new Set<string>();
  return tables.map(({ id }) => {
    const name = id.slice(id.indexOf('.') + 1).replace(/[[\]:*?/\\]/g, '-');
    for (let n = 1; ; n++) {
      const end = n === 1 ? '' : ` (${n})`;
      const tried = name.slice(0, 31 - end.length) + end;
      if (taken.has(tried.toLowerCase())) continue;
      taken.add(tried.toLowerCase());
      return tried;
    }
  });
}

interface SheetCell {
  readonly value: string | number;
  readonly style: CellStyle;
  /** The number of columns that it spans; 1 by default. */
  readonly columns?: number;
}

type SheetRow = readonly SheetCell[];

function sheet(table: Table, styles: CellStyles): string {
  const width = table.columns.length + 1;
  const head = headLines(table);
  const lines: readonly SheetRow[] = [
    ...(table.caption === '' ? [] : [[{ value: table.caption, style: { font: 'bold' as const } }]]),
    ...ruled(head, { first: { top: 'medium' }, last: { bottom: 'thin' } }),
    ...ruled(bodyLines(table), { last: { bottom: 'medium' } }),
    ...noteLines(table, width),
  ];
  const merged = lines.flatMap((line, r) =>
    placed(line).flatMap(({ at, columns = 1 }) =>
      columns === 1 ? [] : [element('mergeCell', { ref: `${reference(at, r)}:${reference(at + columns - 1, r)}` })],
    ),
  );
  const widths = columnWidths(table);
  const cols = widths.map((characters, c) =>
    element('col', { min: c + 1, max: c + 1, width: characters, customWidth: 1 }),
  );
  return element(
    'worksheet',
    { xmlns: MAIN },
    element('sheetPr', {}, element('pageSetUpPr', { fitToPage: 1 })),
    element('sheetViews', {}, element('sheetView', { showGridLines: 0, workbookViewId: 0 })),
    ...(table.language === 'zh' ? [element('sheetFormatPr', { defaultRowHeight: CJK_ROW, customHeight: 1 })] : []),
    element('cols', {}, ...cols),
    element('sheetData', {}, ...lines.map((line, r) => rowXml(line, r, styles, widths))),
    ...(merged.length === 0 ? [] : [element('mergeCells', { count: merged.length }, ...merged)]),
    element('pageSetup', {
      paperSize: A4,
      orientation: widths.reduce((sum, each) => sum + each, 0) > LINE ? 'landscape' : 'portrait',
      fitToWidth: 1,
      fitToHeight: 0,
    }),
  );
}

/** The cells of a line with the columns at which they begin. */
function placed(line: SheetRow): (SheetCell & { readonly at: number })[] {
  let at = 0;
  return line.map((cell) => {
    const here = { ...cell, at };
    at += cell.columns ?? 1;
    return here;
  });
}

/** `B3` */
function reference(column: number, row: number): string {
  let letters = '';
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26))
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  return `${letters}${row + 1}`;
}

function rowXml(line: SheetRow, r: number, styles: CellStyles, widths: readonly number[]): string {
  const cells = placed(line).flatMap(({ at, value, style, columns = 1 }) => {
    const s = styles.of(style);
    const rest = Array.from({ length: columns - 1 }, (_, c) => element('c', { r: reference(at + c + 1, r), s }));
    return [cellXml(reference(at, r), value, s), ...rest];
  });
  const [first] = line;
  // A cell over several columns does not make its row higher by itself.
  const height = first?.style.wrap
    ? { ht: Math.min(HIGHEST, 15 * linesOf(String(first.value), widths)), customHeight: 1 }
    : {};
  return element('row', { r: r + 1, ...height }, ...cells);
}

/** Points of a row, at most: Excel refuses a file with a higher one. */
const HIGHEST = 409;

/** Lines that a note takes over all columns. */
const linesOf = (text: string, widths: readonly number[]): number =>
  Math.ceil(displayWidth(text) / widths.reduce((sum, width) => sum + width, 0));

function cellXml(r: string, value: string | number, s: number): string {
  if (value === '') return element('c', { r, s });
  if (typeof value === 'number') return element('c', { r, s }, element('v', {}, String(value)));
  const text = element('t', { 'xml:space': 'preserve' }, escapeXml(oneLine(value)));
  return element('c', { r, s, t: 'inlineStr' }, element('is', {}, text));
}

/** Rules above the first line and below the last. */
function ruled(
  lines: readonly SheetRow[],
  rules: { readonly first?: CellStyle; readonly last?: CellStyle },
): SheetRow[] {
  return lines.map((line, l) => {
    const rule = { ...(l === 0 ? rules.first : {}), ...(l === lines.length - 1 ? rules.last : {}) };
    return line.map((cell) => ({ ...cell, style: { ...cell.style, ...rule } }));
  });
}

function spannerLine(spanners: Table['spanners'][number], { columns }: Head): SheetRow {
  const cells = overColumns(spanners, columns.length).map(
    ({ spanner, from, to }): SheetCell =>
      spanner
        ? {
            value: spanner.text,
            style: { align: 'center', ...(spanner.unruled ? {} : { bottom: 'thin' }) },
            columns: to - from + 1,
          }
        : { value: '', style: {} },
  );
  return [{ value: '', style: {} }, ...cells];
}

function headLines(head: Head): SheetRow[] {
  const rows = headRows(head).map(
    ({ label, texts }): SheetRow => [
      { value: label, style: {} },
      ...texts.map((value, c): SheetCell => ({ value, style: { align: head.columns[c]!.align ?? 'center' } })),
    ],
  );
  return [...head.spanners.map((level) => spannerLine(level, head)), ...rows];
}

/** Panels, each with its title, and a rule above the first of each group of rows but the first. */
function bodyLines(table: Table): SheetRow[] {
  const aligned = new Set(alignedRows(table));
  const room = table.columns.map((_, c) => roomOf(c, aligned));
  return table.panels.flatMap(rowGroups).flatMap(({ title, head, rows }, g) => {
    const lines = rows.map(
      (row): SheetRow => [
        { value: row.label, style: {} },
        ...row.cells.map((cell, c) => bodyCell(cell, aligned.has(row) ? room[c]! : undefined, table.columns[c]!.align)),
      ],
    );
    const heading: SheetCell = { value: title ?? '', style: { font: 'italic' }, columns: table.columns.length + 1 };
    const headings = head === undefined ? [] : ruled(headLines(head), { last: { bottom: 'thin' } });
    return ruled(
      [...(title === null ? [] : [[heading]]), ...headings, ...lines],
      g === 0 ? {} : { first: { top: 'thin' } },
    );
  });
}

/** The characters around a column's digits. Cells with fewer are padded by as much, so that centred cells align at the point. */
interface DigitPadding {
  readonly minus: boolean;
  readonly brackets: boolean;
  /** Characters before the point, signs and brackets aside. */
  readonly digits: number;
  /** Characters of stars and marks. */
  readonly behind: number;
}

function roomOf(column: number, aligned: Iterable<Row>): DigitPadding {
  const numbers = [...aligned].map(({ cells }) => cells[column]!).filter((cell) => cell.is === 'number');
  return {
    minus: numbers.some(isNegative),
    brackets: numbers.some(({ wrap }) => wrap !== undefined),
    digits: largest([0, ...numbers.map(digitsBefore)]),
    behind: largest([0, ...numbers.map((cell) => behindNumber(cell).length)]),
  };
}

const behindNumber = ({ stars = '', mark = '' }: NumberCell): string => stars + mark;
const isNegative = ({ value }: NumberCell): boolean => typeof value === 'number' && value < 0;
const digitsBefore = (cell: NumberCell): number => /^-?([\d,]*)/.exec(numberText(cell))![1]!.length;

function bodyCell(cell: Cell, room: DigitPadding | undefined, align: TableColumn['align']): SheetCell {
  const style = { align: align ?? 'center' } as const;
  if (cell.is === 'number' && typeof cell.value === 'number')
    return { value: shownAlike(cell, cell.value), style: { ...style, format: formatOf(cell, room) } };
  return { value: cellText(cell, { ...plainStyle, number: readable }), style };
}

/** The value, unless it is so near to the middle of two printed ones that Excel, which rounds decimals, would show the other. */
function shownAlike(cell: NumberCell, value: number): number {
  const printed = Number(numberText({ ...cell, format: { ...cell.format, thousands: false } }));
  const [digits = ''] = /(?<=\.)\d+/.exec(numberText(cell)) ?? [];
  const half = 0.5 / Number(`1e${digits.length}`);
  return Math.abs(Math.abs(value - printed) - half) < 1e-9 * half ? printed : value;
}

/** The format of one cell, `"("0.000")"`: the number as it is printed with its brackets and stars; the second half is for what is below 0. */
function formatOf(cell: NumberCell, room: DigitPadding | undefined): string {
  const { wrap: [open, close] = ['', ''] } = cell;
  const behind = behindNumber(cell);
  const digits = digitsOf(numberText(cell));
  const blank = (character: string, times: number): string => `_${character}`.repeat(times);
  const bare = room?.brackets && open === '' ? 1 : 0;
  const before = room ? blank('−', room.minus && !isNegative(cell) ? 1 : 0) + blank('(', bare) : '';
  const missing = room ? blank('0', Math.max(0, room.digits - digitsBefore(cell))) : '';
  const after = quoted(close + behind) + (room ? blank('*', room.behind - behind.length) + blank(')', bare) : '');
  const signed = (sign: string): string => `${before}${missing}${quoted(open + sign)}${digits}${after}`;
  return `${signed('')};${signed('−')}`;
}

const quoted = (text: string): string => (text === '' ? '' : `"${text.replaceAll('"', '')}"`);

/** Returns the number format with as many digits as the text: `#,##0.000` for `12,345.678`, `0.00E+00` for `1.23e-7`. */
function digitsOf(text: string): string {
  const [, fraction = ''] = /\.(\d+)/.exec(text) ?? [];
  const point = fraction === '' ? '' : `.${'0'.repeat(fraction.length)}`;
  return `${text.includes(',') ? '#,##0' : '0'}${point}${text.includes('e') ? 'E+00' : ''}`;
}

/** In characters, as Excel counts them. A heading over columns that is wider than these widens them alike. */
function columnWidths(table: Table): number[] {
  const [stub, ...widths] = ownWidths(table) as [number, ...number[]];
  for (const { text, from, to } of headsOf(table).flatMap(({ spanners }) => spanners.flat())) {
    const room = widths.slice(from, to + 1).reduce((sum, width) => sum + width, 0);
    const more = Math.ceil(Math.max(0, displayWidth(text) + 2 - room) / (to - from + 1));
    for (let c = from; c <= to; c++) widths[c]! += more;
  }
  return [stub, ...widths];
}

function ownWidths(table: Table): number[] {
  const heads = headsOf(table).flatMap(headRows);
  const labels = [...heads, ...rowsOf(table)].map(({ label }) => displayWidth(label));
  const columns = table.columns.map((_, c) =>
    largest([
      8,
      ...heads.map(({ texts }) => displayWidth(texts[c]!)),
      ...rowsOf(table).map(({ cells }) => displayWidth(cellText(cells[c]!, plainStyle)) + 2),
    ]),
  );
  return [largest([8, ...labels]), ...columns].map((width) => width + 2);
}

function noteLines({ notes, language }: Table, width: number): SheetRow[] {
  const { notes: label, space } = words[language];
  if (notes.length === 0) return [];
  return [[{ value: [label, ...notes].join(space), style: { align: 'left', wrap: true }, columns: width }]];
}
