import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { speedOf } from '../../../../src/econ/regional/convergence.ts';
import { kdensity } from '../../../../src/econ/regional/kernel-density.ts';
import { variation } from '../../../../src/econ/regional/variation.ts';
import { coupling } from '../../../../steps/coupling/numbers/coupling.ts';
import { dagum, gini } from '../../../../steps/inequality/numbers/dagum.ts';
import { theil, weightedTheil } from '../../../../steps/inequality/numbers/theil.ts';
import { markov } from '../../../../steps/markov/numbers/markov.ts';

const value = fc.integer({ min: 1, max: 10_000 }).map((n) => n / 7);
const groups = fc.array(fc.array(value, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 });
const arrays = (lists: readonly (readonly number[])[]): Float64Array[] => lists.map((list) => Float64Array.from(list));

describe('decompositions', () => {
  it('have parts that sum to the whole, and do not hang on units', () => {
    fc.assert(
      fc.property(groups, (lists) => {
        const { g, gw, gnb, gt } = dagum(arrays(lists));
        expect(gw + gnb + gt).toBeCloseTo(g, 12);
        const { t, l, tWithin, tBetween, lWithin, lBetween } = theil(arrays(lists));
        expect(tWithin + tBetween).toBeCloseTo(t, 12);
        expect(lWithin + lBetween).toBeCloseTo(l, 12);
        const scaled = arrays(lists.map((list) => list.map((x) => 1000 * x)));
        expect(dagum(scaled).gnb).toBeCloseTo(gnb, 12);
        expect(theil(scaled).tBetween).toBeCloseTo(tBetween, 12);
      }),
    );
  });

  it('are the Gini of all pairs, and nothing between groups that are alike', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), (list) => {
        const n = list.length;
        const mean = list.reduce((a, b) => a + b, 0) / n;
        const pairs = list.flatMap((a) => list.map((b) => Math.abs(a - b))).reduce((a, b) => a + b, 0);
        expect(gini(Float64Array.from(list))).toBeCloseTo(pairs / (2 * n * n * mean), 12);
        const twins = dagum(arrays([list, list]));
        expect(twins.gnb).toBeCloseTo(0, 12);
        expect(theil(arrays([list, list])).tBetween).toBeCloseTo(0, 12);
      }),
    );
  });

  it('between groups are the sums over all pairs, far from zero too', () => {
    fc.assert(
      fc.property(groups, fc.constantFrom(0, 1e6), (lists, far) => {
        const moved = lists.map((list) => list.map((x) => x + far));
        const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
        for (const { j, h, gjh, djh } of dagum(arrays(moved)).pairs) {
          const differences = moved[j]!.flatMap((x) => moved[h]!.map((y) => x - y));
          const [all, net] = [mean(differences.map(Math.abs)), mean(differences)];
          expect(gjh * (mean(moved[j]!) + mean(moved[h]!))).toBeCloseTo(all, 8);
          expect(djh).toBeCloseTo(all === 0 ? 0 : Math.abs(net) / all, 8);
        }
      }),
    );
  });

  it('weigh by totals: of equal populations it is Theil’s index of incomes', () => {
    fc.assert(
      fc.property(groups, (lists) => {
        const totals = arrays(lists).map((income) => ({ income, population: income.map(() => 3) }));
        expect(weightedTheil(totals).t).toBeCloseTo(theil(arrays(lists)).t, 11);
      }),
    );
  });

  it('refuse zeros for Theil and negative values for Gini', () => {
    expect(() => theil([Float64Array.of(1, 0)])).toThrow(/positive values/);
    expect(() => gini(Float64Array.of(1, -1, 3))).toThrow(/not negative/);
  });
});

it('densities integrate to nearly one, whatever the kernel', () => {
  const x = Float64Array.from({ length: 60 }, (_, i) => Math.sqrt(i + 1));
  for (const kernel of ['epanechnikov', 'epan2', 'gaussian'] as const) {
    const { at, density } = kdensity(x, kernel, { points: 400 });
    const area = density.reduce((total, height) => total + height, 0) * (at[1]! - at[0]!);
    expect(area).toBeGreaterThan(0.9);
    expect(area).toBeLessThan(1.02);
    const { curve } = kdensity(x, kernel);
    const whole = curve.density.reduce((total, height) => total + height, 0) * (curve.at[1]! - curve.at[0]!);
    expect([curve.at.length, curve.density[0]! < 1e-3, curve.density.at(-1)! < 1e-3]).toEqual([200, true, true]);
    expect(Math.abs(whole - 1)).toBeLessThan(0.01);
  }
});

