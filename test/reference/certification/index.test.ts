/** Tests what the certification index says of comparisons, and when it would be wrong. */
import { describe, expect, it } from 'vitest';
import type { Case, Run } from '../case.ts';
import { Certification } from './index-of-runs.ts';
import { certificationPage } from './page.ts';
import { sourcesOf } from './sources.ts';
import { traced } from './trace.ts';

const test = { id: 'a-case', published: [{ run: 'r', what: '1.5' }] } as unknown as Case;
const run: Run = {
  ...{ name: 'r', est: 'ols', expected: {}, tolerance: { rel: 1e-8 } },
  computed_by: [{ tool: 'R 4.5: lm' }, { tool: 'numpy own code' }],
};
const fit = {
  ...{ estimator: 'ols', vcovInfo: { type: 'HC1', clusters: [] }, absorbed: [], nobs: 10 },
  terms: [{ term: 'x', estimate: 1.25, stdError: 0.5, statistic: 2.5, pValue: 0.01, confLow: 0.2, confHigh: 2.3 }],
  stats: { n: 10, r2: 0.125, ymean: 3.25, ll: { invalid: 'why' } },
};

function entriesOf(
  ...compared: readonly (readonly [field: string, at: readonly string[], expected: number, actual: number])[]
) {
  const index = new Certification();
  for (const [field, at, expected, actual] of compared)
    index.add(test, { run, result: fit, field: [field], at, expected, actual });
  return Object.fromEntries(index.entries().map((entry) => [entry.statistic, entry]));
}

const COEFFICIENT = ['coef', ['terms', '0', 'estimate'], 1.25, 1.25] as const;
const ERROR = ['se', ['terms', '0', 'stdError'], 0.5, 0.5 * (1 + 3e-9)] as const;

describe('the index', () => {
  it('counts what a run compares, with its sources and the digits that agree', () => {
    const entries = entriesOf(COEFFICIENT, ERROR);
    expect(entries.estimate).toMatchObject({
      held: 'compared',
      digits: 12,
      runs: ['a-case/r'],
      sources: ['R', 'published'],
    });
    expect(entries.stdError).toMatchObject({ held: 'compared', digits: 8, covariance: 'HC1', name: 'linear' });
  });

  it('takes what is made of these for held, and nothing else', () => {
    const entries = entriesOf(COEFFICIENT, ERROR);
    for (const name of ['statistic', 'pValue', 'confLow', 'confHigh']) expect(entries[name]!.held).toBe('follows');
    for (const name of ['nobs', 'n', 'r2', 'ymean', 'll']) expect(entries[name]!.held).toBe('none');
    expect(entriesOf(COEFFICIENT).statistic!.held).toBe('none');
  });

  it('takes a statistic for held by a run of another covariance only if it does not hang on that', () => {
    const index = new Certification();
    index.add(test, { run, result: fit, field: ['N'], at: ['nobs'], expected: 10, actual: 10 });
    const other = { ...fit, vcovInfo: { type: 'iid', clusters: [] } };
    index.add(test, { run, result: other, field: ['coef'], at: COEFFICIENT[1], expected: 1.25, actual: 1.25 });
    index.add(test, { run, result: other, field: ['se'], at: ERROR[1], expected: 0.5, actual: 0.5 });
    const held = (statistic: string) =>
      index.entries().find((each) => each.covariance === 'HC1' && each.statistic === statistic)!.held;
    expect(held('estimate')).toBe('other covariance');
    expect(held('stdError')).toBe('none');
  });

  it('shows on the page what no run compares', () => {
    const page = certificationPage(Object.values(entriesOf(COEFFICIENT, ERROR)));
    expect(page).toContain('| HC1 | R, published | 1 | 8 (stdError) | `ll` `n` `nobs` `r2` `ymean` |');
    expect(page).toContain('| `linear` | 11 | 2 | 0 | 4 | 5 |');
  });
});

describe('sources', () => {
  it.each([
    [['rdrobust 4.0.0 (R, GPL-3, run)', 'own numpy engine (engine/rd.py)'], ['R']],
    ['multtest 2.62 (Bioconductor, LGPL) mt.maxT; own numpy agrees', ['R']],
    ['own R engine from the paper; bartik.weight (R, MIT) gives the same', ['own program']],
    ['exact enumeration, own R and own Python', ['own program']],
  ])('%j are %j', (by, kinds) => {
    expect(sourcesOf({ ...run, computed_by: by }, { published: [] }, 'coef')).toEqual(kinds);
  });
});

describe('a traced read', () => {
  it('tells where the value stands that is returned, in records that are found and lists that are frozen', () => {
    const result = Object.freeze({
      rows: Object.freeze([
        { name: 'a', b: 1 },
        { name: 'c', b: 2 },
      ]),
      none: { invalid: 'why' },
    });
    const { rows } = result;
    expect(traced(result, (of) => of.rows.find(({ name }) => name === 'c')?.b)).toEqual({
      value: 2,
      at: ['rows', '1', 'b'],
    });
    expect(traced(result, (of) => of.rows[0]!.b + of.rows[1]!.b)).toEqual({ value: 3, at: null });
    expect(traced(result, (of) => of.none)).toEqual({ value: result.none, at: ['none'] });
    expect(traced(result, (of) => of.rows.indexOf(of.rows[1]!)).value).toBe(1);
    expect(traced(result, (of) => Object.hasOwn(of, 'other')).value).toBe(false);
    expect(rows[1]!.b).toBe(2);
  });
});
