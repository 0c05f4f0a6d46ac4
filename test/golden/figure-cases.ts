/** The figures whose SVG is kept as a golden file: at least one of each plot. */

import { createRng } from '../../src/base/number/rng.ts';
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import type { Estimate, Stat } from '../../src/econ/fit.ts';
import { intervalAt } from '../../src/econ/graphics/intervals.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import type { FigureSource } from '../../src/figure/plot.ts';
import { dataOf } from '../support/data.ts';
import { combinedCases } from './combined-figure-cases.ts';
import { designFigureCases } from './design-figure-cases.ts';
import { type FigureCase, frameSource, observedSource, resultSource } from './figure-fixtures.ts';
import { layerCases } from './layer-cases.ts';
import { regionalFigureCases } from './regional-figure-cases.ts';

/** The same numbers everywhere. */
function normals(count: number, stream: string, mean = 0, sd = 1): number[] {
  const random = createRng('figures').stream(stream, 0);
  return Array.from({ length: count }, () => mean + sd * random.normal());
}

function specOf(fit: string, sample?: string): ModelSpec {
  const context = { sets: {}, samples: {}, frame: 'panel', columns: undefined, panel: null };
  return compileColumn(sample === undefined ? { fit } : { fit, sample }, null, context).specs[0]!;
}

const labels = {
  variables: {
    Gap: 'Gap',
    NQP: 'New-quality productive forces',
    Education: 'Education',
    HC: 'Human capital',
    year: 'Year',
  },
  units: { Gap: 'log of 10,000 yuan', HC: '10,000 students' },
};
const inChinese = {
  language: 'zh' as const,
  variables: { Gap: '城乡收入差距', NQP: '新质生产力', Education: '教育支出', HC: '人力资本', year: '年份' },
};

/** A term of a fit with 30 degrees of freedom. */
function term(name: string, estimate: number, stdError: Stat, pValue: Stat): Estimate {
  const { low, high } = intervalAt({ estimate, stdError }, 30, 0.95);
  return { term: name, estimate, stdError, statistic: 0, pValue, confLow: low, confHigh: high };
}

const fits = [
  resultSource('fit', { dfResid: 30, terms: [term('NQP', 4.502, 0.664, 0), term('_cons', -0.1, 0.12, 0.4)] }, '(1)'),
  resultSource(
    'fit',
    { dfResid: 30, terms: [term('NQP', 1.592, 0.456, 0.002), term('Education', 0.31, 0.2, 0.13)] },
    'Controls',
  ),
  resultSource(
    'fit',
    { dfResid: 30, terms: [term('NQP', 1.1, { invalid: 'no variation' }, { invalid: 'no variation' })] },
    'No error',
  ),
];

const candidates = Array.from({ length: 60 }, (_, i) => 5 + 3 * i);
const profile = (order: number, at: number) => ({
  name: 'Th-1',
  order,
  estimate: candidates[at]!,
  rss: 1,
  gamma: candidates,
  lr: candidates.map((_, i) => Math.min(40, 0.35 * (i - at) * (i - at)) + (i === at ? 0 : (i * 7) % 5)),
  critical: 7.352276694155739,
});
const thresholds = resultSource('threshold', {
  profiles: [profile(1, 12), profile(2, 40), profile(1, 13)],
  regimes: [1, 2, 3],
  on: 'HC',
});

