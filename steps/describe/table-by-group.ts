/** Builds tables of descriptive statistics of groups side by side, with differences of their means. */
import { own } from '../../src/base/own.ts';
import { isPercentileName } from '../../src/base/text/percentile-name.ts';
import type { Stat } from '../../src/econ/fit.ts';
import {
  type BuildContext,
  type Builder,
  type Built,
  cellLines,
  checkChosen,
  type Group,
  ownCellLines,
  type Source,
  spannersOf,
} from '../../src/table/builders/builder.ts';
import { sentence, starsNotes, tells } from '../../src/table/builders/notes.ts';
import { type RecordColumn, without, withUnit } from '../../src/table/builders/records.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import { chooseRows } from '../../src/table/select.ts';
import { markOf } from '../../src/table/stars.ts';
import type { Cell, Column, Panel, Row, Spanner } from '../../src/table/table.ts';
import { levelLabel, termLabel } from '../../src/table/words/labels.ts';
import { asLabelled } from '../../src/table/words/told.ts';
import { askedPercentile, cellFields, descriptive, descriptives, keptWhereShown } from './table-columns.ts';
import { fieldsIn, statisticCell, type Template, templateCell, templateInWords } from './table-template.ts';

const ofDifference: Readonly<Record<string, RecordColumn>> = {
  difference: { en: 'Difference', zh: '均值差', csv: 'Difference' },
  stdError: { en: 'Std. Err.', zh: '标准误', csv: 'Std. Err.' },
  statistic: { en: 't', zh: 't', csv: 't' },
  pValue: { en: 'p', zh: 'p', csv: 'p' },
  pAdjusted: { en: 'Adjusted p', zh: '校正 p', csv: 'Adjusted p' },
  stdDifference: { en: 'Std. diff.', zh: '标准化差异', csv: 'Std. diff.' },
};

/** The cell of a difference. */
const usualCell = '{b}{stars}';

const usual = ['n', 'mean', 'sd', 'difference', 'statistic', 'stdDifference'];
/** Besides cells by a template. */
const usualBeside = ['n', 'difference'];

const methods = {
  unequal: { en: 'Differences are tested by Welch’s t test', zh: '差异的检验为 Welch t 检验' },
  equal: { en: 'Differences are tested by t tests with equal variances', zh: '差异的检验为等方差 t 检验' },
} as const;

const adjustedBy = {
  bonferroni: { en: 'p values are adjusted by Bonferroni’s method', zh: 'p 值经 Bonferroni 校正' },
  holm: { en: 'p values are adjusted by Holm’s method', zh: 'p 值经 Holm 校正' },
} as const;

const errorsBelow = { en: 'standard errors of differences in parentheses', zh: '均值差括号内为其标准误' } as const;

type Statistics = Readonly<Record<string, Stat>>;
type Named = Statistics & { readonly name: string };
type GroupedRow = Statistics & {
  readonly variable: string;
  readonly groups: readonly Named[];
  /** Holds the pairs where several pairs of groups are compared. */
  readonly pairs?: readonly Named[];
};
type Pair = readonly [string, string];

const rowsOf = (source: Source): readonly GroupedRow[] => source.part('rows') as unknown as readonly GroupedRow[];
const groupsOf = (source: Source): readonly string[] => source.part('groups') as unknown as readonly string[];

function pairsOf(source: Source): readonly Pair[] {
  const groups = groupsOf(source);
  const said = source.part('pairs') as unknown as readonly Pair[] | undefined;
  return said ?? (groups.length === 2 ? [[groups[0]!, groups[1]!]] : []);
}

/** The only group of descriptive statistics that are of all rows. */
const ALL = '';

/** A column of the table: a statistic of a group, cells by the template where it names none, or a statistic of a difference. */
type Shown =
  | { readonly of: 'group'; readonly group: number; readonly statistic: string | null }
  | { readonly of: 'pair'; readonly pair: number; readonly statistic: string };

/** All that a table of groups is built from. */
interface Shape {
  readonly names: readonly string[];
  readonly pairs: readonly Pair[];
  readonly shown: readonly Shown[];
  readonly template: Template | undefined;
  readonly by: string;
  /** True where the numbers of values stand in a row below, as they do beside a template. */
  readonly counts: boolean;
}

