/** Shift-share variables of random panels, against the formula written out cell by cell. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRng } from '../../src/base/number/rng.ts';
import { shiftShare } from '../../src/econ/regional/shift-share.ts';
import { trials } from './budget.ts';

const levels = (n: number): string[] => Array.from({ length: n }, (_, i) => String(i));

it('of random panels are what the formula says', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.boolean(), (seed, leaveOut) => {
      const draw = createRng(String(seed)).stream('shift-share', 0);
      const [n, k, years] = [1 + draw.int(5), 1 + draw.int(4), 2 + draw.int(4)];
      const gap = draw.int(4) === 0 ? 1 : 0;
      const periods = Array.from({ length: years }, (_, t) => 2000 + t + (t > 1 ? gap : 0));
      const base = periods[draw.int(years)]!;
      const absent = draw.int(2) === 0 ? 0 : 0.2;
      const rows = periods.flatMap((t) =>
        levels(n).flatMap((_, i) =>
          levels(k).map((__, j) => ({ i, j, t, value: draw.int(4) === 0 ? 0 : draw.uniform() })),
        ),
      );
      // every period stays
      const kept = draw.shuffle(rows.filter(({ i, j }) => i + j === 0 || draw.uniform() >= absent));
      const found = shiftShare(
        {
          unit: { codes: Int32Array.from(kept, ({ i }) => i), levels: levels(n) },
          sector: { codes: Int32Array.from(kept, ({ j }) => j), levels: levels(k) },
          time: Float64Array.from(kept, ({ t }) => t),
          value: Float64Array.from(kept, ({ value }) => value),
        },
        { base, leaveOut, zero: true },
      );
      const of = (i: number, j: number, t: number): number =>
        kept.find((row) => row.i === i && row.j === j && row.t === t)?.value ?? 0;
      const others = (i: number, j: number, t: number): number =>
        levels(n).reduce((sum, _, u) => (leaveOut && u === i ? sum : sum + of(u, j, t)), 0);
      expect(found.periods).toEqual(periods);
      for (let i = 0; i < n; i++) {
        const all = levels(k).reduce((sum, _, j) => sum + of(i, j, base), 0);
        for (const [p, t] of periods.entries()) {
          let z = 0;
          for (let j = 0; j < k; j++) {
            const share = of(i, j, base) / all;
            if (p === 0) compare(found.shares[i * k + j]!, share);
            if (share !== 0) z += share * (others(i, j, t) / others(i, j, t - 1) - 1);
          }
          const follows = p > 0 && periods[p - 1] === t - 1;
          compare(found.values[i * years + p]!, follows && Number.isFinite(z) ? z : Number.NaN);
        }
      }
    }),
    trials(5),
  );
});

function compare(found: number, expected: number): void {
  if (Number.isNaN(expected)) expect(found).toBeNaN();
  else expect(Math.abs(found - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
}
