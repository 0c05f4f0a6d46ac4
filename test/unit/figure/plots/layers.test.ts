/** Layers of one mark under several names: the key tells them apart, as the lines do. */
import { expect, it } from 'vitest';
import { drawCase, observedSource } from '../../../golden/figure-fixtures.ts';

const sources = [observedSource({ x: [1, 2, 3, 4, 5, 6], y: [1, 4, 2, 5, 3, 7] })];
const at = { x: 'x', y: 'y', sources: [0] };

/** Colour and dash of each line that is drawn. */
async function linesOf(...fits: object[]): Promise<string[]> {
  const layers = [{ mark: 'points', ...at }, ...fits.map((fit) => ({ mark: 'fit', ...at, ...fit }))];
  const { svg } = await drawCase({ name: 'f', plot: 'layers', sources, options: { layers: layers as never } });
  return [
    ...svg.matchAll(/<path aria-label[^>]*stroke="(#\w+)"[^>]*>/g),
    ...svg.matchAll(/<path[^>]*stroke="(#\w+)"[^>]*>/g),
  ].map(([all, color]) => `${color} ${all.match(/stroke-dasharray="([^"]*)"/)?.[1] ?? ''}`);
}

it('gives fits of several names other colours and dashes', async () => {
  const three = new Set(
    await linesOf({ name: 'One' }, { name: 'Two', method: 'polynomial' }, { name: 'Three', method: 'lowess' }),
  );
  const one = new Set(await linesOf({ name: 'One' }));
  const unnamed = new Set(await linesOf({}, { method: 'polynomial' }));
  expect(three.size).toBe(one.size + 2);
  expect(unnamed).toEqual(one);
});
