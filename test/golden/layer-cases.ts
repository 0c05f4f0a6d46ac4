/** Golden figures in layers and facets. */

import { createRng } from '../../src/base/number/rng.ts';
import type { Layer } from '../../src/figure/layer-options.ts';
import { type FigureCase, observedSource, resultSource } from './figure-fixtures.ts';

const random = createRng('layers').stream('cloud', 0);
const x = Array.from({ length: 120 }, (_, i) => i / 20 + 0.05 * random.normal());
const cloud = observedSource({
  NQP: x,
  Gap: x.map((value) => Math.sin(value) + (value >= 3 ? 1 : 0) + 0.3 * random.normal()),
  region: x.map((_, i) => ['East', 'West'][i % 2]!),
});

/** Two years before and after, in provinces of several panels. */
const provinces = (count: number) =>
  observedSource({
    unit: Array.from(
      { length: 4 * count },
      (_, i) => `${['East', 'North', 'West', 'Central'][Math.floor(i / 4) % 4]} ${Math.floor(i / 4)}`,
    ),
    year: Array.from({ length: 4 * count }, (_, i) => 2018 + (i % 4)),
    Gap: Array.from({ length: 4 * count }, (_, i) => 1 + 0.1 * (i % 4) + 0.05 * ((i * 7) % 11)),
  });

const means = observedSource({
  region: Array.from({ length: 48 }, (_, i) => ['East', 'Central', 'West'][i % 3]!),
  sample: Array.from({ length: 48 }, (_, i) => ['First', 'Second'][Math.floor(i / 3) % 2]!),
  year: Array.from({ length: 48 }, (_, i) => 2015 + (i % 6)),
  Gap: Array.from({ length: 48 }, (_, i) => 0.5 + 0.1 * (i % 3) + 0.02 * ((i * 5) % 9)),
});
const terms = (shift: number) =>
  ['NQP', 'Education', '_cons'].map((term, i) => ({
    term,
    estimate: 0.4 * i - 0.3 + shift,
    confLow: 0.4 * i - 0.6 + shift,
    confHigh: 0.4 * i + shift,
  }));
const fits = [resultSource('fit', { terms: terms(0) }, 'First'), resultSource('fit', { terms: terms(0.2) }, 'Second')];

const layers = (...said: Omit<Layer, 'sources'>[]): Layer[] =>
  said.map((layer) => ({ ...layer, sources: layer.mark === 'rule' || layer.text !== undefined ? [] : [0] }));
const labels = { variables: { Gap: 'Gap', NQP: 'NQP', year: 'Year', region: 'Region' } };
const at = { x: 'NQP', y: 'Gap' };

export const layerCases: readonly FigureCase[] = [
  {
    name: 'layers-bars-intervals',
    plot: 'layers',
    sources: [means],
    options: {
      layers: layers(
        { mark: 'bars', x: 'region', y: 'Gap', by: 'sample', columns: ['x'] },
        { mark: 'range', x: 'region', y: 'Gap', by: 'sample', columns: ['x'] },
      ),
      width: 'column',
    },
    ...labels,
  },
  {
    name: 'layers-fits',
    plot: 'layers',
    sources: [cloud],
    options: {
      layers: layers(
        { mark: 'points', ...at, color: '#6b6b6b' },
        { mark: 'fit', ...at, level: 95, name: 'Linear' },
        { mark: 'fit', ...at, method: 'lowess', name: 'Lowess', color: '#b8651b' },
        { mark: 'fit', ...at, method: 'local', level: 95, name: 'Local', color: '#155e57' },
      ),
    },
    ...labels,
  },
  {
    name: 'layers-cutoff',
    plot: 'layers',
    sources: [cloud],
    options: {
      layers: layers(
        { mark: 'points', ...at, by: 'region' },
        { mark: 'fit', ...at, method: 'polynomial', level: 90, cutoff: 3 },
        { mark: 'rule', x: 3, y: [0, 1] },
        { mark: 'text', x: 4.5, y: -1, text: 'After' },
      ),
    },
    ...labels,
  },
  {
    name: 'layers-bars',
    plot: 'layers',
    sources: [means],
    options: {
      layers: layers(
        { mark: 'bars', x: 'region', y: 'Gap', by: 'sample', columns: ['x'] },
        { mark: 'range', x: 'region', y: 'Gap', by: 'sample', columns: ['x'], color: '#1a1a1a' },
      ),
    },
    ...labels,
  },
  {
    name: 'layers-years-zh',
    plot: 'layers',
    sources: [means],
    language: 'zh',
    options: {
      width: 'column',
      layers: layers(
        { mark: 'bars', x: 'year', statistic: 'count', name: '全部' },
        { mark: 'area', x: 'year', y: 'Gap', statistic: 'sum', by: 'region' },
        { mark: 'band', x: 'year', y: 'Gap' },
        { mark: 'line', x: 'year', y: 'Gap' },
      ),
    },
    variables: { Gap: '城乡收入差距', year: '年份' },
  },
  {
    name: 'layers-estimates',
    plot: 'layers',
    sources: fits,
    options: {
      layers: [
        { mark: 'range', y: 'term', low: 'confLow', high: 'confHigh', by: 'model', sources: [0, 1] },
        { mark: 'points', y: 'term', x: 'estimate', by: 'model', sources: [0, 1] },
        { mark: 'rule', x: 0, sources: [] },
      ],
    },
    variables: { NQP: 'NQP', Education: 'Education' },
  },
  {
    name: 'facets-31',
    plot: 'layers',
    sources: [provinces(31)],
    options: {
      facet: { by: 'unit' },
      layers: layers({ mark: 'line', x: 'year', y: 'Gap' }, { mark: 'rule', y: 1.3 }),
    },
    ...labels,
  },
  {
    name: 'facets-free',
    plot: 'layers',
    sources: [cloud],
    options: {
      facet: { by: 'region', scales: 'free' },
      layers: layers({ mark: 'points', ...at }, { mark: 'fit', ...at, method: 'lowess', span: 0.5 }),
    },
    ...labels,
  },
];
