/** Lays a table out on a page: its orientation, the size of its letters, the widths of its columns and where their decimal points stand. */
import { largest } from '../../../base/extremes.ts';
import { readable } from '../../number.ts';
import type { Cell, Row, Table } from '../../table.ts';
import { alignedRows, cellText, headRows, headsOf, plainStyle, rowsOf } from '../cells.ts';
import type { WidthShares } from '../page.ts';
import { partsOf } from '../parts.ts';
import { textWidth, wordWidth } from './metrics.ts';

/** Points of a line of text on A4 with margins of an inch. */
const LINE = { portrait: 451, landscape: 698 } as const;
/** Points left free on either side of a cell, at least. */
export const PADDING = 3;
/** Raised stars, to other letters: Word's two thirds. */
const RAISED = 0.67;
/** Points under which nothing can be read. */
const SMALLEST = 4;
/** Points beyond which what stands in a table breaks into lines. */
interface Breaks {
  readonly labels: number;
  readonly headings: number;
  readonly texts: number;
}

/** Nowhere but in labels that would take half of a page; then in headings, before a page is turned for them. */
const WHOLE: Breaks = { labels: 0.4 * LINE.portrait, headings: Infinity, texts: Infinity };
const HEADINGS: Breaks = { ...WHOLE, headings: 60, texts: 120 };
/** Between any two words. */
const TIGHT: Breaks = { labels: 0.2 * LINE.portrait, headings: 0, texts: 0 };

export interface PageLayout {
  readonly landscape: boolean;
  /** Points of the letters. */
  readonly size: number;
  /** Points of each column, labels first, with the padding; together they fill the line. */
  readonly widths: readonly number[];
  /** From the left edge of a column's text to its decimal points, in points; undefined where a column has none. Labels are no column here. */
  readonly stops: readonly (number | undefined)[];
}

interface LayoutRequest {
  readonly landscape: boolean | 'auto';
  readonly size: number;
  readonly wider: number;
  /** The most of the line that labels and texts take. */
  readonly shares: WidthShares;
}

/** Breaks labels and texts at their shares of the line where these are said, and else as before. Where room is lacking, no share makes them wider. */
function withShares(breaks: Breaks, { labels, texts }: WidthShares, line: number): Breaks {
  const said = (share: number | null, usual: number): number =>
    share === null ? usual : breaks === TIGHT ? Math.min(usual, share * line) : share * line;
  return { ...breaks, labels: said(labels, breaks.labels), texts: said(texts, breaks.texts) };
}

/**
 * The layout at the size asked for, on a turned page where `landscape` says so or, when it is `auto`, where the columns need
 * it. Only what even that page is too narrow for is set in smaller letters.
 */
export function layoutOf(table: Table, { landscape, size, wider, shares }: LayoutRequest): PageLayout {
  const aligned = new Set(alignedRows(table));
  const columns = table.columns.map((_, c) => columnOf(table, c, aligned));
  const needed = (points: number, breaks: Breaks): readonly number[] =>
    widthsAt(
      table,
      columns,
      points * wider,
      withShares(breaks, shares, LINE[landscape === true ? 'landscape' : 'portrait']),
    );

  const turned = landscape === 'auto' ? sum(needed(size, HEADINGS)) > LINE.portrait : landscape;
  const line = turned ? LINE.landscape : LINE.portrait;
  const sizes = Array.from({ length: Math.max(1, Math.floor((size - SMALLEST) * 2) + 1) }, (_, i) => size - i / 2);
  const tried = [
    ...[WHOLE, HEADINGS].map((breaks) => ({ points: size, breaks })),
    ...sizes.map((points) => ({ points, breaks: TIGHT })),
  ];
  const { points, breaks } = tried.find((each) => sum(needed(each.points, each.breaks)) <= line) ?? tried.at(-1)!;
  const widths = needed(points, breaks);
  const spare = (line - sum(widths)) / widths.length;
  const filled = widths.map((width) => (spare >= 0 ? width + spare : (width * line) / sum(widths)));
  return {
    landscape: turned,
    size: points,
    widths: filled,
    stops: columns.map(({ point }, c) =>
      point === undefined ? undefined : filled[c + 1]! / 2 - PADDING + point * points,
    ),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** The space that a column needs. Widths are in multiples of its font size. */
interface ColumnNeeds {
  /** The width of aligned numbers, from edge to edge. */
  readonly numbers: number;
  /** From the middle of the column to its decimal points. */
  readonly point: number | undefined;
  readonly headings: readonly string[];
  readonly texts: readonly string[];
}

function columnOf(table: Table, c: number, aligned: ReadonlySet<Row>): ColumnNeeds {
  const rows = rowsOf(table);
  const parts = rows.flatMap((row) => (aligned.has(row) ? (partsOf(row.cells[c]!) ?? []) : []));
  const before = largest([0, ...parts.map((each) => textWidth(each.before))]);
  const after = largest([0, ...parts.map((each) => textWidth(each.after))]);
  const withStars = largest([
    0,
    ...parts.map((each) => textWidth(each.after) + RAISED * textWidth(each.stars + each.mark)),
  ]);
  // The digits are centred; stars hang over.
  const point = (before - after) / 2;
  const centred = rows.flatMap((row) => (aligned.has(row) && partsOf(row.cells[c]!) ? [] : textOf(row.cells[c]!)));
  return {
    numbers: 2 * Math.max(before - point, withStars + point),
    point: parts.length === 0 ? undefined : point,
    headings: headsOf(table).flatMap((head) => headRows(head).map(({ texts }) => texts[c]!)),
    texts: centred,
  };
}

const textOf = (cell: Cell): string => cellText(cell, { ...plainStyle, number: readable });

/** Points that a text takes, which breaks between words where it is longer than `longest`. */
const room = (text: string, size: number, longest: number): number =>
  Math.max(wordWidth(text) * size, Math.min(textWidth(text) * size, longest));

/** Points of a column with its padding. */
function columnWidth({ numbers, headings, texts }: ColumnNeeds, size: number, breaks: Breaks): number {
  const ofHeadings = headings.map((text) => room(text, size, breaks.headings));
  const ofTexts = texts.map((text) => room(text, size, breaks.texts));
  return largest([numbers * size, ...ofHeadings, ...ofTexts]) + 2 * PADDING + 1;
}

function labelWidth(table: Table, size: number, { labels }: Breaks): number {
  const texts = [...headsOf(table).flatMap(headRows), ...rowsOf(table)].map(({ label }) => label);
  return largest([0, ...texts.map((text) => room(text, size, labels))]) + PADDING + 1;
}

/** Points of all columns, those under a heading wide enough for its longest word. */
function widthsAt(table: Table, columns: readonly ColumnNeeds[], size: number, breaks: Breaks): number[] {
  const widths = [labelWidth(table, size, breaks), ...columns.map((each) => columnWidth(each, size, breaks))];
  for (const { text, from, to } of headsOf(table).flatMap(({ spanners }) => spanners.flat())) {
    const lacking = wordWidth(text) * size + 2 * PADDING - sum(widths.slice(from + 1, to + 2));
    for (let c = from + 1; c <= to + 1; c++) widths[c]! += Math.max(0, lacking) / (to - from + 1);
  }
  return widths;
}