describe('Markov chains', () => {
  const panel = fc.array(fc.array(value, { minLength: 6, maxLength: 6 }), { minLength: 8, maxLength: 12 });

  it('have rows that sum to one, counts of all transitions, and a distribution that the matrix keeps', () => {
    fc.assert(
      fc.property(panel, fc.constantFrom('pooled', 'yearly', 'relative'), (lists, rule) => {
        const values = Float64Array.from(lists.flat());
        const unit = Int32Array.from(values.keys(), (i) => Math.floor(i / 6));
        const time = Float64Array.from(values.keys(), (i) => 2000 + (i % 6));
        const { matrix, ergodic, n } = markov({ values, unit, time }, 3, rule as 'pooled', 1);
        expect(n).toBe(lists.length * 5);
        expect(matrix.rowN.reduce((a, b) => a + b, 0)).toBe(n);
        for (const row of matrix.p) {
          if (typeof row[0] === 'object') continue;
          expect((row as number[]).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
        }
        if ('invalid' in ergodic) return;
        const moved = ergodic.map((_, j) =>
          ergodic.reduce((sum, share, i) => sum + share * (matrix.p[i]![j] as number), 0),
        );
        for (const [j, share] of moved.entries()) expect(share).toBeCloseTo(ergodic[j]!, 9);
      }),
    );
  });

  it('put a value at a cut into the lower state', () => {
    const values = Float64Array.of(1, 2, 3, 4);
    const { matrix } = markov(
      { values, unit: Int32Array.of(0, 0, 1, 1), time: Float64Array.of(1, 2, 1, 2) },
      2,
      'pooled',
      1,
    );
    // the median is 2.5: the first unit stays low, the second high
    expect(matrix.counts).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});

it('convergence has no speed where 1 + bT is not positive, and no half-life where it diverges', () => {
  expect(speedOf(-0.2, 0.01, 5).speed).toMatchObject({ invalid: expect.stringContaining('no speed') });
  expect(speedOf(0.01, 0.01, 1).halfLife).toMatchObject({ invalid: expect.stringContaining('no convergence') });
  expect(speedOf(-0.1, 0.02, 1).speed).toBeCloseTo(-Math.log(0.9), 12);
});

it('coupling is 1 where systems are equal, 0 where all or one is 0, and refuses what is outside 0 and 1', () => {
  const of = (...u: number[]) =>
    coupling(
      u.map((x, i) => ({ name: `u${i}`, values: Float64Array.of(x) })),
      u.map(() => 1 / u.length),
      'geometric',
    );
  expect(of(0.3, 0.3, 0.3).c[0]).toBeCloseTo(1, 12);
  expect(of(0, 0)).toMatchObject({ zeros: 1 });
  expect(of(0, 0.5).c[0]).toBe(0);
  expect(of(0.2, 0.8).c[0]).toBeCloseTo((2 * Math.sqrt(0.16)) / 1, 12);
  expect(() => of(0.2, 1.2)).toThrow(/between 0 and 1/);
});

it('says that values which are all alike have nothing to divide, and that a mean of 0 has no relative dispersion', () => {
  const { g, gw, shareW, shareNb, shareT } = dagum(
    arrays([
      [0.1, 0.1],
      [0.1, 0.1, 0.1],
    ]),
  );
  expect([g, gw]).toEqual([expect.closeTo(0, 14), expect.closeTo(0, 14)]);
  for (const share of [shareW, shareNb, shareT]) expect(share).toMatchObject({ invalid: expect.any(String) });
  expect(variation(Float64Array.of(-1, 1)).cv).toMatchObject({ invalid: expect.any(String) });
  expect(variation(Float64Array.of(1e200, 3e200)).cv).toBeCloseTo(Math.SQRT2 / 2, 12);
});
