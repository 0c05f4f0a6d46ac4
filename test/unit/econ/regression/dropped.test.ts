/** What was left out, told in as few words as a reader needs. */
import { describe, expect, it } from 'vitest';
import type { Dropped } from '../../../../src/econ/fit.ts';
import { droppedInWords } from '../../../../src/econ/regression/dropped.ts';
import { term } from '../../../golden/fixtures.ts';

const years = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `i(year)::${from + i}`);
const lost = (name: string, why: Dropped['why'] = 'absorbed', detail = 'does not vary within `year`'): Dropped => ({
  term: name,
  why,
  detail,
});
const estimated = (...names: string[]) => names.map((name) => term(name, 1, 1, 0.5));

describe('dropped terms', () => {
  it('of one factor are told together, with their number and the reason', () => {
    const dropped = [lost('x', 'collinear', 'spanned by `z`'), ...years(2001, 2022).map((name) => lost(name))];
    expect(droppedInWords({ dropped, terms: estimated('z') })).toEqual([
      { name: 'x', lost: null, reason: 'collinear: spanned by `z`' },
      { name: 'i(year)', lost: 'all 22', reason: 'absorbed: does not vary within `year`' },
    ]);
    const some = { dropped: years(2001, 2003).map((name) => lost(name)), terms: estimated(...years(2004, 2022)) };
    expect(droppedInWords(some)[0]!.lost).toBe('3 of 22');
  });

  it('are told apart by reason, and without a detail in which they differ', () => {
    const [a, b, c, d] = years(2001, 2004) as [string, string, string, string];
    const dropped = [
      lost(a),
      lost(b, 'collinear', 'spanned by `x`'),
      lost(c, 'collinear', 'spanned by `z`'),
      lost(d, 'constant', ''),
    ];
    expect(droppedInWords({ dropped, terms: [] })).toEqual([
      { name: 'i(year)::2001', lost: null, reason: 'absorbed: does not vary within `year`' },
      { name: 'i(year)', lost: '2 of 4', reason: 'collinear' },
      { name: 'i(year)::2004', lost: null, reason: 'constant' },
    ]);
  });
});
