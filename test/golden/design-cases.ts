/** Tables of designs: effects by period since treatment, matching, placebos, moderation, tests of panels. */

import type { FitWords } from '../../src/econ/estimator.ts';
import { conventionsOf } from '../../steps/did/conventions.ts';
import type { DidSpec } from '../../steps/did/numbers/spec.ts';
import { rdWords } from '../../steps/rd/numbers/rd-words.ts';
import type { RdSpec } from '../../steps/rd/numbers/spec.ts';
import { wordsOf } from '../../steps/rd/numbers/words.ts';
import { type Case, fitOf, node, term } from './fixtures.ts';

const rdSpec = (more: Partial<RdSpec>): RdSpec => ({
  ...{
    outcome: 'Gap',
    running: 'margin',
    takeUp: null,
    covariates: [],
    weights: null,
    cutoff: 0,
    cluster: null,
    donut: 0,
  },
  ...{
    sample: null,
    exclude: null,
    p: 1,
    q: 2,
    deriv: 0,
    kernel: 'triangular',
    vce: 'nn',
    matches: 3,
    bandwidth: 'mserd',
  },
  ...{ h: null, b: null, rho: null, massPoints: true, regularise: 1, sharpBandwidth: false },
  ...{ bins: 'esmv', binCount: null, curve: 4 },
  ...more,
});

const singular = { invalid: 'their covariance is singular' };

const callaway = {
  ...fitOf(
    [
      term('simple', 0.1104, 0.0387, 0.004),
      term('event::-2', 0.0312, 0.061, 0.604),
      term(
        'event::-1',
        0,
        { invalid: 'the base period, 0 by construction' },
        { invalid: 'the base period, 0 by construction' },
      ),
      term('event::0', 0.0931, 0.0324, 0.004),
      term('event::1', 0.1285, 0.051, 0.012),
    ],
    {
      estimator: 'callaway',
      inference: 'z',
      dfResid: null,
      absorbed: [],
      vcovInfo: { type: 'CRV1', text: 'cluster(province)', clusters: [{ name: 'province', count: 31 }], small: '' },
      stats: { n: 372, pretrendChi2: singular },
      tests: [
        { name: 'pre-trend', statistic: singular, df: [30], pValue: singular, binned: [], reference: [] } as never,
      ],
    },
  ),
  method: 'callaway',
  control: 'notyet',
  estimate: 'dr',
  base: 'universal',
};
const staggered = { groups: [{ title: null, sources: [node('did', callaway)] }] };

const cutoff = rdSpec({});
const jump = (estimate: number, stats: Record<string, number | { invalid: string }>, more: object) =>
  fitOf([term('conventional', estimate, 1.459, 0.0001), term('robust', estimate + 0.1, 1.741, 0.0001)], {
    estimator: 'rd',
    inference: 'z',
    dfResid: null,
    absorbed: [],
    ngroups: null,
    nclusters: null,
    stats: { n: 1297, ...stats },
    ...more,
  });
const discontinuities = {
  groups: [
    {
      title: null,
      sources: [
        node(
          'sharp',
          jump(
            7.414,
            { h: 17.754, nWithinBelow: 360, nWithinAbove: 323 },
            { vcovInfo: { type: 'NN', text: 'nn(3)', clusters: [], small: '', neighbours: 3 } },
          ),
          { words: rdWords(cutoff) },
        ),
        node(
          'two',
          jump(
            6.883,
            { hBelow: 15.2, hAbove: 21.22, nWithinBelow: 277, nWithinAbove: 317, firstStage: 0.41, firstStageF: 88.2 },
            {
              vcovInfo: {
                type: 'CRV1',
                text: 'cluster(province)',
                clusters: [{ name: 'province', count: 50 }],
                small: '',
              },
            },
          ),
          {
            header: 'Fuzzy',
            words: rdWords(rdSpec({ takeUp: 'treated', bandwidth: 'msetwo', donut: 0.5, covariates: ['Education'] })),
          },
        ),
      ],
    },
  ],
};