export const byGroup: Builder = {
  type: 'by-group',
  // The way in which groups are compared stands there where the step says it.
  parts: 'all',
  usualCell: () => usualCell,
  cellFields,
  stats: [...Object.keys(descriptives), ...Object.keys(ofDifference)],
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

function asOneGroup(source: Source): Source {
  const rows = source.part('rows') as unknown as readonly (Statistics & { readonly variable: string })[];
  const parts: Readonly<Record<string, unknown>> = {
    by: '',
    groups: [ALL],
    rows: rows.map((row) => ({ variable: row.variable, groups: [{ ...row, name: ALL }] })),
  };
  return { ...source, part: (name) => parts[name] as ReturnType<Source['part']> };
}

function shapeOf(sources: readonly Source[], context: BuildContext): Shape {
  const [first] = sources as [Source];
  const [names, pairs] = [groupsOf(first), pairsOf(first)];
  const alike = (of: (source: Source) => unknown): boolean =>
    sources.every((source) => JSON.stringify(of(source)) === JSON.stringify(of(first)));
  if (!alike(groupsOf))
    context.refuse('different-groups', 'the panels of this table have different groups', { option: 'from' });
  if (!alike(pairsOf))
    context.refuse('different-pairs', 'the panels of this table compare different groups', { option: 'from' });
  const template = ownCellLines({ cellFields }, context.options.cell);
  const chosen = context.options.stats ?? (template === undefined ? usual : usualBeside);
  const ofGroup = chosen.filter((name) => !(name in ofDifference) && !(template !== undefined && name === 'n'));
  const ofPair = chosen.filter((name) => name in ofDifference);
  return {
    names,
    pairs,
    template,
    by: first.part('by') as string,
    counts: template !== undefined && chosen.includes('n'),
    shown: [
      ...names.flatMap((_, group) =>
        [...(template === undefined ? [] : [null]), ...ofGroup].map(
          (statistic): Shown => ({ of: 'group', group, statistic }),
        ),
      ),
      ...pairs.flatMap((_, pair) => ofPair.map((statistic): Shown => ({ of: 'pair', pair, statistic }))),
    ],
  };
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
    panels: groups.map((group, g): Panel => ({ title: group.title, rows: rowsFor(sources[g]!, shape, context) })),
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
function keptRow(row: GroupedRow, { shown, template }: Shape): object {
  const printed = [...shown.map(({ statistic }) => statistic), ...fieldsIn(template ?? [])];
  const untold = keptWhereShown.filter((name) => !printed.includes(name));
  return { ...row, groups: row.groups.map((group) => without(group, untold)) };
}

const groupStatistics = ({ shown, template }: Shape): string[] => [
  ...shown.flatMap((each) => (each.of === 'group' && each.statistic !== null ? [each.statistic] : [])),
  ...fieldsIn(template ?? []),
];

/** A percentile, and an adjusted p value, must have been asked for in the step. */
function refuseAbsent(rows: readonly GroupedRow[], shape: Shape, context: BuildContext): void {
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

function notesFor(sources: readonly Source[], shape: Shape, context: BuildContext): string[] {
  const { book } = context;
  const notes: string[] = [];
  const told = (texts: Readonly<Record<'en' | 'zh', string>>): void => void notes.push(texts[book.language]);
  const compares = shape.shown.some(({ of }) => of === 'pair');
  if (tells(context, 'method')) {
    if (shape.template !== undefined) {
      const words = templateInWords(shape.template, context);
      if (!isPlain(shape) || shape.names[0] !== ALL) told({ en: `cells show ${words}`, zh: `单元格内为${words}` });
    }
    for (const source of compares ? sources : []) {
      told(methods[(source.part('variances') as keyof typeof methods | undefined) ?? 'unequal']);
      const adjust = source.part('adjust') as keyof typeof adjustedBy | undefined;
      if (adjust !== undefined) told(adjustedBy[adjust]);
      if (printsErrorsBelow(shape)) told(errorsBelow);
    }
    notes.push(...weightNotes(sources, context));
  }
  if (compares && tells(context, 'stars'))
    notes.push(...starsNotes(cellLines(usualCell, starred(shape, context)), context));
  if (tells(context, 'undefined')) notes.push(...undefinedNotes(sources.flatMap(rowsOf), shape, context));
  return [...new Set(notes)];
}

/** A template of descriptive statistics says nothing of the cell of a difference. */
const starred = ({ template }: Shape, context: BuildContext): BuildContext =>
  template === undefined ? context : { ...context, options: { ...context.options, cell: null } };

/** Gives the weights of the rows of each panel. */
export const weightNotes = (sources: readonly Source[], { words, book }: BuildContext): string[] =>
  sources.flatMap(({ view: { weights } }) =>
    weights ? [words.weighted(termLabel(weights.of, book), weights.is)] : [],
  );

/** Why a number that is shown is not defined, variable by variable. */
function undefinedNotes(rows: readonly GroupedRow[], shape: Shape, { book, words }: BuildContext): string[] {
  const inCells = fieldsIn(shape.template ?? []);
  const reasons = rows.flatMap((row) => {
    const values = shape.shown.flatMap((each) =>
      each.of === 'group' && each.statistic === null
        ? inCells.map((statistic) => statOf(row, { ...each, statistic }))
        : [statOf(row, each)],
    );
    const why = values.find((value) => typeof value === 'object');
    return why === undefined ? [] : [`${termLabel(row.variable, book)}${words.colon}${asLabelled(why.invalid, book)}`];
  });
  return reasons.length === 0 ? [] : [words.undefinedStat([...new Set(reasons)].join(words.semicolon))];
}

function statOf(row: GroupedRow, shown: Shown): Stat | undefined {
  if (shown.statistic === null) return undefined;
  if (shown.of === 'group') return own(row.groups[shown.group]!, shown.statistic) as Stat | undefined;
  return (row.pairs?.[shown.pair] ?? row)[shown.statistic];
}

const pairLabel = ([a, b]: Pair, by: string, { book }: BuildContext): string =>
  `${levelLabel(by, a, book)} − ${levelLabel(by, b, book)}`;

/** Gives what a column stands under: its group, or its pair where there are several. */
function headOf(each: Shown, { by, names, pairs }: Shape, context: BuildContext): string {
  if (each.of === 'group') return names[each.group] === ALL ? '' : levelLabel(by, names[each.group]!, context.book);
  return pairs.length > 1 ? pairLabel(pairs[each.pair]!, by, context) : '';
}

/** True where each group, and each pair, has one column, which its name then heads. */
const isPlain = ({ shown, names, pairs, template }: Shape): boolean =>
  template !== undefined &&
  shown.filter(({ of }) => of === 'group').length === names.length &&
  (pairs.length < 2 || shown.filter(({ of }) => of === 'pair').length <= pairs.length);

const spannersFor = (shape: Shape, context: BuildContext): (readonly Spanner[])[] =>
  isPlain(shape) ? [] : [spannersOf(shape.shown.map((each) => headOf(each, shape, context)))];

function columnOf(each: Shown, i: number, shape: Shape, context: BuildContext): Column {
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

function rowsFor(source: Source, shape: Shape, context: BuildContext): Row[] {
  const rows = rowsOf(source);
  const chosen = chooseRows(
    rows.map((row) => row.variable),
    context.options,
  ).map((variable) => rows.find((each) => each.variable === variable)!);
  const body = chosen.flatMap((row) => linesOf(row, shape, context));
  return shape.counts && chosen.length > 0 ? [...body, countRow(chosen, shape, context)] : body;
}

/** A line for each one of the template; below a difference stands its error where cells have two lines or more. */
function linesOf(row: GroupedRow, shape: Shape, context: BuildContext): Row[] {
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

function cellOf(row: GroupedRow, shown: Shown, context: BuildContext): Cell {
  const value = statOf(row, shown);
  if (value === undefined) return { is: 'empty' };
  if (shown.of === 'group') return statisticCell(value, row.variable, shown.statistic!, context);
  const format = numberFormat(context.options, [row.variable, shown.statistic]);
  const p = statOf(row, { ...shown, statistic: 'pAdjusted' }) ?? statOf(row, { ...shown, statistic: 'pValue' })!;
  const stars = shown.statistic === 'difference' ? markOf(p, context.options) : '';
  return { is: 'number', value, format, ...(stars === '' ? {} : { stars }) };
}

/** True where errors stand below differences: cells have two lines, and errors no column of their own. */
function printsErrorsBelow({ shown, template }: Shape): boolean {
  const inColumns = shown.flatMap((each) => (each.of === 'pair' ? [each.statistic] : []));
  return (template?.length ?? 1) > 1 && inColumns.includes('difference') && !inColumns.includes('stdError');
}

/** The standard error of a difference. */
function errorBelow(
  row: GroupedRow,
  shown: Shown & { readonly of: 'pair' },
  shape: Shape,
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
function countRow(rows: readonly GroupedRow[], { shown }: Shape, context: BuildContext): Row {
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
  const label = own(book.renamed, 'n') ?? column[book.language];
  return { key: 'n', label, name: column.csv, section: 'footer', cells, apart: true };
}
