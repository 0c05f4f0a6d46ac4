import fc from 'fast-check';
import { expect, describe as group, it } from 'vitest';
import { correlate, midRanks } from '../../../../src/econ/describe/correlate.ts';
import { describe } from '../../../../src/econ/describe/describe.ts';
import { percentile, sortedValues } from '../../../../src/econ/distributions/percentile.ts';
import { winsorize } from '../../../../src/econ/sample/winsorize.ts';
import { vif } from '../../../../steps/vif/numbers/vif.ts';
import { column } from '../panels.ts';

const list = (...values: number[]) => Float64Array.from(values);
const none = Number.NaN;

group('percentile', () => {
  // R 4.5: quantile(c(1, 2, 4, 8, 16), p, type = …)
  it.each([
    ['type2', 20, 1.5],
    ['type2', 50, 4],
    ['type2', 60, 6],
    ['type2', 99, 16],
    ['type2', 0, 1],
    ['type2', 100, 16],
    ['type6', 25, 1.5],
    ['type6', 99, 16],
    ['type6', 60, 6.4],
    ['type6', 1, 1],
    ['type7', 25, 2],
    ['type7', 99, 15.68],
    ['type7', 10, 1.4],
    ['type7', 100, 16],
  ] as const)('%s %d', (method, p, expected) => {
    expect(percentile(list(1, 2, 4, 8, 16), p, method)).toBeCloseTo(expected, 13);
  });

  it('372 rows at 1 and 99 give the fourth value from either end', () => {
    const sorted = Float64Array.from({ length: 372 }, (_, i) => i + 1);
    expect([percentile(sorted, 1), percentile(sorted, 99)]).toEqual([4, 369]);
  });

  it('a position that only rounding keeps from being whole counts as whole', () => {
    const sorted = (n: number) => Float64Array.from({ length: n }, (_, k) => k + 1);
    // in doubles 250 · 64.4 / 100 is a little above 161, and 375 · 18.4 / 100 a little below 69
    expect(percentile(sorted(250), 64.4)).toBe(161.5);
    expect(percentile(sorted(375), 18.4)).toBe(69.5);
  });

  it('refuses an empty list and impossible percentages', () => {
    expect(() => percentile(list(), 50)).toThrow('not defined');
    expect(() => percentile(list(1), 101)).toThrow('from 0 to 100');
  });

  it('does not overflow between values as far apart as there are numbers', () => {
    const [low, high] = [-Number.MAX_VALUE, Number.MAX_VALUE];
    expect(percentile(list(low, high), 50, 'type7')).toBe(0);
    expect(percentile(list(low, high), 25, 'type7') / low).toBeCloseTo(0.5, 12);
  });

  it('lies within the values and rises with p', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 20 });
    const method = fc.constantFrom('type2', 'type6', 'type7' as const);
    fc.assert(
      fc.property(values, method, fc.nat(100), fc.nat(100), (xs, m, p, q) => {
        const sorted = Float64Array.from(xs).sort();
        const [low, high] = [percentile(sorted, Math.min(p, q), m), percentile(sorted, Math.max(p, q), m)];
        expect(low <= high && low >= sorted[0]! && high <= sorted.at(-1)!).toBe(true);
      }),
    );
  });
});

group('winsorize', () => {
  it('pulls the tails in, leaves missing values, counts', () => {
    const { values, bounds, changed } = winsorize(list(5, 1, none, 3, 2, 4, 100), { at: [20, 80] });
    expect(Array.from(values)).toEqual([5, 2, none, 3, 2, 4, 5]);
    expect(bounds).toEqual([{ low: 2, high: 5 }]);
    expect(changed).toBe(2);
  });

  it('within groups', () => {
    const groups = { codes: Int32Array.of(0, 1, 0, 1, 0, 1), count: 3 };
    const { values, bounds } = winsorize(list(1, 10, 2, 20, 30, 300), { at: [0, 50], groups });
    expect(Array.from(values)).toEqual([1, 10, 2, 20, 2, 20]);
    expect(bounds[2]).toBeNull();
  });

  it('with bounds of other rows', () => {
    expect(Array.from(winsorize(list(0, 50), { at: [0, 100] }, { values: list(10, 20) }).values)).toEqual([10, 20]);
  });

  it('is idempotent, and never leaves the range', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(values, (xs) => {
        const once = winsorize(Float64Array.from(xs), { at: [10, 90] });
        const { low, high } = once.bounds[0]!;
        expect(once.values.every((x) => x >= low && x <= high)).toBe(true);
      }),
    );
  });
});

