/** Builds tables of descriptive statistics of groups side by side, with differences of their means. */
import { ownValue } from '../../src/base/own-value.ts';
import { isPercentileName } from '../../src/base/text/percentile-name.ts';
import {
  type BuildContext,
  type Builder,
  type Built,
  checkChosen,
  type Group,
  spannersOf,
  type TableSource,
} from '../../src/table/builders/builder.ts';
import { sentence } from '../../src/table/builders/notes.ts';
import { type RecordColumn, without, withUnit } from '../../src/table/builders/records.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import { chooseRows } from '../../src/table/select.ts';
import { markOf } from '../../src/table/stars.ts';
import type { Cell, Row, Spanner, TableColumn, TablePanel } from '../../src/table/table.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { notesFor, usualCell } from './by-group-notes.ts';
import {
  ALL,
  type GroupColumn,
  type GroupedRow,
  type GroupTableShape,
  groupsOf,
  headOf,
  isPlain,
  jointsOf,
  ofDifference,
  printsErrorsBelow,
  rowsOf,
  type Statistics,
  shapeOf,
  statOf,
} from './by-group-shape.ts';
import { askedPercentile, cellFields, descriptive, descriptives, keptWhereShown } from './table-columns.ts';
import { jointRows, jointStatistics } from './table-joint.ts';
import { fieldsIn, statisticCell, templateCell, templateInWords } from './table-template.ts';

export const byGroup: Builder = {
  type: 'by-group',
  // The way in which groups are compared stands there where the step says it.
  parts: 'all',
  usualCell: () => usualCell,
  cellFields,
  stats: [...Object.keys(descriptives), ...Object.keys(ofDifference)],
  footer: jointStatistics,
  isStatistic: isPercentileName,
  levels: (source) => groupsOf(source).map((level) => ({ column: source.part('by') as string, level })),
  sideBySide: false,
  build: (groups, context) => build(groups, context),
};

/** A table of descriptive statistics of all rows by a template: one group without a name. */
export const byTemplate = (groups: readonly Group[], context: BuildContext): Built =>
  build(
    groups.map((group) => ({ ...group, sources: group.sources.map(asOneGroup) })),
    context,
  );

function asOneGroup(source: TableSource): TableSource {
  const rows = source.part('rows') as unknown as readonly (Statistics & { readonly variable: string })[];
  const parts: Readonly<Record<string, unknown>> = {
    by: '',
    groups: [ALL],
    rows: rows.map((row) => ({ variable: row.variable, groups: [{ ...row, name: ALL }] })),
  };
  return { ...source, part: (name) => parts[name] as ReturnType<TableSource['part']> };
}

function build(groups: readonly Group[], context: BuildContext): Built {
  const sources = groups.map((group) => group.sources[0]!);
  checkChosen(
    sources.flatMap((source) => rowsOf(source).map((row) => row.variable)),
    {},
    context,
  );
  const shape = shapeOf(sources, context);
  refuseAbsent(sources.flatMap(rowsOf), shape, context);
  return {
    stub: '',
    columns: shape.shown.map((each, i) => columnOf(each, i, shape, context)),
    spanners: spannersFor(shape, context),
    panels: groups.map((group, g): TablePanel => ({ title: group.title, rows: rowsFor(sources[g]!, shape, context) })),
    notes: notesFor(sources, shape, context).map((note) => sentence(note, context)),
    data: {
      columns: shape.shown.map((each) => ({
        statistic: each.statistic ?? 'cell',
        group: each.of === 'group' ? shape.names[each.group] : null,
        ...(each.of === 'pair' && shape.pairs.length > 1 ? { pair: shape.pairs[each.pair] } : {}),
      })),
      rows: sources.flatMap(rowsOf).map((row) => keptRow(row, shape)),
    },
  };
}

/** A record without what no reader asks for unless the table shows it. */
function keptRow(row: GroupedRow, { shown, template }: GroupTableShape): object {
  const printed = [...shown.map(({ statistic }) => statistic), ...fieldsIn(template ?? [])];
  const untold = keptWhereShown.filter((name) => !printed.includes(name));
  return { ...row, groups: row.groups.map((group) => without(group, untold)) };
}

const groupStatistics = ({ shown, template }: GroupTableShape): string[] => [
  ...shown.flatMap((each) => (each.of === 'group' && each.statistic !== null ? [each.statistic] : [])),
  ...fieldsIn(template ?? []),
];

/** A percentile, and an adjusted p value, must have been asked for in the step. */
function refuseAbsent(rows: readonly GroupedRow[], shape: GroupTableShape, context: BuildContext): void {
  const absent = groupStatistics(shape).find(
    (name) => isPercentileName(name) && rows.every(({ groups }) => groups.every((group) => group[name] === undefined)),
  );
  const option = context.options.stats?.includes(absent ?? '') ? 'stats' : 'cell';
  if (absent !== undefined)
    context.refuse('absent-statistic', `there is no \`${absent}\``, { option, hint: askedPercentile(absent) });
  const adjusted = shape.shown.find(({ of, statistic }) => of === 'pair' && statistic === 'pAdjusted');
  if (adjusted !== undefined && rows.every((row) => statOf(row, adjusted) === undefined))
    context.refuse('absent-statistic', 'there is no `pAdjusted`', {
      option: 'stats',
      hint: '`adjust: holm` in the step computes it',
    });
}

