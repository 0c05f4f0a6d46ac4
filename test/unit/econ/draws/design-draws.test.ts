/** The assignments of a design: all of them once, or each as likely; and families tested in them against literal definitions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, drawGroupsAgain } from '../../../../src/base/number/rng.ts';
import { designAssignments } from '../../../../src/econ/draws/design-draws.ts';
import { randomisationTest } from '../../../../src/econ/draws/randomisation.ts';
import { stepDownMaxT, stepDownMinP } from '../../../../src/econ/draws/step-down.ts';

const rng = createRng('7');
const stream = (i: number) => rng.stream('assignment', i);
const labels = Float64Array.from([0, 1, 1, 0, 2, 0, 1]);
const strata = Int32Array.from([0, 1, 0, 0, 1, 1, 1]);

/** How many units of each label each stratum has. */
const countsOf = (arm: Float64Array): string =>
  [0, 1]
    .map((s) =>
      Array.from(arm.filter((_, i) => strata[i] === s))
        .sort()
        .join(''),
    )
    .join('|');

describe('assignments of a design', () => {
  const { count, of } = designAssignments(labels, strata, 2);

  it('are listed once each, the actual one among them, in chunks as in one', () => {
    // 3 ways in the first stratum, 12 in the second
    expect(count).toBe(36);
    const all = [...of({ from: 0, to: 100, draws: 100 }, stream)].map((arm) => Array.from(arm).join(''));
    expect(new Set(all).size).toBe(36);
    expect(all).toContain(Array.from(labels).join(''));
    const chunks = [
      [0, 7],
      [7, 36],
      [36, 100],
    ].flatMap(([from, to]) => [...of({ from: from!, to: to!, draws: 100 }, stream)]);
    expect(chunks.map((arm) => Array.from(arm).join(''))).toEqual(all);
  });

  it('at random have each stratum’s labels, each as likely, and are the same in any chunk', () => {
    const draws = [...of({ from: 0, to: 3600, draws: 20 }, stream)];
    const times = new Map<string, number>();
    for (const arm of draws) {
      expect(countsOf(arm)).toBe(countsOf(labels));
      const name = Array.from(arm).join('');
      times.set(name, (times.get(name) ?? 0) + 1);
    }
    const chi2 = [...times.values()].reduce((sum, n) => sum + ((n - 100) * (n - 100)) / 100, (36 - times.size) * 100);
    // the 0.9999 quantile of chi-squared with 35 degrees of freedom
    expect(chi2).toBeLessThan(74.9);
    const later = [...of({ from: 30, to: 32, draws: 20 }, stream)];
    expect(later).toEqual(draws.slice(30, 32));
  });

  it('again draw as many of each group', () => {
    // of 99,999 members, each stream passes over a value or two that would favour some
    const designs = [
      { groups: [[0, 3] as const, [3, 5] as const], draws: 50 },
      { groups: [[0, 1] as const, [1, 400] as const], draws: 7 },
      { groups: [[0, 99_999] as const, [99_999, 100_031] as const], draws: 5 },
    ];
    for (const { groups, draws } of designs) {
      const size = groups.at(-1)![1];
      const names = Array.from({ length: draws }, (_, i) => i);
      const times = names.map(() => new Uint8Array(size).fill(9));
      drawGroupsAgain(
        names.map((i) => rng.stream('sample', i)),
        groups,
        times,
      );
      for (const i of names) {
        const same = rng.stream('sample', i);
        const told = new Uint8Array(size);
        for (const [from, to] of groups) for (const at of same.sample(to - from, to - from)) told[from + at]!++;
        expect(times[i]).toEqual(told);
      }
    }
  });
});

const matrix = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 30 })).chain(([tests, draws]) =>
  fc.tuple(
    fc.array(
      fc.integer({ min: -6, max: 6 }).map((x) => x / 2),
      { minLength: tests, maxLength: tests },
    ),
    fc.array(
      fc.array(
        fc.integer({ min: -6, max: 6 }).map((x) => x / 2),
        { minLength: tests, maxLength: tests },
      ),
      { minLength: draws, maxLength: draws },
    ),
    fc.boolean(),
  ),
);

/** The step-down in the words of Westfall and Young: sizes are |t|, or minus the share of draws as extreme. */
function literal(
  observed: readonly number[],
  draws: readonly (readonly number[])[],
  order: readonly number[],
): number[] {
  const out: number[] = [];
  let least = 0;
  for (const [place, k] of order.entries()) {
    const rest = order.slice(place);
    const count = draws.filter((draw) => Math.max(...rest.map((i) => draw[i]!)) >= observed[k]!).length;
    least = Math.max(least, count / draws.length);
    out[k] = least;
  }
  return out;
}

describe('step-down p values', () => {
  it('of the largest statistic and of the smallest p value are as defined, with the actual draw counted', () => {
    fc.assert(
      fc.property(matrix, ([observed, draws, exact]) => {
        const values = Float64Array.from(draws.flat());
        const all = [...draws, ...(exact ? [] : [observed])].map((draw) => draw.map(Math.abs));
        const sizes = observed.map(Math.abs);
        const order = [...sizes.keys()].sort((a, b) => sizes[b]! - sizes[a]!);
        const maxT = stepDownMaxT(Float64Array.from(observed), { values, exact });
        for (const [k, p] of literal(sizes, all, order).entries()) expect(maxT.adjusted[k]).toBeCloseTo(p, 12);
        const share = (k: number, size: number): number => -all.filter((draw) => draw[k]! >= size).length / all.length;
        const ranks = all.map((draw) => draw.map((size, k) => share(k, size)));
        const own = sizes.map((size, k) => share(k, size));
        const byP = [...own.keys()].sort((a, b) => own[b]! - own[a]! || sizes[b]! - sizes[a]!);
        const minP = stepDownMinP(Float64Array.from(observed), { values, exact });
        for (const [k, p] of literal(own, ranks, byP).entries()) expect(minP.adjusted[k]).toBeCloseTo(p, 12);
        for (const [k, p] of own.entries()) {
          expect(maxT.raw[k]).toBeCloseTo(-p, 12);
          expect(maxT.adjusted[k]!).toBeGreaterThanOrEqual(maxT.raw[k]! - 1e-12);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('pass over draws that lack a statistic, and count them', () => {
    const values = Float64Array.from([3, 0, Number.NaN, 1, 0, 1]);
    const { draws, skipped, raw } = stepDownMaxT(Float64Array.from([2, 0.5]), { values, exact: false });
    expect([draws, skipped]).toEqual([2, 1]);
    expect(Array.from(raw)).toEqual([2 / 3, 2 / 3]);
  });
});

it('a randomisation test says why it has no p value, and divides by all assignments or by one draw more', () => {
  const why = { invalid: 'no variance' };
  expect(randomisationTest(why, [1, 2], { assignments: 2, draws: 10 }).pValue).toEqual(why);
  const exact = randomisationTest(2, [1, 2, -2, 0], { assignments: 4, draws: 10 });
  expect([exact.pValue, exact.pUpper, exact.pLower, exact.exact]).toEqual([0.5, 0.25, 1, true]);
  const drawn = randomisationTest(2, [1, 2, -2, null], { assignments: 1000, draws: 4 });
  expect([drawn.pValue, drawn.draws, drawn.skipped]).toEqual([0.75, 3, 1]);
});
