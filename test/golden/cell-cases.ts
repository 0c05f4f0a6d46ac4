/** Cells of tables: tabulations in one, two and three ways, and marks of footnotes at cells, labels and heads, with hostile texts. */
import { tabulate } from '../../steps/tabulate/numbers/tabulate.ts';
import type { Case, Node } from './fixtures.ts';
import { fitOf, node, term } from './fixtures.ts';

/** Row level, column level and how often both occur. */
type Counts = readonly (readonly [row: number, column: number, times: number])[];

/** The result of a tabulation of levels that occur so often. */
function counted(counts: Counts, rowLevels: readonly string[], levels: readonly string[] | null) {
  const each = counts.flatMap(([row, column, times]) => Array.from({ length: times }, () => [row, column] as const));
  const { rows, total, test } = tabulate({
    rows: Int32Array.from(each, ([row]) => row),
    nrows: rowLevels.length,
    columns: Int32Array.from(each, ([, column]) => column),
    ncolumns: levels?.length ?? 1,
    weights: undefined,
    areFrequencies: false,
  });
  const by = <T>(cells: readonly T[]) =>
    levels === null ? [] : cells.map((cell, c) => ({ name: levels[c]!, ...cell }));
  return {
    rows: rows.map(({ level, by: cells, ...row }) => ({ variable: rowLevels[level]!, ...row, by: by(cells) })),
    total: { ...total, by: by(total.by) },
    test: levels === null ? null : test,
  };
}

const tabulated = (name: string, artifact: object): Node => {
  const { of } = artifact as { readonly of: object };
  return node(name, artifact as Node['artifact'], { type: 'tabulate', params: of });
};

const regions = ['East', 'West & <b> _x_ $y$', '.'];
const counts: Counts = [
  [0, 0, 41],
  [0, 1, 7],
  [1, 0, 12],
  [1, 1, 30],
  [2, 1, 3],
];
const twoWays = { ...counted(counts, regions, ['0', '1']), strata: [], levels: ['0', '1'], weights: null };
const first = counted(counts.slice(0, 3), regions.slice(0, 2), ['0', '1']);

const constant = term('_cons', -0.5, 0.25, 0.046);
const column = (b: number) => fitOf([term('NQP', b, 0.2, 0.001), term('NQP^2', -0.021, 0.004, 0.001), constant]);

export const cellCases: readonly Case[] = [
  {
    name: 'tabulate',
    entry: { caption: 'Region by treatment', stats: ['n', 'row', 'column'], digits: { row: 0 } },
    groups: [
      {
        title: null,
        sources: [tabulated('shares', { of: { rows: 'province', by: 'treat', over: null }, ...twoWays })],
      },
    ],
  },
  {
    name: 'tabulate-chinese',
    entry: { caption: '地区', lang: 'zh', footnotes: [{ at: 'East', text: '含三个直辖市。' }] },
    groups: [
      {
        title: null,
        sources: [
          tabulated('one', {
            of: { rows: 'province', by: null, over: null },
            ...counted(counts, regions, null),
            strata: [],
            levels: [],
            weights: null,
          }),
        ],
      },
    ],
  },
  {
    name: 'tabulate-strata',
    entry: { caption: 'Region by treatment and year', stats: ['n', 'cell'] },
    groups: [
      {
        title: null,
        sources: [
          tabulated('three', {
            of: { rows: 'province', by: 'treat', over: 'year' },
            ...twoWays,
            strata: [
              { name: '2011', ...first },
              { name: '2012', ...counted(counts, regions, ['0', '1']) },
            ],
          }),
        ],
      },
    ],
  },
  {
    name: 'footnotes',
    entry: {
      caption: 'Marks',
      stats: ['n', 'r2Within', 'ymean'],
      headers: ['Short', 'Long'],
      spanners: ['Both', 'Both'],
      rows: [{ label: 'Sample', cells: ['All <b>', '2,011'] }],
      footnotes: [
        { at: { row: 'NQP', column: '(2)' }, text: 'Robust to 5% & $y$ _x_ #1.' },
        { at: 'NQP^2', text: 'The square, in units^2.' },
        { at: ['Long', { row: '_cons', column: 'm.1' }], text: 'With effects.' },
        { at: { row: 'ymean', column: '(1)' }, text: 'Of levels.', mark: '†' },
        { at: { row: 'Sample', column: '(1)' }, text: 'Every year.' },
        { at: 'Both', text: 'By least squares.', mark: '1' },
        { at: 'n', text: 'Provinces by years.' },
      ],
    },
    groups: [{ title: null, sources: [node('m.1', column(1.2)), node('m.2', column(-10.9))] }],
  },
  {
    name: 'long-labels',
    entry: {
      caption: 'Labels that have no room on a line',
      stats: ['n'],
      headers: ['Short', 'Long'],
      rename: {
        NQP: 'Share of households within five kilometres of an upper secondary school in 1973, weighted',
        'NQP^2': 'interaction_of_treatment_and_distance_to_the_nearest_secondary_school_in_1973_squared',
      },
      footnotes: [{ at: 'NQP', text: 'Of all.' }],
    },
    groups: [
      {
        title:
          'Panel A. Children of households that had lived in the same village for at least ten years before the reform',
        sources: [node('m.1', column(1.2)), node('m.2', column(-10.9))],
      },
      { title: 'Panel B. All', sources: [node('n.1', column(1.2)), node('n.2', column(-10.9))] },
    ],
  },
  {
    name: 'long-labels-chinese',
    entry: {
      caption: '长标签',
      lang: 'zh',
      stats: ['n'],
      headers: [
        '基准回归（不含任何控制变量）',
        '加入全部控制变量和省份固定效应、年份固定效应',
        '工具变量法，两阶段最小二乘',
      ],
      rename: { NQP: '距离最近的普通高级中学不超过五公里的农村家庭所占的比重（以一九七三年人口加权）' },
      ...{ widths: { labels: 0.3 } },
    },
    groups: [{ title: null, sources: [1.2, 0.7, -10.9].map((b, i) => node(`m.${i + 1}`, column(b))) }],
  },
  {
    name: 'footnotes-panels',
    entry: {
      caption: 'Marks of panels',
      stats: ['n'],
      stars: false,
      cell: '{b}',
      footnotes: [
        { at: 'Girls', text: 'Of all ages.' },
        { at: { row: 'NQP', panel: 'Boys' }, text: 'In logs.' },
        { at: { column: '(1)' }, text: 'Of all.' },
      ],
    },
    groups: [
      { title: 'Boys', sources: [node('b.1', column(1.2))] },
      { title: 'Girls', sources: [node('g.1', column(0.7))] },
    ],
  },
];
