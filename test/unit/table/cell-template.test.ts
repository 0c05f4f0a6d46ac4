import { describe, expect, it } from 'vitest';
import { starsOf } from '../../../src/table/stars.ts';
import type { NumberFormat } from '../../../src/table/table.ts';
import { bareFields, fillLine, parseCell, showsStars, wrappedFields } from '../../../src/table/template/cell.ts';

const format: NumberFormat = { digits: 3, style: 'fixed', thousands: false, zeros: 'keep' };
const estimate = { term: 'x', estimate: 1.5, stdError: 0.5, statistic: 3, pValue: 0.01, confLow: 0.5, confHigh: 2.5 };

function lines(template: string) {
  const parsed = parseCell(template);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.lines;
}
const fill = (template: string, stars = '**') =>
  lines(template).map((line) => fillLine(line, estimate, stars, () => format));

describe('cell templates', () => {
  it('makes numbers that can be aligned of the usual forms', () => {
    expect(fill('{b}{stars}\n({se})')).toEqual([
      { is: 'number', value: 1.5, format, stars: '**' },
      { is: 'number', value: 0.5, format, wrap: ['(', ')'] },
    ]);
    expect(fill('[{t}]')).toEqual([{ is: 'number', value: 3, format, wrap: ['[', ']'] }]);
    expect(fill('{b}{stars}', '')).toEqual([{ is: 'number', value: 1.5, format }]);
  });

  it('sets anything else in pieces', () => {
    expect(fill('{b}{stars} ({se})')[0]).toMatchObject({
      is: 'pieces',
      pieces: [{ stars: '**' }, { text: ' (' }, { value: 0.5 }, { text: ')' }],
    });
    expect(fill('{b} ({se}){stars}')[0]).toMatchObject({ pieces: [{}, {}, {}, {}, { text: '**', stars: true }] });
    expect(fill('{ci}')[0]).toMatchObject({ pieces: [{ value: 0.5 }, { text: ', ' }, { value: 2.5 }] });
  });

  it('passes the reason of an undefined statistic on', () => {
    const invalid = { ...estimate, stdError: { invalid: 'why' } };
    expect(fillLine(lines('({se})')[0]!, invalid, '', () => format)).toMatchObject({ value: { invalid: 'why' } });
  });

  it('refuses unknown fields with a place and a hint', () => {
    expect(parseCell('{b}{star}')).toMatchObject({ ok: false, within: [3, 9], hint: 'did you mean `stars`?' });
  });

  it('knows what stands in parentheses', () => {
    expect(wrappedFields(lines('{b}{stars}\n({se})\n[{ci}]'), '(')).toEqual(['se']);
    expect(wrappedFields(lines('{b}{stars}\n({se})\n[{ci}]'), '[')).toEqual(['ci']);
    expect(wrappedFields(lines('{b} ({se}, {t})\n[{lo}, {hi}] {p}'), '(')).toEqual(['se', 't']);
    expect(wrappedFields(lines('{b} ({se}, {t})\n[{lo}, {hi}] {p}'), '[')).toEqual(['lo', 'hi']);
    expect([showsStars(lines('{b}')), showsStars(lines('{b}{stars}'))]).toEqual([false, true]);
  });
});

it('knows what stands in no brackets, and is not told by words of its line', () => {
  const bare = (template: string) => (['beside', 'below'] as const).map((where) => bareFields(lines(template), where));
  expect(bare('{b}{stars} {t}\n{ci}\n({p})')).toEqual([['t'], ['ci']]);
  expect(bare('{b}\np = {p}\n{lo} to {hi}')).toEqual([[], ['lo', 'hi']]);
});

describe('stars', () => {
  it('come from the unrounded p, strictly below a level', () => {
    const levels = [0.1, 0.05, 0.01];
    expect([0.1, 0.0999, 0.05, 0.0499999, 0.01, 0.00999, 0].map((p) => starsOf(p, levels))).toEqual([
      '',
      '*',
      '*',
      '**',
      '**',
      '***',
      '***',
    ]);
    expect(starsOf({ invalid: 'why' }, levels)).toBe('');
  });
});
