/** Tests of equality across columns, against robust covariances, differences between groups, stacked regressions and closed forms. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import type { SpecKeys } from '../../../src/econ/compile/keys.ts';
import { compareGroups } from '../../../src/econ/difference/tests.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import type { EqualitySpec } from '../../../steps/equality/numbers/spec.ts';
import { type Cells, dataOf } from '../../support/data.ts';
import { compared as comparedOn } from '../../support/equality.ts';
import { estimate } from '../../support/estimate.ts';
import { specOf } from '../../support/predicted.ts';

const draw = createRng('equality').stream('rows', 0);
const N = 120;
const column = (of: (i: number) => number): number[] => Array.from({ length: N }, (_, i) => of(i));
const unit = (i: number): number => Math.floor(i / 6);
const x = column(() => draw.normal());
const w = column((i) => unit(i) / 10 + draw.normal());
const y = column((i) => x[i]! + w[i]! + unit(i) / 5 + draw.normal() * (1 + Math.abs(x[i]!)));
const columns: Record<string, Cells> = {
  ...{ id: column(unit), year: column((i) => 2000 + (i % 6)), x, w, y },
  q: column((i) => x[i]! + draw.normal()),
  y2: column((i) => 0.5 * x[i]! + w[i]! + y[i]! / 3 + draw.normal()),
  yes: column((i) => (x[i]! + draw.normal() > 0 ? 1 : 0)),
  n: column((i) => Math.floor(Math.exp(0.3 * x[i]! + draw.uniform()))),
  g: Array.from({ length: N }, (_, i) => ((i * 7) % 3 === 0 ? 'A' : 'B')),
  region: column((i) => Math.floor(unit(i) / 5)),
  other: column((i) => i % 7),
  third: column((i) => (i * 7) % 23),
  weight: column(() => 1 + draw.uniform()),
};
const panel = { unit: 'id', time: 'year' };
const data = dataOf(columns, panel);
const spec = (fit: string, more: SpecKeys = {}): ModelSpec => specOf({ fit, ...more }, panel);

const compared = (first: ModelSpec, second: ModelSpec, more: Partial<EqualitySpec> = {}, of = data) =>
  comparedOn(first, second, of, more);

/** Rows of two models that share none, so that variances add up. */
const late = { sample: 'year > 2002' };
const early = { sample: 'year <= 2002' };
const varianceOf = (model: ModelSpec, term: string): number => {
  const { terms, vcov } = estimate(model, data);
  const at = terms.findIndex((row) => row.term === term);
  return vcov[at]![at]!;
};

