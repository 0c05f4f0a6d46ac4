import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { arrangements, assigned } from '../../../../src/econ/draws/assignments.ts';

const labels = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 7 });
const stream = (seed: string) => (i: number) => createRng(seed).stream('draws', i);
const texts = (drawn: readonly Float64Array[]): string[] => drawn.map((each) => each.join(','));

describe('arrangements', () => {
  it('that are no more than the draws are listed once each, in pieces as in one', () => {
    fc.assert(
      fc.property(labels, fc.nat(5000), (given, at) => {
        const count = arrangements(given);
        const draws = Math.max(count, 5040);
        const whole = texts(assigned(given, { from: 0, to: draws, draws }, stream('1')));
        expect(new Set(whole).size).toBe(count);
        expect(whole).toHaveLength(count);
        expect(whole).toContain(given.join(','));
        const pieces = [
          [0, at],
          [at, draws],
        ] as const;
        expect(pieces.flatMap(([from, to]) => texts(assigned(given, { from, to, draws }, stream('1'))))).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  it('at random are those of the seed, draw by draw, each as likely as another', () => {
    const given = [0, 0, 1, 1, 2, 2];
    const draw = (seed: string, from: number, to: number) =>
      texts([0, 1, 2, 3, 4].flatMap((block) => assigned(given, { from, to, draws: 80 }, stream(`${seed} ${block}`))));
    expect(draw('a', 0, 80)).toEqual(draw('a', 0, 80));
    expect(draw('a', 0, 80)).not.toEqual(draw('b', 0, 80));
    const one = (from: number, to: number) => texts(assigned(given, { from, to, draws: 80 }, stream('a')));
    expect([...one(0, 30), ...one(30, 80)]).toEqual(one(0, 80));
    const many = Array.from({ length: 60 }, (_, k) =>
      assigned(given, { from: 0, to: 80, draws: 80 }, stream(String(k))),
    ).flat();
    // each place has each label in a third of the draws
    for (let place = 0; place < 6; place++)
      for (const label of [0, 1, 2]) {
        const share = many.filter((each) => each[place] === label).length / many.length;
        expect(Math.abs(share - 1 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / many.length));
      }
  });
});
