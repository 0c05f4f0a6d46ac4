/** Names of terms, told in as few words as a reader needs. */
import { describe, expect, it } from 'vitest';
import { familyOf, firstOf, isAncillary, termsInShort } from '../../../src/base/text/term-names.ts';

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

it('tells parameters of a distribution and cut points from coefficients and from margins at places', () => {
  for (const term of ['/lnalpha', '/cut1', 'sigma2_e', 'low|high', 'not so|rather'])
    expect(isAncillary(term)).toBe(true);
  for (const term of ['x', 'i(g)::a|b', 'x | z=p25', 'dydx(x | z=1, w=2)', 'predict(z=1)', 'g::East | z=1'])
    expect(isAncillary(term)).toBe(false);
});
