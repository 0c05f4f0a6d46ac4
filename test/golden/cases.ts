/** The tables whose every format is kept as a golden file. */
import { compositeIndex } from '../../src/econ/index/composite-index.ts';
import { cellCases } from './cell-cases.ts';
import { computedCases } from './computed-cases.ts';
import { designCases } from './design-cases.ts';
import { type Case, fitOf, type Node, node, term } from './fixtures.ts';
import { layoutCases } from './layout-cases.ts';
import { mechanismCases } from './mechanism-cases.ts';

const constant = term('_cons', -0.09812, 0.1215, 0.43);
const nqp = (b: number, se: number) => term('NQP', b, se, 0.0001);

const stepwise: Node[] = [
  node('baseline.main.1', fitOf([nqp(4.50213, 0.66384), constant])),
  node(
    'baseline.main.2',
    fitOf([nqp(1.96551, 0.5629), term('Education', 0.04583, 0.01251, 0.001), constant], {
      stats: { r2Within: 0.6284, ymean: 0.726, f: 60.1 },
    }),
  ),
  node(
    'baseline.main.3',
    fitOf(
      [
        nqp(1.59224, 0.45573),
        term('Education', 0.08129, 0.00909, 0),
        term('Patent', -0.02189, 0.0058, 0.001),
        term('DigEco', 0.0352, 0.0181, 0.06),
        constant,
      ],
      {
        stats: { r2Within: 0.6943, ymean: 0.726, f: 91.2 },
      },
    ),
  ),
  node(
    'baseline.quadratic',
    fitOf(
      [
        nqp(5.79404, 1.14291),
        term('Education', 0.06523, 0.01123, 0),
        term('Patent', -0.01311, 0.00602, 0.037),
        term('DigEco', 0.03894, 0.01701, 0.029),
        term('NQP^2', -7.78301, 1.73302, 0.0001),
        constant,
      ],
      { stats: { r2Within: 0.7262, ymean: 0.726, f: 101.4 } },
    ),
  ),
  node(
    'baseline.twoway',
    fitOf(
      [
        nqp(1.1021, 0.4411),
        term('Education', 0.0712, 0.0112, 0),
        term('Patent', -0.0199, 0.0061, 0.003),
        term('DigEco', 0.0301, 0.0154, 0.06),
      ],
      {
        absorbed: [
          { name: 'province', levels: 31 },
          { name: 'year', levels: 12 },
        ],
        stats: { r2Within: 0.5011, ymean: 0.726, f: 33.3 },
        vcovInfo: {
          type: 'CRV1',
          text: 'cluster(province + year)',
          clusters: [
            { name: 'province', count: 31 },
            { name: 'year', count: 12 },
          ],
          small: 'reghdfe: Gmin/(Gmin − 1) · (N − 1)/(N − K), t(Gmin − 1)',
        },
        rowsLost: [{ cause: 'lag', count: 31, detail: 'L.NQP' }],
        nobs: 341,
      },
    ),
  ),
];

const few = 'fewer clusters (3) than coefficients (4): the F test is not defined';
const region = (level: string, b: number, se: number, p: number, more = {}): Node =>
  node(
    `heterogeneity.${level}`,
    fitOf([term('NQP', b, se, p), term('Education', 0.0412, 0.0151, 0.023), constant], { nobs: 120, ...more }),
    { header: level },
  );

const regions: Node[] = [
  region('East', 1.8782, 0.5911, 0.011),
  region('Central', 2.3191, 0.4952, 0.005),
  region('West', 2.1729, 0.9462, 0.042),
  region('Northeast', 1.6819, 1.3634, 0.34, {
    stats: { r2Within: 0.885, f: { invalid: few } },
    nobs: 36,
    dropped: [{ term: 'DigEco', why: 'collinear', detail: 'with Education' }],
    warnings: [{ code: 'few-clusters', message: few }],
  }),
];

