/** Builds tables of survival functions: a row for each group, or for each point of its curve with `show: curve`. */
import type { Stat } from '../../src/econ/fit.ts';
import type { BuildContext, Builder, Group, TableSource } from '../../src/table/builders/builder.ts';
import { recordBuilder } from '../../src/table/builders/records.ts';
import { briefNumber, readable } from '../../src/table/number.ts';
import { countText } from '../../src/table/options/options.ts';
import { levelLabel, noteLabel } from '../../src/table/words/labels.ts';
import { asLabelled } from '../../src/table/words/worded.ts';
import type { GroupRow, PointRow, TestRow } from './numbers/report.ts';
import { survivalResult } from './result.ts';
import { columns, notes, sentences, testNames } from './words.ts';

interface Of {
  readonly by: string | null;
  readonly strata: string | null;
  readonly interval: keyof (typeof notes)['en']['intervals'];
  readonly level: number;
}

const ofSource = (source: TableSource): Of => source.part('of') as unknown as Of;
const shared = {
  type: survivalResult.type,
  sentences,
  parts: ['tests', 'of', 'nobs'],
  withUnits: false,
  isSparse: true,
  rowLabels: { all: '全部' },
} as const;

const groupTable = recordBuilder({
  ...shared,
  head: () => ({ en: 'Group', zh: '组别' }),
  usual: ['n', 'events', 'expected', 'median', 'medianLow', 'medianHigh'],
  columns: columns.groups,
  notesOf: (sources, context) =>
    sources.flatMap((source) => [methodNote(source, context), ...testNotes(source, context)]),
});

const curveTable = recordBuilder({
  ...shared,
  head: () => ({ en: 'Group and time', zh: '组别与时间' }),
  usual: ['atRisk', 'events', 'survival', 'stdError', 'low', 'high'],
  columns: columns.curve,
  notesOf: (sources, context) => sources.map((source) => methodNote(source, context)),
});

export const survivalTable: Builder = {
  ...groupTable,
  parts: ['rows', 'at', ...shared.parts],
  stats: [...new Set([...groupTable.stats, ...curveTable.stats])],
  shows: ['groups', 'curve'],
  build(groups, context) {
    const isCurve = context.options.show === 'curve';
    const shown = isCurve ? groups.map((group) => curveOf(group, context)) : groups;
    const builder = isCurve ? curveTable : groupTable;
    const { book, options } = context;
    const stats = statsOf(builder.stats, context);
    const renamed = { ...Object.fromEntries(groups.flatMap((group) => labelsOf(group, context))), ...book.renamed };
    return builder.build(shown, { ...context, options: { ...options, stats }, book: { ...book, renamed } });
  },
};

/** The statistics of the view among those that the table names. Refuses where there is none. */
function statsOf(known: readonly string[], { options, refuse }: BuildContext): readonly string[] | null {
  const shown = options.stats?.filter((name) => known.includes(name)) ?? null;
  if (shown?.length !== 0) return shown;
  const hint = `there are ${known.map((name) => `\`${name}\``).join(', ')}`;
  return refuse('absent-statistic', 'this view has none of the statistics', { option: 'stats', hint });
}

/** The group, whose records are the points of the curve. */
function curveOf(group: Group, { refuse }: BuildContext): Group {
  return {
    ...group,
    sources: group.sources.map((source) => {
      const points = (source.part('at') ?? []) as unknown as readonly PointRow[];
      if (points.length === 0)
        refuse('not-asked', `\`${source.node}\` tells no points of its curves`, {
          option: 'show',
          hint: 'the step says at which times: `at: [30, 60]`',
        });
      return { ...source, part: (name: string) => source.part(name === 'rows' ? 'at' : name) };
    }),
  };
}

/** Labels of the rows by their names, which are levels of a column. */
function labelsOf({ sources: [source] }: Group, { book, words }: BuildContext): [string, string][] {
  const { by } = ofSource(source!);
  const all = { en: 'All', zh: '全部' }[book.language];
  const labelOf = (group: string): string => (by === null ? all : levelLabel(by, group, book));
  const rows = source!.part('rows') as unknown as readonly GroupRow[];
  const points = (source!.part('at') ?? []) as unknown as readonly PointRow[];
  return [
    ...rows.map(({ variable }): [string, string] => [variable, labelOf(variable)]),
    ...points.map(({ variable, group, time }): [string, string] => [
      variable,
      by === null ? readable(String(time)) : `${labelOf(group)}${words.comma}${readable(String(time))}`,
    ]),
  ];
}

function methodNote(source: TableSource, { book, options }: BuildContext): string {
  const { interval, level } = ofSource(source);
  const { of, intervals } = notes[book.language];
  const percent = String(Number((100 * level).toPrecision(6)));
  return of(intervals[interval], percent, countText(source.part('nobs') as unknown as number, options));
}

function testNotes(source: TableSource, { book, words }: BuildContext): readonly string[] {
  const { by, strata } = ofSource(source);
  const own = notes[book.language];
  return (source.part('tests') as unknown as readonly TestRow[]).map(({ variable, chi2, df, pValue }) => {
    const name = own.test(
      testNames[variable][book.language],
      headingOf(by, book),
      strata === null ? null : noteLabel(strata, book),
    );
    if (typeof chi2 !== 'number') return `${name}${words.colon}${asLabelled(chi2.invalid, book)}`;
    return `${name}${words.colon}χ²(${df}) = ${told(chi2)}${words.comma}p = ${told(pValue)}`;
  });
}

const headingOf = (by: string | null, book: BuildContext['book']): string => (by === null ? '' : noteLabel(by, book));

const told = (value: Stat): string => (typeof value === 'number' ? readable(briefNumber(value, 4)) : '.');
