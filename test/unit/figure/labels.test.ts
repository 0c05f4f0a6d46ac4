/** Labels of axes as figures print them, and levels and units by what their numbers stand for. */
import { describe, expect, it } from 'vitest';
import { drawCase, observedSource } from '../../golden/figure-fixtures.ts';

const textsOf = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text!);

const scattered = async (x: readonly number[], y: readonly number[]): Promise<string[]> => {
  const sources = [observedSource({ x, y })];
  return textsOf((await drawCase({ name: 'axes', plot: 'scatter', sources, options: { x: 'x', y: 'y' } })).svg);
};

describe('labels of an axis', () => {
  it('share a power of ten, which the title says, where they would be long', async () => {
    const texts = await scattered([1e17, 2e17, 4e17], [-2e-9, 0, 6e-9]);
    for (const label of ['200', '400', 'x (× 10¹⁵)', '−2', '0', '6', 'y (× 10⁻⁹)']) expect(texts).toContain(label);
    expect(texts.join()).not.toMatch(/0000/);
  });

  it('are written out before that', async () => {
    const texts = await scattered([1e5, 2e5, 4e5], [0.00002, 0.00004, 0.1]);
    expect(texts).toContain('400,000');
    expect(texts.filter((text) => text.includes('×') && !text.startsWith('Slope'))).toEqual([]);
  });

  it('name the power beside the unit', async () => {
    const sources = [observedSource({ x: [1, 2, 3], y: [1e9, 2e9, 4.5e9] })];
    const one = { name: 'axes', plot: 'scatter', sources, options: { x: 'x', y: 'y', width: 'column' as const } };
    expect(textsOf((await drawCase({ ...one, units: { y: 'yuan' } })).svg)).toContain('y (yuan, × 10⁹)');
    const { svg } = await drawCase({ ...one, units: { y: '元' }, language: 'zh' });
    expect(svg.replaceAll(/<[^>]*>/g, '')).toContain('y（元，× 10⁹）');
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