describe('stacked scores', () => {
  it.each<[string, string, SpecKeys]>([
    ['least squares', 'y ~ x + w', {}],
    ['absorbed effects', 'y ~ x + w | id', {}],
    ['weights', 'y ~ x + w', { weights: { analytic: 'weight' } }],
    ['instruments', 'y ~ w | 0 | x ~ q', { small: false }],
    ['instruments within effects', 'y ~ w | id | x ~ q', { small: false }],
    ['logit', 'yes ~ x + w', { estimator: 'logit' }],
    ['probit', 'yes ~ x + w', { estimator: 'probit' }],
    ['poisson', 'n ~ x + w', { estimator: 'poisson' }],
  ])('of %s on rows apart have the sum of robust variances', async (_, fit, keys) => {
    const robust = (rows: SpecKeys) => varianceOf(spec(fit, { ...keys, ...rows, vcov: 'HC0' }), 'x');
    const { rows, stats } = await compared(spec(fit, { ...keys, ...early }), spec(fit, { ...keys, ...late }));
    const { stdError } = rows.find(({ variable }) => variable === 'x')!;
    const expected = (robust(early) + robust(late)) * (N / (N - 1));
    expect((stdError as number) ** 2 / expected).toBeCloseTo(1, 9);
    expect(stats).toMatchObject({ n: N, nFirst: N / 2, nSecond: N / 2, overlap: 0, groups: N });
  });

  it('of two groups are the test between groups of a split, with clusters in both', async () => {
    const vcov = 'cluster(id)';
    const of = (fit: string) => ({ model: spec(fit, { vcov }), group: 'g', between: ['A', 'B'] as const, of: 'x' });
    for (const fit of ['y ~ x + w', 'y ~ x + w | year']) {
      const groups = compareGroups(of(fit), data);
      const [a, b] = ['A', 'B'].map((level) => spec(fit, { vcov, sample: `g == "${level}"` })) as [
        ModelSpec,
        ModelSpec,
      ];
      const { rows, stats, clusters } = await compared(a, b, { of: ['x'] });
      expect(rows[0]!.difference).toBeCloseTo(groups.difference, 10);
      expect(rows[0]!.stdError as number).toBeCloseTo(groups.suest.stdError as number, 10);
      expect(rows[0]!.pValue as number).toBeCloseTo(groups.suest.pValue as number, 10);
      expect(stats.chi2 as number).toBeCloseTo(groups.suest.chi2 as number, 8);
      expect([clusters, stats.groups]).toEqual(['id', 20]);
    }
  });

  it('of two outcomes of the same rows are a stacked regression with everything interacted', async () => {
    const twice = <T>(of: (i: number, second: number) => T): T[] =>
      [0, 1].flatMap((second) => Array.from({ length: N }, (_, i) => of(i, second)));
    const value = (name: string, i: number): number => columns[name]![i] as number;
    const stacked = dataOf(
      {
        id: twice((i) => unit(i)),
        both: twice((i, second) => value(second ? 'y2' : 'y', i)),
        ...Object.fromEntries(
          ['x', 'w'].flatMap((name) =>
            [0, 1].map((k) => [`${name}${k}`, twice((i, second) => (second === k ? value(name, i) : 0))]),
          ),
        ),
        ones1: twice((_, second) => second),
      },
      null,
    );
    const model = specOf(
      { fit: 'both ~ x0 + w0 + x1 + w1 + ones1', vcov: 'cluster(id)', tests: { t: ['x0 = x1', 'w0 = w1'] } },
      null,
    );
    const fit = estimate(model, stacked);
    const at = (name: string): number => fit.terms.findIndex(({ term }) => term === name);
    const v = (a: string, b: string): number => fit.vcov[at(a)]![at(b)]!;
    const factor = (2 * N - 1) / (2 * N - 6);
    const { rows, stats } = await compared(
      spec('y ~ x + w', { vcov: 'cluster(id)' }),
      spec('y2 ~ x + w', { vcov: 'cluster(id)' }),
    );
    for (const { variable: name, stdError, difference } of rows) {
      const variance = v(`${name}0`, `${name}0`) + v(`${name}1`, `${name}1`) - 2 * v(`${name}0`, `${name}1`);
      expect((stdError as number) ** 2 * factor).toBeCloseTo(variance, 10);
      expect(difference).toBeCloseTo(fit.terms[at(`${name}0`)]!.estimate - fit.terms[at(`${name}1`)]!.estimate, 10);
    }
    const joint = fit.tests.find(({ name }) => name === 't')!;
    expect((stats.chi2 as number) / factor / 2).toBeCloseTo(joint.statistic as number, 8);
    expect(stats).toMatchObject({ df: 2, groups: 20, n: N, overlap: N });
  });

  it('over two variables are a stacked regression with two-way clusters, up to its factor', async () => {
    const twice = (of: (i: number, second: number) => number): number[] =>
      [0, 1].flatMap((second) => Array.from({ length: N }, (_, i) => of(i, second)));
    const value = (name: string, i: number): number => columns[name]![i] as number;
    const stacked = dataOf(
      {
        id: twice((i) => unit(i)),
        third: twice((i) => value('third', i)),
        row: twice((i) => i),
        both: twice((i, second) => value(second ? 'y2' : 'y', i)),
        ...Object.fromEntries(
          ['x', 'w'].flatMap((name) =>
            [0, 1].map((k) => [`${name}${k}`, twice((i, second) => (second === k ? value(name, i) : 0))]),
          ),
        ),
        ones1: twice((_, second) => second),
      },
      null,
    );
    // without its factor of clusters
    const varianceBy = (cluster: string, name: string): number => {
      const by = specOf({ fit: 'both ~ x0 + w0 + x1 + w1 + ones1', vcov: `cluster(${cluster})` }, null);
      const { terms, vcov: own, nclusters } = estimate(by, stacked);
      const [a, b] = [0, 1].map((k) => terms.findIndex(({ term }) => term === `${name}${k}`)) as [number, number];
      return (own[a]![a]! + own[b]![b]! - 2 * own[a]![b]!) * ((nclusters! - 1) / nclusters!);
    };
    const factor = (2 * N - 1) / (2 * N - 6);
    const vcov = 'cluster(id + third)';
    const found = await compared(spec('y ~ x + w', { vcov }), spec('y2 ~ x + w', { vcov }));
    expect(found.warnings).toEqual([]);
    expect([found.clusters, found.stats.groups]).toEqual([['id', 'third'], 20]);
    for (const { variable: name, stdError } of found.rows) {
      const [units, thirds, both] = ['id', 'third', 'row'].map((by) => varianceBy(by, name)) as [
        number,
        number,
        number,
      ];
      expect((stdError as number) ** 2 * factor).toBeCloseTo((20 / 19) * (units + thirds - both), 10);
    }
    const asked = await compared(spec('y ~ x + w'), spec('y2 ~ x + w'), { cluster: ['third', 'id'] });
    for (const [i, { stdError }] of asked.rows.entries())
      expect(stdError as number).toBeCloseTo(found.rows[i]!.stdError as number, 12);
  });

  it('take the coarser of two cluster variables that are nested, and refuse others', async () => {
    const [fine, coarse] = ['id', 'region'].map((name) => spec('y ~ x', { vcov: `cluster(${name})` })) as [
      ModelSpec,
      ModelSpec,
    ];
    const other = spec('y2 ~ x', { vcov: 'cluster(region)' });
    expect((await compared(fine, other)).clusters).toBe('region');
    expect(await compared(coarse, spec('y2 ~ x'))).toMatchObject({ clusters: 'region', stats: { groups: 4 } });
    const crossed = spec('y2 ~ x', { vcov: 'cluster(other)' });
    await expect(compared(fine, crossed)).rejects.toThrow('neither of which lies within the other');
    expect((await compared(fine, crossed, { cluster: 'other' })).clusters).toBe('other');
  });

  it('of a column and itself have no error, and of too few clusters no joint test', async () => {
    const own = spec('y ~ x + w', { vcov: 'cluster(id)' });
    const { rows, stats } = await compared(own, own);
    expect(rows[0]).toMatchObject({ difference: 0, stdError: 0, statistic: { invalid: 'the standard error is zero' } });
    expect(stats.p).toEqual({ invalid: 'the covariance is singular' });
    const few = await compared(spec('y ~ x + w + q + i(year)'), spec('y2 ~ x + w + q + i(year)'), {
      cluster: 'region',
    });
    expect(few.stats.p).toEqual({ invalid: '4 groups cannot test 8 restrictions' });
  });

  it('refuse what a column does not have', async () => {
    await expect(compared(spec('y ~ x'), spec('y2 ~ w'))).rejects.toThrow('the columns share no term');
    const scarce = { sample: 'year == 2000' };
    await expect(
      compared(spec('y ~ x + i(year)', scarce), spec('y ~ x + i(year)'), { of: ['i(year)::2001'] }),
    ).rejects.toThrow('`m.a` has no coefficient of `i(year)::2001` to compare');
    const copies = spec('y ~ x', { weights: { frequency: 'region' }, sample: 'region > 0' });
    await expect(compared(copies, spec('y ~ x'))).rejects.toThrow('frequency weights');
  });
});

