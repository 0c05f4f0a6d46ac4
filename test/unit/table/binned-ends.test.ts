/** Ends of windows are labelled as what they are: the periods beyond too, where every result that has the term says so. */
import { describe, expect, it } from 'vitest';
import { binnedEnds, windowEnds } from '../../../src/table/binned-ends.ts';
import { type LabelBook, termLabel } from '../../../src/table/words/labels.ts';

const event = 'event(year - g)';
const study = (periods: readonly number[], binned: readonly number[], window: readonly [number, number] | null) => ({
  terms: periods.map((period) => ({ term: `${event}::${period}` })),
  tests: [
    { name: 'pre-trend', of: event, reference: [-1], binned, window, statistic: 1, pValue: 0.5 },
    { name: 'post', of: event, statistic: 1, pValue: 0.5 },
  ],
});
const ends = binnedEnds([study([-5, 0, 5], [-5, 5], [-5, 5])]);
const label = (period: number, language: LabelBook['language'], more: Partial<LabelBook> = {}): string =>
  termLabel(`${event}::${period}`, { language, variables: {}, units: {}, renamed: {}, ends, ...more });

describe('labels of periods since treatment', () => {
  it('say in either language that an end holds the periods beyond', () => {
    expect([-5, -4, 0, 5].map((period) => label(period, 'en'))).toEqual([
      '≤ −5',
      '4 periods before',
      'Period of treatment',
      '≥ 5',
    ]);
    expect([-5, -4, 0, 5].map((period) => label(period, 'zh'))).toEqual([
      '处理前 5 期及以前',
      '处理前 4 期',
      '处理当期',
      '处理后 5 期及以后',
    ]);
  });

  it('go by the side of the window, not by the sign', () => {
    const of = (window: readonly [number, number]) => ({ ends: binnedEnds([study([...window], window, window)]) });
    expect([label(0, 'en', of([0, 3])), label(-2, 'en', of([-5, -2]))]).toEqual(['≤ 0', '≥ −2']);
    expect([label(0, 'zh', of([0, 3])), label(-2, 'zh', of([-5, -2]))]).toEqual([
      '处理当期及以前',
      '处理前 2 期及以后',
    ]);
  });

  it('are those of the factor in a product, and give way to `rename`', () => {
    const book: LabelBook = { language: 'en', variables: { x: 'Size' }, units: {}, renamed: {}, ends };
    expect(termLabel(`${event}::-5:x`, book)).toBe('≤ −5 × Size');
    expect(label(-5, 'en', { renamed: { [`${event}::-5`]: 'Long before' } })).toBe('Long before');
  });
});

describe('binnedEnds', () => {
  it('are those on which all results with the term agree', () => {
    const narrow = study([-3, 0, 3], [-3, 3], [-3, 3]);
    const wide = study([-5, -3, 0, 3, 5], [-5, 5], [-5, 5]);
    const open = study([-6, -5, -3, 0, 3], [], null);
    expect(binnedEnds([narrow, wide])).toEqual({ [`${event}::-5`]: 'low', [`${event}::5`]: 'high' });
    expect(binnedEnds([wide, open])).toEqual({ [`${event}::5`]: 'high' });
    expect(binnedEnds([study([-3], [-3], [-3, 3]), study([-3], [-3], [-6, -3])])).toEqual({});
    expect(binnedEnds([{ terms: [{ term: 'x' }] }])).toEqual({});
  });

  it('are told by the test of the leads, the reference among them', () => {
    expect(windowEnds(study([0, 5], [-1, 5], [-1, 5]).tests)).toEqual([
      { of: event, period: -1, end: 'low' },
      { of: event, period: 5, end: 'high' },
    ]);
  });
});