const around = { running: 'margin', cutoff: 0, sample: null, exclude: null };
const bunching = (
  terms: ReturnType<typeof term>[],
  stats: Record<string, number>,
  type: string,
  words: FitWords,
  header: string,
) =>
  node(
    header,
    fitOf(terms, {
      ...{ estimator: 'rd', inference: 'z', dfResid: null, absorbed: [], ngroups: null, nclusters: null },
      ...{ outcome: 'margin', stats: { n: 1390, ...stats }, vcovInfo: { type, text: type, clusters: [], small: '' } },
    }),
    { header, words },
  );
const densities = {
  groups: [
    {
      title: null,
      sources: [
        bunching(
          [
            term('density_below', 0.0217, 0.0033, 0.0001),
            term('density_above', 0.0181, 0.0024, 0.0001),
            term('difference', -0.0035, 0.0041, 0.3814),
          ],
          { hBelow: 19.841, hAbove: 27.119, nWithinBelow: 408, nWithinAbove: 460, binomialP: 0.1608 },
          'Jackknife',
          wordsOf({
            ...{ ...around, method: 'density', p: 2, kernel: 'triangular', errors: 'jackknife' },
            ...{ bandwidth: 'comb', h: null, restricted: false },
          }),
          'Polynomials',
        ),
        bunching(
          [term('log_difference', -0.1007, 0.1171, 0.3898)],
          { densityBelow: 0.0205, densityAbove: 0.0185, bin: 1.8413, h: 25.849 },
          'Plugin',
          wordsOf({ ...around, method: 'mccrary', bin: null, h: null }),
          'McCrary',
        ),
        bunching(
          [term('effect', 9.6895, 2.4556, 0.0001)],
          { randomisationP: 0.001, windowLeft: -0.75, windowRight: 0.75, nWithinBelow: 15, nWithinAbove: 22 },
          'HC2',
          wordsOf({
            ...{ ...around, method: 'randomisation', outcome: 'vote', window: [-0.75, 0.75], search: null },
            ...{ covariates: [], p: 0, statistic: 'difference', draws: 1000, seed: '1' },
          }),
          'Window',
        ),
      ],
    },
  ],
};

const event = (period: number, estimate: number, pValue: number) =>
  term(`event(year - start)::${period}`, estimate, 0.0402, pValue);
const study = (ref: number, window: readonly [number, number], terms: ReturnType<typeof event>[]) =>
  fitOf([...terms, term('_cons', 1.385, 0.011, 0.0001)], {
    stats: { n: 372, r2Within: 0.0181, pretrendF: 1.28 },
    tests: [
      {
        ...{ name: 'pre-trend', of: 'event(year - start)', reference: [ref], binned: window, window },
        ...{ statistic: 1.28, pValue: 0.291, df: [2, 30] },
      },
    ],
  });
/** Another reference and another window: what is an end in one column is a period in the other. */
const studies = {
  groups: [
    {
      title: null,
      sources: [
        node(
          'event.1',
          study(
            -1,
            [-3, 2],
            [-3, -2, 0, 1, 2].map((k) => event(k, 0.06 + k / 50, k < 0 ? 0.4 : 0.02)),
          ),
        ),
        node(
          'event.2',
          study(
            -2,
            [-4, 2],
            [-4, -3, -1, 0, 1, 2].map((k) => event(k, 0.05 + k / 40, k < 0 ? 0.6 : 0.04)),
          ),
        ),
      ],
    },
  ],
};

const matched = {
  match: { method: 'nearest', name: 'weight', treatment: 'treated' },
  support: { treated: 21, controls: 29, matched: 15, off: 6, controlsUsed: 12 },
  balance: [
    {
      ...{ variable: 'NQP', treated: 10.78, control: 10.93, bias: -105.995, statistic: -3.705, pValue: 0.0005 },
      ...{ varianceRatio: 1.04, treatedMatched: 10.801, controlMatched: 10.8, biasMatched: -0.168, reduction: 99.84 },
      ...{ statisticMatched: -0.004, pValueMatched: 0.997, varianceRatioMatched: 1.09 },
    },
    {
      ...{ variable: 'Education', treated: 0.4, control: 0.4, bias: 0, statistic: 0, pValue: 1 },
      ...{ varianceRatio: { invalid: 'the variable has two values' }, treatedMatched: 0.5, controlMatched: 0.4 },
      ...{ biasMatched: 20.2, reduction: { invalid: 'no bias before' }, statisticMatched: 0.62, pValueMatched: 0.54 },
      varianceRatioMatched: { invalid: 'the variable has two values' },
    },
  ],
  meanAbsBias: [53, 10.2],
  att: [],
  levels: [],
};
const alike = {
  groups: [{ title: null, sources: [node('match', matched, { type: 'match', params: ['NQP', 'Education'] })] }],
};

