/** Names of terms, told in as few words as a reader needs. */
import { describe, expect, it } from 'vitest';
import { familyOf, firstOf, termsInShort } from '../../../src/base/text/term-names.ts';

describe('the family of a term', () => {
  it.each([
    ['i(year)::2012', 'i(year)'],
    ['i(year)::2012:x', 'i(year):x'],
    ['x:i(region)::Inner Mongolia', 'x:i(region)'],
    ['i(a)::1:i(b)::2:L.x', 'i(a):i(b):L.x'],
    ['x:z', 'x:z'],
    ['log(x)', 'log(x)'],
  ])('%s is of %s', (name, family) => expect(familyOf(name)).toBe(family));
});

describe('terms in short', () => {
  it('names a few, counts the others, and puts levels of a factor together', () => {
    expect(termsInShort(['a', 'b', 'c', 'd'])).toBe('`a`, `b`, `c`, `d`');
    expect(termsInShort(['a', 'b', 'c', 'd', 'e'])).toBe('`a`, `b`, `c` and 2 more');
    expect(termsInShort(Array.from({ length: 50 }, (_, i) => `x${i}`))).toBe('`x0`, `x1`, `x2` and 47 more');
    expect(termsInShort(['x', ...Array.from({ length: 50 }, (_, i) => `i(year)::${i}`)])).toBe(
      '`x`, terms of `i(year)`',
    );
    expect(termsInShort(['i(year)::2011'])).toBe('`i(year)::2011`');
    expect(firstOf([1, 2, 3, 4, 5])).toEqual({ first: [1, 2, 3], more: 2 });
  });
});
