/** Builds tables of artifacts that are rows of named numbers, one for each variable: descriptives, variance inflation. */
import { ownValue } from '../../base/own-value.ts';
import type { Stat, StatLabel } from '../../econ/fit.ts';
import { legible, vanishes } from '../number.ts';
import { numberFormat } from '../options/options.ts';
import { chooseRows } from '../select.ts';
import type { Cell, NumberFormat, Row, TableData, TablePanel } from '../table.ts';
import { termLabel } from '../words/labels.ts';
import type { Sentence } from '../words/messages-zh-designs.ts';
import { asLabelled } from '../words/worded.ts';
import type { BuildContext, Builder, Built, Group, TableSource } from './builder.ts';
import { checkChosen, statisticColumn } from './builder.ts';
import { sentence, tells } from './notes.ts';
import { type PrintedSet, setCell } from './set-rows.ts';

/** A statistic that may be a column, with its heading by language and in CSV. */
export type RecordColumn = Omit<StatLabel, 'of'> & { readonly isText?: true };

export interface RecordNote {
  readonly en: string;
  readonly zh: string;
}

export interface RecordTable {
  readonly type: string;
  /** Chinese sentences of its results, besides those that many have. */
  readonly sentences?: readonly Sentence[];
  readonly columns: Readonly<Record<string, RecordColumn>>;
  readonly usual: readonly string[];
  /** Is true where the table shows only those usual statistics that some row has. */
  readonly isSparse?: true;
  /** Parts that `footer` reads, besides `rows`. */
  readonly parts: readonly string[];
  readonly withUnits: boolean;
  /** Statistics that are known by the form of their names, where a step was asked for them; `asked` says how it is. */
  readonly further?: {
    is(name: string): boolean;
    column(name: string): RecordColumn;
    asked(name: string): string;
  };
  readonly keptWhereShown?: readonly string[];
  /** The statistic that tells how large a variable's numbers are, and those that are in its units. */
  readonly scale?: { readonly of: string; readonly inItsUnits: ReadonlySet<string> };
  /** Statistics whose values are sets of a test, printed as their intervals. */
  readonly sets?: ReadonlySet<string>;
  /** The text of a number that is none to readers, such as a mean of dates. */
  textOf?(value: Stat, variable: string, statistic: string, book: BuildContext['book']): string | undefined;
  /** Says by their names what its rows are, where they are no variables. */
  head?(rows: readonly string[]): RecordNote;
  /** The note about the method of all results. */
  readonly note?: RecordNote;
  /** Returns the note about the method of one result, where it differs by result. */
  noteOf?(source: TableSource): RecordNote | undefined;
  /** Gives what the notes say of the method besides, by the labels of variables. */
  notesOf?(sources: readonly TableSource[], context: BuildContext): readonly string[];
  /** Chinese names of rows that are no variables. */
  readonly rowLabels?: Readonly<Record<string, string>>;
  /** The label of a row that is made of a variable's; undefined for another row. */
  compound?(row: string, labelOf: (part: string) => string, colon: string): string | undefined;
  /** Gives the mark behind the label of a row; undefined where there is none. */
  markOf?(row: RecordRow): RecordNote | undefined;
  /** Returns sentences of a result for the notes below the table, in English. */
  told?(source: TableSource): readonly string[];
  footer?(source: TableSource, names: readonly string[], context: BuildContext): readonly Row[];
}

/** The head of rows that are periods: years, where each has four digits. */
export const headOfPeriods = (rows: readonly string[]): RecordNote =>
  rows.every((row) => /^\d{4}$/.test(row)) ? { en: 'Year', zh: '年份' } : { en: 'Period', zh: '时期' };

export type RecordRow = Readonly<Record<string, Stat>> & { readonly variable: string };

export function recordBuilder(table: RecordTable): Builder {
  return {
    type: table.type,
    parts: ['rows', ...table.parts],
    stats: Object.keys(table.columns),
    ...(table.sentences && { sentences: table.sentences }),
    ...(table.further === undefined ? {} : { isStatistic: table.further.is }),
    sideBySide: false,
    build: (groups, context) => build(table, groups, context),
  };
}

function build(table: RecordTable, groups: readonly Group[], context: BuildContext): Built {
  const { options, book } = context;
  const sources = groups.map((group) => group.sources[0]!);
  const names = options.stats ?? usualOf(table, sources);
  const variables = sources.flatMap((source) => rowsOf(source).map((row) => row.variable));
  checkChosen(variables, {}, context);
  refuseAbsent(table, sources, names, context);
  const panels = groups.map(
    (group, g): TablePanel => ({
      title: group.title,
      rows: [...bodyRows(table, sources[g]!, names, context), ...(table.footer?.(sources[g]!, names, context) ?? [])],
    }),
  );
  const head = table.head?.(variables)[book.language];
  return {
    stub: '',
    ...(head !== undefined && { head }),
    columns: names.map((name, i) => {
      const column = columnNamed(table, name);
      const shown = statisticColumn(name, i, column[book.language], column.csv, context);
      return column.isText === undefined ? shown : { ...shown, align: 'left' };
    }),
    spanners: [],
    panels,
    notes: [
      ...(tells(context, 'method') ? methodNotes(table, sources, context) : []),
      ...(tells(context, 'undefined') ? toldNotes(table, sources, context) : []),
      ...(tells(context, 'undefined') ? undefinedNotes(table, sources, names, context) : []),
    ],
    data: dataOf(table, groups, names),
  };
}

const columnNamed = ({ columns, further }: RecordTable, name: string): RecordColumn =>
  ownValue(columns, name) ?? further!.column(name);

