/** Shows a frame: its panel, what each column holds, and the first rows. */
import { calendar, isTimeType } from '../../base/calendar.ts';
import { mean } from '../../base/number/sum.ts';
import { ownValue } from '../../base/own-value.ts';
import { displayWidth } from '../../base/text/display-width.ts';
import { wrapped } from '../../base/text/fold.ts';
import { doubtful } from '../../frame/cells/doubts.ts';
import { untypedOf } from '../../frame/cells/untyped.ts';
import { type Column, isText, valueText } from '../../frame/column.ts';
import type { ColumnNotes } from '../../frame/column-notes.ts';
import type { Frame } from '../../frame/frame.ts';
import { type FrameSchema, partsBeside, readFrame, readLabels } from '../../frame/stored/artifact.ts';
import type { Builder } from '../../table/builders/builder.ts';
import type { LabelBook } from '../../table/words/labels.ts';
import { CONFIDENTIAL, HIDDEN, WITHHELD } from '../confidential.ts';
import { type ColumnSide, headedLines, shortNumber } from '../terminal/grid.ts';
import { screenWidth } from '../terminal/width.ts';
import type { ViewBlock } from './block.ts';
import { pageWords, type ShowWords } from './page-words.ts';
import { tabulated } from './tabulated.ts';
import type { PageArtifact, ShownArtifact, Viewer } from './viewer.ts';

const FIRST_ROWS = 6;
const SCREEN = 100;

export const frame: Viewer = {
  type: 'frame',
  text(shown) {
    const { schema, data } = read(shown);
    const columns = columnLines(schema, data, shown);
    const head = `${shown.node}: ${schema.nrows} rows, ${schema.columns.length} columns${panelText(data)}`;
    const remarks = remarkLines(schema, data, shown);
    const told = remarks.flatMap((each) => wrapped(each, screenWidth(), '  '));
    const between = told.length === 0 ? [''] : ['', ...told, ''];
    return `${[head, '', ...columns, ...between, ...firstRows(schema, data, shown)].join('\n')}\n`;
  },
  /** Parts that a step put beside the data are its result, and are then shown in the place of the data. */
  json(shown) {
    const beside = partsBeside(shown.reader.parts);
    if (beside.length > 0) return Object.fromEntries(beside.map((part) => [part, shown.reader.json(part)]));
    const { schema, data } = read(shown);
    const columns = schema.columns.map((info) => {
      const column = data.column(info.name);
      const { n, missing } = summary(column);
      if (shown.hides(info.name))
        return { ...info, [shown.withheld.has(info.name) ? WITHHELD : CONFIDENTIAL]: true, n, missing };
      const untyped = untypedOf(column);
      const unread = untyped === undefined ? {} : { untyped: untyped.message };
      const doubts = isText(column) && column.doubts ? { doubts: column.doubts.texts } : {};
      return { ...info, ...unread, ...doubts, ...summary(column), values: values(column) };
    });
    return { nrows: schema.nrows, panel: schema.panel, told: schema.told, columns };
  },
  blocks(shown, withValues) {
    const { schema, data } = read(shown);
    const said = pageWords[shown.book.language];
    const rows = columnRows(schema, data, { ...shown, said, book: shown.book }, withValues);
    return [
      { is: 'lines', lines: [`${schema.nrows} rows, ${schema.columns.length} columns${panelText(data)}`] },
      { is: 'grid', head: said.columnHeads, rows, sides: COLUMN_SIDES, isOfColumns: true },
      ...linesOf(remarkLines(schema, data, { ...shown, hides: withValues ? shown.hides : () => true })),
      ...(withValues ? [previewOf(schema, data, shown)] : []),
    ];
  },
};

/** Shows a table of what stands beside data, and the data below it. */
export const besideData = (builder: Builder): Viewer => ({
  ...frame,
  type: builder.type,
  text: (shown) => `${tabulated(builder).text(shown)}\n${frame.text(shown)}`,
  blocks: (shown, withValues) => [...tabulated(builder).blocks(shown, withValues), ...frame.blocks(shown, withValues)],
});

/** The schema with what files say of the columns. */
interface Labelled extends FrameSchema {
  readonly columns: readonly (FrameSchema['columns'][number] & ColumnNotes)[];
}

function read({ reader }: ShownArtifact): { schema: Labelled; data: Frame } {
  const schema = reader.json('schema') as unknown as FrameSchema;
  const labels = readLabels(reader);
  const columns = schema.columns.map((info) => ({ ...info, ...labels.get(info.name) }));
  return { schema: { ...schema, columns }, data: readFrame(reader) };
}

/** The panel in words: `, panel of 31 province × 12 year (balanced)`. */
function panelText(data: Frame): string {
  if (data.panel === null) return '';
  const [units, times] = [data.panel.unit, data.panel.time].map((name) => data.codes(name).levels.length) as [
    number,
    number,
  ];
  const balanced = units * times === data.nrows ? 'balanced' : 'unbalanced';
  return `, panel of ${units} ${data.panel.unit} × ${times} ${data.panel.time} (${balanced})`;
}

interface Summary {
  readonly n: number;
  readonly missing: number;
  /** Minimum of numbers, or of times as they are counted; absent, as mean and maximum are, where every value is missing. */
  readonly min?: number;
  readonly mean?: number;
  readonly max?: number;
  /** Number of distinct values of a text column. */
  readonly distinct?: number;
}

function summary(column: Column): Summary {
  if (isText(column)) {
    const n = column.codes.filter((code) => code >= 0).length;
    return { n, missing: column.codes.length - n, distinct: column.dictionary.length };
  }
  const present = column.values.filter((value) => !Number.isNaN(value));
  const counts = { n: present.length, missing: column.values.length - present.length };
  if (present.length === 0) return counts;
  let [min, max] = [present[0]!, present[0]!];
  for (const value of present) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { ...counts, min, mean: mean(present), max };
}

