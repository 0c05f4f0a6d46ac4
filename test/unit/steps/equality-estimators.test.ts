/** Stacked scores of every estimator that has them, against its robust covariance, regressions with everything interacted, and derivatives of likelihoods. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import type { SpecKeys } from '../../../src/econ/compile/keys.ts';
import { estimators } from '../../../src/econ/registry.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import { type Cells, dataOf } from '../../support/data.ts';
import { compared } from '../../support/equality.ts';
import { estimate } from '../../support/estimate.ts';
import { inverse, type Matrix, product, transposed } from '../../support/plain-matrix.ts';
import { specOf } from '../../support/predicted.ts';

const draw = createRng('equality of estimators').stream('rows', 0);
const UNITS = 24;
const PERIODS = 8;
const N = UNITS * PERIODS;
const column = (of: (i: number) => number): number[] => Array.from({ length: N }, (_, i) => of(i));
const unit = (i: number): number => Math.floor(i / PERIODS);
const shock = column(() => draw.normal());
const x = column((i) => draw.normal() + shock[unit(i)]! / 2);
const w = column((i) => draw.normal() + unit(i) / 12);
const y = column((i) => x[i]! + 0.5 * w[i]! + shock[unit(i)]! + draw.normal() * (1 + Math.abs(x[i]!) / 2));
const columns: Record<string, Cells> = {
  ...{ id: column(unit), year: column((i) => i % PERIODS), x, w, y },
  z: column((i) => x[i]! + draw.normal()),
  z2: column((i) => x[i]! + 2 * draw.normal()),
  y2: column((i) => 0.5 * x[i]! + w[i]! + y[i]! / 3 + draw.normal()),
  yes: column((i) => (x[i]! + 2 * draw.normal() > 0 ? 1 : 0)),
  n: column((i) => Math.floor(Math.exp(0.4 * x[i]! + 0.2 * shock[unit(i)]! + 1 + draw.normal() / 2))),
  cut: column((i) => Math.max(0, y[i]!)),
  work: column((i) => (x[i]! + w[i]! + shock[unit(i)]! + draw.normal() > 0 ? 1 : 0)),
  share: column((i) => Math.min(1, Math.max(0, 0.5 + y[i]! / 9))),
  weight: column(() => 0.5 + draw.uniform()),
  graded: column((i) => Math.min(3, Math.max(0, Math.floor(y[i]! / 1.5 + 1.5)))),
  half: column((i) => unit(i) % 2),
  region: column((i) => Math.floor(unit(i) / 3)),
  visits: column((i) => (draw.uniform() < 0.4 ? 0 : Math.floor(Math.exp(0.4 * x[i]! + 1 + draw.normal() / 2)))),
};
const panel = { unit: 'id', time: 'year' };
const data = dataOf(columns, panel);
const spec = (fit: string, more: SpecKeys = {}): ModelSpec => specOf({ fit, ...more }, panel);
const varianceOf = (model: ModelSpec, term = 'x'): number => {
  const { terms, vcov } = estimate(model, data);
  const at = terms.findIndex((row) => row.term === term);
  return vcov[at]![at]!;
};

/** A formula and keys of each estimator, and what takes its clustered covariance by G clusters, N rows and K terms to one without a factor. */
const cases: Readonly<Record<string, readonly [fit: string, keys: SpecKeys, plain?: 'small']>> = {
  linear: ['y ~ x + w | id + year', {}, 'small'],
  iv: ['y ~ w | id + year | x ~ z + z2', { small: false }],
  re: ['y ~ x + w', { estimator: 're' }, 'small'],
  logit: ['yes ~ x + w', { estimator: 'logit' }],
  probit: ['yes ~ x + w', { estimator: 'probit', weights: { probability: 'weight' } }],
  flogit: ['share ~ x + w', { estimator: 'flogit', weights: { probability: 'weight' } }],
  fprobit: ['share ~ x + w', { estimator: 'fprobit' }],
  clogit: ['yes ~ x + w | id', { estimator: 'clogit' }],
  ologit: ['graded ~ x + w', { estimator: 'ologit', weights: { probability: 'weight' } }],
  oprobit: ['graded ~ x + w', { estimator: 'oprobit' }],
  ocloglog: ['graded ~ x + w', { estimator: 'ocloglog' }],
  liml: ['y ~ w | 0 | x ~ z + z2', { estimator: 'liml', small: false }],
  fuller: ['y ~ w | id | x ~ z + z2', { estimator: { is: 'fuller', a: 4 }, small: false }],
  kclass: ['y ~ w | 0 | x ~ z + z2', { estimator: { is: 'kclass', k: 0.5 }, small: false }],
  poisson: ['n ~ x + w | id + year', { estimator: 'poisson', weights: { probability: 'weight' } }],
  negbin: ['n ~ x + w', { estimator: 'negbin', weights: { probability: 'weight' } }],
  sfa: ['y ~ x', { estimator: { is: 'sfa' } }],
  tobit: ['cut ~ x + w', { estimator: { is: 'tobit', lower: 0, upper: 2 } }],
  zip: ['visits ~ x + w', { estimator: { is: 'zip', inflate: ['x'] } }],
  zinb: ['visits ~ x + w', { estimator: { is: 'zinb', inflate: [] }, weights: { probability: 'weight' } }],
  truncreg: ['cut ~ x + w', { estimator: { is: 'truncreg', lower: 0, upper: 2 } }],
  heckman: ['y ~ x', { estimator: { is: 'heckman', method: 'ml', select: 'work ~ x + w' } }],
};

