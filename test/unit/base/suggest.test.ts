/** The nearest of many names: found without measuring each to its end, and the same that measuring finds. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renewHints, suggest, withUnit } from '../../../src/base/text/suggest.ts';

/** Insertions, deletions, substitutions and swaps of neighbours, counted by the definition. */
function distance(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j));
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      d[i]![j] = Math.min(
        d[i - 1]![j]! + 1,
        d[i]![j - 1]! + 1,
        d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
        swapped ? d[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
  return d[a.length]![b.length]!;
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 9 });

const lettersOf = (name: string): string => [...new Set(name)].sort().join('');

it.each([
  ['rd', ['r', 'did'], undefined],
  ['se', ['sd', 'mean'], undefined],
  ['p', ['n', 'r2'], undefined],
  ['cn', ['en', 'zh'], undefined],
  ['yy', ['y'], 'y'],
  ['ds', ['sd'], 'sd'],
  ['NQP', ['nqp'], 'nqp'],
  ['Y', ['y'], 'y'],
  ['vcvo', ['vcov'], 'vcov'],
])('%s among %j', (name, candidates, near) => {
  expect(suggest(name, candidates)).toBe(near);
});

it('is the first of the least distance, within a third of the letters and less than half of the longer name', () => {
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 12 }), (name, candidates) => {
      const limit = Math.max(1, Math.floor(name.length / 3));
      const near = candidates
        .filter((each) => each !== name)
        .map((each) => ({ each, far: distance(name, each) }))
        .filter(({ each, far }) => {
          const isAlike = lettersOf(each) === lettersOf(name);
          return far <= limit && (isAlike || 2 * far < Math.max(each.length, name.length));
        })
        .sort((a, b) => a.far - b.far);
      expect(suggest(name, candidates)).toBe(near[0]?.each);
    }),
    { numRuns: 2000, seed: 1 },
  );
});

it('is found for as many names as are printed, and not for thousands among thousands', () => {
  const known = Array.from({ length: 5000 }, (_, i) => `variable${i}`);
  const unknown = known.map((name) => `x${name}`);
  renewHints();
  const found = unknown.map((name) => suggest(name, known) !== undefined);
  expect(found.slice(0, 20)).not.toContain(false);
  expect(found.filter(Boolean).length).toBeLessThan(1000);
  expect(withUnit('GDP', ['GDP (bn)'])).toBeUndefined();
  renewHints();
  expect(suggest('xvariable1', known)).toBe('variable1');
  expect(withUnit('GDP', ['GDPx (bn)', 'GDP (bn)'])).toBe('GDP (bn)');
});
