/** Tables whose panels have heads of their own, and tables of which a regression is a row or a cell. */
import type { Case } from './fixtures.ts';
import { fitOf, node, term } from './fixtures.ts';

/** A regression of an outcome on the treatment. */
const effect = (outcome: string, b: number, se: number, p: number, nobs = 372) =>
  fitOf([term('NQP', b, se, p), term('_cons', 1.5, 0.25, 0.001)], {
    outcome,
    nobs,
    absorbed: [],
    stats: { n: nobs, r2: 0.12, ymean: 0.726 },
  });

const gap = [
  node('main.gap.all', effect('Gap', 1.592, 0.456, 0.001), { header: 'All' }),
  node('main.gap.men', effect('Gap', 0.8, 0.5, 0.11, 201), { header: 'Men & boys' }),
  node('main.gap.women', effect('Gap', 2.1, 0.61, 0.001, 171), { header: 'Women' }),
];
const patents = [
  node('main.patent.all', effect('Patent', -0.31, 0.2, 0.12, 360), { header: 'All' }),
  node('main.patent.women', effect('Patent', -0.45, 0.21, 0.04, 165), { header: 'Women' }),
];

const described = (name: string, n: number, mean: number, sd: number) => ({ name, n, mean, sd });
const difference = (b: number, stdError: number, pValue: number) => ({
  ...{ difference: b, stdError, df: 30, statistic: b / stdError, pValue, stdDifference: b / 2 },
});

/** Covariates of two groups, whose differences are clustered and tested together. */
const balance = {
  by: 'treated',
  groups: ['No', 'Yes'],
  cluster: 'province',
  rows: [
    {
      variable: 'Education',
      groups: [described('No', 180, 10.08, 0.92), described('Yes', 192, 10.31, 0.95)],
      ...difference(-0.23, 0.105, 0.036),
    },
    {
      variable: 'Patent',
      groups: [described('No', 180, 40.17, 10.86), described('Yes', 188, 41.07, 9.8)],
      ...difference(-0.9, 1.21, 0.463),
    },
    {
      variable: '100% <x> & _y_ $z$ #',
      groups: [described('No', 180, 0.41, 0.49), described('Yes', 192, 0.39, 0.49)],
      ...difference(0.02, 0.05, 0.692),
    },
  ],
  joint: {
    ...{ f: 2.114, df1: 2, df2: 30, pValue: 0.138, hypotheses: 2 },
    left: [{ variable: '100% <x> & _y_ $z$ #', why: 'collinear' }],
  },
};
const undefinedTest = { invalid: 'the covariance is singular' };
/** Two arms against the control, one of which has no joint test. */
const arms = {
  by: 'arm',
  groups: ['现金', '食品', '对照'],
  pairs: [
    ['现金', '对照'],
    ['食品', '对照'],
  ],
  rows: [['Education', 10.08, 10.2, 9.5] as const, ['Patent', 40.17, 41.2, 39.2] as const].map(
    ([variable, a, b, c]) => ({
      variable,
      groups: [described('现金', 60, a, 0.92), described('食品', 61, b, 0.79), described('对照', 59, c, 1)],
      pairs: [
        { name: '现金 - 对照', ...difference(a - c, 0.21, 0.008) },
        { name: '食品 - 对照', ...difference(b - c, 0.61, 0.25) },
      ],
    }),
  ),
  joint: {
    pairs: [
      { name: '现金 - 对照', chi2: 7.31, df: 2, hypotheses: 2, pValue: 0.0259, left: [] },
      { name: '食品 - 对照', chi2: undefinedTest, df: 2, hypotheses: 2, pValue: undefinedTest, left: [] },
    ],
  },
};

/** Settlers' mortality as it were: the second stage, the reduced form and the first stage of the same samples. */
const instrumented = (nobs: number, b: number, first: number, f: number) => ({
  ...fitOf([term('NQP', b, 0.163, 0.0001)], { estimator: 'iv', nobs, absorbed: [], stats: { n: nobs, kpWaldF: f } }),
  firstStage: [
    fitOf([term('L.NQP', first, 0.127, 0.0001)], {
      outcome: 'NQP',
      nobs,
      absorbed: [],
      stats: { n: nobs, r2: 0.27, f },
    }),
  ],
  reducedForm: fitOf([term('L.NQP', b * first, 0.11, 0.0001)], { nobs, absorbed: [], stats: { n: nobs, r2: 0.21 } }),
});
const instruments = [
  ['All', instrumented(341, 0.944, -0.607, 22.9)] as const,
  ['Without 5% & more', instrumented(297, 1.281, -0.388, 9.31)] as const,
];
const stage = (only: 'first' | 'second' | 'reduced') =>
  instruments.map(([header, artifact], i) => node(`iv.${i + 1}`, artifact, { header, stages: [only] }));

