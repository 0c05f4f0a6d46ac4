/**
 * Every plot at three widths, with labels as they are, long, and long in Chinese: each text lies within the figure, and upon no other text
 * and no curve.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Typeface } from '../../src/figure/fonts/typeface.ts';
import type { FigureSource } from '../../src/figure/plot.ts';
import { fontOf } from '../../src/figure/render.ts';
import { figureCases } from '../golden/figure-cases.ts';
import { drawCase, type FigureCase, fontBytes } from '../golden/figure-fixtures.ts';
import { type Box, linePoints, textBoxes } from '../support/svg-boxes.ts';

const WIDTHS = ['column', 110, 'page'] as const;

/** Names of the cases, which labels stand for. */
const NAMES = ['Gap', 'NQP', 'HC', 'Education', 'region', 'year', 'z', 'lag', 'unit', 'sample', 'income', 'Patent'];
const LEVELS = [
  'East',
  'Central',
  'West',
  'North',
  'a0',
  'b0',
  'Drivers',
  'Innovation',
  'Talent',
  'First',
  'Second',
  'TWFE',
];

const kinds = {
  'as they are': null,
  long: (i: number) => `Disposable income of households number ${i}, in constant prices of the provincial capital`,
  Chinese: (i: number) => `第${i}个城镇居民家庭人均可支配收入（按省会城市不变价格计算）的自然对数`,
} as const;

/** A source in which names of groups are long as well. */
const lengthened = (source: FigureSource, label: (i: number) => string, i: number): FigureSource => ({
  ...source,
  header: label(i + 20).slice(0, 40),
  part: (name) => {
    const part = source.part(name);
    if (part === undefined) return undefined;
    const renamed = LEVELS.slice(6, 9).reduce(
      (text, level, k) => text.replaceAll(`"${level}"`, JSON.stringify(label(k).slice(0, 36))),
      JSON.stringify(part),
    );
    return JSON.parse(renamed) as ReturnType<FigureSource['part']>;
  },
});

function labelled(one: FigureCase, kind: keyof typeof kinds, width: (typeof WIDTHS)[number]): FigureCase {
  const label = kinds[kind];
  const options = { ...one.options, width, ...(kind === 'as they are' ? {} : { title: label!(99) }) };
  if (label === null) return { ...one, options };
  const readsRename = [
    'coefficients',
    'trends',
    'timing',
    'density',
    'histogram',
    'box',
    'binscatter',
    'scatter',
    'layers',
  ].includes(one.plot);
  const rename = Object.fromEntries(LEVELS.map((level, k) => [level, label(k).slice(0, 36)]));
  return {
    ...one,
    ...(kind === 'Chinese' ? { language: 'zh' } : {}),
    options: { ...options, ...(readsRename ? { rename } : {}) },
    variables: Object.fromEntries(NAMES.map((name, k) => [name, label(k)])),
    units: { Gap: kind === 'Chinese' ? '以二〇一一年不变价格计算的万元' : '10,000 yuan at constant prices' },
    sources: one.sources.map((source, k) => lengthened(source, label, k)),
  };
}

/** Says whether two boxes share more than a point each way. */
const meet = (a: Box, b: Box): boolean => a.x1 < b.x2 - 1 && b.x1 < a.x2 - 1 && a.y1 < b.y2 - 1 && b.y1 < a.y2 - 1;

function faults(svg: string, width: number, height: number, typeface: Typeface): string[] {
  const boxes = textBoxes(svg, typeface);
  const points = linePoints(svg);
  return boxes.flatMap((box, i) => [
    ...(box.x1 < -0.5 || box.y1 < -0.5 || box.x2 > width + 0.5 || box.y2 > height + 0.5 ? [`cut: ${box.text}`] : []),
    ...boxes
      .slice(i + 1)
      .filter((other) => meet(box, other))
      .map((other) => `${box.text} | ${other.text}`),
    ...(points.some(([x, y]) => x > box.x1 + 1 && x < box.x2 - 1 && y > box.y1 + 1 && y < box.y2 - 1)
      ? [`on a curve: ${box.text}`]
      : []),
  ]);
}

for (const width of WIDTHS)
  describe(`at width ${width}`, { tags: width === 'column' ? [] : ['slow'] }, () => {
    for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
      it.each(figureCases.filter(({ plot }) => plot !== 'vega-lite').map((one) => [one.name, one] as const))(
        `labels ${kind} stand clear in %s`,
        async (name, one) => {
          const shown = labelled(one, kind, width);
          const figure = await drawCase(shown);
          const folder = process.env.PAPERMAKE_FIGURES;
          if (folder !== undefined) {
            mkdirSync(folder, { recursive: true });
            writeFileSync(path.join(folder, `${name}-${width}-${kind.replaceAll(' ', '')}.svg`), figure.svg);
          }
          const typeface = new Typeface(fontOf(shown.options ?? {}), shown.language ?? 'en', fontBytes);
          expect(textBoxes(figure.svg, typeface).length).toBeGreaterThan(2);
          expect(faults(figure.svg, figure.width, figure.height, typeface)).toEqual([]);
        },
      );
    }
  });
