/** Does what every format does alike: prints cells as strings, before escaping and layout. */
import { displayWidth } from '../../base/text/display-width.ts';
import { formatNumber } from '../number.ts';
import type { Cell, Head, NumberCell, Row, Spanner, Table, TablePanel, TextCell } from '../table.ts';

/** A number as text: `1.592`, or the mark of an undefined value. */
export function numberText(cell: NumberCell): string {
  return typeof cell.value === 'number' ? formatNumber(cell.value, cell.format) : (cell.undefinedAs ?? '.');
}

export function wrapped(cell: NumberCell): string {
  const [open, close] = cell.wrap ?? ['', ''];
  return open + numberText(cell) + close;
}

/** The functions by which a format sets the contents of a cell. */
export interface CellFormat {
  text(text: string): string;
  /** A number with its brackets. */
  number(text: string): string;
  stars(stars: string): string;
  /** The mark of a footnote. */
  mark(mark: string): string;
}

const asIs = (text: string): string => text;
export const plainStyle: CellFormat = { text: asIs, number: asIs, stars: asIs, mark: asIs };

/** A cell as one string: `1.592***`. */
export function cellText(cell: Cell, style: CellFormat): string {
  switch (cell.is) {
    case 'empty':
      return '';
    case 'text':
      return (cell.stars ? style.stars : cell.figures ? style.number : style.text)(cell.text) + markText(cell, style);
    case 'number':
      return style.number(wrapped(cell)) + (cell.stars ? style.stars(cell.stars) : '') + markText(cell, style);
    case 'pieces':
      return cell.pieces.map((piece) => cellText(piece, style)).join('');
    default:
      return cell satisfies never;
  }
}

const markText = ({ mark }: NumberCell | TextCell, style: CellFormat): string =>
  mark === undefined ? '' : style.mark(mark);

/** Tells whether stars or parentheses stand around a table's numbers, so that aligned digits need space beside them. */
export function isDecorated(table: Table): boolean {
  return rowsOf(table).some((row) =>
    row.cells.some(
      (cell) =>
        cell.is === 'pieces' ||
        (cell.is === 'number' && [cell.wrap, cell.stars, cell.mark].some((each) => each !== undefined)),
    ),
  );
}

/** The rows whose numbers share the decimal points of their columns. */
export const alignedRows = (table: Table): readonly Row[] => rowsOf(table).filter((row) => !row.apart);

export const rowsOf = (table: Table): readonly Row[] => table.panels.flatMap((panel) => panel.rows);

/** Every head of a table: its own, and those of its panels. */
export const headsOf = (table: Table): readonly Head[] => [table, ...table.panels.flatMap(({ head }) => head ?? [])];

/** A line of headings, one a column, with what stands at its left. */
export interface HeadRow {
  readonly label: string;
  readonly texts: readonly string[];
}

/** The rows of headers, of column numbers and of outcomes, where there are any. */
export function headRows({ columns, stub, outcomes }: Head): HeadRow[] {
  const lines = [columns.map(({ header }) => header), columns.map(({ number = '' }) => number)].filter((texts) =>
    texts.some((text) => text !== ''),
  );
  const headed = lines.map((texts, r) => ({ label: r === lines.length - 1 ? stub : '', texts }));
  return outcomes === undefined ? headed : [...headed, outcomes];
}

/** A panel's body rows, then its footer rows, where there are any; the panel's title and headings are those of the first of them. */
export const rowGroups = ({ title, rows, head }: TablePanel) =>
  (['body', 'footer'] as const).flatMap((section) => {
    const own = rows.filter((row) => row.section === section);
    if (own.length === 0) return [];
    const isFirst = own[0] === rows[0];
    return [{ section, title: isFirst ? title : null, head: isFirst ? head : undefined, rows: own }];
  });

/** Counts the rows behind one that continue it: the lines of an estimate that stand below its first. */
export function continuedBy(rows: readonly Row[], at: number): number {
  const after = rows.slice(at + 1);
  const next = after.findIndex((row) => row.continues !== true);
  return next === -1 ? after.length : next;
}

/** The rows over which the label of a row reaches: its own and those that continue it; none where it stands beside the label of another. */
export function spanOf(rows: readonly Row[], at: number): number {
  if (rows[at]!.continues === true && rows[at]!.label === '') return 0;
  const below = rows.slice(at + 1, at + 1 + continuedBy(rows, at));
  const labelled = below.findIndex(({ label }) => label !== '');
  return 1 + (labelled === -1 ? below.length : labelled);
}

interface Over {
  readonly spanner: Spanner | undefined;
  readonly from: number;
  readonly to: number;
}

/** Returns the headings over the columns, from left to right: spanners, and single columns without one. */
export function overColumns(spanners: readonly Spanner[], count: number): Over[] {
  const found: Over[] = [];
  for (let from = 0; from < count; from = found.at(-1)!.to + 1) {
    const spanner = spanners.find((each) => each.from === from);
    found.push({ spanner, from, to: spanner?.to ?? from });
  }
  return found;
}

/** Tells whether one heading spans every column, and so describes the table more than its columns. */
export const spansAll = (table: Table, level: number): boolean => {
  const [first, ...others] = table.spanners[level] ?? [];
  return first !== undefined && others.length === 0 && first.from === 0 && first.to === table.columns.length - 1;
};

/** Returns the first line of a file, which says its origin: `papermake: tables.baseline from baseline.main.1, …`. */
export function provenance(table: Table): string {
  return oneLine(`papermake: ${table.id} from ${[...new Set(table.sources)].join(', ')}`);
}

/** A user's text on one line: line breaks are spaces in a table. */
export function oneLine(text: string): string {
  return text.replace(/(?<!\s)\s*[\r\n\u2028\u2029]\s*/g, ' ');
}

/** A note in which no line ends between stars and the level that they mark. */
export const unbroken = (note: string): string =>
  note.replace(/\S{1,6} p < [\d.]{1,12}/g, (level) => level.replaceAll(' ', '\u00a0'));

export function pad(text: string, width: number, align: 'left' | 'right' | 'center'): string {
  const room = Math.max(0, width - displayWidth(text));
  const before = align === 'left' ? 0 : align === 'right' ? room : Math.floor(room / 2);
  return ' '.repeat(before) + text + ' '.repeat(room - before);
}

/** A word of more characters may break within. */
const LONG_WORD = 16;

/** A word in the pieces between which a line of labels may end: a word that is not long, and a Chinese one, is one piece. */
export function piecesOf(word: string): readonly string[] {
  if (word.length <= LONG_WORD || /\p{Script=Han}/u.test(word)) return [word];
  return word.split(/(?<=[_/:.\-×)=])(?=[^\s])/u).flatMap((piece) => piece.match(/.{1,16}/gsu) ?? []);
}
