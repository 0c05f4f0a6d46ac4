import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globTest, matches } from '../../../src/base/text/glob.ts';

/** The same by a regular expression, which is right and may be slow. */
const byRegex = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${[...pattern].map((c) => (c === '*' ? '.*' : c === '?' ? '.' : c.replace(/[\\^$.|+()[\]{}/]/g, '\\$&'))).join('')}$`,
    'su',
  ).test(text);

describe('globTest', () => {
  it('says what a regular expression says', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '新', '𝒙'), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '新', '𝒙', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, letters, (glob, text) => {
        expect(globTest(glob, '*?')(text)).toBe(byRegex(glob, text));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes `?` for itself where only `*` is wild', () => {
    expect(globTest('a?')('a?')).toBe(true);
    expect(globTest('a?*')('ab')).toBe(false);
  });

  it('ends, however many stars there are', () => {
    expect(globTest(`${'a*'.repeat(30)}b`)('a'.repeat(20_000))).toBe(false);
  });
});

it('matches one of several characters', () => {
  const parts = [{ of: 'a' }, { of: '.[' }, 'any'] as const;
  expect(['a.b', 'a["b"]', 'a', 'ab', 'a.'].map((text) => matches(parts, text))).toEqual([
    true,
    true,
    false,
    false,
    true,
  ]);
});
