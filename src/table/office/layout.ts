/** Lays a table out on a page: its orientation, the size of its letters, the widths of its columns and where their decimal points stand. */
import { largest } from '../../base/extremes.ts';
import { alignedRows, cellText, plainStyle, rowsOf, withMinus } from '../formats/cells.ts';
import { partsOf } from '../formats/parts.ts';
import type { Cell, Row, Table } from '../table.ts';
import { textWidth, wordWidth } from './metrics.ts';

/** Points of a line of text on A4 with margins of an inch. */
const LINE = { portrait: 451, landscape: 698 } as const;
/** Points left free on either side of a cell, at least. */
export const PADDING = 3;
/** Raised stars, to other letters: Word's two thirds. */
const RAISED = 0.67;
/** Points under which nothing can be read. */
const SMALLEST = 4;
/** The part of a portrait line beyond which labels break into lines. */
const LONGEST_LABEL = 0.4;
/** Points beyond which headings and texts in cells break into lines, tried in this order: nowhere, in long ones, between any two words. */
const BREAKS = [Infinity, 90, 0] as const;
/** What decides whether a page is turned: a long heading is no reason. */
const LONGEST_TEXT = BREAKS[1];

export interface Layout {
  readonly landscape: boolean;
  /** Points of the letters. */
  readonly size: number;
  /** Points of each column, labels first, with the padding; together they fill the line. */
  readonly widths: readonly number[];
  /** From the left edge of a column's text to its decimal points, in points; undefined where a column has none. Labels are no column here. */
  readonly stops: readonly (number | undefined)[];
}

/**
 * The layout at the size asked for, on a turned page where `landscape` says so or, when it is `auto`, where the columns need
 * it. Only what even that page is too narrow for is set in smaller letters.
 */
export function layoutOf(
  table: Table,
  { landscape, size, wider }: { readonly landscape: boolean | 'auto'; readonly size: number; readonly wider: number },
): Layout {
  const aligned = new Set(alignedRows(table));
  const columns = table.columns.map((_, c) => columnOf(table, c, aligned));
  const needed = (points: number, longest: number): readonly number[] =>
    widthsAt(table, columns, points * wider, longest);

  const turned = landscape === 'auto' ? sum(needed(size, LONGEST_TEXT)) > LINE.portrait : landscape;
  const line = turned ? LINE.landscape : LINE.portrait;
  const sizes = Array.from({ length: Math.max(1, Math.floor((size - SMALLEST) * 2) + 1) }, (_, i) => size - i / 2);
  const tried = [
    ...BREAKS.map((longest) => ({ points: size, longest })),
    ...sizes.map((points) => ({ points, longest: 0 })),
  ];
  const { points, longest } = tried.find((each) => sum(needed(each.points, each.longest)) <= line) ?? tried.at(-1)!;
  const widths = needed(points, longest);
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

/** What a column needs; widths are in sizes of its letters. */
interface ColumnNeeds {
  /** What numbers that line up take, from edge to edge. */
  readonly numbers: number;
  /** From the middle of the column to its decimal points. */
  readonly point: number | undefined;
  /** Headings and texts, which may break into lines. */
  readonly texts: readonly string[];
}

function columnOf(table: Table, c: number, aligned: ReadonlySet<Row>): ColumnNeeds {
  const rows = rowsOf(table);
  const parts = rows.flatMap((row) => (aligned.has(row) ? (partsOf(row.cells[c]!) ?? []) : []));
  const before = largest([0, ...parts.map((each) => textWidth(each.before))]);
  const after = largest([0, ...parts.map((each) => textWidth(each.after))]);
  const withStars = largest([0, ...parts.map((each) => textWidth(each.after) + RAISED * textWidth(each.stars))]);
  // The digits are centred; stars hang over.
  const point = (before - after) / 2;
  const { header, number = '' } = table.columns[c]!;
  const centred = rows.flatMap((row) => (aligned.has(row) && partsOf(row.cells[c]!) ? [] : textOf(row.cells[c]!)));
  return {
    numbers: 2 * Math.max(before - point, withStars + point),
    point: parts.length === 0 ? undefined : point,
    texts: [header, number, ...centred],
  };
}

const textOf = (cell: Cell): string => cellText(cell, { ...plainStyle, number: withMinus });

/** Points that a text takes, which breaks between words where it is longer than `longest`. */
const room = (text: string, size: number, longest: number): number =>
  Math.max(wordWidth(text) * size, Math.min(textWidth(text) * size, longest));

/** Points of a column with its padding. */
const columnWidth = ({ numbers, texts }: ColumnNeeds, size: number, longest: number): number =>
  largest([numbers * size, ...texts.map((text) => room(text, size, longest))]) + 2 * PADDING + 1;

function labelWidth(table: Table, size: number, longest: number): number {
  const most = LINE.portrait * (longest === 0 ? LONGEST_LABEL / 2 : LONGEST_LABEL);
  const labels = [table.stub, ...rowsOf(table).map(({ label }) => label)];
  return largest([0, ...labels.map((text) => room(text, size, most))]) + PADDING + 1;
}

/** Points of all columns, those under a heading wide enough for its longest word. */
function widthsAt(table: Table, columns: readonly ColumnNeeds[], size: number, longest: number): number[] {
  const widths = [labelWidth(table, size, longest), ...columns.map((each) => columnWidth(each, size, longest))];
  for (const { text, from, to } of table.spanners.flat()) {
    const lacking = wordWidth(text) * size + 2 * PADDING - sum(widths.slice(from + 1, to + 2));
    for (let c = from + 1; c <= to + 1; c++) widths[c]! += Math.max(0, lacking) / (to - from + 1);
  }
  return widths;
}
