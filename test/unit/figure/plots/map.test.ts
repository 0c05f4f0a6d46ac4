/** The key of a map: classes with real signs and one number of decimals, and units without data hatched. */
import { expect, it } from 'vitest';
import { drawCase, observedSource } from '../../../golden/figure-fixtures.ts';

const square = (name: string, west: number) => ({
  type: 'Feature',
  properties: { name },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, 0],
        [west, 1],
        [west + 1, 1],
        [west + 1, 0],
        [west, 0],
      ],
    ],
  },
});

const classesOf = async (values: readonly (number | null)[], language: 'en' | 'zh' = 'en') => {
  const units = values.map((_, i) => `u${i}`);
  const { csv, svg } = await drawCase({
    name: 'map',
    plot: 'map',
    sources: [observedSource({ unit: units, y: values })],
    options: { variables: ['y'], unit: 'unit', shapes: 's.json', classes: 3 },
    files: {
      shapes: JSON.stringify({ type: 'FeatureCollection', features: units.map((name, i) => square(name, 2 * i)) }),
    },
    language,
  });
  return {
    classes: [
      ...new Set(
        csv
          .trim()
          .split('\n')
          .slice(1)
          .map((line) => line.split(',').slice(2).join(',')),
      ),
    ],
    svg,
  };
};

it('has real minus signs and one number of decimals', async () => {
  expect((await classesOf([-0.5, -0.2, 0, 0.125, 1, 2])).classes).toEqual([
    '−0.50 to −0.07',
    '−0.07 to 0.42',
    '0.42 to 2.00',
  ]);
  expect((await classesOf([-1, 2, 5], 'zh')).classes[0]).toMatch(/^−1.00 至 /);
  expect((await classesOf([1000, 2000, 52000])).classes.every((name) => /^"?[\d,]+–[\d,]+"?$/.test(name))).toBe(true);
});

it('hatches what has no data', async () => {
  const { svg, classes } = await classesOf([1, 2, 3, null]);
  expect(classes).toContain('No data');
  expect(svg.match(/fill="url\(#no-data\)"/g)).toHaveLength(2);
  expect(svg).toContain('<pattern id="no-data"');
  expect((await classesOf([1, 2, 3])).svg).not.toContain('<pattern');
});