group('describe', () => {
  it('as summarize, detail', () => {
    const d = describe(list(2, 4, none, 4, 4, 5, 5, 7, 9));
    expect(d).toMatchObject({ n: 8, mean: 5, min: 2, max: 9, p25: 4, median: 4.5, p75: 6 });
    expect(d).toMatchObject({ p1: 2, p5: 2, p10: 2, p90: 9, p95: 9, p99: 9 });
    const hundred = describe(Float64Array.from({ length: 100 }, (_, i) => i + 1));
    expect(hundred).toMatchObject({ p1: 1.5, p5: 5.5, p10: 10.5, p90: 90.5, p95: 95.5, p99: 99.5 });
    expect(d.sd).toBeCloseTo(Math.sqrt(32 / 7), 14);
    expect(d.skewness).toBeCloseTo(0.65625, 14);
    expect(d.kurtosis).toBeCloseTo(2.78125, 14);
  });

  it('skewness and kurtosis keep their digits beside a large mean', () => {
    const near = list(1, 2, 4, 8, 16, 5, 3);
    const far = describe(near.map((x) => 2 ** 40 + x / 1024));
    const { skewness, kurtosis } = describe(near);
    expect(far.skewness).toBeCloseTo(skewness as number, 9);
    expect(far.kurtosis).toBeCloseTo(kurtosis as number, 9);
  });

  it('says why a statistic is not defined', () => {
    expect(describe(list(none))).toMatchObject({ n: 0, mean: { invalid: 'no values' }, p25: { invalid: 'no values' } });
    expect(describe(list(3))).toMatchObject({
      n: 1,
      mean: 3,
      sd: { invalid: 'one value' },
      skewness: { invalid: 'no variation' },
    });
    expect(describe(list(0.1, 0.1, 0.1))).toMatchObject({ mean: 0.1, sd: 0, kurtosis: { invalid: 'no variation' } });
  });

  it('does not overflow, nor lose a small spread about a large mean', () => {
    const huge = describe(list(1e200, 2e200, 4e200));
    expect(huge.skewness).toBeCloseTo(0.3818018, 6);
    expect(describe(list(1e9 + 1, 1e9 + 2, 1e9 + 3)).sd).toBe(1);
  });

  it('never yields a number that is none', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { maxLength: 10 }), (xs) => {
        const finite = xs.map((x) => (Number.isFinite(x) ? x : Number.NaN));
        for (const value of Object.values(describe(Float64Array.from(finite)))) {
          expect(typeof value === 'number' ? Number.isFinite(value) : value.invalid.length > 0).toBe(true);
        }
      }),
    );
  });
});