function columnLines(schema: Labelled, data: Frame, shown: ShownArtifact): string[] {
  return headedLines([pageWords.en.columnHeads, ...columnRows(schema, data, shown)], COLUMN_SIDES);
}

const COLUMN_SIDES: readonly ColumnSide[] = ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'left'];

const linesOf = (lines: readonly string[]): ViewBlock[] => (lines.length === 0 ? [] : [{ is: 'lines', lines }]);

/** Gives what numbers stand for, what was done to the data, and texts of which nobody has said whether they are values. */
function remarkLines(schema: Labelled, data: Frame, { hides }: Pick<ShownArtifact, 'hides'>): string[] {
  const doubts = schema.columns.flatMap(({ name }) => {
    const column = data.column(name);
    if (!isText(column) || column.doubts === undefined) return [];
    const { texts } = column.doubts;
    return hides(name)
      ? [`\`${name}\`: ${texts.length} ${texts.length === 1 ? 'text is' : 'texts are'} in doubt`]
      : [`\`${name}\`: ${doubtful(texts)}`];
  });
  const labelled = schema.columns.flatMap(({ name, valueLabels }) =>
    valueLabels === undefined || hides(name) ? [] : [`\`${name}\`: ${saidOfValues(valueLabels)}`],
  );
  return [...labelled, ...(schema.told ?? []), ...doubts];
}

const MOST_LABELS = 6;

/** `1 is East, 2 is West, and 3 more`. */
function saidOfValues(labels: NonNullable<ColumnNotes['valueLabels']>): string {
  const said = Object.entries(labels).map(([value, label]) => `${value} is ${label}`);
  const more = said.length - MOST_LABELS;
  return more > 0 ? `${said.slice(0, MOST_LABELS).join(', ')}, and ${more} more` : said.join(', ');
}

/** One row for each column. Minimum and maximum are values of the data. */
function columnRows(
  schema: Labelled,
  data: Frame,
  { project, hides, withheld, said = pageWords.en, book }: ShownArtifact & { said?: ShowWords; book?: LabelBook },
  withValues = true,
): string[][] {
  return schema.columns.map(({ name, type, label }) => {
    const column = data.column(name);
    const { n, missing, min, mean: average, max, distinct } = summary(column);
    const shown = (value: number | undefined): string =>
      value === undefined ? '' : isTimeType(type) ? calendar[type].print(value) : shortNumber(value);
    // A mean of times is told as the time nearest to it.
    const meanShown = (value: number | undefined): string =>
      shown(value !== undefined && isTimeType(type) ? Math.round(value) : value);
    const numbers = isText(column)
      ? ['', said.distinct(distinct!), '']
      : [withValues ? shown(min) : '', meanShown(average), withValues ? shown(max) : ''];
    return [
      name,
      untypedOf(column) === undefined ? (ownValue(said.types, type) ?? type) : said.notTyped,
      String(n),
      missing === 0 ? '' : String(missing),
      ...(hides(name) ? ['', withheld.has(name) ? WITHHELD : CONFIDENTIAL, ''] : numbers),
      ownValue(book?.variables ?? {}, name) ?? ownValue(project.variables, name)?.label ?? label ?? '',
    ];
  });
}

/** The first rows, in as many columns as fit a screen. */
function firstRows(schema: FrameSchema, data: Frame, { hides }: ShownArtifact): string[] {
  const count = Math.min(FIRST_ROWS, schema.nrows);
  const columns: string[][] = [];
  let width = 0;
  for (const { name } of schema.columns) {
    const column = data.column(name);
    const cells = [name, ...Array.from({ length: count }, (_, row) => shownCell(column, row, hides(name)))];
    width += Math.max(...cells.map(displayWidth)) + 2;
    if (width - 2 > (screenWidth() ?? SCREEN) && columns.length > 0) break;
    columns.push(cells);
  }
  const rows = Array.from({ length: count + 1 }, (_, row) => columns.map((cells) => cells[row]!));
  const sides = schema.columns.map(({ name }) => (isText(data.column(name)) ? 'left' : 'right'));
  const more = schema.columns.length - columns.length;
  return [`First ${count} rows${more > 0 ? ` (${more} more columns)` : ''}:`, ...headedLines(rows, sides)];
}

const PREVIEW_ROWS = 20;

function previewOf(schema: FrameSchema, data: Frame, { hides, book }: PageArtifact): ViewBlock {
  const count = Math.min(PREVIEW_ROWS, schema.nrows);
  const columns = schema.columns.map(({ name }) => ({ name, column: data.column(name) }));
  return {
    is: 'grid',
    title: pageWords[book.language].firstRows(count),
    head: columns.map(({ name }) => name),
    rows: Array.from({ length: count }, (_, row) =>
      columns.map(({ name, column }) => shownCell(column, row, hides(name))),
    ),
    sides: columns.map(({ column }) => (isText(column) ? 'left' : 'right')),
  };
}

const shownCell = (column: Column, row: number, isConfidential: boolean): string =>
  isConfidential ? HIDDEN : cellText(column, row);

function cellText(column: Column, row: number): string {
  if (column.type !== 'number') return valueText(column, row) || '.';
  return Number.isNaN(column.values[row]!) ? '.' : shortNumber(column.values[row]!);
}

/** Values of a column for JSON: times as text, missing values as null. */
function values(column: Column): (string | number | null)[] {
  if (isText(column)) return Array.from(column.codes, (code) => (code < 0 ? null : column.dictionary[code]!));
  return Array.from(column.values, (value) =>
    Number.isNaN(value) ? null : column.type === 'number' ? value : calendar[column.type].print(value),
  );
}
