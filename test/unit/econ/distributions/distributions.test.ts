import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chiSquared,
  type Distribution,
  fisherF,
  normal,
  studentT,
  twoSided,
} from '../../../../src/econ/distributions/distributions.ts';

type Tail = readonly [name: string, df: readonly number[], x: number, lower: number, upper: number];
type Quantile = readonly [name: string, df: readonly number[], upper: number, x: number];
const table: { tails: readonly Tail[]; upperQuantiles: readonly Quantile[] } = JSON.parse(
  readFileSync(new URL('../../../reference/distributions.json', import.meta.url), 'utf8'),
);

const distributions: Readonly<Record<string, (df: readonly number[]) => Distribution>> = {
  normal: () => normal,
  t: ([df]) => studentT(df!),
  f: ([df1, df2]) => fisherF(df1!, df2!),
  chi2: ([df]) => chiSquared(df!),
};

const relative = (actual: number, expected: number): number =>
  expected === 0 ? Math.abs(actual) : Math.abs(actual / expected - 1);

describe('distributions against R', () => {
  it('both tails, to 1e-12', () => {
    expect(table.tails.length).toBeGreaterThan(500);
    const wrong = table.tails.filter(([name, df, x, lower, upper]) => {
      const distribution = distributions[name]!(df);
      return !(relative(distribution.cdf(x), lower) < 1e-12 && relative(distribution.sf(x), upper) < 1e-12);
    });
    expect(wrong).toEqual([]);
  });

  it('upper quantiles, to 1e-12', () => {
    expect(table.upperQuantiles.length).toBeGreaterThan(200);
    const wrong = table.upperQuantiles.filter(
      ([name, df, q, x]) => !(relative(distributions[name]!(df).upperQuantile(q), x) < 1e-12),
    );
    expect(wrong).toEqual([]);
  });
});

describe('distributions', () => {
  const df = fc.double({ min: 0.5, max: 1e5, noNaN: true });
  const any = fc.oneof(
    fc.constant(normal),
    df.map(studentT),
    df.map(chiSquared),
    fc.tuple(df, df).map(([a, b]) => fisherF(a, b)),
  );

  it('have tails that add up to one', () => {
    fc.assert(
      fc.property(any, fc.double({ min: -50, max: 500, noNaN: true }), (distribution, x) => {
        expect(Math.abs(distribution.cdf(x) + distribution.sf(x) - 1)).toBeLessThan(1e-13);
      }),
    );
  });

  it('have quantiles that invert both tails', () => {
    fc.assert(
      fc.property(any, fc.double({ min: 1e-10, max: 0.999, noNaN: true }), (distribution, p) => {
        expect(relative(distribution.cdf(distribution.quantile(p)), p)).toBeLessThan(1e-10);
        expect(relative(distribution.sf(distribution.upperQuantile(p)), p)).toBeLessThan(1e-10);
      }),
    );
  });

  it('know the values of printed tables', () => {
    expect(studentT(9).upperQuantile(0.025)).toBeCloseTo(2.262157162798, 11);
    expect(normal.upperQuantile(0.025)).toBeCloseTo(1.959963984540054, 14);
    expect(twoSided(normal, -1.959963984540054)).toBeCloseTo(0.05, 14);
    expect(normal.quantile(0.5)).toBe(0);
    expect(studentT(3).quantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(chiSquared(2).upperQuantile(1)).toBe(0);
  });

  it('reach the far tail, where 1 − cdf would be zero', () => {
    expect(relative(normal.sf(37), 5.7255712225245e-300)).toBeLessThan(1e-12);
    expect(relative(studentT(1).upperQuantile(1e-200), 3.183098861837907e199)).toBeLessThan(1e-12);
  });

  it('are undefined outside their domain', () => {
    expect(studentT(0).sf(1)).toBeNaN();
    expect(fisherF(2, Number.NaN).cdf(1)).toBeNaN();
    expect(normal.quantile(1.5)).toBeNaN();
  });
});
