/** Builds tables of differences between groups by themselves: a row for each test. */
import type { Stat } from '../../src/econ/fit.ts';
import type { BuildContext, Builder, Built, Group } from '../../src/table/builders/builder.ts';
import { checkChosen } from '../../src/table/builders/builder.ts';
import {
  differenceNotes,
  readDifference,
  type ShownDifference,
  testNames,
} from '../../src/table/builders/difference-rows.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import { markOf } from '../../src/table/stars.ts';
import type { Cell, Row, TablePanel } from '../../src/table/table.ts';
import { levelLabel, termLabel } from '../../src/table/words/labels.ts';

const statistics = {
  difference: { en: 'Difference', zh: '差异', csv: 'Difference' },
  stdError: { en: 'Std. error', zh: '标准误', csv: 'Std. error' },
  statistic: { en: 'Statistic', zh: '统计量', csv: 'Statistic' },
  pValue: { en: 'p', zh: 'p 值', csv: 'p' },
} as const;

type Tests = Readonly<Record<string, Partial<Record<keyof typeof statistics, Stat>>>>;

/** Names of the two columns of groups, where panels compare different ones. */
const sides = [
  { en: 'First group', zh: '第一组' },
  { en: 'Second group', zh: '第二组' },
] as const;

/** Gives what all results have in common; undefined where they differ. */
function common(found: readonly ShownDifference[], of: (result: ShownDifference) => string): string | undefined {
  const texts = new Set(found.map(of));
  return texts.size === 1 ? [...texts][0] : undefined;
}

const shown = (found: ShownDifference): Tests => {
  const { difference, chow, suest, permutation } = found;
  return {
    ...(chow ? { chow: { ...chow, difference } } : {}),
    ...(suest ? { suest: { ...suest, difference } } : {}),
    ...(permutation ? { permutation: { difference, pValue: permutation.pValue } } : {}),
  } as unknown as Tests;
};

export const difference: Builder = {
  type: 'difference',
  // Which tests there are, the step says.
  parts: 'all',
  stats: [],
  levels: ({ part }) => {
    const { group, between } = readDifference(part);
    return between.map((level) => ({ column: group, level }));
  },
  sideBySide: false,
  build,
};

function build(groups: readonly Group[], context: BuildContext): Built {
  const { book, options } = context;
  const found = groups.map((group) => readDifference(group.sources[0]!.part));
  checkChosen([...new Set(found.flatMap((each) => Object.keys(shown(each))))], {}, context);
  const panels = groups.map((group, g): TablePanel => ({ title: group.title, rows: rowsOf(found[g]!, context) }));
  const columns = Object.values(statistics).map(({ [book.language]: header, csv }) => ({ header, name: csv }));
  return {
    stub: common(found, ({ of }) => termLabel(of, book)) ?? '',
    spanners: [],
    columns: [
      ...([0, 1] as const).map((i) => ({
        header: common(found, ({ group, between }) => levelLabel(group, between[i], book)) ?? sides[i][book.language],
      })),
      ...columns.map((column, i) => ({ ...column, ...(options.numbers ? { number: `(${i + 1})` } : {}) })),
    ],
    panels,
    notes: differenceNotes(found, context),
    data: { columns: [], rows: [...found] },
  };
}

function rowsOf(found: ShownDifference, { book, options }: BuildContext): Row[] {
  const cell = (value: Stat | undefined, name: string, stars = ''): Cell =>
    value === undefined
      ? { is: 'empty' }
      : { is: 'number', value, format: numberFormat(options, [name]), ...(stars === '' ? {} : { stars }) };
  return Object.entries(shown(found)).map(([key, test], i): Row => {
    const groups = found.groups.map(({ estimate }) => (i === 0 ? cell(estimate, 'b') : cell(undefined, 'b')));
    const stars = test.pValue === undefined ? '' : markOf(test.pValue, options);
    const numbers = Object.keys(statistics).map((name) =>
      cell(test[name as 'pValue'], name, name === 'difference' ? stars : ''),
    );
    const label = testNames[key as 'chow'][book.language];
    return { key, label, name: testNames[key as 'chow'].en, section: 'body', cells: [...groups, ...numbers] };
  });
}