const pooled = fitOf(
  [
    term('x_1', 12345.678, 2345.6, 0.002),
    term('L.x_1', -0.5, 0.25, 0.049),
    term('i(year)::2012', 0.1, 0.2, 0.6),
    term('x_1:z', 0.2, 0.1, 0.046),
    constant,
  ],
  {
    estimator: 'ols',
    outcome: 'log(wage)',
    absorbed: [],
    nobs: 1234567,
    ngroups: null,
    nclusters: null,
    vcovInfo: { type: 'HC1', text: 'HC1', clusters: [], small: 'N/(N − K), t(N − K)' },
    stats: { r2: 0.123, r2Adj: 0.119, rmse: 1.5 },
    inference: 't(N-K)',
    dfResid: 1234562,
  },
);
const iid = fitOf([term('x_1', 1.5, { invalid: 'no variation' }, { invalid: 'no variation' }), constant], {
  estimator: 'ols',
  outcome: 'hours',
  absorbed: [],
  vcovInfo: { type: 'iid', text: 'iid', clusters: [], small: '' },
  stats: { r2: 0.5, r2Adj: 0.4, rmse: 2 },
});

/** Pooled, in `xtreg` style, in `reghdfe` style: each calls another quantity `r2`. The last has large statistics under small estimates. */
const styles: Node[] = [
  node(
    'styles.1',
    fitOf([nqp(4.1, 0.9), constant], { estimator: 'ols', absorbed: [], stats: { r2: 0.214, r2Adj: 0.212, f: 20.75 } }),
  ),
  node(
    'styles.2',
    fitOf([nqp(4.50213, 0.66384), constant], {
      stats: { r2: 0.4601, r2Within: 0.4601, r2Lsdv: 0.9412, r2Adj: 0.4101, r2AdjLsdv: 0.9358, f: 45.97 },
    }),
  ),
  node(
    'styles.3',
    fitOf([nqp(1.1021, 0.4411)], {
      nobs: 1234567,
      absorbed: [
        { name: 'province', levels: 31 },
        { name: 'year', levels: 12 },
      ],
      stats: {
        r2: 0.9731,
        r2Within: 0.0891,
        r2Lsdv: 0.9731,
        r2Adj: 0.9702,
        r2AdjLsdv: 0.9699,
        r2AdjWithin: 0.0865,
        f: 123456.789,
      },
    }),
  ),
];

const undefinedTest = { invalid: 'one value in a group' };
const group = (name: string, n: number, mean: number, sd: number) => ({ name, n, mean, sd });
const byGroup = {
  by: 'treated',
  groups: ['No', 'Yes'],
  rows: [
    {
      variable: 'Education',
      groups: [group('No', 30, 10.0831, 0.9244), group('Yes', 30, 11.1334, 0.7952)],
      ...{
        difference: -1.0503,
        stdError: 0.2226,
        df: 56.7,
        statistic: -4.7186,
        pValue: 0.0000159,
        stdDifference: -1.2183,
      },
    },
    {
      variable: 'Patent',
      groups: [group('No', 30, 40.1667, 10.8604), { name: 'Yes', n: 1, mean: 41.0667, sd: { invalid: 'one value' } }],
      ...{
        difference: -0.9,
        stdError: undefinedTest,
        df: undefinedTest,
        statistic: undefinedTest,
        pValue: undefinedTest,
        stdDifference: undefinedTest,
      },
    },
  ],
};

const compared = (name: string, difference: number, stdError: number, pValue: number, pAdjusted: number) => ({
  ...{ name, difference, stdError, df: 58, statistic: difference / stdError, pValue, stdDifference: 0.2, pAdjusted },
});
/** Three arms, of which two are compared with the third; their names are hostile to every format. */
const arms = {
  by: 'arm',
  groups: ['A & B', '50%_<b>', '对照'],
  pairs: [
    ['A & B', '对照'],
    ['50%_<b>', '对照'],
  ],
  variances: 'equal',
  adjust: 'holm',
  rows: [
    {
      variable: 'Education',
      groups: [group('A & B', 30, 10.0831, 0.9244), group('50%_<b>', 30, 11.1334, 0.7952), group('对照', 29, 9.5, 1)],
      pairs: [
        compared('A & B - 对照', 0.5831, 0.2503, 0.0234, 0.0468),
        compared('50%_<b> - 对照', 1.6334, 0.2342, 0.00001, 0.00002),
      ],
    },
    {
      variable: 'Patent',
      groups: [group('A & B', 30, 40.1667, 10.8604), group('50%_<b>', 30, 41.0667, 9.1), group('对照', 30, 39.2, 8.7)],
      pairs: [
        compared('A & B - 对照', 0.9667, 2.5406, 0.7049, 0.8435),
        compared('50%_<b> - 对照', 1.8667, 2.2985, 0.42, 0.84),
      ],
    },
  ],
};

