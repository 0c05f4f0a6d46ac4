import { describe, expect, it } from 'vitest';
import { mentioned } from '../../../src/table/names-in-text.ts';
import { chooseRows, nameTest, unmatched } from '../../../src/table/select.ts';

const names = ['NQP', 'Education', 'i(year)::2012', 'i(year)::2013', 'x^2', '_cons'];
const choose = (more: object) => chooseRows(names, { order: [], keep: [], drop: [], ...more });

describe('chooseRows', () => {
  it('keeps, drops and orders by raw name', () => {
    expect(choose({})).toEqual(names);
    expect(choose({ drop: ['i(year)::*'] })).toEqual(['NQP', 'Education', 'x^2', '_cons']);
    expect(choose({ keep: ['*c*'] })).toEqual(['Education', '_cons']);
    expect(choose({ order: ['x^2', 'Education'] })).toEqual([
      'x^2',
      'Education',
      'NQP',
      'i(year)::2012',
      'i(year)::2013',
      '_cons',
    ]);
    expect(choose({ order: ['_cons'] })[0]).toBe('_cons');
  });

  it('takes pattern characters literally but for * and ?', () => {
    expect(nameTest('x^2')('x^2')).toBe(true);
    expect(nameTest('x.2*')('x^2')).toBe(false);
    expect(nameTest('i(year)::201?')('i(year)::2012')).toBe(true);
    expect(nameTest('NQ')('NQP')).toBe(false);
  });

  it('tells which patterns match nothing, and what was meant', () => {
    expect(unmatched(['NQP', 'Educaton', 'i(*'], names)).toEqual([{ pattern: 'Educaton', hint: 'Education' }]);
  });
});

describe('mentioned', () => {
  it('finds whole names in any text', () => {
    const params = { terms: ['L.NQP', 'x^2'], sample: '省份 == "北京"', nested: [{ absorb: ['province^year'] }] };
    expect(mentioned(['NQP', 'NQ', 'x', 'year', 'prov', '省份', 'terms', 'ear'], params)).toEqual([
      'NQP',
      'x',
      'year',
      '省份',
    ]);
  });
});
