/** Labels of axes as figures print them, and levels and units by what their numbers stand for. */
import { describe, expect, it } from 'vitest';
import { drawCase, observedSource } from '../../golden/figure-fixtures.ts';

const textsOf = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text!);

const scattered = async (x: readonly number[], y: readonly number[]): Promise<string[]> => {
  const sources = [observedSource({ x, y })];
  return textsOf((await drawCase({ name: 'axes', plot: 'scatter', sources, options: { x: 'x', y: 'y' } })).svg);
};

describe('labels of an axis', () => {
  it('are powers of ten where digits would be a row of zeros', async () => {
    const texts = await scattered([1e17, 2e17, 4e17], [-2e-9, 0, 6e-9]);
    for (const label of ['1×10¹⁷', '4×10¹⁷', '−2×10⁻⁹', '0', '6×10⁻⁹']) expect(texts).toContain(label);
    expect(texts.join()).not.toMatch(/0000/);
  });

  it('have separators before that', async () => {
    const texts = await scattered([1e11, 2e11, 4e11], [0.00002, 0.00004, 0.1]);
    expect(texts).toContain('400,000,000,000');
    expect(texts.join()).not.toContain('×');
  });
});

describe('numbers that stand for something', () => {
  const valueLabels = { unit: { 11: 'Beijing', 12: 'Tianjin' } };

  it('head groups and name points', async () => {
    const sources = [observedSource({ unit: [11, 11, 12, 12], x: [1, 2, 3, 4], y: [2, 1, 4, 3] })];
    const options = { x: 'x', y: 'y', by: 'unit', label: 'unit', rename: { Tianjin: 'T.' } };
    const { svg, csv } = await drawCase({ name: 'groups', plot: 'scatter', sources, options, valueLabels });
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['Beijing', 'T.']));
    expect(csv).toContain('point,Beijing,1,2,Beijing');
    expect(csv).toContain('point,T.,3,4,Tianjin');
  });

  it('find the shapes of a map by either', async () => {
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
    const shapes = JSON.stringify({ type: 'FeatureCollection', features: [square('Beijing', 0), square('12', 2)] });
    const { csv, warnings } = await drawCase({
      name: 'map',
      plot: 'map',
      sources: [observedSource({ unit: [11, 12], y: [1, 2] })],
      options: { variables: ['y'], unit: 'unit', shapes: 's.json' },
      files: { shapes },
      valueLabels,
    });
    expect(warnings).toEqual([]);
    expect(csv).toMatch(/\nBeijing,1,.*\n12,2,/);
  });
});
