/** Builds tables of differences of several pairs: a row for each pair, and the numbers of each test side by side. */

import type { Adjustment } from '../../src/econ/distributions/adjusted-p.ts';
import type { Stat } from '../../src/econ/fit.ts';
import { adjustedBy } from '../../src/table/builders/adjusted-by.ts';
import type { BuildContext, Builder, Built, Group, TableSource } from '../../src/table/builders/builder.ts';
import { cellLines, checkChosen, spannersOf, statisticColumn } from '../../src/table/builders/builder.ts';
import { type DifferenceTest, testNames, testsInWords } from '../../src/table/builders/difference-rows.ts';
import { sentence, starsNotes, tells } from '../../src/table/builders/notes.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import { chooseRows } from '../../src/table/select.ts';
import { markOf } from '../../src/table/stars.ts';
import type { Cell, Row, TablePanel } from '../../src/table/table.ts';
import { han } from '../../src/table/words/han.ts';
import { headingLabel, levelLabel, termLabel } from '../../src/table/words/labels.ts';
import { asLabelled } from '../../src/table/words/worded.ts';

const ofPair = {
  first: { en: 'First', zh: '前者系数', csv: 'First' },
  second: { en: 'Second', zh: '后者系数', csv: 'Second' },
  difference: { en: 'Difference', zh: '差异', csv: 'Difference' },
} as const;
const ofTest = {
  stdError: { en: 'Std. error', zh: '标准误', csv: 'Std. error' },
  statistic: { en: 'Statistic', zh: '统计量', csv: 'Statistic' },
  pValue: { en: 'p', zh: 'p 值', csv: 'p' },
  pAdjusted: { en: 'Adjusted p', zh: '校正 p 值', csv: 'Adjusted p' },
  confLow: { en: '95% CI low', zh: '95% 置信区间下限', csv: '95% CI low' },
  confHigh: { en: '95% CI high', zh: '95% 置信区间上限', csv: '95% CI high' },
} as const;
const statistics = { ...ofPair, ...ofTest };
type Name = keyof typeof statistics;
type OfPair = keyof typeof ofPair;
type OfTest = keyof typeof ofTest;

type TestCells = Partial<Readonly<Record<OfTest, Stat>>>;
type PairRow = Readonly<Record<OfPair, Stat>> &
  TestCells &
  Partial<Readonly<Record<DifferenceTest, TestCells>>> & {
    readonly name: string;
    readonly between: readonly [string, string];
  };

interface Pairwise {
  readonly of: string;
  readonly group: string;
  /** Empty of levels of a factor, whose one test stands in the row itself. */
  readonly by: readonly DifferenceTest[];
  readonly adjust?: Adjustment;
  readonly rows: readonly PairRow[];
}

const read = ({ part }: TableSource): Pairwise =>
  Object.fromEntries(
    ['of', 'group', 'by', 'adjust', 'rows'].flatMap((name) => (part(name) === undefined ? [] : [[name, part(name)]])),
  ) as unknown as Pairwise;

/** A column of the table: a number of the pair, or of a test, which is null where it stands in the row itself. */
interface PairColumn {
  readonly name: Name;
  readonly way: DifferenceTest | null | undefined;
}

/** Shown where the table asks for them. */
const interval = ['confLow', 'confHigh'];

const usualCell = '{b}{stars}';

export const pairwise: Builder = {
  type: 'pairwise',
  // The step says whether p values are adjusted.
  parts: 'all',
  usualCell: () => usualCell,
  stats: Object.keys(statistics),
  levels: (source) => {
    const { group, rows } = read(source);
    return [...new Set(rows.flatMap(({ between }) => between))].map((level) => ({ column: group, level }));
  },
  sideBySide: false,
  build: (groups, context) => {
    const found = groups.map(({ sources }) => read(sources[0]!));
    checkChosen([...new Set(found.flatMap(({ rows }) => rows.map(({ name }) => name)))], { what: 'pair' }, context);
    const shown = shownOf(found, context);
    const { language } = context.book;
    const plain = (way: DifferenceTest) => `${testNames[way].en}: `;
    const ways = new Set(shown.flatMap(({ way }) => (way ? [way] : [])));
    return {
      stub: '',
      head: { en: 'Groups', zh: '组别' }[language],
      spanners: ways.size < 2 ? [] : [spannersOf(shown.map(({ way }) => (way ? testNames[way][language] : '')))],
      columns: shown.map(({ name, way }, i) => {
        const { [language]: header, csv } = statistics[name];
        return statisticColumn(name, i, header, `${way && ways.size > 1 ? plain(way) : ''}${csv}`, context);
      }),
      panels: groups.map(({ title }, g): TablePanel => ({ title, rows: rowsOf(found[g]!, shown, context) })),
      notes: notesOf(groups, found, shown, context).map((note) => sentence(note, context)),
      data: {
        columns: shown.map(({ name, way }) => ({ statistic: name, ...(way ? { by: way } : {}) })),
        rows: found.flatMap(({ rows }) => [...rows]),
      },
    } satisfies Built;
  },
};

