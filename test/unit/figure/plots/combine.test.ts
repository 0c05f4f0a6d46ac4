/** Figures under letters: where they stand, what they share, and what is refused. */
import { describe, expect, it } from 'vitest';
import { drawCase, type FigureCase, figureSource, observedSource } from '../../../golden/figure-fixtures.ts';

const values = [1, 2, 3, 4, 2, 3, 5, 6];
const groups = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b'];
const trend: FigureCase = {
  name: 'trend',
  plot: 'trends',
  sources: [observedSource({ x: [1, 2, 3, 4, 1, 2, 3, 4], y: values, g: groups })],
  options: { x: 'x', y: 'y', by: 'g' },
};
const spread: FigureCase = {
  name: 'spread',
  plot: 'density',
  sources: [observedSource({ y: values, g: groups })],
  options: { variables: ['y'], by: 'g' },
};
const combined = (sources: FigureCase['sources'], options: FigureCase['options'] = {}) =>
  drawCase({ name: 'combined', plot: 'combine', sources, options });

/** Text of an SVG with its place on the page, through the groups that it stands in. */
function textsOf(svg: string): { text: string; x: number; y: number }[] {
  const open: [number, number][] = [];
  const found: { text: string; x: number; y: number }[] = [];
  for (const { 0: tag, 1: close, 2: name, index } of svg.matchAll(/<(\/?)(\w+)[^>]*>/g)) {
    const [, x = '0', y = '0'] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(tag) ?? [];
    if (close === '/') open.pop();
    else if (!tag.endsWith('/>')) open.push([Number(x), Number(y)]);
    if (close === '' && name === 'text') {
      found.push({
        text: /^[^<]*/.exec(svg.slice(index + tag.length))![0],
        x: open.reduce((sum, [left]) => sum + left, 0),
        y: open.reduce((sum, [, top]) => sum + top, 0),
      });
    }
  }
  return found;
}

describe('combined figures', () => {
  it('stand in rows, each under its letter, at the same height as their neighbours', async () => {
    const { svg, width } = await combined([trend, spread, trend].map((each, i) => figureSource(each, `Panel ${i}`)));
    const [a, b, c] = ['a', 'b', 'c'].map((letter) => textsOf(svg).find(({ text }) => text.startsWith(`(${letter})`))!);
    expect([a!.text, b!.text, c!.text]).toEqual(['(a) Panel 0', '(b) Panel 1', '(c) Panel 2']);
    expect(b!.y).toBe(a!.y);
    expect(b!.x - a!.x).toBeGreaterThan(width / 2);
    expect(c!.x).toBe(a!.x);
    expect(c!.y).toBeGreaterThan(a!.y + 50);
  });

  it('share one key where theirs agree, and keep their own where a label would mean two things', async () => {
    const entries = (svg: string): number => textsOf(svg).filter(({ text }) => text === 'a').length;
    expect(entries((await combined([figureSource(trend), figureSource(spread)])).svg)).toBe(1);
    const others = { ...spread, options: { ...spread.options, colors: ['#b8651b', '#14345c'] } };
    expect(entries((await combined([figureSource(trend), figureSource(others)])).svg)).toBe(2);
  });

  it('have the rows of all in one data file, each with its letter', async () => {
    const { csv } = await combined([figureSource(trend), figureSource(spread)]);
    const letters = csv
      .split('\n')
      .slice(1, -1)
      .map((line) => line[0]);
    expect(csv.split('\n')[0]).toBe('figure,group,x,y,n,density,bandwidth');
    expect(letters.filter((letter) => letter === 'a')).toHaveLength(8);
    expect(new Set(letters)).toEqual(new Set(['a', 'b']));
  });

  it('are spoken of one after the other where nothing is said of the whole', async () => {
    const sources = [figureSource(trend, 'Trends'), figureSource(spread)];
    expect((await combined(sources)).description).toBe('(a) Trends; (b) spread');
    expect((await combined(sources, { caption: 'Both' })).description).toBe('Both');
  });

  it('define nothing twice', async () => {
    const clipped = { ...trend, options: { ...trend.options, x_range: [1, 3] as [number, number] } };
    const { svg } = await combined([figureSource(clipped), figureSource(clipped)]);
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are as high as was asked for', async () => {
    const { height } = await combined([figureSource(trend), figureSource(spread)], { height: 90 });
    expect(height).toBeCloseTo((90 / 25.4) * 72, 0);
  });

  it('are refused where a page does not hold them, or their words have no room', async () => {
    const many = Array.from({ length: 14 }, () => figureSource(trend));
    await expect(combined(many)).rejects.toThrow('too-tall: 7 rows of figures');
    await expect(combined([figureSource(trend), figureSource(spread)], { width: 30 })).rejects.toThrow('no-room');
  });

  it('tell a fault of a figure’s own specification as that of the figure', async () => {
    const own: FigureCase = {
      name: 'own',
      plot: 'vega-lite',
      sources: [observedSource({ x: [1, 2] })],
      options: { columns: ['x'], spec: { mark: 'nothing' } },
    };
    await expect(combined([figureSource(trend), figureSource(own)])).rejects.toThrow('bad-spec');
  });
});