const placebo = {
  ...{
    treatment: 'NQP',
    outcome: 'Gap',
    permute: 'both',
    statistic: 'estimate',
    observed: 0.311,
    assignments: null,
    exact: false,
  },
  ...{ hasActual: false, convention: 'corrected', pValue: 0.002, pUpper: 0.001, pLower: 1, draws: 999, skipped: 3 },
  ...{ mean: 0.0012, sd: 0.0713, min: -0.24, max: 0.22, countAbsGe: 1, treatedUnits: 12, units: 31 },
  quantiles: { p1: -0.16, p5: -0.117, p10: -0.09, p25: -0.05, p50: 0.001, p75: 0.05, p90: 0.09, p95: 0.118, p99: 0.17 },
};
const drawn = {
  groups: [{ title: null, sources: [node('placebo', placebo, { type: 'placebo', params: ['NQP', 'Gap'] })] }],
};

const at = (place: string, value: number, estimate: number, stdError: number, pValue: number) => ({
  ...term('NQP', estimate, stdError, pValue),
  ...{ at: place, value },
});
const moderation = {
  fit: fitOf([
    term('NQP', -0.2414, 0.0299, 0.0001),
    term('Patent', 0.081, 0.022, 0.0003),
    term('NQP:Patent', -0.0702, 0.0307, 0.022),
    term('_cons', 2.9, 0.2, 0.0001),
  ]),
  ...{ treatment: 'NQP', moderator: 'Patent', interaction: 'NQP:Patent', scale: 'centre', scaledTreatment: true },
  level: 0.95,
  marginalEffects: [
    at('mean-sd', -0.986, -0.1721, 0.0353, 0.0001),
    at('mean', 0, -0.2414, 0.0299, 0.0001),
    at('mean+sd', 0.986, -0.3106, 0.0462, 0.0001),
  ],
  johnsonNeyman: { range: [-2.02, 1.98], roots: [-16.25, -1.906], shareSignificant: 0.979, significant: 'outside' },
  means: { x: 4.04, sdX: 0.73, w: 3.02, sdW: 0.986 },
};
const moderated = {
  groups: [
    {
      title: null,
      sources: [node('moderation', moderation, { type: 'moderation', params: ['NQP', 'Patent', 'Gap', 'province'] })],
    },
  ],
};

const tested = {
  rows: [
    { variable: 'Hausman', statistic: 12.456, df: 2, pValue: 0.002 },
    { variable: 'Gap, LLC t*', statistic: 0.484, pValue: 0.686 },
    { variable: 'Gap, Fisher–ADF inverse χ² P', statistic: 103.03, df: 96, pValue: 0.294 },
    {
      variable: 'NQP, IPS W-t-bar',
      statistic: { invalid: 'a unit has gaps' },
      pValue: { invalid: 'a unit has gaps' },
    },
  ],
  unitRoot: { tests: ['llc', 'ips', 'fisher-adf'], of: ['Gap', 'NQP'], lags: 1, deterministic: 'trend', demean: true },
  notes: ['Hausman’s test: V_fe − V_re is not positive definite'],
};
const diagnosed = { groups: [{ title: null, sources: [node('diagnose', tested, { type: 'diagnose' })] }] };

