/** The notes that a table makes from its results. */
import { describe, expect, it } from 'vitest';
import { build, fitOf, node, term } from '../../golden/fixtures.ts';

const fit = fitOf([term('NQP', 1.5, 0.4, 0.001), term('DigEco', 0.2, 0.1, 0.04)], {
  stats: { r2: 0.5, sargan: { invalid: 'reported as `hansenJ` for `DigEco`' } },
});
const notesOf = (entry: object): string => {
  const groups = [{ title: null, sources: [node('baseline', fit)] }];
  return build({ name: 'notes', entry, groups }).notes.join(' ');
};

describe('notes', () => {
  it('call statistics and variables by their labels', () => {
    const notes = notesOf({ stats: ['sargan'] });
    expect(notes).toContain('Sargan: reported as Hansen J for Digital economy');
  });

  it('say what stands below the estimates without brackets', () => {
    expect(notesOf({ cell: '{b}{stars}\n{ci}' })).toContain(
      '95% confidence intervals below the estimates; standard errors',
    );
    expect(notesOf({ cell: '{b} {lo} {hi}', lang: 'zh' })).toContain('估计值旁为95% 置信区间');
  });

  it('count the levels of a factor that were left out, and name the first of many terms', () => {
    const levels = [2012, 2013, 2014].map(
      (year) => ({ term: `i(year)::${year}`, why: 'absorbed', detail: '' }) as const,
    );
    const spanned = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ term: name, why: 'collinear', detail: '' }) as const);
    const first = node('m.1', { ...fit, dropped: [...levels, ...spanned] });
    const second = node('m.2', { ...fit, dropped: levels });
    const dropped = (lang: 'en' | 'zh') =>
      build({ name: 'notes', entry: { lang }, groups: [{ title: null, sources: [first, second] }] }).notes[2];
    expect(dropped('en')).toBe(
      'Omitted: 3 terms of Year (absorbed by the fixed effects) in all columns; a, b, c and 2 more (collinear) in column (1).',
    );
    expect(dropped('zh')).toBe(
      '已剔除：所有列：年份的 3 项（被固定效应吸收）；第 (1) 列：a，b，c及另外 2 项（共线）。',
    );
  });
});