function refuseAbsent(
  table: RecordTable,
  sources: readonly TableSource[],
  names: readonly string[],
  context: BuildContext,
): void {
  const rows = sources.flatMap(rowsOf);
  const absent = names.find(
    (name) => table.further?.is(name) && !(name in table.columns) && rows.every((row) => row[name] === undefined),
  );
  if (absent === undefined) return;
  context.refuse('absent-statistic', `there is no \`${absent}\``, {
    option: 'stats',
    hint: table.further!.asked(absent),
  });
}

function usualOf({ usual, isSparse }: RecordTable, sources: readonly TableSource[]): readonly string[] {
  if (isSparse !== true) return usual;
  const rows = sources.flatMap(rowsOf);
  return usual.filter((name) => rows.some((row) => row[name] !== undefined));
}

const rowsOf = (source: TableSource): readonly RecordRow[] => source.part('rows') as unknown as readonly RecordRow[];

/** Notes that say, variable by variable, why a number that is shown is not defined. */
function undefinedNotes(
  table: RecordTable,
  sources: readonly TableSource[],
  names: readonly string[],
  context: BuildContext,
): string[] {
  const { book, words } = context;
  const reasons = sources.flatMap(rowsOf).flatMap((row) => {
    const why = names.map((name) => row[name]).find((value) => typeof value === 'object' && 'invalid' in value);
    return typeof why !== 'object'
      ? []
      : [
          `${rowLabel(row.variable, { ...table, withUnits: false }, context)}${words.colon}${asLabelled(why.invalid, book)}`,
        ];
  });
  if (reasons.length === 0) return [];
  return [sentence(words.undefinedStat([...new Set(reasons)].join(words.semicolon)), context)];
}

function methodNotes(
  { note, noteOf, notesOf }: RecordTable,
  sources: readonly TableSource[],
  context: BuildContext,
): string[] {
  const said = [note, ...sources.map((source) => noteOf?.(source))];
  const all = [...said.flatMap((each) => each?.[context.book.language] ?? []), ...(notesOf?.(sources, context) ?? [])];
  return [...new Set(all)].map((text) => sentence(text, context));
}

function toldNotes({ told }: RecordTable, sources: readonly TableSource[], context: BuildContext): string[] {
  const all = sources.flatMap((source) => told?.(source) ?? []);
  return [...new Set(all)].map((message) => sentence(asLabelled(message, context.book), context));
}

function bodyRows(table: RecordTable, source: TableSource, names: readonly string[], context: BuildContext): Row[] {
  const rows = rowsOf(source);
  return chooseRows(
    rows.map((r) => r.variable),
    context.options,
  ).map((variable) => {
    const row = rows.find((r) => r.variable === variable)!;
    return {
      key: variable,
      label: rowLabel(variable, table, context) + (table.markOf?.(row)?.[context.book.language] ?? ''),
      name: variable,
      section: 'body',
      cells: names.map((name) => recordCell(row, name, table, context)),
    };
  });
}

function rowLabel(variable: string, table: RecordTable, { book, words }: BuildContext): string {
  const { withUnits, rowLabels, compound } = table;
  const renamed = ownValue(book.renamed, variable);
  if (renamed !== undefined) return renamed;
  const named = book.language === 'zh' ? ownValue(rowLabels ?? {}, variable) : undefined;
  const partLabel = (part: string): string =>
    (book.language === 'zh' ? ownValue(rowLabels ?? {}, part) : undefined) ?? termLabel(part, book);
  const label = named ?? compound?.(variable, partLabel, words.colon) ?? termLabel(variable, book);
  return withUnits ? withUnit(label, variable, book) : label;
}

/** A variable's label with its unit, where it has one and is not called something else for the table. */
export function withUnit(label: string, variable: string, book: BuildContext['book']): string {
  const unit = ownValue(book.units, variable);
  if (unit === undefined || ownValue(book.renamed, variable) !== undefined) return label;
  return book.language === 'zh' ? `${label}（${unit}）` : `${label} (${unit})`;
}

function recordCell(row: RecordRow, name: string, table: RecordTable, { options, book }: BuildContext): Cell {
  const value = row[name];
  if (value === undefined) return { is: 'empty' };
  const text = table.textOf?.(value, row.variable, name, book);
  if (text !== undefined) return { is: 'text', text };
  const formatOf = (each: string): NumberFormat =>
    numberFormat(options, [row.variable, each], columnNamed(table, each).count === true);
  const { of, inItsUnits } = table.scale ?? {};
  const size = of === undefined ? undefined : row[of];
  const isTiny = inItsUnits?.has(name) && typeof size === 'number' && vanishes(size, formatOf(of!));
  const format = formatOf(name);
  if (table.sets?.has(name)) return setCell(value as unknown as PrintedSet, format);
  return { is: 'number', value, format: isTiny && typeof value === 'number' ? legible(value, format) : format };
}

function dataOf({ keptWhereShown = [] }: RecordTable, groups: readonly Group[], names: readonly string[]): TableData {
  const titled = groups.length > 1;
  const untold = keptWhereShown.filter((name) => !names.includes(name));
  return {
    columns: names.map((name) => ({ statistic: name })),
    rows: groups.flatMap((group) =>
      rowsOf(group.sources[0]!).map((row) => ({ ...(titled ? { panel: group.title } : {}), ...without(row, untold) })),
    ),
  };
}

/** A record without some of its members. */
export const without = <T extends object>(record: T, names: readonly string[]): T =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name))) as T;
