/** Options by one word: what stands below estimates, stars, and what journals differ in. */
import { describe, expect, it } from 'vitest';
import { presetFindings } from '../../../src/table/check.ts';
import type { StepOptions, TableEntry } from '../../../src/table/options/option-schemas.ts';
import { settle } from '../../../src/table/options/options.ts';
import { build, fitOf, node, renderedTexts, requested, term } from '../../golden/fixtures.ts';

const cellOf = (table: TableEntry, step: StepOptions = {}, defaults: StepOptions = {}) =>
  settle(table, step, defaults).cell;

describe('`se_as` and `brackets`', () => {
  it('write the template', () => {
    expect(cellOf({})).toBeNull();
    expect(cellOf({ se_as: 't' })).toBe('{b}{stars}\n({t})');
    expect(cellOf({ se_as: 'ci' })).toBe('{b}{stars}\n[{ci}]');
    expect(cellOf({ brackets: 'square' })).toBe('{b}{stars}\n[{se}]');
    expect(cellOf({ se_as: 'p', brackets: 'none' })).toBe('{b}{stars}\n{p}');
  });

  it('add up over levels, of which the nearest decides against a template', () => {
    expect(cellOf({ se_as: 't' }, {}, { brackets: 'square' })).toBe('{b}{stars}\n[{t}]');
    expect(cellOf({ cell: '{b}' }, { se_as: 't' })).toBe('{b}');
    expect(cellOf({ se_as: 't' }, { cell: '{b}' })).toBe('{b}{stars}\n({t})');
  });
});

const results = [term('a', 1, 1, 0.09), term('b', 1, 1, 0.04), term('c', 1, 1, 0.0009), term('d', 1, 1, 0.5)];
const tableOf = (entry: TableEntry) =>
  build({ name: 'stars', entry, groups: [{ title: null, sources: [node('m', fitOf(results))] }] });
const marksOf = (entry: TableEntry) =>
  tableOf(entry).panels[0]!.rows.flatMap(({ section, continues, cells: [cell] }) =>
    section === 'body' && !continues && cell!.is === 'number' ? [cell!.stars ?? ''] : [],
  );

describe('stars', () => {
  it('have marks of one’s own, each explained', () => {
    expect(marksOf({ stars: { '†': 0.1, '*': 0.05, '**': 0.001 } })).toEqual(['†', '*', '**', '']);
    expect(tableOf({ stars: { '†': 0.1, '*': 0.05, '**': 0.001 } }).notes).toContain(
      '† p < 0.100, * p < 0.050, ** p < 0.001.',
    );
    expect(tableOf({ stars: { '+': 0.1 }, notes: { stars: 'levels' } }).notes).toContain(
      '+ denotes significance at the 10% level.',
    );
  });

  it('leave no note where no cell prints them', () => {
    expect(tableOf({ cell: '{b} ({se})' }).notes.join(' ')).not.toContain('p <');
    expect(marksOf({ stars: false })).toEqual(['', '', '', '']);
  });

  it('do not reach a table that prints none', () => {
    const about = node('about', { rows: [] }, { type: 'describe' });
    const stars = (entry: TableEntry, source = node('m', fitOf(results))) =>
      requested({ name: 't', entry, groups: [{ title: null, sources: [source] }] }).starLevels;
    expect(stars({ stars: [0.05] })).toEqual([0.05]);
    expect(stars({ stars: [0.05], cell: '{b}' })).toEqual([]);
    expect(stars({ stars: [0.05] }, about)).toEqual([]);
  });
});

describe('presets', () => {
  it('stand between the level that names them and the farther ones', () => {
    const told = settle({ preset: 'aer' }, {}, { stars: [0.05], lang: 'zh' });
    expect(told.starLevels).toEqual([]);
    expect(told.language).toBe('zh');
    expect(settle({ preset: 'aer', stars: [0.05] }, {}, {}).starLevels).toEqual([0.05]);
    expect(settle({ stars: [0.05] }, { preset: 'aer' }, {}).starLevels).toEqual([0.05]);
  });

  it('give way to a nearer one', () => {
    expect(settle({ preset: 'aer' }, {}, { preset: 'cn' })).toMatchObject({ language: 'en', usualStub: null });
  });

  it('are a project’s own, and build on each other', () => {
    const presets = { ours: { preset: 'cn', se_as: 't' as const }, cn: { preset: 'cn', stub: 'Variable' } };
    const told = settle({ preset: 'ours' }, {}, { presets });
    expect(told).toMatchObject({
      language: 'zh',
      cell: '{b}{stars}\n({t})',
      usualStub: 'Variable',
      hide: ['nclusters'],
    });
    expect(settle({ preset: 'a' }, {}, { presets: { a: { preset: 'b' }, b: { preset: 'a' } } }).language).toBe('en');
  });

  it('must be declared', () => {
    expect(presetFindings([{ preset: 'qej' }, {}, {}])).toMatchObject([
      { code: 'unknown-preset', message: 'unknown preset `qej`', hint: 'did you mean `qje`?' },
    ]);
    expect(presetFindings([{ preset: 'ours' }, {}, { presets: { ours: {} } }])).toEqual([]);
  });

  it('print a Chinese journal’s table', async () => {
    const entry: TableEntry = { preset: 'cn', se_as: 't', caption: '基准回归' };
    const files = await renderedTexts({
      name: 'cn',
      entry,
      groups: [{ title: null, sources: [node('m', fitOf(results))] }],
    });
    const markdown = files.get('md')!;
    expect(markdown).toContain('| 变量');
    expect(markdown).toContain('省份固定效应');
    expect(markdown).not.toContain('聚类数');
    expect(markdown).toContain('括号内为 t 值，基于聚类到省份层面的稳健标准误。');
    expect(markdown).toContain('分别表示在1%、5%和10%的水平上显著。');
  });
});