/** The columns: what the table asks for, or the usual ones that there are; coefficients of a factor are told by their differences alone. */
function shownOf(found: readonly Pairwise[], context: BuildContext): readonly PairColumn[] {
  const ways = [...new Set(found.flatMap(({ by }): (DifferenceTest | null)[] => (by.length === 0 ? [null] : [...by])))];
  const untold = ways.every((way) => way === null) ? [...interval, 'first', 'second'] : interval;
  const asked = context.options.stats;
  const names = (asked ?? Object.keys(statistics).filter((name) => !untold.includes(name))) as readonly Name[];
  const shown = [
    ...names.filter((name) => name in ofPair).map((name): PairColumn => ({ name, way: undefined })),
    ...ways.flatMap((way) => names.filter((name) => name in ofTest).map((name): PairColumn => ({ name, way }))),
  ].filter((each) => found.some(({ rows }) => rows.some((row) => numberIn(row, each) !== undefined)));
  const absent = asked?.find((name) => shown.every((each) => each.name !== name));
  if (absent === undefined) return shown;
  const hint = absent === 'pAdjusted' ? '`adjust: holm` in the step computes it' : undefined;
  return context.refuse('absent-statistic', `there is no \`${absent}\``, { option: 'stats', hint });
}

function numberIn(row: PairRow, { name, way }: PairColumn): Stat | undefined {
  return way ? row[way]?.[name as OfTest] : row[name];
}

function rowsOf({ group, by, rows }: Pairwise, shown: readonly PairColumn[], context: BuildContext): Row[] {
  const { options } = context;
  const names = chooseRows(
    rows.map(({ name }) => name),
    options,
  );
  return names.map((name): Row => {
    const row = rows.find((each) => each.name === name)!;
    const { pAdjusted, pValue } = by.length === 0 ? row : row[by[0]!]!;
    const cells = shown.map((each): Cell => {
      const value = numberIn(row, each);
      if (value === undefined) return { is: 'empty' };
      const stars = each.name === 'difference' ? markOf((pAdjusted ?? pValue)!, options) : '';
      const format = numberFormat(options, [each.way === undefined ? 'b' : each.name]);
      return { is: 'number', value, format, ...(stars === '' ? {} : { stars }) };
    });
    return { key: name, label: labelOf(row, group, context), name, section: 'body', cells };
  });
}

const labelOf = ({ between }: PairRow, group: string, { book }: BuildContext): string =>
  between.map((level) => levelLabel(group, level, book)).join(' − ');

function notesOf(
  groups: readonly Group[],
  found: readonly Pairwise[],
  shown: readonly PairColumn[],
  context: BuildContext,
): string[] {
  const notes: string[] = [];
  if (tells(context, 'method')) {
    notes.push(...found.map((each) => methodNote(each, context)));
    notes.push(...adjustedNotes(groups, found, context));
  }
  if (tells(context, 'stars') && shown.some(({ name }) => name === 'difference'))
    notes.push(...starsNotes(cellLines(usualCell, context), context));
  if (tells(context, 'undefined')) notes.push(...undefinedNotes(found, shown, context));
  return [...new Set(notes)];
}

/** Says how p values are adjusted, and of which panel where they differ. */
function adjustedNotes(groups: readonly Group[], found: readonly Pairwise[], { book, words }: BuildContext): string[] {
  const alike = found.every(({ adjust }) => adjust === found[0]!.adjust);
  return found.flatMap(({ adjust }, g) => {
    if (adjust === undefined) return [];
    const told = adjustedBy[adjust][book.language];
    return [alike ? told : `${groups[g]!.title ?? ''}${words.colon}${told}`];
  });
}

/** Why numbers that are shown are not defined, pair by pair. */
function undefinedNotes(found: readonly Pairwise[], shown: readonly PairColumn[], context: BuildContext): string[] {
  const { book, words } = context;
  const reasons = found.flatMap(({ rows, group }) =>
    rows.flatMap((row) => {
      const why = shown.map((each) => numberIn(row, each)).find((value) => typeof value === 'object');
      return why === undefined ? [] : [`${labelOf(row, group, context)}${words.colon}${asLabelled(why.invalid, book)}`];
    }),
  );
  return reasons.length === 0 ? [] : [words.undefinedStat([...new Set(reasons)].join(words.semicolon))];
}

function methodNote({ of, group, by }: Pairwise, { book }: BuildContext): string {
  const isZh = book.language === 'zh';
  const [x, g] = [termLabel(of, book), headingLabel(group, book)];
  if (by.length === 0)
    return isZh
      ? han`差异为同一回归中${g}各水平系数之差，前者减去后者`
      : `differences are between coefficients of levels of ${g} in one regression, the first less the second`;
  const ways = testsInWords(by, isZh);
  return isZh
    ? han`差异为${x}的系数在各组之间的差异（按${g}分组），前者减去后者，检验方法：${ways}`
    : `differences are of the coefficient of ${x} between groups (${g}), the first less the second, tested by ${ways}`;
}