const regions = ['East', 'Central', 'West'];
const panel = {
  year: regions.flatMap(() => [2018, 2019, 2020, 2021, 2018, 2019, 2020, 2021]),
  region: regions.flatMap((region) => Array.from({ length: 8 }, () => region)),
  Gap: regions.flatMap((_, r) =>
    [0, 1, 2, 3, 0, 1, 2, 3].map((t, i) => 0.2 + 0.15 * r + 0.07 * t + 0.01 * ((i * 5 + r) % 4)),
  ),
};
/** Four regions, of which one is never treated, one has no first year, and one has left treatment. */
const staggered = {
  year: regions.concat(['North']).flatMap(() => [2018, 2019, 2020, 2021]),
  region: regions.concat(['North']).flatMap((region) => [region, region, region, region]),
  sample: regions
    .concat(['North'])
    .flatMap((_, r) => [r === 2 ? null : 0, Number(r === 1), Number(r !== 0), Number(r > 1)]),
};
const sample = {
  Gap: [...normals(120, 'east', 0.9, 0.3), ...normals(80, 'west', 0.4, 0.15)],
  region: [...Array.from({ length: 120 }, () => 'East'), ...Array.from({ length: 80 }, () => 'West')],
};

/** A fit with a quadratic, an interaction and leads and lags, of 30 degrees of freedom. */
const rich = {
  dfResid: 30,
  outcome: 'Gap',
  stats: { n: 372, ymean: 0.73 },
  terms: [
    term('NQP', 5.8, 1.1, 0),
    term('NQP^2', -7.8, 1.7, 0),
    term('NQP:HC', 0.04, 0.011, 0.001),
    ...[-3, -2, 0, 1, 2].map((period) =>
      term(`i(since)::${period}`, period < 0 ? 0.02 * period : 0.3 + 0.1 * period, 0.08, 0.2),
    ),
  ],
  vcov: Array.from({ length: 8 }, (_, i) =>
    Array.from({ length: 8 }, (_, j) =>
      i === j ? [1.21, 2.89, 0.000121, 0.0064, 0.0064, 0.0064, 0.0064, 0.0064][i]! : i + j === 1 ? -1.75 : 0,
    ),
  ),
};
/** Margins at two numbers and two levels. */
const placed = resultSource('fit', {
  dfResid: 30,
  outcome: 'Gap',
  margins: [0.2, 0.5].flatMap((value, i) =>
    ['East', 'West'].flatMap((region, r) => {
      const [place, at] = [`NQP=${value}, region=${region}`, { NQP: value, region }];
      return [
        { ...term(`predict(${place})`, 0.6 + 0.3 * i + 0.2 * r * i, 0.06 + 0.02 * r, 0), at },
        { ...term(`HC | ${place}`, 0.1 * i - 0.05 * r, 0.03, 0.1), at },
      ];
    }),
  ),
});
const spread = dataOf({ Gap: normals(60, 'gap'), NQP: normals(60, 'nqp', 0.35, 0.12), HC: normals(60, 'hc', 80, 30) });
const without = (lost: string): typeof rich => {
  const kept = rich.terms.flatMap(({ term: name }, i) => (name === lost ? [] : [i]));
  return { ...rich, terms: kept.map((i) => rich.terms[i]!), vcov: kept.map((i) => kept.map((j) => rich.vcov[i]![j]!)) };
};
const modelled: FigureSource = {
  ...resultSource('fit', without('NQP:HC')),
  model: { spec: specOf('Gap ~ NQP + NQP^2'), data: spread },
};
const moderated: FigureSource = {
  ...resultSource('fit', without('NQP^2')),
  model: { spec: specOf('Gap ~ NQP + NQP:HC + HC'), data: spread },
};
const fitOf = (header: string, fit: string, estimate: number, sample?: string): FigureSource => ({
  ...resultSource('fit', { dfResid: 30, terms: [term('NQP', estimate, 0.4, estimate > 0.8 ? 0.01 : 0.2)] }, header),
  model: { spec: specOf(fit, sample) },
});