describe('Hausman’s statistic', () => {
  it('of one coefficient is q²/(V_a − V_b), and of any two columns that of their covariances', async () => {
    const [iv, ols] = [spec('y ~ w | 0 | x ~ q', { small: false }), spec('y ~ x + w')];
    const q =
      estimate(iv, data).terms.find(({ term }) => term === 'x')!.estimate - estimate(ols, data).terms[0]!.estimate;
    const { rows, stats, warnings } = await compared(iv, ols, { of: ['x'], by: ['hausman'] });
    const d = varianceOf(iv, 'x') - varianceOf(ols, 'x');
    expect(d).toBeGreaterThan(0);
    expect(stats.hausmanChi2 as number).toBeCloseTo((q * q) / d, 8);
    expect(rows[0]!.stdError as number).toBeCloseTo(Math.sqrt(d), 10);
    expect([rows[0]!.statistic, stats.hausmanDf, warnings]).toEqual([undefined, 1, []]);
    const back = await compared(ols, iv, { of: ['x'], by: ['hausman'] });
    expect(back.warnings.map(({ code }) => code)).toEqual(['hausman-indefinite']);
    expect(back.stats.hausmanP).toEqual({ invalid: 'χ² is negative: the fit does not meet the test’s assumptions' });
    const random = await compared(spec('y ~ x + w | id'), spec('y ~ x + w', { estimator: 're' }), { by: ['hausman'] });
    expect(random.stats.hausmanDf).toBe(2);
  });
});