describe('stacked scores', () => {
  it('are of every estimator that does not say why it has none', () => {
    const stacked = estimators.filter(({ unstacked }) => (unstacked?.(spec('y ~ x')) ?? null) === null);
    // the between estimator has no clustered covariance to be held to, and is held to plain algebra below
    expect(stacked.map(({ name }) => name).sort()).toEqual(
      [...Object.keys(cases), 'be'].filter((name) => name !== 'heckman').sort(),
    );
  });

  it.each(Object.entries(cases))('of %s on units apart have the sum of clustered covariances', async (_, of) => {
    const [fit, keys, isSmall] = of;
    const clustered = (half: number): ModelSpec =>
      spec(fit, { ...keys, vcov: 'cluster(id)', sample: `half == ${half}` });
    const [a, b] = [clustered(0), clustered(1)];
    const { rows, stats } = await compared(a, b, data);
    const { stdError } = rows.find(({ variable }) => variable === 'x')!;
    const plain = (model: ModelSpec): number => {
      const found = estimate(model, data);
      const g = found.nclusters!;
      const factor = found.vcovInfo.small.startsWith('G/(G − 1)') ? g / (g - 1) : 1;
      const counted = found.stats.kCounted as number;
      return varianceOf(model) / factor / (isSmall ? (found.nobs - 1) / (found.nobs - counted) : 1);
    };
    const groups = stats.groups as number;
    const expected = ((plain(a) + plain(b)) * groups) / (groups - 1);
    expect((stdError as number) ** 2 / expected).toBeCloseTo(1, 7);
  });
});

/** Rows of regressors with all levels of both effects as columns, but the first period. */
const withDummies = (names: readonly string[]): Matrix =>
  column((i) => i).map((i) => [
    ...names.map((name) => columns[name]![i] as number),
    ...Array.from({ length: UNITS }, (_, u) => (unit(i) === u ? 1 : 0)),
    ...Array.from({ length: PERIODS - 1 }, (_, t) => (i % PERIODS === t + 1 ? 1 : 0)),
  ]);
const values = (name: string): number[] => columns[name] as number[];
const columnOf = (of: readonly number[]): Matrix => of.map((value) => [value]);

/** Two blocks of a regression of both outcomes, everything interacted: X of one half is 0 in the other. */
const interacted = (first: Matrix, second: Matrix): Matrix => [
  ...first.map((row) => [...row, ...second[0]!.map(() => 0)]),
  ...second.map((row) => [...first[0]!.map(() => 0), ...row]),
];

/** A Σ_g (Σ s)(Σ s)′ A′ over units, times G/(G − 1), of scores of 2N rows. */
function clusteredBy(bread: Matrix, scores: Matrix): Matrix {
  const sums = Array.from({ length: UNITS }, () => scores[0]!.map(() => 0));
  for (const [row, score] of scores.entries())
    for (const [j, value] of score.entries()) sums[unit(row % N)]![j]! += value;
  const sides = product(sums, transposed(bread));
  return product(transposed(sides), sides).map((row) => row.map((value) => (value * UNITS) / (UNITS - 1)));
}

/** The variance of the difference of coefficient `at` of the first block and of the second. */
const ofDifference = (v: Matrix, at: number, size: number): number =>
  v[at]![at]! + v[size + at]![size + at]! - 2 * v[at]![size + at]!;

