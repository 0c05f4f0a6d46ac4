/** The figures whose SVG is kept as a golden file: at least one of each plot. */

import { createRng } from '../../src/base/number/rng.ts';
import type { Estimate, Stat } from '../../src/econ/fit.ts';
import { intervalAt } from '../../src/econ/graphics/intervals.ts';
import { type FigureCase, frameSource, observedSource, resultSource } from './figure-fixtures.ts';

/** The same numbers everywhere. */
function normals(count: number, stream: string, mean = 0, sd = 1): number[] {
  const random = createRng('figures').stream(stream, 0);
  return Array.from({ length: count }, () => mean + sd * random.normal());
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
const sample = {
  Gap: [...normals(120, 'east', 0.9, 0.3), ...normals(80, 'west', 0.4, 0.15)],
  region: [...Array.from({ length: 120 }, () => 'East'), ...Array.from({ length: 80 }, () => 'West')],
};

export const figureCases: readonly FigureCase[] = [
  { name: 'coefficients', plot: 'coefficients', sources: fits, options: { levels: [95, 90] }, ...labels },
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
];
