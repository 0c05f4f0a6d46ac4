/** What every plot and every format of figures promises: one suite over both lists, and the golden cases. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pdf } from '../../src/figure/formats/pdf.ts';
import { figureFormats } from '../../src/figure/formats/registry.ts';
import { commonOptions, plotOptions } from '../../src/figure/option-schemas.ts';
import { points } from '../../src/figure/sizes.ts';
import { plots } from '../../steps/registry.ts';
import { figureCases } from '../golden/figure-cases.ts';
import { drawCase, fontsOf } from '../golden/figure-fixtures.ts';

const hasPdffonts = spawnSync('pdffonts', ['-v']).status === 0;

describe('plots', () => {
  it('have names of their own, and options that pipelines may write', () => {
    const names = plots.all.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { options, required, numbers = [], levels = [] } of plots.all) {
      expect(options.filter((option) => !Object.hasOwn(plotOptions, option))).toEqual([]);
      expect([...required, ...numbers, ...levels].filter((option) => !options.includes(option))).toEqual([]);
    }
  });

  it('share no option that none reads, nor the name of a common one', () => {
    const read = new Set(plots.all.flatMap(({ options }) => options as readonly string[]));
    expect(
      Object.keys(plotOptions).filter((option) => !read.has(option) || Object.hasOwn(commonOptions, option)),
    ).toEqual([]);
  });

  for (const one of figureCases) {
    it(`${one.name}: has the size that was asked for, sound XML, and the same bytes again`, async () => {
      const { svg, width } = await drawCase(one);
      expect((await drawCase(one)).svg).toBe(svg);
      expect(svg).toContain(`width="${width}pt"`);
      if (one.options?.width === 'column') expect(width).toBe(points(84));
      expect(balanced(svg)).toBe(true);
      expect(svg).not.toMatch(/NaN|undefined|Infinity|\bnull\b/);
      const attributes = svg.replaceAll(/>[^<]*</g, '><');
      expect(attributes.match(/\d\.\d{3,}/)).toBeNull();
    });
  }
});

describe('formats', () => {
  const one = figureCases.find(({ language }) => language === 'zh')!;

  for (const format of figureFormats) {
    it(`${format.name}: equal figures give equal bytes`, async () => {
      const figure = await drawCase(one);
      const [first, second] = [await format.write(figure, fontsOf({})), await format.write(figure, fontsOf({}))];
      expect(first.length).toBeGreaterThan(1000);
      expect(Buffer.compare(Buffer.from(first), Buffer.from(second))).toBe(0);
    });
  }

  it.skipIf(!hasPdffonts && process.env.CI === undefined)(
    'PDF embeds its fonts and no other, and text is text',
    async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'papermake-figure-'));
      try {
        const file = path.join(folder, 'figure.pdf');
        writeFileSync(file, await pdf.write(await drawCase(one), fontsOf({})));
        const fonts = spawnSync('pdffonts', [file], { encoding: 'utf8' }).stdout.trim().split('\n').slice(2);
        expect(fonts.length).toBeGreaterThan(0);
        for (const font of fonts) expect(font).toMatch(/\+(STIXTwoText|NotoSans|NotoSerifSC)-\w+ .* yes +yes +yes /);
        expect(spawnSync('pdftotext', [file, '-'], { encoding: 'utf8' }).stdout).toMatch(/[\u4e00-\u9fff]/);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

/** Whether every element is closed where it should be. */
function balanced(xml: string): boolean {
  const open: string[] = [];
  for (const [, close, name, , alone] of xml.matchAll(/<(\/?)([\w:]+)((?:\s[^<>]*?)?)(\/?)>/g)) {
    if (close === '/') {
      if (open.pop() !== name) return false;
    } else if (alone !== '/') open.push(name!);
  }
  return open.length === 0;
}
