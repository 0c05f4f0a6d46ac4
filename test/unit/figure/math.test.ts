/** Formulas in labels: how they are set, how wide they are, and what is refused. */
import { describe, expect, it } from 'vitest';
import { inLines } from '../../../src/figure/drawing/wrap.ts';
import { faultIn, pieces, spoken } from '../../../src/figure/fonts/math.ts';
import { Typeface } from '../../../src/figure/fonts/typeface.ts';
import { pdf } from '../../../src/figure/formats/pdf.ts';
import { png } from '../../../src/figure/formats/png.ts';
import { drawCase, fontBytes, fontsOf, observedSource } from '../../golden/figure-fixtures.ts';

const set = (text: string): string[] =>
  pieces(text).map(
    ({ text: letters, rise, slanted }) => `${rise > 0 ? '^' : rise < 0 ? '_' : ''}${slanted ? '/' : ''}${letters}`,
  );

describe('a formula', () => {
  it('is set in letters, scripts and accents', () => {
    expect(set(String.raw`Effect of $\hat\beta_1$ on $CO_2$`)).toEqual([
      'Effect of ',
      '/β\u0302',
      '_1',
      ' on ',
      '/CO',
      '_2',
    ]);
    expect(set(String.raw`$R^2 \ge \text{the rest}$`)).toEqual(['/R', '^2', '\u2005≥\u2005the rest']);
    expect(set(String.raw`$\bar{x}_{i,t-1}$`)).toEqual(['/x\u0304', '_/i', '_,', '_/t', '_−1']);
    expect(spoken(String.raw`$\Delta \ln y$`)).toBe('Δlny');
  });

  it('is no money, no name and no lone sign', () => {
    for (const text of ['Income ($) and price ($)', 'US$ 5 and US$ 6', 'CO_2', '$', '5$ or 6$'])
      expect(set(text)).toEqual([text]);
  });

  it('is refused by name where one line cannot hold it', () => {
    expect(faultIn(String.raw`$\frac{a}{b}$`)).toBe(
      String.raw`\`$\frac{a}{b}$\` has a fraction, which labels of figures cannot have`.replaceAll('\\`', '`'),
    );
    expect(faultIn(String.raw`$\nonsense x$`)).toContain(String.raw`\nonsense`);
    expect(faultIn('$x_{1$')).toContain('$x_{1$');
    expect(faultIn(String.raw`$\hat\beta$`)).toBeUndefined();
  });

  it('is as wide as its letters, and breaks into no lines', () => {
    const typeface = new Typeface('serif', 'en', fontBytes);
    const width = (text: string): number => typeface.width(text, 10, { bold: false, italic: false });
    expect(width('$x_1$')).toBeCloseTo(typeface.width('x', 10, { bold: false, italic: true }) + 0.7 * width('1'), 6);
    expect(inLines(String.raw`aa $\alpha + \beta$, bb`, 5, (text) => text.replaceAll('$', '').length)).toEqual([
      'aa',
      String.raw`$\alpha + \beta$,`,
      'bb',
    ]);
  });

  it('stands in every format', async () => {
    const figure = await drawCase({
      name: 'formula',
      plot: 'scatter',
      sources: [observedSource({ x: [1, 2, 3], y: [2, 4, 5] })],
      options: { x: 'x', y: 'y', caption: String.raw`Emissions and $\hat\beta$` },
      variables: { x: '$CO_2$ emissions', y: String.raw`$\hat\beta$` },
    });
    expect(figure.svg).toMatch(/font-style="italic"[^>]*>CO<\/tspan><tspan [^>]*y="1.8" font-size="6.3px"[^>]*>2</);
    expect(figure.svg).toContain('<title>Emissions and β\u0302</title>');
    expect(figure.svg).not.toContain('$');
    const bytes = Buffer.from(await pdf.write(figure, fontsOf({})));
    expect(bytes.toString('latin1')).toMatch(/\/Alt/);
    expect((await png.write(figure, fontsOf({}))).length).toBeGreaterThan(1000);
  });
});
