/** Tables in layouts that papers print: odds ratios, and the magnitudes of effects below them, with hostile labels. */
import type { NodeId } from '../../src/base/brand.ts';
import type { Case } from './fixtures.ts';
import { fitOf, node, term } from './fixtures.ts';

const constant = term('_cons', -0.5, 0.25, 0.046);
const logit = (treat: number, se: number, p: number) =>
  fitOf([term('NQP', treat, se, p), term('Education', 0.3, 0.1, 0.003), term('/lnsigma', 0.2, 0.05, 0.001), constant], {
    outcome: 'Gap',
    absorbed: [],
    dfResid: null,
    inference: 'z',
    stats: { n: 372, ll: -210.4 },
  });

const vcov = [
  [0.04, 0.01, 0],
  [0.01, 0.09, 0],
  [0, 0, 0.0625],
];
const linear = (b: number) =>
  fitOf([term('NQP', b, 0.2, 0.001), term('Education', 0.5, 0.3, 0.1), constant], {
    vcov,
    absorbed: [],
    stats: { n: 372, r2: 0.31 },
  });

const moments = (node: string) => ({
  moments: {
    node: `tables@moments.${node}` as NodeId,
    asked: [
      { of: 'Gap', where: null },
      { of: 'Gap', where: 'NQP == 0' },
      { of: 'NQP', where: null },
    ],
  },
  tests: {
    'NQP = Education': {
      name: 'equal',
      of: 'NQP = Education',
      restrictions: [
        {
          weights: [
            ['NQP', 1],
            ['Education', -1],
          ] as const,
          value: 0,
        },
      ],
    },
  },
});
const taken = (mean: number) => ({
  nobs: 372,
  moments: [
    [{ name: 'Gap', mean, sd: 0.4, rows: 372 }],
    [{ name: 'Gap', mean: mean / 2, sd: 0.3, rows: 120 }],
    [{ name: 'NQP', mean: 0.2, sd: 0.15, rows: 372 }],
  ],
});

const unstated = {
  statistic: { invalid: 'the standard error is zero' },
  pValue: { invalid: 'the standard error is zero' },
};
const equality = node(
  'same',
  {
    rows: [
      {
        ...{ variable: 'NQP', first: 1.592, second: 0.871, difference: 0.721 },
        ...{ stdError: 0.2514, statistic: 2.868, pValue: 0.0041 },
      },
      {
        ...{ variable: 'Education', first: -0.0813, second: 0.0052, difference: -0.0865 },
        ...{ stdError: 0.0491, statistic: -1.762, pValue: 0.0781 },
      },
      { variable: 'i(year)::2016', first: 0.25, second: 0.25, difference: 0, stdError: 0, ...unstated },
    ],
    stats: {
      ...{ n: 12_372, nFirst: 12_372, nSecond: 6_140, overlap: 6_140 },
      ...{ groups: 31, chi2: 11.42, df: 3, p: 0.0097, hausmanChi2: -1.3, hausmanDf: 3 },
      hausmanP: { invalid: 'χ² is negative: the fit does not meet the test’s assumptions' },
    },
    clusters: 'province',
    columns: ['baseline.west', 'baseline.all'],
  },
  { type: 'equality' },
);

const flowing = [
  node(
    'west',
    fitOf([term('NQP', 1.592, 0.4557, 0.001)], {
      rowsLost: [
        { cause: 'sample', count: 1200, detail: 'region == "West" and year > 2010' },
        { cause: 'missing', count: 14, detail: 'NQP' },
        { cause: 'singleton', count: 2, detail: '' },
        { cause: 'trimmed', count: 0, detail: 'NQP' },
      ],
    }),
    { header: 'West' },
  ),
  node('all', fitOf([term('NQP', 1.1, 0.4, 0.01)], { rowsLost: [] }), { header: 'All' }),
];

export const computedCases: readonly Case[] = [
  {
    name: 'row-flow',
    entry: { caption: 'How the samples are made', show: 'flow' },
    groups: [{ title: null, sources: flowing }],
  },
  {
    name: 'row-flow-zh',
    entry: { caption: '样本的形成', show: 'flow', stats: ['leftOut'], lang: 'zh' },
    groups: [{ title: null, sources: flowing.slice(0, 1) }],
  },
  {
    name: 'equality',
    entry: { caption: 'Equality of columns: 5% & <b>', headers: ['All & sundry'] },
    groups: [{ title: null, sources: [equality] }],
  },
  {
    name: 'equality-zh',
    entry: { caption: '系数是否相等', lang: 'zh' },
    groups: [{ title: null, sources: [equality] }],
  },
  {
    name: 'jackknife',
    entry: { caption: 'Biases', cell: '{b}{stars}\n({se})\n[{bias}]' },
    groups: [
      {
        title: null,
        sources: [
          node(
            'left_out',
            fitOf(
              [
                { ...term('NQP', 1.592, 0.4557, 0.001), bias: -0.0213 },
                { ...constant, bias: 0.00012 },
              ],
              {
                vcovInfo: {
                  ...{ type: 'Jackknife', text: 'jackknife(province)', small: '' },
                  clusters: [{ name: 'province', count: 31 }],
                },
              },
            ),
          ),
        ],
      },
    ],
  },
  {
    name: 'odds',
    entry: {
      caption: 'Odds ratios',
      stats: ['n', 'll'],
      as: { exponentiate: true, level: [90, 95] },
      cell: '{b}{stars}\n[{ci}]',
    },
    groups: [{ title: null, sources: [node('l.1', logit(0.8, 0.3, 0.008)), node('l.2', logit(-0.2, 0.4, 0.617))] }],
  },
  {
    name: 'magnitudes',
    entry: {
      caption: 'Magnitudes',
      lang: 'zh',
      stats: ['n', { label: '均值 <b> & 5% _x_ $y$ #', value: 'mean(outcome)', digits: 2 }],
      rows: [
        { label: 'Control mean', value: 'mean(outcome, where="NQP == 0")', after: 'n' },
        { label: 'Effect of one s.d.', value: 'b(NQP) * sd(NQP) / mean(outcome)', percent: true, digits: 1 },
        { label: 'F of equality', value: 'test("NQP = Education").f' },
        { label: 'p of equality', value: 'test("NQP = Education").p', brackets: 'square' },
        { label: 'Effect', value: 'b(NQP)', stars: true },
        { label: 'Patents', value: 'b(Patent)' },
        { label: 'Log of a loss', value: 'log(-b(NQP))' },
      ],
    },
    groups: [{ title: null, sources: [node('m.1', linear(1.2)), node('m.2', linear(0.9))] }],
    computed: {
      asked: { columns: { 'm.1': moments('m.1'), 'm.2': moments('m.2') } },
      artifacts: { 'tables@moments.m.1': taken(1.5), 'tables@moments.m.2': taken(0.726) },
    },
  },
];