describe('stacked scores within two absorbed effects', () => {
  const scoresOf = (z: Matrix, e: readonly number[]): Matrix => z.map((row, i) => row.map((value) => value * e[i]!));
  const residuals = (x: Matrix, y: readonly number[], b: Matrix): number[] =>
    product(x, b).map(([fitted], i) => y[i]! - fitted!);

  it('are the clustered covariance of least squares of both outcomes on dummies, but for (N − 1)/(N − K)', async () => {
    const x = withDummies(['x', 'w']);
    const both = interacted(x, x);
    const outcomes = [...values('y'), ...values('y2')];
    const bread = inverse(product(transposed(both), both));
    const b = product(bread, product(transposed(both), columnOf(outcomes)));
    const v = clusteredBy(bread, scoresOf(both, residuals(both, outcomes, b)));
    const size = x[0]!.length;
    const [first, second] = ['y', 'y2'].map((of) => spec(`${of} ~ x + w | id + year`, { vcov: 'cluster(id)' }));
    const { rows, stats } = await compared(first!, second!, data);
    for (const [at, { difference, stdError }] of rows.entries()) {
      expect(difference).toBeCloseTo(b[at]![0]! - b[size + at]![0]!, 9);
      expect((stdError as number) ** 2 / ofDifference(v, at, size)).toBeCloseTo(1, 7);
    }
    const d = [0, 1].map((at) => b[at]![0]! - b[size + at]![0]!);
    const whole = [0, 1].map((i) =>
      [0, 1].map((j) => v[i]![j]! + v[size + i]![size + j]! - v[i]![size + j]! - v[size + i]![j]!),
    );
    const chi2 = product(product([d], inverse(whole)), columnOf(d))[0]![0]!;
    expect(stats.chi2 as number).toBeCloseTo(chi2, 5);
  });

  it('are that of two-stage least squares of both outcomes on dummies', async () => {
    const [x, z] = [withDummies(['x', 'w']), withDummies(['z', 'z2', 'w'])];
    const fitted = product(z, product(inverse(product(transposed(z), z)), product(transposed(z), x)));
    const [both, inside] = [interacted(x, x), interacted(fitted, fitted)];
    const outcomes = [...values('y'), ...values('y2')];
    const bread = inverse(product(transposed(inside), inside));
    const b = product(bread, product(transposed(inside), columnOf(outcomes)));
    const v = clusteredBy(bread, scoresOf(inside, residuals(both, outcomes, b)));
    const of = (name: string): ModelSpec =>
      spec(`${name} ~ w | id + year | x ~ z + z2`, { vcov: 'cluster(id)', small: false });
    const { rows } = await compared(of('y'), of('y2'), data, { of: ['x', 'w'] });
    const size = x[0]!.length;
    for (const [at, { difference, stdError }] of rows.entries()) {
      expect(difference).toBeCloseTo(b[at]![0]! - b[size + at]![0]!, 8);
      expect((stdError as number) ** 2 / ofDifference(v, at, size)).toBeCloseTo(1, 7);
    }
  });

  it('are that of Poisson regression and least squares on dummies', async () => {
    const x = withDummies(['x', 'w']);
    const counts = values('n');
    let b: Matrix = x[0]!.map((_, j) => [j < 2 ? 0 : 1]);
    let information: Matrix = [];
    let e: number[] = [];
    for (let step = 0; step < 25; step++) {
      const means = product(x, b).map(([eta]) => Math.exp(eta!));
      e = means.map((mean, i) => counts[i]! - mean);
      const weighted = x.map((row, i) => row.map((value) => value * means[i]!));
      information = product(transposed(x), weighted);
      const change = product(inverse(information), product(transposed(x), columnOf(e)));
      b = b.map(([value], j) => [value! + change[j]![0]!]);
    }
    const gram = product(transposed(x), x);
    const linear = product(inverse(gram), product(transposed(x), columnOf(values('y'))));
    const bread = interacted(inverse(information), inverse(gram));
    const scores = interacted(scoresOf(x, e), scoresOf(x, residuals(x, values('y'), linear)));
    const v = clusteredBy(bread, scores);
    const { rows } = await compared(
      spec('n ~ x + w | id + year', { estimator: 'poisson', vcov: 'cluster(id)' }),
      spec('y ~ x + w | id + year', { vcov: 'cluster(id)' }),
      data,
    );
    for (const [at, { difference, stdError }] of rows.entries()) {
      expect(difference).toBeCloseTo(b[at]![0]! - linear[at]![0]!, 7);
      expect((stdError as number) ** 2 / ofDifference(v, at, x[0]!.length)).toBeCloseTo(1, 6);
    }
  });
});

