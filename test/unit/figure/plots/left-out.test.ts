/** Plots tell how many rows they leave out, and of which variables. */
import { expect, it } from 'vitest';
import { drawCase, type FigureCase, observedSource } from '../../../golden/figure-fixtures.ts';

const sources = [
  observedSource({
    x: [1, 2, null, 4, 5],
    y: [1, null, null, 3, 5],
    g: ['a', 'a', 'b', null, 'b'],
    o: [0, 1, 0, 1, 1],
  }),
];
const told = async (plot: string, options: FigureCase['options']): Promise<string[]> =>
  (await drawCase({ name: 'f', plot, sources, options: options! })).warnings;

it.each(['scatter', 'trends'])('%s', async (plot) => {
  expect(await told(plot, { x: 'x', y: 'y' })).toEqual(['2 without x, y']);
  expect(await told(plot, { x: 'o', y: 'o' })).toEqual([]);
});

it('layers count rows without a value, a group or a panel', async () => {
  const layer = { mark: 'points', sources: [0], x: 'x', y: 'y' } as const;
  expect(await told('layers', { layers: [layer] })).toEqual(['2 without y, x']);
  expect(await told('layers', { layers: [{ ...layer, by: 'g' }] })).toEqual(['3 without y, x, g']);
  expect(await told('layers', { layers: [layer], facet: { by: 'g' } })).toEqual(['3 without y, x, g']);
  expect(await told('layers', { layers: [{ ...layer, x: 'o', y: 'o' }] })).toEqual([]);
});

it('survival, roc and added-variable', async () => {
  expect(await told('survival', { x: 'x', y: 'o' })).toEqual(['1 without x']);
  expect(await told('roc', { y: 'o', variables: ['y'] })).toEqual(['2 without y']);
  expect(await told('added-variable', { x: 'x', y: 'y' })).toEqual(['2 without ']);
});