const share = (choice: string, dimension: number, count: number, median: number, significant: number) => ({
  ...{ choice, dimension, count, median, min: median - 0.6, max: median + 0.3, name: choice },
  ...{ sharePositive: median > 0 ? 1 : 0.0625, shareSignificant: significant },
});
const multiverse = {
  ...{ of: 'NQP', outcome: 'Gap', count: 16, identified: 15, median: -0.372, min: -1.068, max: 0.084 },
  ...{ positive: 1, negative: 14, significant: 10, significantPositive: 0, significantNegative: 10 },
  ...{ sharePositive: 0.0667, shareSignificant: 0.6667, shareSignificantPositive: 0, shareSignificantNegative: 0.6667 },
  dimensions: [
    { is: 'control', name: 'Education', options: ['without', 'with'], made: [] },
    { is: 'sample', name: null, options: ['all', 'year > 2012'], made: [] },
    { is: 'effects', name: null, options: ['province', 'province + year'], made: [] },
    { is: 'vcov', name: null, options: ['cluster(province)', 'HC1'], made: [] },
  ],
  choices: [
    ...[share('without', 0, 8, -0.356, 0.625), share('with', 0, 8, -0.38, 0.729)],
    ...[share('all', 1, 8, -0.359, 0.688), share('year > 2012', 1, 8, 0.041, 0.125)],
    ...[share('province', 2, 8, -0.247, 0.542), share('province + year', 2, 8, -0.552, 0.812)],
    ...[share('cluster(province)', 3, 8, -0.372, 0.6), share('HC1', 3, 8, -0.372, { invalid: 'no estimate' } as never)],
  ],
  flips: [0, 1, 0, 0].map((signs, dimension) => ({
    ...{ dimension, name: `${dimension}`, pairs: 8, significance: 3, signs, meanChange: 0.048 },
  })),
  test: {
    ...{ draws: 500, resample: 'province', skipped: 2, units: 31 },
    averageT: { observed: -2.25, pValue: 0.042 },
    median: { observed: -0.372, pValue: 0.03 },
    shareSignificant: { observed: 0.667, pValue: 0.036 },
  },
  specifications: [],
};
const combined = {
  groups: [
    {
      title: null,
      sources: [
        node('many', multiverse, { type: 'multiverse', params: ['NQP', 'Education', 'Gap', 'province', 'year'] }),
      ],
    },
  ],
};

const both = (name: string, en: string, zh: string, more: Pick<Case, 'groups'>, stats?: string[]): Case[] => {
  const chosen = stats === undefined ? {} : { stats };
  return [
    { name, entry: { caption: en, ...chosen }, ...more },
    { name: `${name}-chinese`, entry: { caption: zh, preset: 'cn', ...chosen }, ...more },
  ];
};

const compared = (method: 'callaway' | 'imputation' | 'twfe', header: string) =>
  node(method, fitOf([]), {
    header,
    words: {
      ...{ note: { en: '', zh: '' }, stats: {}, usual: null },
      records: {
        conventions: conventionsOf({ method, control: 'notyet', base: 'varying', anticipation: 1 } as DidSpec),
      },
    },
  });
const conventions = [compared('callaway', 'CS'), compared('imputation', ''), compared('twfe', 'TWFE & more')];

export const designCases: readonly Case[] = [
  {
    name: 'conventions',
    entry: { caption: 'What the estimators compare', show: 'conventions', stats: ['controls', 'base'] },
    groups: [{ title: null, sources: conventions }],
  },
  {
    name: 'conventions-zh',
    entry: { caption: '估计方法的约定', show: 'conventions', stats: ['controls', 'base'], lang: 'zh' },
    groups: [
      { title: '甲', sources: conventions.slice(0, 1) },
      { title: '乙', sources: conventions.slice(1) },
    ],
  },
  ...both('event', 'The reform by year since it began', '改革的动态效应', studies),
  ...both('did', 'Effects of the reform', '改革的效应', staggered),
  ...both('rd', 'The jump at the cut-off', '断点处的跳跃', discontinuities),
  ...both('rd-density', 'The density at the cut-off', '断点处的密度', densities),
  ...both('match', 'Balance', '平衡性检验', alike),
  ...both('placebo', 'Placebo test', '安慰剂检验', drawn, ['observed', 'mean', 'sd', 'pValue', 'draws']),
  ...both('moderation', 'The role of patents', '调节效应', moderated),
  ...both('diagnose', 'Tests of the panel', '面板检验', diagnosed),
  ...both('multiverse', 'Every combination of choices', '模型设定的所有组合', combined, [
    ...['count', 'median', 'min', 'max', 'sharePositive', 'shareSignificant', 'signs'],
  ]),
];
