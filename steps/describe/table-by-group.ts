/** Builds tables of descriptive statistics of groups side by side, with the difference of two. */
import { isPercentileName } from '../../src/base/text/percentile-name.ts';
import type { Stat } from '../../src/econ/fit.ts';
import {
  type BuildContext,
  type Builder,
  type Built,
  cellLines,
  checkChosen,
  type Group,
  type Source,
  spannersOf,
} from '../../src/table/builders/builder.ts';
import { sentence, starsNotes, tells } from '../../src/table/builders/notes.ts';
import { type RecordColumn, without } from '../../src/table/builders/records.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import { chooseRows } from '../../src/table/select.ts';
import { markOf } from '../../src/table/stars.ts';
import type { Cell, Column, Panel, Row } from '../../src/table/table.ts';
import { levelLabel, termLabel } from '../../src/table/words/labels.ts';
import { asLabelled } from '../../src/table/words/told.ts';
import { askedPercentile, descriptive, descriptives, keptWhereShown } from './table-columns.ts';

const ofDifference: Readonly<Record<string, RecordColumn>> = {
  difference: { en: 'Difference', zh: '均值差', csv: 'Difference' },
  statistic: { en: 't', zh: 't', csv: 't' },
  pValue: { en: 'p', zh: 'p', csv: 'p' },
  stdDifference: { en: 'Std. diff.', zh: '标准化差异', csv: 'Std. diff.' },
};

/** The cell of a difference. */
const usualCell = '{b}{stars}';

const usual = ['n', 'mean', 'sd', 'difference', 'statistic', 'stdDifference'];

type Statistics = Readonly<Record<string, Stat>>;
type GroupedRow = Statistics & {
  readonly variable: string;
  readonly groups: readonly (Statistics & { readonly name: string })[];
};

const rowsOf = (source: Source): readonly GroupedRow[] => source.part('rows') as unknown as readonly GroupedRow[];
const groupsOf = (source: Source): readonly string[] => source.part('groups') as unknown as readonly string[];

/** A column of the table: a statistic of a group, or of the difference where it has none. */
interface Shown {
  readonly statistic: string;
  readonly group: number | null;
}

export const byGroup: Builder = {
  type: 'by-group',
  parts: ['by', 'groups', 'rows'],
  usualCell: () => usualCell,
  stats: [...Object.keys(descriptives), ...Object.keys(ofDifference)],
  isStatistic: isPercentileName,
  levels: (source) => groupsOf(source).map((level) => ({ column: source.part('by') as string, level })),
  sideBySide: false,
  build: (groups, context) => build(groups, context),
};

function build(groups: readonly Group[], context: BuildContext): Built {
  const { options, book } = context;
  const sources = groups.map((group) => group.sources[0]!);
  const names = groupsOf(sources[0]!);
  if (sources.some((source) => groupsOf(source).join('\0') !== names.join('\0')))
    context.refuse('different-groups', 'the panels of this table have different groups', { option: 'from' });
  checkChosen(
    sources.flatMap((source) => rowsOf(source).map((row) => row.variable)),
    {},
    context,
  );
  const chosen = options.stats ?? usual;
  const untold = keptWhereShown.filter((name) => !chosen.includes(name));
  const shown: Shown[] = [
    ...names.flatMap((_, group) =>
      chosen.filter((name) => !(name in ofDifference)).map((statistic) => ({ statistic, group })),
    ),
    ...(names.length === 2
      ? chosen.filter((name) => name in ofDifference).map((statistic) => ({ statistic, group: null }))
      : []),
  ];
  refuseAbsent(sources.flatMap(rowsOf), shown, context);
  const test = book.language === 'zh' ? '差异的检验为 Welch t 检验' : 'Differences are tested by Welch’s t test';
  const told = shown.some(({ group }) => group === null)
    ? [
        ...(tells(context, 'method') ? [test] : []),
        ...(tells(context, 'stars') ? starsNotes(cellLines(usualCell, context), context) : []),
      ]
    : [];
  if (tells(context, 'undefined')) told.push(...undefinedNotes(sources.flatMap(rowsOf), shown, context));
  const by = sources[0]!.part('by') as string;
  return {
    stub: '',
    columns: shown.map((each, i) => columnOf(each, i, names, context)),
    spanners: [spannersOf(shown.map(({ group }) => (group === null ? '' : levelLabel(by, names[group]!, book))))],
    panels: groups.map((group, g): Panel => ({ title: group.title, rows: bodyRows(sources[g]!, shown, context) })),
    notes: told.map((note) => sentence(note, context)),
    data: {
      columns: shown.map(({ statistic, group }) => ({ statistic, group: group === null ? null : names[group] })),
      rows: sources.flatMap(rowsOf).map((row) => ({
        ...row,
        groups: row.groups.map((group) => without(group, untold)),
      })),
    },
  };
}

/** A percentile must have been asked for in the step. */
function refuseAbsent(rows: readonly GroupedRow[], shown: readonly Shown[], context: BuildContext): void {
  const absent = shown.find(
    (each) => isPercentileName(each.statistic) && rows.every((row) => statOf(row, each) === undefined),
  );
  if (absent === undefined) return;
  const { statistic } = absent;
  context.refuse('absent-statistic', `there is no \`${statistic}\``, {
    option: 'stats',
    hint: askedPercentile(statistic),
  });
}

/** Why a number that is shown is not defined, variable by variable. */
function undefinedNotes(rows: readonly GroupedRow[], shown: readonly Shown[], { book, words }: BuildContext): string[] {
  const reasons = rows.flatMap((row) => {
    const why = shown.map((each) => statOf(row, each)).find((value) => typeof value === 'object');
    return why === undefined ? [] : [`${termLabel(row.variable, book)}${words.colon}${asLabelled(why.invalid, book)}`];
  });
  return reasons.length === 0 ? [] : [words.undefinedStat([...new Set(reasons)].join(words.semicolon))];
}

const statOf = (row: GroupedRow, { statistic, group }: Shown): Stat | undefined =>
  group === null ? row[statistic] : row.groups[group]![statistic];

function columnOf(
  { statistic, group }: Shown,
  i: number,
  names: readonly string[],
  { book, options }: BuildContext,
): Column {
  const { [book.language]: header, csv } = group === null ? ofDifference[statistic]! : descriptive(statistic);
  const name = group === null ? csv : `${names[group]}: ${csv}`;
  return { header, name, ...(options.numbers ? { number: `(${i + 1})` } : {}) };
}

function bodyRows(source: Source, shown: readonly Shown[], context: BuildContext): Row[] {
  const rows = rowsOf(source);
  return chooseRows(
    rows.map((row) => row.variable),
    context.options,
  ).map((variable) => {
    const row = rows.find((each) => each.variable === variable)!;
    const label = termLabel(variable, context.book);
    return {
      key: variable,
      label,
      name: variable,
      section: 'body',
      cells: shown.map((each) => cellOf(row, each, context)),
    };
  });
}

function cellOf(row: GroupedRow, shown: Shown, { options }: BuildContext): Cell {
  const { statistic } = shown;
  const value = statOf(row, shown);
  if (value === undefined) return { is: 'empty' };
  const isCount = shown.group !== null && descriptive(statistic).count === true;
  const format = numberFormat(options, [row.variable, statistic], isCount);
  const stars = statistic === 'difference' ? markOf(row.pValue!, options) : '';
  return { is: 'number', value, format, ...(stars === '' ? {} : { stars }) };
}
