import { describe, expect, it } from 'vitest';
import { familyOf, levelTerm } from '../../../src/base/text/term-names.ts';
import { plainSuperscript, superscriptRun } from '../../../src/table/superscripts.ts';
import { effectLabel, headingLabel, type LabelBook, levelLabel, termLabel } from '../../../src/table/words/labels.ts';

const book: LabelBook = {
  language: 'en',
  variables: { NQP: 'New forces', province: 'Province' },
  units: {},
  renamed: { Patent: 'Patents' },
};

describe('levelLabel', () => {
  it('tells numbers with their column; texts, years and what is renamed speak for themselves', () => {
    const said = (column: string, level: string) => levelLabel(column, level, { ...book, renamed: { '7': 'Seventh' } });
    expect(said('treated', '0')).toBe('Treated = 0');
    expect(said('NQP', '-1.5')).toBe('New forces = −1.5');
    expect(said('region', 'East')).toBe('East');
    expect(said('year', '2015')).toBe('2015');
    expect(said('group', '7')).toBe('Seventh');
  });
});

describe('termLabel', () => {
  it('composes labels of terms', () => {
    const expected: Record<string, string> = {
      NQP: 'New forces',
      x: 'x',
      _cons: 'Constant',
      'NQP^2': 'New forces²',
      'x^12': 'x¹²',
      'L.NQP': 'New forces (t−1)',
      'L2.NQP': 'New forces (t−2)',
      'F.NQP': 'New forces (t+1)',
      'D.NQP': 'Δ New forces',
      'L.x': 'x (t−1)',
      'D2.NQP': 'Δ² New forces',
      'L.log(NQP)': 'log(New forces) (t−1)',
      'log(NQP + 1)': 'log(New forces + 1)',
      rho: 'ρ',
      'cluster(province + year)': 'clustered by province and year',
      '/athrho': 'artanh ρ',
      '/cut2': 'Cut 2',
      'log(NQP)': 'log(New forces)',
      'NQP:x': 'New forces × x',
      'log(NQP):x^2': 'log(New forces) × x²',
      'i(year)::2012': 'Year = 2012',
      'i(province)::Nei Mongol': 'Province = Nei Mongol',
      'x#2': 'x (regime 2)',
      'Patent^2': 'Patents²',
    };
    for (const [term, label] of Object.entries(expected)) expect([term, termLabel(term, book)]).toEqual([term, label]);
  });

  it('keeps the level and the other factor of an interaction apart', () => {
    expect(termLabel('i(year)::2012:NQP', book)).toBe('Year = 2012 × New forces');
    for (const level of [
      '2010-01-01 12:30:00',
      'see: x',
      'a:b',
      'a::b',
      ':',
      'say "no"',
      '"',
      'a\\:"b',
      '`',
      '中:部',
      'a (b):c',
    ]) {
      const term = levelTerm('i(note)', level);
      expect(termLabel(term, book)).toBe(`Note = ${level}`);
      expect(termLabel(`${term}:NQP`, book)).toBe(`Note = ${level} × New forces`);
      expect(termLabel(`NQP:${term}:${term}`, book)).toBe(`New forces × Note = ${level} × Note = ${level}`);
      expect(familyOf(`${term}:NQP`)).toBe('i(note):NQP');
    }
    expect(levelTerm('i(region)', 'East side (coast)')).toBe('i(region)::East side (coast)');
  });

  it('takes names that are no plain words for one', () => {
    expect(termLabel('NQP:`2022年`', book)).toBe('New forces × 2022年');
    expect(termLabel('`GDP: total`', book)).toBe('GDP: total');
    expect(termLabel('i(GDP (a:b))::x', book)).toBe('GDP (a:b) = x');
    expect(termLabel('L.`GDP: total`', { ...book, variables: { 'GDP: total': 'Income' } })).toBe('Income (t−1)');
  });

  it('speaks Chinese', () => {
    const zh: LabelBook = { ...book, language: 'zh', variables: { NQP: '新质生产力' } };
    expect(['_cons', 'L.NQP', 'NQP^2'].map((t) => termLabel(t, zh))).toEqual([
      '常数项',
      '新质生产力（t−1）',
      '新质生产力²',
    ]);
  });

  it('names effects and clusters', () => {
    expect(headingLabel('year', book)).toBe('Year');
    expect(headingLabel('province^year', book)).toBe('Province × Year');
    expect(effectLabel('province^year', book)).toBe('Province × Year FE');
    expect(effectLabel('province[NQP]', book)).toBe('Slopes of New forces by Province');
    expect(effectLabel('province[year]', { ...book, language: 'zh' })).toBe('年份斜率（分 Province）');
  });

  it('finds superscripts again', () => {
    expect('R² and x⁻¹²'.replace(superscriptRun, (run) => `^{${plainSuperscript(run)}}`)).toBe('R^{2} and x^{-12}');
  });
});
