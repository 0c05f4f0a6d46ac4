/** Classes of a map of local Moran statistics: by p and quadrant, with islands and shapes without data apart. */
import { expect, it } from 'vitest';
import { drawCase, Refused, resultSource } from '../../../golden/figure-fixtures.ts';

const square = (name: string, west: number) => ({
  type: 'Feature',
  properties: { name },
  geometry: { type: 'Polygon', coordinates: [[0, 1, 2, 3, 0].map((k) => [west + (k > 1 ? 1 : 0), k % 3 > 0 ? 1 : 0])] },
});

const shapes = JSON.stringify({
  type: 'FeatureCollection',
  features: ['a', 'b', 'c', 'd', 'e'].map((name, i) => square(name, 2 * i)),
});

const local = (period: string, pOfB: number) => [
  { period, unit: 'a', quadrant: 'HH', pValue: 0.01 },
  { period, unit: 'b', quadrant: 'LH', pValue: pOfB },
  { period, unit: 'c', quadrant: 'HL', pValue: 0.6 },
  { period, unit: 'd', quadrant: 'LL', pValue: 1 },
];

const source = resultSource('moran', {
  of: 'x',
  weights: { unit: 'place', islands: ['d'] },
  rows: [{ variable: '2010' }, { variable: '2011' }],
  local: [...local('2010', 0.04), ...local('2011', 0.08)],
});

const classesOf = async (options: object): Promise<string[]> => {
  const one = { name: 'c', plot: 'clusters', sources: [source], files: { shapes } };
  const { csv } = await drawCase({ ...one, options: { shapes: 's.json', ...options } });
  return csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').at(-1)!);
};

it('counts p below the level, of the last period where nobody says which', async () => {
  const rest = ['Not significant', 'No neighbours', 'No data'];
  expect(await classesOf({})).toEqual(['High among high', 'Not significant', ...rest]);
  expect(await classesOf({ levels: [90] })).toEqual(['High among high', 'Low among high', ...rest]);
  expect(await classesOf({ periods: ['2010'] })).toEqual(['High among high', 'Low among high', ...rest]);
});

it('takes the p of permutations where it is asked to, and refuses where the step has none', async () => {
  await expect(classesOf({ p: 'permutation' })).rejects.toThrow(Refused);
  const permuted = resultSource('moran', {
    of: 'x',
    weights: { unit: 'place', islands: ['d'] },
    rows: [{ variable: '2010' }],
    local: local('2010', 0.04).map((each, i) => ({ ...each, pPerm: i === 2 ? 0.01 : 0.3 })),
  });
  const one = { name: 'c', plot: 'clusters', sources: [permuted], files: { shapes } };
  const { csv } = await drawCase({ ...one, options: { shapes: 's.json', p: 'permutation' } });
  expect(csv.match(/(?:High|Low) among/g)).toEqual(['High among']);
});

it('refuses two levels', async () => {
  await expect(classesOf({ levels: [90, 95] })).rejects.toThrow(Refused);
});