const draws = normals(200, 'draws', 0, 0.3);
const relation = { NQP: normals(90, 'x', 0.3, 0.1), noise: normals(90, 'e', 0, 0.1) };
const cloud = {
  NQP: relation.NQP,
  Gap: relation.NQP.map((x, i) => 1 + 2 * x + relation.noise[i]!),
  region: relation.NQP.map((_, i) => ['East', 'West'][i % 2]!),
};
const neighbours = {
  z: [1.2, 0.8, -0.4, -1.1, 0.3, -0.8, null],
  lag: [0.9, 0.2, -0.5, -0.6, -0.3, 0.4, 1],
  province: ['Beijing', 'Tianjin', 'Hebei', 'Shanxi', 'Liaoning', 'Jilin', 'Tibet'],
};
const square = (name: string, x: number, y: number) => ({
  type: 'Feature',
  properties: { name },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [x, y],
        [x + 2, y],
        [x + 2, y + 2],
        [x, y + 2],
        [x, y],
      ],
    ],
  },
});
const squares = JSON.stringify({
  type: 'FeatureCollection',
  features: Array.from({ length: 9 }, (_, i) => square(`u${i}`, 100 + 2 * (i % 3), 30 + 2 * Math.floor(i / 3))),
});
const units = {
  unit: ['u0', 'u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7'],
  Gap: [0.1, 0.2, 0.25, 0.5, 0.55, 0.9, 0.95, null],
};
const unitsByYear = {
  year: ['2011', '2015', '2019'].flatMap((year) => units.unit.map(() => year)),
  unit: [0, 1, 2].flatMap(() => units.unit),
  Gap: [0, 1, 2].flatMap((t) => units.Gap.map((value) => (value === null ? null : value + 0.2 * t))),
};
const weights = ['Drivers', 'Innovation'].flatMap((dimension, d) =>
  ['a', 'b', 'c'].map((name, i) => ({
    indicator: `${name}${d}`,
    dimension,
    direction: 'positive',
    entropy: 0.9,
    weight: 0.05 + 0.07 * ((i * 2 + d) % 4),
  })),
);
const ownIndex = resultSource('index', {
  weights,
  dimensions: [
    { dimension: 'Drivers', indicators: 3, weight: 0.4, contribution: 0.3 },
    { dimension: 'Innovation', indicators: 3, weight: 0.6, contribution: 0.7 },
  ],
});

/** A fit whose rows were left out for several causes. */
const selected: FigureSource = {
  ...resultSource('fit', {
    stats: { n: 1058 },
    rowsLost: [
      { cause: 'sample', count: 210, detail: 'year >= 2010 and region != "Northeast"' },
      { cause: 'missing', count: 0, detail: 'Gap' },
      { cause: 'missing', count: 31, detail: 'NQP' },
      { cause: 'singleton', count: 2, detail: '' },
    ],
  }),
  model: { spec: specOf('Gap ~ NQP') },
};

/** Spells of two arms, with scores of which one tells more than the other. */
const lengths = normals(60, 'spells', 12, 5).map((weeks, i) => Math.max(1, Math.round(weeks + (i % 2 === 0 ? 0 : 4))));
const spells = observedSource({
  weeks: lengths,
  found: lengths.map((weeks, i) => (weeks > 20 || i % 5 === 0 ? 0 : 1)),
  arm: lengths.map((_, i) => ['Help', 'None'][i % 2]!),
  score: normals(60, 'score', 0, 0.6).map((e, i) => e + (lengths[i]! > 20 || i % 5 === 0 ? 0 : 1)),
  guess: normals(60, 'guess', 0, 2).map((e, i) => e + (lengths[i]! > 20 || i % 5 === 0 ? 0 : 1)),
});
const spelled = { variables: { weeks: 'Weeks without work', score: 'Index', guess: 'Age alone' } };