const described = {
  rows: [
    {
      variable: 'Gap',
      n: 372,
      mean: 0.7263,
      sd: 0.35512,
      min: -0.21,
      max: 1.7958,
      p25: 0.5,
      median: 0.7,
      p75: 0.9,
      skewness: 0.1,
      kurtosis: 3,
    },
    {
      variable: 'Education',
      n: 372,
      mean: 9.1061,
      sd: 6.3392,
      min: 0.642,
      max: 44.991,
      p25: 5,
      median: 8,
      p75: 12,
      skewness: 2,
      kurtosis: 9,
    },
    {
      variable: 'DigEco',
      n: 1372,
      mean: 12765.25,
      sd: 1.7512,
      min: 0,
      max: 13189.5,
      p25: 0.1,
      median: 0.3,
      p75: 0.6,
      skewness: { invalid: 'no variation' },
      kurtosis: 4,
    },
  ],
};
const none = (invalid: string) => ({ vif: { invalid }, tolerance: { invalid } });
const inflation = {
  rows: [
    { variable: 'NQP', vif: 3.94, tolerance: 0.25381 },
    { variable: 'Education', vif: 14.18, tolerance: 0.2392 },
    { variable: 'L.DigEco', vif: 1.66, tolerance: 0.602 },
    { variable: 'DigEco^2', vif: 2.66, tolerance: 0.376 },
  ],
  mean: 3.26,
};
const inflationUndefined = {
  rows: [
    { variable: 'NQP', ...none('collinear with `Education`') },
    { variable: 'Education', ...none('collinear with `NQP`') },
    { variable: 'DigEco', vif: 1.66, tolerance: 0.602 },
  ],
  mean: { invalid: '`NQP` has none' },
};
const correlations = {
  method: 'pearson',
  variables: ['Gap', 'NQP', 'DigEco'],
  correlation: [
    [1, 0.62, -0.05],
    [0.62, 1, 0.41],
    [-0.05, 0.41, 1],
  ],
  pValue: [
    [{ invalid: 'itself' }, 0.001, 0.4],
    [0.001, { invalid: 'itself' }, 0.02],
    [0.4, 0.02, { invalid: 'itself' }],
  ],
  nobs: [
    [372, 372, 341],
    [372, 372, 341],
    [341, 341, 341],
  ],
};

const six = ['Gap', 'NQP', 'Education', 'Patent', 'DigEco', 'HC'];
const manyCorrelations = {
  method: 'spearman',
  variables: six,
  correlation: six.map((_, i) => six.map((_, j) => (i === j ? 1 : (i + j) / 20 - 0.2))),
  pValue: six.map((_, i) => six.map((_, j) => (i === j ? { invalid: 'itself' } : 0.008 * (i + j)))),
  nobs: six.map(() => six.map(() => 372)),
};

const alone = (sources: readonly Node[]): Case['groups'] => [{ title: null, sources }];

/** Two endogenous variables, so two first stages. */
const instrumented = {
  ...fitOf([term('NQP', 3.94, 0.512, 0.0001), term('DigEco', 0.12, 0.06, 0.055)], {
    estimator: 'iv',
    nobs: 341,
    stats: { n: 341, r2Within: 0.369, kpWaldF: 72.1, kpLm: 8.04 },
  }),
  firstStage: [
    fitOf([term('L.NQP', 0.893, 0.071, 0.0001), term('L.DigEco', 0.01, 0.02, 0.62)], { outcome: 'NQP', nobs: 341 }),
    fitOf([term('L.NQP', 0.2, 0.1, 0.055), term('L.DigEco', 0.7, 0.1, 0.0001)], { outcome: 'DigEco', nobs: 341 }),
  ],
  reducedForm: fitOf([term('L.NQP', 3.5, 0.4, 0.0001), term('L.DigEco', 0.1, 0.05, 0.055)], { nobs: 341 }),
};

