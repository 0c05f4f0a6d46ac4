/** Figures of regions: densities by period, parts of an inequality, and the Moran scatter plot. */
import { createRng } from '../../src/base/number/rng.ts';
import { kdensity } from '../../src/econ/regional/kernel-density.ts';
import { localMoran, moran } from '../../src/econ/spatial/moran.ts';
import { contiguity, eigenvalues, linksOf, standardized, summary } from '../../src/econ/spatial/weights.ts';
import { type FigureCase, resultSource } from './figure-fixtures.ts';

const draw = createRng('regions').stream('figures', 0);
const years = ['2011', '2015', '2019'];

const densities = resultSource('kernel-density', {
  of: 'income',
  rows: years.map((variable, t) => ({
    variable,
    ...kdensity(
      Float64Array.from({ length: 30 }, () => 8 + t + (1 + t / 2) * draw.normal()),
      'epanechnikov',
    ),
  })),
} as never);

const parts = resultSource('inequality', {
  rows: years.map((variable, t) => ({
    variable,
    ...{ gw: 0.02 + 0.002 * t, gnb: 0.08 - 0.01 * t, gt: 0.03, tWithin: 0.02, tBetween: 0.04 - 0.005 * t },
  })),
});

/** Changes of productivity, of which the first period has none; and means of scores alone. */
const none = { invalid: 'no unit has a change from the period before' };
const changing = resultSource('efficiency', {
  periods: [
    { variable: '2011', mean: 0.71, index: none, ec: none, tc: none },
    { variable: '2015', mean: 0.66, index: 1.06, ec: 0.97, tc: 1.093 },
    { variable: '2019', mean: 0.74, index: 1.11, ec: 1.08, tc: 1.028 },
    { variable: 'all', mean: 0.7, index: 1.085, ec: 1.024, tc: 1.06 },
  ],
});
const scored = resultSource('efficiency', {
  periods: years.map((variable, t) => ({ variable, mean: 0.6 + t / 20 })),
});

/** Twelve units in a ring, neighbours alike. */
const ring = Array.from({ length: 12 }, (_, i) => `R${i + 1}`);
const raw = contiguity(
  12,
  ring.flatMap((_, i): [number, number][] => [
    [i, (i + 1) % 12],
    [i, (i + 11) % 12],
  ]),
);
const matrix = standardized(raw, 12, 'row');
const links = linksOf(matrix, 12);
const values = years.map((_, t) => Float64Array.from(ring, (_unit, i) => Math.abs(i - 6) + (1 + t) * draw.normal()));
const known = summary({ units: ring, matrix, eigen: eigenvalues(matrix, 12) });

const autocorrelation = resultSource('moran', {
  of: 'income',
  weights: { standardize: 'row', unit: 'unit', islands: [] },
  rows: years.map((variable, t) => ({ variable, ...moran(values[t]!, links, known) })),
  local: years.flatMap((period, t) =>
    localMoran(values[t]!, links, { matrix }).map((each, i) => ({ period, unit: ring[i]!, ...each })),
  ),
} as never);

/** The ring's units around a square, of which one has no data and one of the data no shape. */
const around = JSON.stringify({
  type: 'FeatureCollection',
  features: [...ring.slice(1), 'R13'].map((name, i) => {
    const [west, south] = [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
      [3, 1],
      [3, 2],
      [3, 3],
      [2, 3],
      [1, 3],
      [0, 3],
      [0, 2],
      [0, 1],
    ][i]!;
    return {
      type: 'Feature',
      properties: { name },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [west!, south!],
            [west!, south! + 1],
            [west! + 1, south! + 1],
            [west! + 1, south!],
            [west!, south!],
          ],
        ],
      },
    };
  }),
});

const words = { variables: { income: 'Income' } };
const inChinese = { language: 'zh' as const, variables: { income: '人均收入' } };

const names = ['Gap', 'NQP', 'HC', 'Education'];
const correlated = resultSource('correlate', {
  variables: names,
  correlation: names.map((_, i) => names.map((__, k) => (i === k ? 1 : [0.62, -0.31, -0.84, 0.05][(i + k) % 4]!))),
  pValue: names.map(() => names.map(() => 0.01)),
  nobs: names.map(() => names.map(() => 372)),
});

export const regionalFigureCases: readonly FigureCase[] = [
  { name: 'correlations', plot: 'correlations', sources: [correlated], variables: { HC: 'Human capital' } },
  {
    name: 'correlations-zh',
    plot: 'correlations',
    sources: [correlated],
    options: { width: 'column' },
    language: 'zh',
    variables: { Gap: '城乡收入差距', NQP: '新质生产力', HC: '人力资本', Education: '教育支出' },
  },
  { name: 'densities', plot: 'densities', sources: [densities], ...words },
  { name: 'densities-ridges', plot: 'densities', sources: [densities], options: { ridges: true }, ...words },
  { name: 'decomposition', plot: 'decomposition', sources: [parts], ...words },
  { name: 'decomposition-theil', plot: 'decomposition', sources: [parts], options: { measure: 'theil' }, ...inChinese },
  { name: 'moran', plot: 'moran', sources: [autocorrelation], options: { label: 'unit' }, ...words },
  {
    name: 'clusters',
    plot: 'clusters',
    sources: [autocorrelation],
    options: { shapes: 's.json', width: 'column' },
    files: { shapes: around },
    ...words,
  },
  {
    name: 'clusters-periods',
    plot: 'clusters',
    sources: [autocorrelation],
    options: { shapes: 's.json', periods: years, levels: [90] },
    files: { shapes: around },
    ...inChinese,
  },
  {
    name: 'moran-periods',
    plot: 'moran',
    sources: [autocorrelation],
    options: { periods: ['2011', '2019'] },
    ...inChinese,
  },
  { name: 'productivity', plot: 'productivity', sources: [changing], ...words },
  { name: 'productivity-zh', plot: 'productivity', sources: [changing], ...inChinese },
  { name: 'productivity-scores', plot: 'productivity', sources: [scored], ...words },
];