const cases: readonly FigureCase[] = [
  { name: 'coefficients', plot: 'coefficients', sources: fits, options: { levels: [95, 90] }, ...labels },
  { name: 'coefficients-results', plot: 'coefficients', sources: fits, options: { terms: ['NQP'] }, ...labels },
  {
    name: 'coefficients-zh',
    plot: 'coefficients',
    sources: fits.slice(1, 2),
    options: { width: 'column', groups: { 核心变量: ['NQP'], 控制变量: ['Education'] } },
    ...inChinese,
  },
  {
    name: 'coefficients-frame',
    plot: 'coefficients',
    options: { font: 'sans', x_range: [-1, 2] },
    sources: [
      frameSource({
        term: ['a', 'b', 'a', 'b', null],
        estimate: [0.5, 1.2, 0.7, null, 1],
        stdError: [0.2, 0.6, 0.1, 0.1, 1],
        model: ['First', 'First', 'Second', 'Second', 'Second'],
      }),
    ],
  },
  { name: 'threshold', plot: 'threshold', sources: [thresholds], ...labels },
  {
    name: 'threshold-zh',
    plot: 'threshold',
    sources: [thresholds],
    options: { thresholds: [2], width: 'column' },
    ...inChinese,
  },
  {
    name: 'trends',
    plot: 'trends',
    sources: [observedSource(panel)],
    options: { x: 'year', y: 'Gap', by: 'region', lines: [2019.5] },
    ...labels,
  },
  {
    name: 'timing',
    plot: 'timing',
    sources: [observedSource(staggered)],
    options: { x: 'year', y: 'sample', by: 'region' },
    ...labels,
  },
  {
    name: 'timing-zh',
    plot: 'timing',
    sources: [observedSource(staggered)],
    options: { x: 'year', y: 'sample', by: 'region' },
    ...inChinese,
  },
  {
    name: 'trends-zh',
    plot: 'trends',
    sources: [observedSource(panel)],
    options: { x: 'year', y: 'Gap', statistic: 'median', title: '全国趋势' },
    ...inChinese,
  },
  {
    name: 'density',
    plot: 'density',
    sources: [observedSource(sample)],
    options: { variables: ['Gap'], by: 'region' },
    ...labels,
  },
  {
    name: 'density-ridges',
    plot: 'density',
    sources: [observedSource(sample)],
    options: { variables: ['Gap'], by: 'region', ridges: true, width: 'column' },
    ...inChinese,
  },
  { name: 'event', plot: 'event', sources: [resultSource('fit', rich)], options: { levels: [95, 90] }, ...labels },
  {
    name: 'event-frame',
    plot: 'event',
    language: 'zh',
    sources: [
      frameSource({
        time: [-3, -2, 0, 1, 2, -3, -2, 0, 1, 2],
        estimate: [0.01, -0.03, 0.2, 0.31, 0.4, 0.05, 0.02, 0.3, 0.42, 0.5],
        stdError: [0.1, 0.09, 0.08, 0.09, 0.1, 0.12, 0.1, 0.1, 0.1, null],
        model: ['TWFE', 'TWFE', 'TWFE', 'TWFE', 'TWFE', '稳健', '稳健', '稳健', '稳健', '稳健'],
      }),
    ],
  },
  { name: 'flow', plot: 'flow', sources: [selected], ...labels },
  { name: 'flow-zh', plot: 'flow', sources: [selected], options: { width: 'column' }, ...inChinese },
  { name: 'margins', plot: 'margins', sources: [modelled], options: { variable: 'NQP', levels: [90, 95] }, ...labels },
  {
    name: 'margins-outcome-zh',
    plot: 'margins',
    sources: [modelled],
    options: { variable: 'NQP', show: 'outcome', width: 'column' },
    ...inChinese,
  },
  { name: 'margins-over', plot: 'margins', sources: [moderated], options: { variable: 'NQP', over: 'HC' }, ...labels },
  { name: 'margins-at', plot: 'margins-at', sources: [placed], ...labels },
  {
    name: 'margins-at-levels-zh',
    plot: 'margins-at',
    sources: [placed],
    options: { variable: 'HC', over: 'region', levels: [90, 95] },
    ...inChinese,
    valueLabels: { region: { East: '东部', West: '西部' } },
  },
  {
    name: 'margins-frame',
    plot: 'margins',
    options: { variable: 'NQP', over: 'HC' },
    sources: [
      frameSource({
        at: [0, 10, 20, 30],
        estimate: [0.5, 0.3, 0.1, -0.1],
        confLow: [0.2, 0.1, -0.1, -0.4],
        confHigh: [0.8, 0.5, 0.3, 0.2],
      }),
    ],
    ...labels,
  },
  {
    name: 'specification-curve',
    plot: 'specification-curve',
    options: { term: 'NQP', levels: [95] },
    sources: [
      fitOf('(1)', 'Gap ~ NQP', 1.5),
      fitOf('(2)', 'Gap ~ NQP + Education', 1.1),
      fitOf('(3)', 'Gap ~ NQP + Education | year', 0.6),
      fitOf('After 2015', 'Gap ~ NQP + HC | year', -0.2, 'year > 2015'),
    ],
    ...labels,
  },
  {
    name: 'specification-curve-frame',
    plot: 'specification-curve',
    options: { choices: ['sample', 'effects'] },
    sources: [
      frameSource({
        estimate: [0.4, 0.9, -0.1, 0.6],
        confLow: [0.1, 0.5, -0.6, 0.1],
        confHigh: [0.7, 1.3, 0.4, 1.1],
        sample: ['all', 'all', 'late', 'late'],
        effects: ['none', 'unit', 'none', 'unit'],
      }),
    ],
    ...inChinese,
  },
  {
    name: 'placebo',
    plot: 'placebo',
    options: { term: 'NQP' },
    sources: [
      frameSource({ estimate: draws, pValue: draws.map((draw) => Math.min(1, Math.exp(-3 * Math.abs(draw)))) }),
      fits[1]!,
    ],
    ...labels,
  },
  { name: 'placebo-density', plot: 'placebo', sources: [frameSource({ estimate: draws })], ...inChinese },
  {
    name: 'histogram',
    plot: 'histogram',
    sources: [observedSource(sample)],
    options: { variables: ['Gap'], by: 'region' },
    ...labels,
  },
  {
    name: 'histogram-variables',
    plot: 'histogram',
    sources: [observedSource(cloud)],
    options: { variables: ['NQP', 'Gap'], bins: 8 },
    ...inChinese,
  },
  {
    name: 'histogram-percent',
    plot: 'histogram',
    sources: [observedSource(sample)],
    options: { variables: ['Gap'], by: 'region', scale: 'percent', bins: 10, width: 'column' },
    ...inChinese,
  },
  {
    name: 'box',
    plot: 'box',
    sources: [observedSource(sample)],
    options: { variables: ['Gap'], by: 'region', width: 'column' },
    ...labels,
  },
  {
    name: 'binscatter',
    plot: 'binscatter',
    sources: [observedSource(cloud)],
    options: { x: 'NQP', y: 'Gap', absorb: ['region'], bins: 10 },
    ...labels,
  },
  {
    name: 'binscatter-joint',
    plot: 'binscatter',
    sources: [observedSource(cloud)],
    options: { x: 'NQP', y: 'Gap', by: 'region', adjust: 'joint', bins: 'optimal', band: 'uniform', levels: [90] },
    ...labels,
  },
  {
    name: 'added-variable',
    plot: 'added-variable',
    sources: [observedSource({ ...cloud, HC: normals(90, 'other', 80, 30) })],
    options: { x: 'NQP', y: 'Gap', controls: ['HC'], absorb: ['region'] },
    ...labels,
  },
  {
    name: 'added-variable-zh',
    plot: 'added-variable',
    sources: [observedSource({ ...cloud, NQP: [null, ...relation.NQP.slice(1)] })],
    options: { x: 'NQP', y: 'Gap', absorb: ['region'], width: 'column' },
    ...inChinese,
  },
  { name: 'survival', plot: 'survival', sources: [spells], options: { x: 'weeks', y: 'found', by: 'arm' }, ...spelled },
  {
    name: 'survival-zh',
    plot: 'survival',
    sources: [spells],
    options: { x: 'weeks', y: 'found', levels: [90], width: 'column' },
    language: 'zh',
    variables: { weeks: '失业周数' },
  },
  { name: 'roc', plot: 'roc', sources: [spells], options: { y: 'found', variables: ['score', 'guess'] }, ...spelled },
  {
    name: 'roc-zh',
    plot: 'roc',
    sources: [spells],
    options: { y: 'found', variables: ['score'], width: 'column' },
    language: 'zh',
  },
  {
    name: 'scatter',
    plot: 'scatter',
    sources: [observedSource(cloud)],
    options: { x: 'NQP', y: 'Gap', by: 'region', line: true },
    ...labels,
  },
  {
    name: 'scatter-moran',
    plot: 'scatter',
    sources: [observedSource(neighbours)],
    options: { x: 'z', y: 'lag', quadrants: true, label: 'province', width: 'column', height: 84 },
    variables: { z: 'Gap, standardised', lag: 'Spatial lag' },
  },
  {
    name: 'map',
    plot: 'map',
    sources: [observedSource(units)],
    options: { variables: ['Gap'], unit: 'unit', shapes: 's.json', classes: 3, width: 'column' },
    files: { shapes: squares },
    ...labels,
  },
  {
    name: 'map-zh',
    plot: 'map',
    sources: [observedSource(units)],
    options: { variables: ['Gap'], unit: 'unit', shapes: 's.json', classes: 3, method: 'natural', width: 'column' },
    files: { shapes: squares },
    ...inChinese,
  },
  {
    name: 'map-periods',
    plot: 'map',
    sources: [observedSource(unitsByYear)],
    options: { variables: ['Gap'], unit: 'unit', by: 'year', shapes: 's.json', classes: 4 },
    files: { shapes: squares },
    ...labels,
  },
  { name: 'index', plot: 'index', sources: [ownIndex] },
  {
    name: 'index-shares',
    plot: 'index',
    sources: [ownIndex],
    options: { show: 'contributions' },
    language: 'zh',
  },
  {
    name: 'index-contributions',
    plot: 'index',
    options: { show: 'contributions', width: 'column' },
    sources: [
      resultSource('index', {
        dimensions: [],
        contributions: ['2018', '2019', '2020'].flatMap((time, t) =>
          ['Drivers', 'Innovation', 'Talent'].map((dimension, d) => ({
            time,
            dimension,
            contribution: 0.05 + 0.02 * t + 0.01 * d,
          })),
        ),
      }),
    ],
  },
  {
    name: 'vega-lite',
    plot: 'vega-lite',
    sources: [observedSource(cloud)],
    options: {
      columns: ['NQP', 'Gap', 'region'],
      spec: {
        facet: { column: { field: 'region' } },
        spec: {
          mark: 'point',
          encoding: { x: { field: 'NQP', type: 'quantitative' }, y: { field: 'Gap', type: 'quantitative' } },
        },
      },
    },
  },
  {
    name: 'vega-lite-several',
    plot: 'vega-lite',
    sources: [observedSource(cloud), fits[0]!],
    options: {
      columns: ['NQP', 'Gap'],
      data: [{ name: 'terms', part: 'terms' }],
      spec: {
        layer: [
          {
            mark: 'point',
            encoding: { x: { field: 'NQP', type: 'quantitative' }, y: { field: 'Gap', type: 'quantitative' } },
          },
          { data: { name: 'terms' }, mark: 'rule', encoding: { y: { field: 'estimate', type: 'quantitative' } } },
        ],
      },
    },
  },
  ...layerCases,
  ...regionalFigureCases,
  ...designFigureCases,
];

export const figureCases: readonly FigureCase[] = [...cases, ...combinedCases(cases)];