describe('stacked scores of units', () => {
  const between = (keys: SpecKeys = {}) => spec('y ~ x + w', { estimator: 'be', ...keys });

  it.each([false, true])(
    'of the between estimator are those of least squares of unit means (weights: %s)',
    async (wls) => {
      const of = (half: number): { v: Matrix; b: Matrix } => {
        const units = Array.from({ length: UNITS }, (_, u) => u).filter((u) => u % 2 === half);
        const rowsOf = (u: number): number[] =>
          column((i) => i).filter((i) => unit(i) === u && !(wls && u % 3 === 0 && i % PERIODS > 4));
        const mean = (name: string, u: number): number =>
          rowsOf(u).reduce((sum, i) => sum + values(name)[i]!, 0) / rowsOf(u).length;
        const weight = (u: number): number => (wls ? rowsOf(u).length : 1);
        const x = units.map((u) => [mean('x', u), mean('w', u), 1]);
        const y = units.map((u) => mean('y', u));
        const weighted = x.map((row, g) => row.map((value) => value * weight(units[g]!)));
        const bread = inverse(product(transposed(weighted), x));
        const b = product(bread, product(transposed(weighted), columnOf(y)));
        const e = product(x, b).map(([fitted], g) => y[g]! - fitted!);
        const sides = product(
          weighted.map((row, g) => row.map((value) => value * e[g]!)),
          bread,
        );
        return { v: product(transposed(sides), sides), b };
      };
      const [a, b] = [of(0), of(1)];
      const sample = (half: number): string => `half == ${half}${wls ? ' and not (keep == 0)' : ''}`;
      const kept = dataOf({ ...columns, keep: column((i) => (unit(i) % 3 === 0 && i % PERIODS > 4 ? 0 : 1)) }, panel);
      const keys = (half: number): SpecKeys => ({ estimator: { is: 'be', wls }, sample: sample(half) });
      const { rows, stats, clusters } = await compared(spec('y ~ x + w', keys(0)), spec('y ~ x + w', keys(1)), kept);
      for (const [at, { difference, stdError }] of rows.entries()) {
        expect(difference).toBeCloseTo(a.b[at]![0]! - b.b[at]![0]!, 9);
        const expected = ((a.v[at]![at]! + b.v[at]![at]!) * UNITS) / (UNITS - 1);
        expect((stdError as number) ** 2 / expected).toBeCloseTo(1, 8);
      }
      expect([clusters, stats.groups]).toEqual(['id', UNITS]);
    },
  );

  it('are summed over units where nothing is said, or over wholes of them, and over nothing that cuts through them', async () => {
    const random = spec('y ~ x + w', { estimator: 're', vcov: 'iid' });
    expect((await compared(random, spec('y2 ~ x + w'), data)).clusters).toBe('id');
    expect((await compared(random, between(), data, { cluster: 'region' })).clusters).toBe('region');
    await expect(compared(random, between(), data, { cluster: 'year' })).rejects.toThrow('`year` cuts through them');
    const crossed = spec('y2 ~ x + w', { vcov: 'cluster(year)' });
    await expect(compared(random, crossed, data)).rejects.toThrow('neither of which lies within the other');
  });
});

it('turns every sign with the order of the columns, and sums over rows as over clusters of one row each', async () => {
  const [a, b] = [
    spec('n ~ x + w', { estimator: 'negbin' }),
    spec('cut ~ x + w', { estimator: { is: 'tobit', lower: 0 } }),
  ];
  const [there, back] = [await compared(a, b, data), await compared(b, a, data)];
  expect(there.rows.map(({ variable }) => variable)).toEqual(['x', 'w']);
  for (const [at, row] of there.rows.entries()) {
    expect(back.rows[at]!.difference).toBe(-row.difference);
    expect(back.rows[at]!.stdError as number).toBeCloseTo(row.stdError as number, 12);
    expect(back.rows[at]!.pValue as number).toBeCloseTo(row.pValue as number, 12);
  }
  expect(back.stats.chi2 as number).toBeCloseTo(there.stats.chi2 as number, 9);
  const numbered = dataOf({ ...columns, row: column((i) => i) }, panel);
  const byRow = await compared(a, b, numbered, { cluster: 'row' });
  expect(byRow.rows.map(({ stdError }) => stdError)).toEqual(there.rows.map(({ stdError }) => stdError));
});
