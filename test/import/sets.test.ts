/** Lists of variables that formulas repeat are looked for among all formulas at once. */
import { expect, it } from 'vitest';
import { addEntry, Draft } from '../../src/import/draft.ts';
import { nameSets } from '../../src/import/sets.ts';

/** A map that counts how often it is asked. */
class Asked extends Map<string, string> {
  static times = 0;
  override get(key: string): string | undefined {
    Asked.times += 1;
    return super.get(key);
  }
}

function draftOf(formulas: readonly string[]) {
  const draft = new Draft();
  const step = draft.add('models', 'models', 1, {}, 'columns');
  const entries = formulas.map((fit, i) => {
    const entry = { ...addEntry(step, `m${i}`, i, {}), keys: new Asked([['fit', fit]]) };
    step.entries[i] = entry;
    return entry;
  });
  return { draft, fits: () => entries.map(({ keys }) => keys.get('fit')) };
}

it('names the longest list first, and each list once', () => {
  const { draft, fits } = draftOf([
    'y ~ x + a + b + c | id',
    'z ~ a + b + c',
    'y ~ x + a + b',
    'y ~ a + b + d',
    'y ~ b + a',
  ]);
  nameSets(
    draft,
    new Map([
      ['short', ['a', 'b']],
      ['long', ['a', 'b', 'c']],
      ['same', ['a', 'b']],
      ['one', ['d', 'e']],
    ]),
  );
  expect(fits()).toEqual(['y ~ x + $long | id', 'z ~ $long', 'y ~ x + $short', 'y ~ $short + d', 'y ~ b + a']);
  expect([...draft.sets.keys()]).toEqual(['long', 'short']);
});

it('does not look at each formula for each list', () => {
  const n = 500;
  const { draft } = draftOf(Array.from({ length: n }, (_, i) => `y ~ x + a${i} + b${i}`));
  Asked.times = 0;
  nameSets(draft, new Map(Array.from({ length: n }, (_, i) => [`l${i}`, [`a${i}`, `b${i}`]])));
  expect(Asked.times).toBeLessThan(5 * n);
});