function indexArtifact(scope: 'pooled' | 'by-time', weights: 'flat' | 'hierarchical') {
  const specs = [
    { indicator: 'NQP', dimension: 'Growth', direction: 'positive' as const },
    { indicator: 'Patent', dimension: 'Growth', direction: 'positive' as const },
    { indicator: 'DigEco', dimension: 'Costs_of_it', direction: 'negative' as const },
  ];
  const values = [
    [1, 2, 3, 5, 8, 13],
    [4, 4, 1, 2, 9, 7],
    [2, 2, 2, 3, 1, 5],
  ];
  const columns = values.map((list, j) => ({ name: specs[j]!.indicator, values: Float64Array.from(list) }));
  const periods = scope === 'pooled' ? null : { codes: Int32Array.from([0, 0, 0, 1, 1, 1]), levels: ['2011', '2012'] };
  const zero = scope === 'pooled' ? { is: 'limit' as const } : { is: 'shift' as const, by: 0.01 };
  const {
    scores: _,
    warnings,
    ...parts
  } = compositeIndex(specs, columns, periods, { method: 'entropy', zero, weights });
  return { ...parts, index: { name: 'Index', method: 'entropy', scope, zero, weights, nobs: 6 } };
}

const noBootstrap = { invalid: 'no bootstrap' };
const thresholdRow = (order: number, gamma: number, f: number, pValue: number | null) => ({
  order,
  gamma,
  ciLow: gamma - 1,
  ciHigh: gamma + 2.5,
  f,
  pValue: pValue ?? noBootstrap,
  bootstrap: pValue === null ? 0 : 1000,
  critical:
    pValue === null ? { '1': noBootstrap, '5': noBootstrap, '10': noBootstrap } : { '1': 81.08, '5': 53.7, '10': 45.6 },
});
const thresholds = {
  thresholds: [thresholdRow(1, 167.12, 54.27, 0.05), thresholdRow(2, 3.42, 54.16, null)],
  fit: fitOf(
    [
      term('NQP#1', -4.86599, 1.01603, 0.0001),
      term('NQP#2', 2.12599, 0.2582, 0),
      term('NQP#3', 0.788, 0.2732, 0.004),
      constant,
    ],
    {
      nclusters: null,
      inference: 't(N-K)',
      vcovInfo: { type: 'iid', text: 'iid', clusters: [], small: 'RSS/(N − K), t(N − K)' },
      warnings: [{ code: 'small-regime', message: 'regime 1 holds 8 rows of 1 unit' }],
    },
  ),
  regimes: [
    { number: 1, lower: null, upper: 3.42, rows: 8, units: 1 },
    { number: 2, lower: 3.42, upper: 167.12, rows: 317, units: 31 },
    { number: 3, lower: 167.12, upper: null, rows: 47, units: 6 },
  ],
  on: 'HC',
  slope: ['NQP'],
  convention: 'xthreg',
};
const thresholdNode = node('threshold', thresholds, { type: 'threshold', params: { slope: ['NQP'], on: 'HC' } });

