import fc from 'fast-check';
import { expect, it } from 'vitest';
import { describe } from '../../../../src/econ/describe/describe.ts';
import { describeWeighted } from '../../../../src/econ/describe/weighted.ts';
import { adjustedP } from '../../../../src/econ/distributions/adjusted-p.ts';
import { meanDifference, momentsOf } from '../../../../steps/describe/numbers/mean-difference.ts';

const list = (...values: number[]) => Float64Array.from(values);
const x = list(1.5, 2.25, 2.25, 4, 7.5, 11, 3);

function close(found: object, expected: Readonly<Record<string, number>>, tolerance = 1e-13): void {
  for (const [name, value] of Object.entries(expected)) {
    const ours = (found as Readonly<Record<string, number>>)[name]!;
    expect(Math.abs(ours - value), `${name}: ${ours}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
  }
}

it('has the moments and percentiles of analytic weights that R gives by their formulas', () => {
  // R 4.5: v <- w * n / sum(w); m <- weighted.mean(x, w); s2 <- sum(v * (x - m)^2) / (n - 1); m2 <- sum(v * (x - m)^2) / n;
  // c(m, sqrt(s2), sqrt(s2 / n), sum(v * (x - m)^3) / n / m2^1.5, sum(v * (x - m)^4) / n / m2^2)
  const weights = { kind: 'analytic', values: list(2, 1, 3, 1, 4, 2, 0.5) } as const;
  close(describeWeighted(x, weights), {
    n: 7,
    mean: 5.1481481481481479,
    sd: 3.6534710806789081,
    seMean: 1.3808822716632556,
    skewness: 0.48211447445172784,
    kurtosis: 1.7636376749626397,
    p10: 1.5,
    p25: 2.25,
    median: 4,
    p75: 7.5,
    p90: 11,
  });
});

it('has those of rows repeated as often as frequencies say', () => {
  // R 4.5: e <- rep(x, c(2, 1, 3, 1, 4, 2, 5)); c(length(e), mean(e), sd(e), sd(e) / sqrt(length(e))); quantile(e, …, type = 2)
  const weights = { kind: 'frequency', values: list(2, 1, 3, 1, 4, 2, 5) } as const;
  close(describeWeighted(x, weights), {
    n: 18,
    mean: 4.6111111111111107,
    sd: 3.1625360056334704,
    seMean: 0.7454168851100148,
    p10: 1.5,
    p25: 2.25,
    median: 3,
    p75: 7.5,
    p90: 11,
  });
  const value = fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: -50, max: 50 }) },
    { arbitrary: fc.constant(Number.NaN), weight: 1 },
  );
  const rows = fc.array(fc.tuple(value, fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 0, max: 1000 }), (all, permille) => {
      const percents = [permille / 10];
      const repeated = all.flatMap(([v, times]) => Array.from({ length: times }, () => v));
      const expected = describe(Float64Array.from(repeated), percents);
      const values = list(...all.map(([v]) => v));
      const found = describeWeighted(values, { kind: 'frequency', values: list(...all.map(([, w]) => w)) }, percents);
      for (const [name, want] of Object.entries(expected)) {
        const ours = found[name as keyof typeof found];
        if (typeof want !== 'number') expect(ours, name).toEqual(want);
        else close(found, { [name]: want }, 1e-9);
      }
    }),
  );
});

it('does not depend on the unit of analytic weights, and equal ones change nothing', () => {
  const weights = list(2, 1, 3, 1, 4, 2, 0.5);
  const { missing, missingShare, ...one } = describeWeighted(x, { kind: 'analytic', values: weights });
  const other = describeWeighted(x, { kind: 'analytic', values: weights.map((w) => w * 1000) });
  close(other, one as unknown as Readonly<Record<string, number>>);
  expect([missing, missingShare]).toEqual([0, 0]);
  const equal = describeWeighted(x, { kind: 'analytic', values: x.map(() => 0.3) });
  close(equal, describe(x) as unknown as Readonly<Record<string, number>>);
  // values that a large offset leaves few digits
  const far = describeWeighted(
    x.map((v) => v + 1e9),
    { kind: 'analytic', values: weights },
  );
  close(far, { sd: one.sd as number, skewness: one.skewness as number });
});

it('says why it is undefined', () => {
  const none = describeWeighted(list(Number.NaN), { kind: 'analytic', values: list(2) });
  expect([none.n, none.mean, none.missing]).toEqual([0, { invalid: 'no values' }, 1]);
  const single = describeWeighted(list(3), { kind: 'analytic', values: list(2) });
  expect([single.mean, single.sd, single.seMean]).toEqual([3, { invalid: 'one value' }, { invalid: 'one value' }]);
  const twice = describeWeighted(list(3), { kind: 'frequency', values: list(2) });
  expect([twice.n, twice.sd, twice.skewness]).toEqual([2, 0, { invalid: 'no variation' }]);
});

it('compares means with equal variances as t.test(var.equal = TRUE) of R', () => {
  const [a, b] = [list(1.2, 3.4, 2.2, 5.1, 4.4), list(2.5, 6.1, 7.3, 5.9, 8.8)];
  const expected = {
    difference: -2.8600000000000003,
    stdError: 1.2609520212918492,
    df: 8,
    statistic: -2.2681275351538921,
    pValue: 0.053045228207464393,
  };
  close(meanDifference(momentsOf(a), momentsOf(b), 'equal'), expected, 1e-12);
  const twice = { kind: 'frequency', values: list(2, 2, 2, 2, 2) } as const;
  const repeated = (v: Float64Array) => momentsOf(Float64Array.from([...v, ...v]));
  const { pValue } = meanDifference(repeated(a), repeated(b), 'unequal');
  close(meanDifference(momentsOf(a, twice), momentsOf(b, twice), 'unequal'), { pValue: pValue as number }, 1e-12);
});

it('adjusts p values as p.adjust of R', () => {
  const p = [0.01, 0.04, null, 0.03, 0.6];
  const rounded = (values: readonly (number | null)[]) => values.map((v) => v && Number(v.toPrecision(12)));
  expect(rounded(adjustedP(p, 'holm'))).toEqual([0.04, 0.09, null, 0.09, 0.6]);
  expect(rounded(adjustedP(p, 'bonferroni'))).toEqual([0.04, 0.16, null, 0.12, 1]);
  // Šidák's keeps the digits of a small p value, of which 1 − (1 − p) keeps none
  const [small, ...others] = adjustedP([1e-20, 0.5, 1], 'sidak');
  expect(small! / 3e-20).toBeCloseTo(1, 12);
  expect(others).toEqual([0.875, 1]);
});
