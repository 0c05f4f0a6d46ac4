import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lettered } from '../../../src/base/text/unicode-pattern.ts';

const PATTERNS: [source: string, flags: string][] = [
  [String.raw`^[\p{L}_][\p{L}\p{M}\p{N}_]*$`, 'u'],
  [String.raw`[\p{L}_][\p{L}\p{N}_-]*`, 'gu'],
  [String.raw`[\p{L}\p{N}_.$-][\p{L}\p{N}_.$()+*/^~|<>=!, -]*`, 'gu'],
];

it.each(PATTERNS)('%s finds in any text what the pattern itself finds', (source, flags) => {
  const pattern = lettered(source, flags);
  const found = (text: string, by: RegExp): string[] => Array.from(text.match(by) ?? []);
  const character = fc.constantFrom(...'aZ_09.$-+ \n\té中\u0301²ǅ𝐱ª');
  fc.assert(
    fc.property(fc.string({ unit: fc.oneof(character, fc.string({ unit: 'binary-ascii', maxLength: 1 })) }), (text) => {
      expect(found(text, pattern(text))).toEqual(found(text, new RegExp(source, flags)));
    }),
    { numRuns: 500 },
  );
});

it('an ASCII text after another, and before, is read as each of them is', () => {
  const pattern = lettered(String.raw`^[\p{L}]+$`, 'u');
  for (const text of ['abc', 'été', 'abc', '中文', 'x']) expect(pattern(text).test(text)).toBe(true);
  for (const text of ['a1', 'é1', 'a1']) expect(pattern(text).test(text)).toBe(false);
});
