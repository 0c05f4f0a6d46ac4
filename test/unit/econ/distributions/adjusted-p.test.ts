/** Families of p values against the words of the papers that define them, and noncentral t against its moments. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustedP, adjustments } from '../../../../src/econ/distributions/adjusted-p.ts';
import { studentT } from '../../../../src/econ/distributions/distributions.ts';
import { noncentralTUpper } from '../../../../src/econ/distributions/noncentral-t.ts';
import { onGrid } from '../../../../src/econ/distributions/sharpened-q.ts';

const pValues = fc.array(
  fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: 0, max: 20 }).map((i) => i / 20),
  ),
  { minLength: 1, maxLength: 12 },
);

/** How many Benjamini & Hochberg reject at a level: the largest i with p(i) ≤ i q / m. */
const rejections = (sorted: readonly number[], level: number): number =>
  sorted.reduce((most, p, i) => (p <= ((i + 1) * level) / sorted.length ? i + 1 : most), 0);

/** Whether the two stages reject p at q. */
function rejects(p: number, all: readonly number[], q: number): boolean {
  const sorted = [...all].sort((a, b) => a - b);
  const m = sorted.length;
  const first = q / (1 + q);
  const r = rejections(sorted, first);
  if (r === 0) return false;
  if (r === m) return true;
  const second = rejections(sorted, (first * m) / (m - r));
  return second > 0 && p <= sorted[second - 1]!;
}

describe('adjusted p values', () => {
  it('of two stages are where these first reject', () => {
    fc.assert(
      fc.property(pValues, (all) => {
        const found = adjustedP(all, 'sharpened_q');
        for (const [i, q] of found.entries()) {
          if (q! < 1) expect(rejects(all[i]!, all, q! + 1e-9)).toBe(true);
          if (q! > 1e-9) expect(rejects(all[i]!, all, q! - 1e-9)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('reject with Benjamini and Hochberg what these reject at every level, and with Hochberg no less than with Holm', () => {
    fc.assert(
      fc.property(pValues, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (all, level) => {
        const sorted = [...all].sort((a, b) => a - b);
        const bh = adjustedP(all, 'bh').filter((p) => p! <= level).length;
        const near = all.some((p) => sorted.some((_, i) => Math.abs(p - ((i + 1) * level) / all.length) < 1e-12));
        if (!near) expect(bh).toBe(rejections(sorted, level));
        const [holm, hochberg] = [adjustedP(all, 'holm'), adjustedP(all, 'hochberg')];
        for (const [i, p] of hochberg.entries()) expect(p!).toBeLessThanOrEqual(holm[i]! + 1e-15);
      }),
    );
  });

  it('follow their tests in any order, keep the order of the p values, and pass over one that is not defined', () => {
    fc.assert(
      fc.property(pValues, fc.constantFrom(...adjustments), (all, by) => {
        const found = adjustedP(all, by);
        expect(adjustedP([...all].reverse(), by)).toEqual([...found].reverse());
        expect(adjustedP([null, ...all], by)).toEqual([null, ...found]);
        for (const [i, p] of all.entries())
          for (const [j, other] of all.entries()) if (p <= other) expect(found[i]!).toBeLessThanOrEqual(found[j]!);
      }),
    );
    expect(adjustedP([], 'sharpened_q')).toEqual([]);
  });

  it('on a grid of thousandths are the next one', () => {
    expect([0, 0.0012, 0.003, 0.0503].map(onGrid)).toEqual([0.001, 0.002, 0.003, 0.051]);
  });
});

describe('noncentral t', () => {
  it('is Student’s without a shift, and has both tails', () => {
    for (const df of [1, 3, 30, 59, 61, 1e4, 1e8]) {
      for (const t of [-3, -0.2, 0, 1.5, 8]) {
        const upper = noncentralTUpper(t, df, 0);
        expect(Math.abs(upper - studentT(df).sf(t)), `${t} ${df}`).toBeLessThan(1e-11);
        expect(Math.abs(noncentralTUpper(-t, df, -1.5) + noncentralTUpper(t, df, 1.5) - 1)).toBeLessThan(1e-11);
      }
    }
  });

  it('is that of scipy 1.11', () => {
    const known = [
      [2, 3, 1, 0.25637013159233457],
      [12, 1.5, 3, 0.11109236086817403],
      [2, 1, 0.5, 0.2515144157607098],
      [-1, 10, 2, 0.9981835665895703],
      [2, 70, 1, 0.16378274190885905],
      [40, 5, 30, 0.2717029388394326],
    ] as const;
    for (const [t, df, delta, expected] of known)
      expect(Math.abs(noncentralTUpper(t, df, delta) - expected)).toBeLessThan(1e-11);
  });
});