group('correlate', () => {
  const x = column('x', [1, 2, 3, 4, 5, none]);
  const y = column('y', [2, 1, 4, 3, 7, 9]);
  const z = column('z', [none, 1, 1, 2, 2, 2]);
  // R 4.5: cor.test(1:5, c(2, 1, 4, 3, 7)), method pearson; cor(…, method = "spearman")
  it('Pearson and Spearman with p-values', () => {
    const pearson = correlate([x, y], 'pearson', 'listwise');
    expect(pearson.nobs[0]![1]).toBe(5);
    expect(pearson.correlation[0]![1]).toBeCloseTo(0.824163383692134, 13);
    expect(pearson.pValue[1]![0]).toBeCloseTo(0.0861386313139594, 12);
    expect(correlate([x, y], 'spearman', 'listwise').correlation[0]![1]).toBeCloseTo(0.8, 14);
  });

  it('listwise and pairwise rows', () => {
    expect(correlate([x, y, z], 'pearson', 'listwise').nobs).toEqual([
      [4, 4, 4],
      [4, 4, 4],
      [4, 4, 4],
    ]);
    expect(correlate([x, y, z], 'pearson', 'pairwise').nobs).toEqual([
      [5, 5, 4],
      [5, 6, 5],
      [4, 5, 5],
    ]);
  });

  it('perfect, undefined and tiny samples', () => {
    const perfect = correlate([column('a', [1, 2, 3]), column('b', [-1, -2, -3])], 'pearson', 'listwise');
    expect(perfect.correlation[0]![1]).toBe(-1);
    expect(perfect.pValue[0]![1]).toBe(0);
    expect(correlate([column('a', [1, 1, 1]), y], 'pearson', 'listwise').correlation[0]![1]).toEqual({
      invalid: 'no variation',
    });
    expect(correlate([column('a', [1, 2]), column('b', [1, 3])], 'pearson', 'listwise').pValue[0]![1]).toEqual({
      invalid: 'two rows',
    });
    expect(correlate([column('a', [none]), column('b', [1])], 'pearson', 'pairwise').correlation[0]![1]).toEqual({
      invalid: 'no rows',
    });
  });

  it('ties share their mean rank', () => {
    expect(Array.from(midRanks(list(3, 1, 3, 2, 3)))).toEqual([4, 1, 4, 2, 4]);
  });

  it('does not change with shift and scale', () => {
    const shifted = column(
      'x',
      Array.from(x.values, (v) => 1e6 + 1e-3 * v),
    );
    const [a, b] = [correlate([x, y], 'pearson', 'listwise'), correlate([shifted, y], 'pearson', 'listwise')];
    expect(b.correlation[0]![1] as number).toBeCloseTo(a.correlation[0]![1] as number, 6);
  });
});

group('vif', () => {
  const a = column('a', [1, 2, 3, 4, 5, 6]);
  const b = column('b', [2, 1, 4, 3, 7, 5]);
  it('is 1/(1−r²) for two variables, whatever their units', () => {
    const r = correlate([a, b], 'pearson', 'listwise').correlation[0]![1] as number;
    const expected = 1 / (1 - r * r);
    for (const scale of [1, 1e-150, 1e150]) {
      const { rows, mean } = vif([
        column(
          'a',
          Array.from(a.values, (v) => v * scale),
        ),
        b,
      ]);
      expect(rows.map((row) => row.variable)).toEqual(['a', 'b']);
      for (const row of rows) expect(row.vif).toBeCloseTo(expected, 10);
      expect(mean).toBeCloseTo(expected, 10);
      expect((rows[0]!.tolerance as number) * (rows[0]!.vif as number)).toBeCloseTo(1, 14);
    }
  });

  it('names what a variable is collinear with, and leaves the others alone', () => {
    const c = column(
      'c',
      Array.from(a.values, (v) => 7 - 2 * v),
    );
    const { rows, mean } = vif([a, b, c]);
    expect(rows.map((row) => row.vif)).toEqual([
      { invalid: 'collinear with `c`' },
      expect.any(Number),
      { invalid: 'collinear with `a`' },
    ]);
    expect(mean).toEqual({ invalid: '`a` has none' });
  });

  it('constants and too few rows', () => {
    expect(vif([a, column('k', [3, 3, 3, 3, 3, 3])]).rows[1]!.vif).toEqual({ invalid: 'no variation' });
    expect(vif([a, column('k', [3, 3, 3, 3, 3, 3])]).rows[0]!.vif).toBeCloseTo(1, 14);
    expect(() => vif([column('a', [1, 2]), column('b', [2, 1])])).toThrow('more rows than variables');
  });
});

it('sortedValues leaves missing values out and sorts by number', () => {
  expect(Array.from(sortedValues(list(10, none, 9, -1)))).toEqual([-1, 9, 10]);
});
