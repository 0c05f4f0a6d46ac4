/** Shapes of a map: which way round rings go, and what is said of a file that has none. */
import { describe, expect, it } from 'vitest';
import { readShapes } from '../../../src/figure/rows/shapes.ts';

const ring = [
  [0, 0],
  [2, 0],
  [2, 2],
  [0, 2],
  [0, 0],
];
const hole = [
  [0.5, 0.5],
  [1, 0.5],
  [1, 1],
  [0.5, 1],
  [0.5, 0.5],
];
const collection = (geometry: unknown, properties: unknown = { name: 'a' }): string =>
  JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties, geometry }] });

describe('readShapes', () => {
  it('turns the outer ring clockwise and its holes against it, however the file has them', () => {
    for (const [outer, inner] of [
      [ring, hole],
      [ring.toReversed(), hole.toReversed()],
    ]) {
      const { shapes, centre } = readShapes(collection({ type: 'Polygon', coordinates: [outer, inner] }), 'name');
      expect(shapes).toEqual([{ key: 'a', geometry: { type: 'Polygon', coordinates: [ring.toReversed(), hole] } }]);
      expect(centre).toEqual([1, 1]);
    }
    const { shapes } = readShapes(
      collection({ type: 'MultiPolygon', coordinates: [[ring], [ring.toReversed()]] }),
      'name',
    );
    expect(shapes[0]!.geometry.coordinates).toEqual([[ring.toReversed()], [ring.toReversed()]]);
  });

  it.each([
    ['{}', 'expected a FeatureCollection'],
    ['null', 'expected a FeatureCollection'],
    ['{"type": "FeatureCollection", "features": [null]}', 'no Polygon and no MultiPolygon'],
    [collection({ type: 'Polygon' }), 'the coordinates of shape 1 are no Polygon'],
    [collection({ type: 'MultiPolygon', coordinates: [ring] }), 'the coordinates of shape 1 are no MultiPolygon'],
    [collection({ type: 'Point', coordinates: [0, 0] }), 'no Polygon and no MultiPolygon'],
    [collection({ type: 'Polygon', coordinates: [ring] }, { id: 1 }), 'no property `name`; it has id'],
  ])('says what is wrong with %s', (text, message) => {
    expect(() => readShapes(text, 'name')).toThrow(message);
  });
});
