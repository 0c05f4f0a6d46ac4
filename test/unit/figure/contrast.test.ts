/** Every mark of every plot stands out from its ground by 3:1, whatever the series; lines of several series differ in their keys too. */
import { describe, expect, it } from 'vitest';
import { ink, palette } from '../../../src/figure/drawing/theme.ts';
import { figureCases } from '../../golden/figure-cases.ts';
import { drawCase, observedSource } from '../../golden/figure-fixtures.ts';

/** Relative luminance of `#rrggbb` over white, as WCAG 2.2 has it. */
function luminance(color: string, opacity: number): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = (Number.parseInt(color.slice(at, at + 2), 16) / 255) * opacity + 1 - opacity;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

const contrast = (color: string, opacity = 1): number => 1.05 / (luminance(color, opacity) + 0.05);

const attribute = (tag: string, name: string): string | undefined => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];

/** The better of a mark's line and filling; undefined of what is no mark: grids, grounds, and what does not show. */
function contrastOf(tag: string): number | undefined {
  const found = (['fill', 'stroke'] as const).flatMap((name) => {
    const color = attribute(tag, name);
    if (color === undefined || !color.startsWith('#') || color === ink.grid) return [];
    const opacity = Number(attribute(tag, `${name}-opacity`) ?? attribute(tag, 'opacity') ?? 1);
    return opacity === 0 ? [] : [contrast(color, opacity)];
  });
  return found.length === 0 ? undefined : Math.max(...found);
}

/** Bands are pale so that curves show upon them; each stands beside edges of its own. */
const isBand = (tag: string): boolean =>
  Number(attribute(tag, 'fill-opacity') ?? 1) < 0.3 && attribute(tag, 'stroke') === undefined;

describe('marks', () => {
  it.each(palette)('in %s stand out from paper', (color) => {
    expect(contrast(color)).toBeGreaterThanOrEqual(3);
  });

  for (const one of figureCases.filter(({ plot }) => plot !== 'vega-lite')) {
    it(`of ${one.name} stand out`, async () => {
      const { svg } = await drawCase(one);
      const marks = [...svg.replace(/<defs>.*?<\/defs>/, '').matchAll(/<((?:path|line|rect|text) [^<>]*)>/g)]
        .map(([, tag]) => tag!)
        .filter((tag) => !isBand(tag));
      const pale = marks.filter((tag) => (contrastOf(tag) ?? 3) < 3);
      expect(pale).toEqual([]);
    });
  }
});

it('keys have the dashes of their lines', async () => {
  const values = [1, 2, 3, 1, 2, 3];
  const { svg } = await drawCase({
    name: 'dashes',
    plot: 'trends',
    sources: [observedSource({ x: values, y: values, g: ['a', 'a', 'a', 'b', 'b', 'b'] })],
    options: { x: 'x', y: 'y', by: 'g' },
  });
  const dashed = [...svg.matchAll(/<path [^>]*stroke-dasharray="6,2.5"/g)];
  // One is the line, the other its key.
  expect(dashed).toHaveLength(2);
});
