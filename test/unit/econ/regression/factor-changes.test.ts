import { describe, expect, it } from 'vitest';
import { type CodedFit, factorChanges } from '../../../../src/econ/regression/factor-changes.ts';

const coded = (terms: readonly string[], bases?: CodedFit['bases'], dropped: readonly string[] = []): CodedFit => ({
  terms: terms.map((term) => ({ term })),
  dropped: dropped.map((term) => ({ term })),
  ...(bases === undefined ? {} : { bases }),
});
const slopes = (...levels: number[]): string[] => levels.map((g) => `i(g)::${g}:x`);
const since = 'formulas mean other coefficients now, since a factor has one base in all terms of a model: ';

describe('what changed in factors', () => {
  it.each<[string, CodedFit, CodedFit, string[]]>([
    [
      'from a version without bases',
      coded(['x', ...slopes(1, 2)], undefined, slopes(3)),
      coded(['x', ...slopes(2, 3)], { g: '1' }),
      [`${since}\`i(g)::3:x\` instead of \`i(g)::1:x\``],
    ],
    [
      'from one that left a reference out',
      coded(['x', ...slopes(1)]),
      coded(['x', ...slopes(1, 2)], { h: '1' }),
      [`${since}\`i(g)::2:x\` beside the others`],
    ],
    [
      'from one that kept a level',
      coded(slopes(1, 2, 3)),
      coded(slopes(2, 3), { g: '1' }),
      [`${since}without \`i(g)::1:x\``],
    ],
    ['from one with equal terms', coded(['i(year)::2']), coded(['i(year)::2'], { year: '1' }), []],
    ['from a formula without the factor', coded(['x']), coded(['x', 'i(g)::2'], { g: '1' }), []],
    ['to a formula without factors', coded(slopes(1, 2)), coded(['x']), []],
    [
      'a base that moved',
      coded(['i(g)::2'], { g: '1', h: 'a' }),
      coded(['i(g)::1'], { g: '2', h: 'a' }),
      ['the base of `g` is `2` and was `1`: coefficients are differences from another level'],
    ],
    ['bases that stay', coded(['i(g)::2'], { g: '1' }), coded(['i(g)::2', 'i(g)::3'], { g: '1', h: 'a' }), []],
  ])('%s', (_, before, after, lines) => {
    expect(factorChanges(before, after)).toEqual(lines);
  });

  it('names the first of many', () => {
    const cells = (a: number): string[] => [1, 2, 3, 4, 5].map((b) => `i(a)::${a}:i(b)::${b}`);
    expect(factorChanges(coded(cells(1)), coded(cells(2), { a: '1' }))[0]).toMatch(
      /: `i\(a\)::2:i\(b\)::1`, `i\(a\)::2:i\(b\)::2`, `i\(a\)::2:i\(b\)::3` and 2 more instead of `i\(a\)::1.* and 2 more$/,
    );
  });
});