const summary = (names: readonly string[]) => ({
  rows: names.map((variable, i) => ({
    ...{ variable, n: 372 - 7 * i, mean: 0.7263 * (i + 1), sd: 0.35512 * (i + 1), min: -0.21, max: 1.7958 * (i + 1) },
    ...{ p25: 0.5, median: 0.7, p75: 0.9 },
  })),
});

export const layoutCases: readonly Case[] = [
  {
    name: 'panels-heads',
    entry: { caption: 'Effects on two outcomes', drop: ['_cons'], stats: ['n', 'r2'] },
    groups: [
      { title: 'Panel A', outcome: 'panel', sources: gap },
      {
        title: 'Panel B <i> & 5% _x_ $y$ #',
        outcome: 'row',
        headers: ['Everybody', 'Women | girls'],
        spanners: ['Sample of 50%', 'Sample of 50%'],
        stats: ['n'],
        sources: patents,
      },
    ],
  },
  {
    name: 'panels-outcomes',
    entry: { caption: '两个被解释变量', lang: 'zh', outcome: 'row', drop: ['_cons'], stats: ['n'] },
    groups: [
      { title: '面板A', sources: [gap[0]!, gap[2]!] },
      { title: '面板B', sources: patents },
    ],
  },
  {
    name: 'rows',
    entry: {
      caption: 'A regression a row',
      layout: 'rows',
      drop: ['_cons'],
      stats: ['n'],
      rows: [
        { label: 'Control mean <b> & 5% _x_ $y$ #', value: 'b(_cons)', digits: 2, before: 'NQP' },
        { label: 'p', value: 'p(NQP)', brackets: 'square', after: 'NQP' },
      ],
    },
    groups: [
      { title: 'Panel A: Gap', sources: gap },
      { title: 'Panel B: Patents', outcome: 'panel', sources: patents },
    ],
  },
  {
    name: 'outcomes',
    entry: {
      caption: '按样本',
      lang: 'zh',
      layout: 'outcomes',
      keep: 'NQP',
      stats: ['n'],
      numbers: true,
    },
    groups: [{ title: null, sources: [...gap, ...patents] }],
  },
  {
    name: 'balance-joint',
    entry: {
      caption: 'Balance',
      cell: '{mean}\n({sd})',
      stats: ['n', 'difference', 'pValue'],
      hide: ['jointHypotheses'],
    },
    groups: [{ title: null, sources: [node('balance', balance, { type: 'by-group' })] }],
  },
  {
    name: 'balance-joint-arms',
    entry: { caption: '平衡性检验', lang: 'zh', cell: '{mean}\n({sd})', stats: ['n', 'difference'] },
    groups: [{ title: null, sources: [node('arms', arms, { type: 'by-group' })] }],
  },
  {
    name: 'iv-panels',
    entry: { caption: 'Second stage, reduced form and first stage in panels', stats: ['n'], numbers: true },
    groups: [
      { title: 'Panel A. Two-stage least squares', stats: ['n', 'kpWaldF'], sources: stage('second') },
      { title: 'Panel B. Reduced form', sources: stage('reduced') },
      { title: 'Panel C. First stage', outcome: 'panel', stats: ['r2', 'f'], sources: stage('first') },
    ],
  },
  {
    name: 'describe-panels',
    entry: { caption: 'Descriptive statistics', stats: ['n', 'mean', 'sd', 'min', 'median', 'max'] },
    groups: [
      { title: 'Panel A. Outcomes', sources: [node('outcomes', summary(['Gap', 'Patent']), { type: 'describe' })] },
      {
        title: 'Panel B. Controls & 5% of _others_',
        sources: [node('controls', summary(['Education', 'DigEco', 'log(NQP)']), { type: 'describe' })],
      },
    ],
  },
];