const spannersFor = (shape: GroupTableShape, context: BuildContext): (readonly Spanner[])[] =>
  isPlain(shape) ? [] : [spannersOf(shape.shown.map((each) => headOf(each, shape, context)))];

function columnOf(each: GroupColumn, i: number, shape: GroupTableShape, context: BuildContext): TableColumn {
  const { book, options } = context;
  const number = options.numbers ? { number: `(${i + 1})` } : {};
  const words = shape.template === undefined ? '' : templateInWords(shape.template, context);
  const column: RecordColumn =
    each.statistic === null
      ? { en: words, zh: words, csv: words }
      : each.of === 'pair'
        ? ofDifference[each.statistic]!
        : descriptive(each.statistic);
  const head = headOf(each, shape, context);
  const header = isPlain(shape) && head !== '' ? head : column[book.language];
  const plain =
    each.of === 'group' ? shape.names[each.group]! : shape.pairs.length > 1 ? shape.pairs[each.pair]!.join(' - ') : '';
  return { header, name: plain === '' ? column.csv : `${plain}: ${column.csv}`, ...number };
}

function rowsFor(source: TableSource, shape: GroupTableShape, context: BuildContext): Row[] {
  const rows = rowsOf(source);
  const chosen = chooseRows(
    rows.map((row) => row.variable),
    context.options,
  ).map((variable) => rows.find((each) => each.variable === variable)!);
  const body = chosen.flatMap((row) => linesOf(row, shape, context));
  const counts = shape.counts && chosen.length > 0 ? [countRow(chosen, shape, context)] : [];
  const placed = jointsOf(source).flatMap((result, k) =>
    shape.foot[k] === undefined ? [] : [{ result, column: shape.foot[k] }],
  );
  return [...body, ...counts, ...jointRows(placed, shape.shown.length, context)];
}

/** A line for each one of the template; below a difference stands its error where cells have two lines or more. */
function linesOf(row: GroupedRow, shape: GroupTableShape, context: BuildContext): Row[] {
  const label = withUnit(termLabel(row.variable, context.book), row.variable, context.book);
  const first = { key: row.variable, label, name: row.variable, section: 'body' as const };
  const lines = shape.template ?? [[]];
  return lines.map((line, l) => ({
    ...first,
    ...(l === 0 ? {} : { label: '', continues: true }),
    cells: shape.shown.map((each): Cell => {
      if (each.of === 'group' && each.statistic === null)
        return templateCell(line, row.variable, (statistic) => statOf(row, { ...each, statistic }), context);
      if (l === 0) return cellOf(row, each, context);
      return l === 1 && each.of === 'pair' && each.statistic === 'difference'
        ? errorBelow(row, each, shape, context)
        : { is: 'empty' };
    }),
  }));
}

function cellOf(row: GroupedRow, shown: GroupColumn, context: BuildContext): Cell {
  const value = statOf(row, shown);
  if (value === undefined) return { is: 'empty' };
  if (shown.of === 'group') return statisticCell(value, row.variable, shown.statistic!, context);
  const format = numberFormat(context.options, [row.variable, shown.statistic]);
  const p = statOf(row, { ...shown, statistic: 'pAdjusted' }) ?? statOf(row, { ...shown, statistic: 'pValue' })!;
  const stars = shown.statistic === 'difference' ? markOf(p, context.options) : '';
  return { is: 'number', value, format, ...(stars === '' ? {} : { stars }) };
}

/** The standard error of a difference. */
function errorBelow(
  row: GroupedRow,
  shown: GroupColumn & { readonly of: 'pair' },
  shape: GroupTableShape,
  context: BuildContext,
): Cell {
  const value = statOf(row, { ...shown, statistic: 'stdError' });
  if (!printsErrorsBelow(shape) || value === undefined) return { is: 'empty' };
  return {
    is: 'number',
    value,
    format: numberFormat(context.options, [row.variable, 'stdError', 'difference']),
    wrap: ['(', ')'],
  };
}

/** Counts the values of each group: one number, or the fewest and the most of the variables that are shown. */
function countRow(rows: readonly GroupedRow[], { shown }: GroupTableShape, context: BuildContext): Row {
  const { book } = context;
  const column = descriptive('n');
  const cells = shown.map((each): Cell => {
    if (each.of !== 'group' || each.statistic !== null) return { is: 'empty' };
    const counts = rows.map((row) => row.groups[each.group]!.n as number);
    const [least, most] = [Math.min(...counts), Math.max(...counts)];
    const cell = (n: number) => statisticCell(n, 'n', 'n', context);
    if (least === most) return cell(most);
    return { is: 'pieces', pieces: [cell(least), { is: 'text', text: '–' }, cell(most)] };
  });
  const label = ownValue(book.renamed, 'n') ?? column[book.language];
  return { key: 'n', label, name: column.csv, section: 'footer', cells, apart: true };
}
