/** Lines of a scatter plot: drawn unless one says otherwise, each group its own. */
import { expect, it } from 'vitest';
import { drawCase, observedSource } from '../../../golden/figure-fixtures.ts';

const sources = [observedSource({ x: [1, 2, 3, 1, 2, 3], y: [1, 2, 3, 6, 4, 2], g: ['a', 'a', 'a', 'b', 'b', 'b'] })];
const drawn = async (options: object): Promise<string[]> => {
  const { csv } = await drawCase({ name: 's', plot: 'scatter', sources, options: { x: 'x', y: 'y', ...options } });
  return csv.split('\n').filter((line) => line.startsWith('line'));
};

it('draws the least-squares line, of each group its own', async () => {
  expect((await drawn({ by: 'g' })).map((line) => line.split(',').at(-1))).toEqual(['1', '1', '-2', '-2']);
  expect((await drawn({})).map((line) => line.split(',').at(-1))).toEqual(['-0.5', '-0.5']);
  expect(await drawn({ line: false })).toEqual([]);
});

it('tells of labels of points that have no room, and shows the others', async () => {
  const many = Array.from({ length: 60 }, (_, i) => i);
  const { svg, warnings } = await drawCase({
    name: 's',
    plot: 'scatter',
    sources: [
      observedSource({
        x: many.map((i) => (i % 8) / 100),
        y: many.map((i) => i / 900),
        name: many.map((i) => `Province ${i}`),
      }),
    ],
    options: { x: 'x', y: 'y', label: 'name', width: 'column', line: false },
  });
  expect(warnings.join()).toMatch(/^\d+ points have no room for a label: Province/);
  const lost = Number(warnings[0]!.match(/^\d+/)![0]);
  expect(lost).toBeGreaterThan(0);
  expect([...svg.matchAll(/<text(?![^>]*opacity="0")[^>]*>Province \d+</g)]).toHaveLength(60 - lost);
});
