import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noncentralFUpper } from '../../../../src/econ/distributions/noncentral-f.ts';
import {
  type CrossedRow,
  classesOf,
  detect,
  type Stratification,
  type StratifiedRow,
} from '../../../../steps/geodetector/numbers/detectors.ts';

const factor = (name: string, codes: readonly number[]): Stratification => ({
  name,
  codes: Int32Array.from(codes),
  levels: [...new Set(codes)].sort((a, b) => a - b).map(String),
});
const y = [2.1, 3.4, 2.8, 4.9, 5.1, 4.2, 6.3, 7.7, 6.9, 8.4, 3.3, 2.6];
const a = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 0, 1];
const b = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0];
const found = detect(Float64Array.from(y), [factor('a', a), factor('b', b)]);
const [ofA, ofB, both] = found.rows as [StratifiedRow, StratifiedRow, CrossedRow];

describe('detectors', () => {
  it('are those of the formulas in R, with p values of scipy', () => {
    const expected = [
      [ofA, 0.847478453792986, 25.004028197381682, 0.0020065575948523405],
      [ofB, 0.06350371192081, 0.67809891752014, 0.4548749461236425],
    ] as const;
    for (const [row, q, f, p] of expected) {
      expect(row.q).toBeCloseTo(q, 12);
      expect(row.f).toBeCloseTo(f, 10);
      expect(row.pValue).toBeCloseTo(p, 12);
    }
    expect(both.q).toBeCloseTo(0.91716016724977, 12);
    expect(both.interaction).toBe('above the sum');
    expect([both.ecologicalF, both.ecologicalP]).toEqual([
      expect.closeTo(6.140091753384805, 10),
      expect.closeTo(0.002762669870901, 10),
    ]);
  });

  it.each([
    [[1, 3, 5, 7], [0, 0, 1, 1], [0, 1, 0, 1], 'the sum of both'],
    [[1, 2, 3, 7, 8, 9], [0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 1], 'stronger than both'],
    [[1, 3, 5, 7], [0, 0, 1, 1], [0, 1, 2, 3], 'no stronger than one'],
    [[1, 7, 7, 1], [0, 0, 1, 1], [0, 1, 0, 1], 'above the sum'],
  ] as const)('of %j by %j and %j say how two factors go together', (values, first, second, interaction) => {
    const rows = detect(Float64Array.from(values), [factor('a', first), factor('b', second)]).rows;
    expect(rows[2]).toMatchObject({ interaction });
  });

  it('tell means of strata', () => {
    const means = found.means.filter((row) => row.factor === 'b');
    expect(means).toEqual([
      { factor: 'b', stratum: '0', n: 6, mean: expect.closeTo((2.1 + 2.8 + 5.1 + 6.3 + 6.9 + 2.6) / 6, 12) },
      { factor: 'b', stratum: '1', n: 6, mean: expect.closeTo((3.4 + 4.9 + 4.2 + 7.7 + 8.4 + 3.3) / 6, 12) },
    ]);
  });

  it('hang neither on the order of rows nor on units', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.nat(2), fc.nat(3)), {
      minLength: 12,
      maxLength: 40,
    });
    const usable = values.filter((rows) => [0, 1, 2].every((k) => new Set(rows.map((row) => row[k])).size > 1));
    fc.assert(
      fc.property(usable, fc.constantFrom(0.001, 7, 1e6), (rows, scale) => {
        const of = (all: typeof rows, unit: number) =>
          detect(
            Float64Array.from(all, ([value]) => unit * value + unit),
            [
              factor(
                'a',
                all.map(([, code]) => code),
              ),
              factor(
                'b',
                all.map(([, , code]) => code),
              ),
            ],
          ).rows;
        const [plain, turned] = [of(rows, 1), of([...rows].reverse(), scale)];
        plain.forEach((row, i) => {
          expect(turned[i]!.q).toBeCloseTo(row.q as number, 9);
          if (typeof (row as StratifiedRow).pValue === 'number')
            expect((turned[i] as StratifiedRow).pValue).toBeCloseTo((row as StratifiedRow).pValue as number, 8);
        });
        const [x, z, pair] = plain as [StratifiedRow, StratifiedRow, CrossedRow];
        expect(pair.q).toBeGreaterThanOrEqual(Math.max(x.q as number, z.q as number) - 1e-9);
      }),
    );
  });

  it('say why a test is not defined', () => {
    const own = detect(Float64Array.of(1, 2, 3), [factor('a', [0, 1, 2])]).rows[0] as StratifiedRow;
    expect(own.pValue).toEqual({ invalid: 'every row is a stratum of its own' });
    const exact = detect(Float64Array.of(1, 1, 3, 3), [factor('a', [0, 0, 1, 1])]).rows[0] as StratifiedRow;
    expect(exact).toMatchObject({ q: 1, f: { invalid: 'the variable does not vary within strata' } });
    expect(() => detect(Float64Array.of(1, 2), [factor('a', [0, 0])])).toThrow('`a` has one stratum');
    expect(() => detect(Float64Array.of(1, 1), [factor('a', [0, 1])])).toThrow('takes one value');
  });
});

it('p values are those of scipy.stats.ncf', () => {
  const cases = [
    [1, 3, 20, 0.5, 0.481532896205857],
    [3, 1, 7, 4, 0.6191371286925771],
    [10, 5, 100, 30, 0.1321587183707252],
    [0.2, 10, 5, 1e-3, 0.9851360141370475],
    [25, 2, 366, 200, 0.9999999999971643],
  ] as const;
  for (const [x, df1, df2, lambda, p] of cases) expect(noncentralFUpper(x, df1, df2, lambda)).toBeCloseTo(p, 12);
  expect(noncentralFUpper(0, 3, 4, 2)).toBe(1);
});

describe('classes', () => {
  const values = Float64Array.from([5, 1, 9, 3, 7, 2, 8, 4, 6, 10]);
  it.each([
    ['quantiles', [2, 0, 4, 1, 3, 0, 3, 1, 2, 4]],
    ['widths', [2, 0, 4, 1, 3, 0, 3, 1, 2, 4]],
  ] as const)('by %s', (rule, codes) => {
    expect([...classesOf('x', values, 5, rule).codes]).toEqual(codes);
  });
  it('are the values where these are few', () => {
    expect(classesOf('x', Float64Array.of(3, 1, 3), 5, 'quantiles')).toMatchObject({
      levels: ['1', '3'],
      codes: Int32Array.of(1, 0, 1),
    });
  });
  it('are fewer where values are tied', () => {
    const tied = Float64Array.from([1, 1, 1, 1, 1, 1, 2, 3, 4]);
    expect(new Set(classesOf('x', tied, 3, 'quantiles').codes).size).toBe(2);
  });
});
