/** Correlations, differences of groups and percentiles as R has them (`cor.test`, `t.test`, `quantile`). */
import { readFileSync } from 'node:fs';
import { expect, it, describe as suite } from 'vitest';
import { type CorrelationMethod, correlate, type MissingRule } from '../../../../src/econ/describe/correlate.ts';
import { describe } from '../../../../src/econ/describe/describe.ts';
import { meanDifference, momentsOf } from '../../../../steps/describe/numbers/mean-difference.ts';

interface Pair {
  readonly method: CorrelationMethod;
  readonly missing: MissingRule;
  readonly i: number;
  readonly j: number;
  readonly r: number;
  readonly p: number;
  readonly n: number;
}

const reference = JSON.parse(readFileSync(new URL('./fixtures/cor-test.json', import.meta.url), 'utf8')) as {
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
  readonly group: readonly string[];
  readonly pairs: readonly Pair[];
  readonly welch: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly percents: readonly number[];
  readonly quantiles: Readonly<Record<string, readonly number[]>>;
};
const columns = Object.entries(reference.columns).map(([name, values]) => ({
  name,
  values: Float64Array.from(values, (value) => value ?? Number.NaN),
}));

/** Both round in the last digits of a double. */
const close = (ours: unknown, theirs: number): void => {
  expect(Math.abs((ours as number) - theirs)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(theirs)));
};

suite('R', () => {
  it.each(['pearson', 'spearman'] as const)('has the same %s correlations, and p values by t', (method) => {
    for (const missing of ['listwise', 'pairwise'] as const) {
      const { correlation, pValue, nobs } = correlate(columns, method, missing);
      for (const pair of reference.pairs.filter((each) => each.method === method && each.missing === missing)) {
        const { i, j } = pair;
        close(correlation[i]![j], pair.r);
        close(pValue[i]![j], pair.p);
        expect(nobs[i]![j]).toBe(pair.n);
      }
    }
    expect(reference.pairs).toHaveLength(24);
  });

  it('has the same differences of groups', () => {
    for (const { name, values } of columns) {
      const [a, b] = ['a', 'b'].map((group) => values.filter((_, i) => reference.group[i] === group));
      const ours = meanDifference(momentsOf(a!), momentsOf(b!), 'unequal') as unknown as Record<string, number>;
      for (const [statistic, theirs] of Object.entries(reference.welch[name]!)) close(ours[statistic], theirs);
    }
  });

  it('has the same percentiles by its type 2, and values that are missing are counted', () => {
    for (const { name, values } of columns) {
      const ours = describe(values, reference.percents) as unknown as Record<string, number>;
      reference.percents.forEach((percent, k) => {
        close(ours[`p${percent}`], reference.quantiles[name]![k]!);
      });
      const missing = reference.columns[name]!.filter((value) => value === null).length;
      expect([ours.missing, ours.missingShare, ours.p50]).toEqual([missing, missing / values.length, ours.median]);
    }
    expect(describe(new Float64Array(0), [5])).toMatchObject({
      missing: 0,
      missingShare: { invalid: 'no rows' },
      p5: { invalid: 'no values' },
    });
  });
});
