/** Declarations that no step uses are checked, in steps that grow with what is declared. */
import { expect, it } from 'vitest';
import { declarationComplaints } from '../../../../src/engine/pipeline/declarations.ts';

it('ten thousand sets are listed once, however many name others', () => {
  let listed = 0;
  const all = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, i) => [`s${i}`, [`a${i}`, `$s${(i * 7) % 10_000}`]]),
  );
  const sets = new Proxy(all, {
    ownKeys(target) {
      listed += 1;
      return Reflect.ownKeys(target);
    },
  });
  expect(declarationComplaints({ samples: {}, sets })).toEqual([]);
  expect(listed).toBe(1);
});

it('a set that is not there is told of with the one that was meant', () => {
  expect(declarationComplaints({ samples: {}, sets: { controls: ['x'], more: ['$controls', '$contols'] } })).toEqual([
    {
      code: 'unknown-set',
      message: 'unknown set `$contols`',
      path: ['sets', 'more', 1],
      hint: 'did you mean `$controls`?',
    },
  ]);
});
