/** Tables that no paper should have come out readable, or with a clear word of what is wrong. Some of them are golden files besides (`extremes`). */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { describe, expect, it } from 'vitest';
import { cellText, plainStyle } from '../../../src/table/formats/cells.ts';
import { formatNames } from '../../../src/table/formats/choose.ts';
import { latex } from '../../../src/table/formats/latex.ts';
import type { TableEntry } from '../../../src/table/options/option-schemas.ts';
import { readers } from '../../contracts/format-readers.ts';
import { build, fitOf, node, render, term } from '../../golden/fixtures.ts';

const one = (terms: Parameters<typeof fitOf>[0], entry: TableEntry = {}, more: Parameters<typeof fitOf>[1] = {}) => ({
  name: 'extreme',
  entry,
  groups: [{ title: null, sources: [node('m', fitOf(terms, more))] }],
});
const cellsOf = (...args: Parameters<typeof one>): string[] =>
  build(one(...args)).panels.flatMap(({ rows }) =>
    rows.filter(({ section }) => section === 'body').map(({ cells }) => cellText(cells[0]!, plainStyle)),
  );

describe('a number in small units', () => {
  it('has significant digits, with its standard error, where that would be zeros alone', () => {
    expect(cellsOf([term('x', 1e-9, 2.5e-10, 0.0001)])).toEqual(['1.00e-9***', '(2.50e-10)']);
    expect(cellsOf([term('x', 0.000_21, 0.000_043, 0.0001)])).toEqual(['0.000210***', '(0.0000430)']);
    expect(cellsOf([term('x', 1.2345, 0.000_43, 0.0001)])).toEqual(['1.234***', '(0.000430)']);
    expect(cellsOf([term('x', 1e-9, 2.5e-10, 0.0001)], { se_as: 't' })).toEqual(['1.00e-9***', '(4.000)']);
    expect(cellsOf([term('x', 1e-9, 2.5e-10, 0.0001)], { se_as: 'ci' })).toEqual(['1.00e-9***', '[5.00e-10, 1.50e-9]']);
    expect(cellsOf([term('x', 1e-9, 2.5e-10, 0.0001)], { se_as: 'p' })).toEqual(['1.00e-9***', '(0.000)']);
    expect(cellsOf([term('x', 1e-9, 2.5e-10, 0.0001)], { digits: 11 })).toEqual([
      '0.00000000100***',
      '(0.00000000025)',
    ]);
  });

  it('is zero where its standard error says that it is', () => {
    expect(cellsOf([term('x', 0.0002, 0.136, 0.99)])).toEqual(['0.000', '(0.136)']);
    expect(cellsOf([term('x', 0, 0, 0.99)])).toEqual(['0.000', '(0.000)']);
  });

  it('stands beside large ones in every format', async () => {
    const files = await render({
      name: 'sizes',
      entry: {},
      groups: [
        {
          title: null,
          sources: [
            node('tiny', fitOf([term('x', 1e-9, 2.5e-10, 0.5)])),
            node('huge', fitOf([term('x', 1e9, 2.5e8, 0.5)])),
          ],
        },
      ],
    });
    for (const name of formatNames.filter((each) => each !== 'xlsx')) {
      const texts = readers[name]!.texts(files.get(extension(name))!);
      // siunitx separates thousands, programs read none
      const million = name === 'latex' || name === 'csv' ? '' : ',';
      const tiny = name === 'csv' ? ['1.00e-9', '2.50e-10'] : ['1.00×10⁻⁹', '2.50×10⁻¹⁰'];
      const large = [`1${million}000${million}000${million}000`, `250${million}000${million}000`];
      for (const figure of [...tiny, ...large]) expect(texts, name).toContain(figure);
      expect(texts, name).not.toContain('000.0');
    }
  });

  it('of descriptives is told by its standard deviation', () => {
    const rows = [
      { variable: 'NQP', n: 9, mean: 2e-9, sd: 1e-9, min: 0, max: 4e-9 },
      { variable: 'Gap', n: 9, mean: 1e-17, sd: 1, min: -1, max: 1 },
    ];
    const table = build({
      name: 'd',
      entry: {},
      groups: [{ title: null, sources: [node('d', { rows }, { type: 'describe', params: ['NQP', 'Gap'] })] }],
    });
    const cells = table.panels[0]!.rows.map((row) => row.cells.map((cell) => cellText(cell, plainStyle)));
    expect(cells).toEqual([
      ['9', '2.00e-9', '1.00e-9', '0.000', '4.00e-9'],
      ['9', '0.000', '1.000', '-1.000', '1.000'],
    ]);
  });
});

const extension = (name: string): string => ({ latex: 'tex', markdown: 'md', typst: 'typ' })[name] ?? name;

const label = 'معدل النمو 😀 צמיחה';
const foreign = one([term('x', 1.5, 0.4, 0.001)], { rename: { x: label }, caption: label, headers: [label] });

describe('a table of thirty columns', () => {
  it('and long labels is set by Typst without a warning', async () => {
    const sources = Array.from({ length: 30 }, (_, i) =>
      node(`m.${i}`, fitOf([term('x', 1.5, 0.4, 0.001)]), { header: 'A header of thirty characters' }),
    );
    const files = await render({
      name: 'thirty',
      entry: { caption: 'Thirty', ...{ landscape: true } },
      groups: [{ title: null, sources }],
    });
    const compiler = NodeCompiler.create({});
    const result = compiler.compile({ mainFileContent: new TextDecoder().decode(files.get('typ')) });
    expect(result.takeDiagnostics() ?? result.takeError()).toBeNull();
  });
});

describe('letters from the right, and emoji', () => {
  it('are in every format as they were written', async () => {
    const files = await render(foreign);
    for (const name of formatNames) expect(readers[name]!.texts(files.get(extension(name))!), name).toContain(label);
  });

  it('are set by Typst', async () => {
    const files = await render(foreign);
    const compiler = NodeCompiler.create({});
    const result = compiler.compile({ mainFileContent: new TextDecoder().decode(files.get('typ')) });
    expect(result.takeDiagnostics() ?? result.takeError()).toBeNull();
  });

  it('are what LaTeX has no usual font for, which is said', () => {
    expect(latex.doubt!(build(foreign))).toEqual({
      message: 'usual LaTeX documents have no font for `م`, `ع`, `د` and 10 more characters',
      hint: 'xelatex with `fontspec` and a font that has them, and `bidi` for what is written from the right',
    });
    const usual = '中文 ソ 한 é ő R² x⁻¹ β ≤ ∞ – “q” … ·';
    expect(latex.doubt!(build(one([term('x', 1, 1, 1)], { rename: { x: usual }, lang: 'zh' })))).toBeUndefined();
  });
});