export const cases: readonly Case[] = [
  ...mechanismCases,
  ...designCases,
  ...computedCases,
  ...cellCases,
  ...layoutCases,
  {
    name: 'stages',
    entry: { caption: 'First stages, second stage, reduced form', stats: ['n', 'r2Within', 'kpWaldF', 'kpLm'] },
    groups: alone([
      node('ols', fitOf([term('NQP', 1.5, 0.4, 0.001)])),
      node('iv', instrumented, { header: 'IV', stages: ['first', 'second', 'reduced'] }),
    ]),
  },
  {
    name: 'overidentified',
    entry: { caption: 'More instruments than needed, beside OLS', order: ['NQP'] },
    groups: alone([
      node('ols', fitOf([nqp(1.5, 0.4), constant]), { header: 'OLS' }),
      node(
        'iv',
        {
          ...instrumented,
          inference: 'z',
          stats: { ...instrumented.stats, hansenJ: 1.2345 },
          tests: [{ name: 'hansen-j', statistic: 1.2345, pValue: 0.2665, df: [1] }],
        },
        { header: 'IV', stages: ['first', 'second'] },
      ),
      node('iid', { ...instrumented, stats: { n: 341, r2Within: 0.369, cdWaldF: 80.2 } }, { header: 'Exact' }),
    ]),
  },
  {
    name: 'index-weights',
    entry: { caption: 'Weights', digits: { weight: 4 } },
    groups: alone([
      node('nqp', indexArtifact('pooled', 'flat'), { type: 'index', params: ['NQP', 'Patent', 'DigEco', 'Growth'] }),
    ]),
  },
  {
    name: 'index-by-time',
    entry: { caption: '权重', lang: 'zh', stats: ['direction', 'weight'] },
    groups: alone([
      node('nqp', indexArtifact('by-time', 'hierarchical'), { type: 'index', params: ['NQP', 'Patent', 'DigEco'] }),
    ]),
  },
  { name: 'baseline', entry: { caption: 'Baseline regressions: income gap & NQP' }, groups: alone(stepwise) },
  {
    name: 'styles',
    entry: { caption: 'Fits that call other quantities R²', stats: ['n', 'r2', 'r2Adj', 'f'] },
    groups: alone(styles),
  },
  {
    name: 'heterogeneity',
    entry: {
      caption: 'By region',
      numbers: false,
      stats: ['n', 'r2Within', 'f', { ymean: { digits: 2, label: 'Mean of Y' } }],
      stars: { '†': 0.1, '*': 0.05, '**': 0.01 },
      brackets: 'square',
      notes: 'full',
      rows: [{ label: 'Sample', cells: ['All', 'Inland', true, null], after: 'n' }],
    },
    groups: alone(regions),
  },
  {
    name: 'chinese',
    entry: { caption: '基准回归', preset: 'cn', indicate: ['controls'], se_as: 't' },
    groups: alone([stepwise[0]!, stepwise[1]!, stepwise[2]!, stepwise[3]!, stepwise[4]!]),
  },
  {
    name: 'mixed',
    entry: {
      caption: 'Wages, 100% of_them <all> {now} $5 ~ ^ | "quoted" \\ #1 *',
      stats: ['n', 'r2', 'r2Adj', 'rmse'],
      cell: '{b}{stars}\n[{ci}]\np = {p}',
      notes: 'A note with 50% & an under_score | pipe, <b>no html</b> and *no stars*.',
    },
    groups: alone([
      node('wages.1', pooled, { header: 'All & sundry', spanners: ['Full_sample'] }),
      node('wages.2', pooled, { header: 'Men', spanners: ['By sex'] }),
      node('wages.3', iid, { header: 'Women', spanners: ['By sex'] }),
    ]),
  },
  {
    name: 'panels',
    entry: {
      caption: 'Two panels',
      drop: ['_cons'],
      panels: [
        { title: 'Panel A: East', from: 'a' },
        { title: 'Panel B: West', from: 'b' },
      ],
    },
    groups: [
      { title: 'Panel A: East', sources: [stepwise[0]!, stepwise[1]!] },
      { title: 'Panel B: West', sources: [stepwise[1]!, stepwise[2]!] },
    ],
  },
  {
    name: 'threshold-tests',
    entry: { caption: 'Threshold tests', rename: { double: 'Double (no bootstrap)' } },
    groups: alone([thresholdNode]),
  },
  {
    name: 'threshold-regimes',
    entry: { caption: 'Regression by regime', show: 'regimes', digits: { gamma: 2 } },
    groups: alone([thresholdNode]),
  },
  {
    name: 'threshold-chinese',
    entry: { caption: '门槛检验', lang: 'zh', stats: ['gamma', 'ciLow', 'ciHigh', 'f', 'pValue'] },
    groups: alone([thresholdNode]),
  },
  {
    name: 'describe',
    entry: { caption: 'Descriptive statistics', zeros: 'trim' },
    groups: alone([node('describe', described, { type: 'describe' })]),
  },
  {
    name: 'by-group',
    entry: { caption: 'Balance' },
    groups: alone([node('balance', byGroup, { type: 'by-group' })]),
  },
  {
    name: 'by-group-template',
    entry: { caption: 'Means above standard deviations', cell: '{mean}\n({sd})' },
    groups: alone([node('balance', byGroup, { type: 'by-group' })]),
  },
  {
    name: 'by-group-pairs',
    entry: {
      caption: '各组均值',
      lang: 'zh',
      cell: '{mean}\n({sd})',
      stats: ['n', 'difference', 'pAdjusted'],
    },
    groups: alone([node('arms', arms, { type: 'by-group' })]),
  },
  {
    name: 'describe-template',
    entry: { caption: 'Mean and range in one cell', cell: '{mean} [{min}, {max}]' },
    groups: alone([node('describe', described, { type: 'describe' })]),
  },
  {
    name: 'vif',
    entry: { caption: 'Variance inflation factors', ...{ float: false } },
    groups: alone([node('vif', inflation, { type: 'vif' })]),
  },
  {
    name: 'vif-undefined',
    entry: { caption: 'Variance inflation factors' },
    groups: alone([node('vif', inflationUndefined, { type: 'vif' })]),
  },
  {
    name: 'correlate',
    entry: { caption: 'Correlations', digits: 2 },
    groups: alone([node('correlate', correlations, { type: 'correlate' })]),
  },
  {
    name: 'correlate-many',
    entry: { caption: 'More variables than can be named above', digits: 2, cell: '{b}{stars}\n({p})' },
    groups: alone([node('many', manyCorrelations, { type: 'correlate' })]),
  },
  {
    name: 'indicated',
    entry: {
      caption: 'Sets of terms as rows',
      indicate: { 'Year effects': 'i(year)::*', Interactions: ['*:z'] },
      order: ['L.x_1'],
      drop: ['_cons'],
      rename: { x_1: 'First' },
      cell: '{b} ({se}){stars}',
      headers: ['Robust', 'Conventional'],
      digits: { default: 2, x_1: 1 },
      significant: true,
      thousands: true,
    },
    groups: alone([node('wages.1', pooled), node('wages.3', iid)]),
  },
  {
    name: 'turned',
    entry: { caption: 'In landscape, as wide as the text', ...{ landscape: true, width: 'text', font_size: 11 } },
    groups: alone(stepwise),
  },
  {
    name: 'long',
    entry: { caption: '跨页的表', lang: 'zh', ...{ longtable: true, font_size: 8 } },
    groups: alone(stepwise),
  },
  {
    name: 'extremes',
    entry: {
      caption: 'Labels & figures that no table should have: 100% $5 #1 a_b {c} ~ ^ \\ <d>',
      headers: [
        '& % $ # _ { } ~ ^ \\ < >',
        'An outcome whose header runs on for eighty characters, as survey questions do, yes',
      ],
      rename: {
        x: 'A regressor with a label of eighty characters, as questionnaires give them, yes!',
        'x^2': 'Only in (2)',
      },
      stats: ['n', 'ymean'],
      ...{ width: 'scaled', landscape: true },
    },
    groups: alone([
      node('tiny', fitOf([term('x', 1e-9, 2.5e-10, 0.0001), constant], { stats: { n: 372, ymean: 3e-8, rmse: 2e-8 } })),
      node('huge', fitOf([term('x', 1e9, 2.5e8, 0.0001), term('x^2', 0.0002, 0.136, 0.99), constant])),
    ]),
  },
  {
    name: 'scaled',
    entry: { caption: 'Scaled to the line', ...{ width: 'scaled' } },
    groups: alone([...stepwise, ...stepwise]),
  },
];
