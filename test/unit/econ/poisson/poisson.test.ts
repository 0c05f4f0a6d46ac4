import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { separation } from '../../../../src/econ/likelihood/separation.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

type Columns = Readonly<Record<string, Cells>>;

/** Events before the sum of exponential waiting times exceeds the mean. */
function poisson(draw: RandomStream, mean: number): number {
  let count = -1;
  for (let waited = 0; waited <= mean; count++) waited -= Math.log(draw.uniform());
  return count;
}

/** Counts of a Poisson process with means exp(0.4 + 0.5 x − 0.3 z) e. */
function sample(seed: string, n = 120): Record<string, number[]> {
  const draw = createRng(seed).stream('rows', 0);
  const rows = Array.from({ length: n }, (_, i) => {
    const [x, z, e] = [draw.normal(), draw.normal(), 1 + 4 * draw.uniform()];
    return { y: poisson(draw, Math.exp(0.4 + 0.5 * x - 0.3 * z) * e), x, z, e, g: Math.floor(i / 10), h: i % 7 };
  });
  const names = ['y', 'x', 'z', 'e', 'g', 'h'] as const;
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
}

function fitOf(columns: Columns, keys: SpecKeys): Fit {
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null };
  const { specs, problems } = compileColumn({ estimator: 'poisson', ...keys }, null, context);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return estimate(specs[0]!, dataOf(columns));
}

function refusalOf(columns: Columns, keys: SpecKeys): Refusal {
  try {
    fitOf(columns, keys);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

const b = (fit: Fit, term: string): number => fit.terms.find((row) => row.term === term)!.estimate;
const se = (fit: Fit, term: string): unknown => fit.terms.find((row) => row.term === term)!.stdError;
const near = (value: unknown, expected: number, relative = 1e-9) =>
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));

const data = sample('poisson');
const withExposure = { is: 'poisson', exposure: 'e' };

describe('the estimate', () => {
  it('leaves residuals that are orthogonal to the regressors, as least squares does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
        const drawn = sample(`seed ${seed}`, 60);
        const fit = fitOf(drawn, { fit: 'y ~ x + z', estimator: withExposure });
        const means = drawn.y!.map(
          (_, i) => drawn.e![i]! * Math.exp(b(fit, '_cons') + b(fit, 'x') * drawn.x![i]! + b(fit, 'z') * drawn.z![i]!),
        );
        for (const regressor of [drawn.y!.map(() => 1), drawn.x!, drawn.z!]) {
          const total = regressor.reduce((sum, x, i) => sum + x * (drawn.y![i]! - means[i]!), 0);
          expect(Math.abs(total)).toBeLessThan(1e-9 * means.reduce((sum, mean) => sum + mean, 0));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('of indicators is the logarithm of the means of groups', () => {
    const columns = { y: [1, 2, 6, 4, 4, 9], a: [0, 0, 0, 1, 1, 1] };
    const fit = fitOf(columns, { fit: 'y ~ a' });
    near(b(fit, '_cons'), Math.log(3));
    near(b(fit, 'a'), Math.log(17 / 9));
    // information: group totals are 9 and 17
    near(se(fit, '_cons'), Math.sqrt(1 / 9));
    near(se(fit, 'a'), Math.sqrt(1 / 9 + 1 / 17));
  });

  it('is of rates where there is an exposure, whose unit moves the constant alone', () => {
    const [one, hundred] = [data.e!, data.e!.map((e) => 100 * e)].map((e) =>
      fitOf({ ...data, e }, { fit: 'y ~ x + z', estimator: withExposure, vcov: 'robust' }),
    ) as [Fit, Fit];
    near(b(hundred, '_cons'), b(one, '_cons') - Math.log(100));
    for (const term of ['x', 'z']) {
      near(b(hundred, term), b(one, term), 1e-8);
      near(se(hundred, term), se(one, term) as number, 1e-8);
    }
    near(hundred.stats.pseudoR2, one.stats.pseudoR2 as number, 1e-8);
    near(hundred.stats.ll0, one.stats.ll0 as number, 1e-8);
  });

  it('is that of the rows in any order, and of regressors in any unit and about any origin', () => {
    const fit = fitOf(data, { fit: 'y ~ x + z', vcov: 'cluster(g)' });
    const turned = Object.fromEntries(Object.entries(data).map(([name, cells]) => [name, [...cells].reverse()]));
    const moved = { ...turned, x: turned.x!.map((x) => 2000 + x / 1000) };
    const other = fitOf(moved, { fit: 'y ~ z + x', vcov: 'cluster(g)' });
    near(b(other, 'x'), 1000 * b(fit, 'x'), 1e-8);
    near(se(other, 'x'), 1000 * (se(fit, 'x') as number), 1e-8);
    near(b(other, 'z'), b(fit, 'z'), 1e-8);
    near(other.stats.chi2, fit.stats.chi2 as number, 1e-8);
  });

  it('of every row twice has errors smaller by a root of two, and the same ones clustered by row', () => {
    const rows = data.y!.map((_, i) => i);
    const twice = Object.fromEntries(
      Object.entries({ ...data, rows }).map(([name, cells]) => [name, [...cells, ...cells]]),
    );
    const [iid, doubled] = [fitOf(data, { fit: 'y ~ x' }), fitOf(twice, { fit: 'y ~ x' })];
    near(b(doubled, 'x'), b(iid, 'x'));
    near(se(doubled, 'x'), (se(iid, 'x') as number) / Math.SQRT2);
    const [robust, clustered] = [
      fitOf(data, { fit: 'y ~ x', vcov: 'robust' }),
      fitOf(twice, { fit: 'y ~ x', vcov: 'cluster(rows)' }),
    ];
    near(se(clustered, 'x'), se(robust, 'x') as number);
  });

  it('takes any outcome that is not negative, and says where homoskedastic counts are none', () => {
    const halves = { ...data, y: data.y!.map((y) => y / 2) };
    expect(fitOf(halves, { fit: 'y ~ x' }).warnings).toMatchObject([{ code: 'not-a-count' }]);
    const robust = fitOf(halves, { fit: 'y ~ x', vcov: 'robust' });
    expect(robust.warnings).toEqual([]);
    near(b(robust, 'x'), b(fitOf(data, { fit: 'y ~ x' }), 'x'), 1e-8);
  });

  it('drops terms that others span, and reports them', () => {
    const fit = fitOf({ ...data, w: data.x!.map((x) => 1 - 2 * x) }, { fit: 'y ~ x + w + z' });
    expect(fit.terms.map(({ term }) => term)).toEqual(['x', 'z', '_cons']);
    expect(fit.dropped).toMatchObject([{ term: 'w', why: 'collinear' }]);
    expect(fit.stats.chi2Df).toBe(2);
  });

  it('has a turning point and a U test where it has a square', () => {
    const fit = fitOf(data, { fit: 'y ~ x + x^2', u_test: 'x', vcov: 'robust' });
    near(fit.stats.turningPoint, -b(fit, 'x') / (2 * b(fit, 'x^2')));
    expect(fit.tests.map(({ name }) => name)).toEqual(['wald', 'u-test']);
  });
});

describe('the covariance', () => {
  const fitWith = (vcov: string) => fitOf(data, { fit: 'y ~ x + z', vcov });
  const n = data.y!.length;

  it('has N/(N − 1) where it is robust, none as HC0, and z', () => {
    const [robust, hc0] = [fitWith('robust'), fitWith('HC0')];
    near(se(robust, 'x'), (se(hc0, 'x') as number) * Math.sqrt(n / (n - 1)));
    expect(robust).toMatchObject({ inference: 'z', dfResid: null, vcovInfo: { type: 'HC1', small: 'N/(N − 1), z' } });
  });

  it('on two variables adds their meats and takes off that of the combination, with the smaller G', () => {
    const shared = {
      ...data,
      y: data.y!.map((y, i) => y + 3 * (data.g![i]! % 3) + 4 * (data.h![i]! % 2)),
      x: data.x!.map((x, i) => x + (data.g![i]! % 4) + (data.h![i]! % 3)),
      gh: data.g!.map((g, i) => 100 * g + data.h![i]!),
    };
    const [g, h, gh, both] = ['cluster(g)', 'cluster(h)', 'cluster(gh)', 'cluster(g + h)'].map((vcov) =>
      fitOf(shared, { fit: 'y ~ x', vcov }),
    ) as [Fit, Fit, Fit, Fit];
    const meat = (fit: Fit): number => ((se(fit, 'x') as number) ** 2 * (fit.nclusters! - 1)) / fit.nclusters!;
    expect(both.warnings.map(({ code }) => code)).toEqual(['few-clusters']);
    near(se(both, 'x'), Math.sqrt(((meat(g) + meat(h) - meat(gh)) * 7) / 6), 1e-8);
    expect(both.nclusters).toBe(7);
  });

  it('on two variables is mended where it is not positive semi-definite, and says so', () => {
    expect(fitWith('cluster(g + h)').warnings.map(({ code }) => code)).toContain('vcov-mended');
  });

  it('warns of few clusters, and has no test of more slopes than clusters less one', () => {
    const few = { ...data, two: data.g!.map((g) => g % 2) };
    const fit = fitOf(few, { fit: 'y ~ x + z', vcov: 'cluster(two)' });
    expect(fit.stats.chi2).toEqual({ invalid: 'chi2(.): 2 clusters cannot test 2 restrictions' });
    expect(fit.warnings).toEqual([{ code: 'few-clusters', message: 'chi2(.): 2 clusters cannot test 2 restrictions' }]);
    expect(fitWith('cluster(h)').warnings).toMatchObject([{ code: 'few-clusters' }]);
  });

  it('has no standard errors of rounding, where scores cancel in every cluster or nothing is left to chance', () => {
    const within = fitOf(data, { fit: 'y ~ i(h)', vcov: 'cluster(h)' });
    for (const { stdError } of within.terms)
      expect(stdError).toEqual({ invalid: 'only rounding is left of its variance' });
    expect(within.stats.chi2).toHaveProperty('invalid');
    const exact = { y: [1, 2, 4, 8, 16, 32], x: [0, 1, 2, 3, 4, 5] };
    expect(se(fitOf(exact, { fit: 'y ~ x', vcov: 'robust' }), 'x')).toHaveProperty('invalid');
    expect(se(fitOf(exact, { fit: 'y ~ x' }), 'x')).toBeGreaterThan(0);
  });

  it('refuses a single cluster', () => {
    const one = { ...data, one: data.y!.map(() => 1) };
    expect(refusalOf(one, { fit: 'y ~ x', vcov: 'cluster(one)' })).toMatchObject({
      code: 'one-cluster',
      param: 'vcov',
    });
  });
});

describe('statistics', () => {
  it('without a constant are no comparison with one', () => {
    const fit = fitOf(data, { fit: 'y ~ x + z - 1' });
    expect(fit.stats.ll0).toHaveProperty('invalid');
    expect(fit.stats.pseudoR2).toHaveProperty('invalid');
    expect(fit.tests).toMatchObject([{ name: 'wald', df: [2] }]);
    expect(fit.terms.map(({ term }) => term)).toEqual(['x', 'z']);
  });

  it('of a constant alone are its own', () => {
    const fit = fitOf(data, { fit: 'y ~ 1' });
    near(b(fit, '_cons'), Math.log(data.y!.reduce((sum, y) => sum + y, 0) / data.y!.length));
    expect(fit.stats).toMatchObject({ pseudoR2: 0, chi2: { invalid: 'no regressors' }, ll0: fit.stats.ll });
  });
});

describe('what is refused', () => {
  it.each([
    [
      'a negative outcome',
      { y: [1, -2, 3, -1] },
      'negative-outcome',
      'outcome',
      'got `y` below 0 in 2 rows, the least -2',
    ],
    ['an outcome of zeros', { y: [0, 0, 0, 0] }, 'zero-outcome', 'outcome', '`y` is 0 in all 4 rows used'],
  ])('%s', (_, { y }, code, param, words) => {
    const refusal = refusalOf({ y, x: [1, 2, 4, 3] }, { fit: 'y ~ x' });
    expect(refusal).toMatchObject({ code, param });
    expect(refusal.message).toContain(words);
  });

  it('an exposure that is not positive', () => {
    const columns = { y: [1, 2, 3, 4], x: [1, 2, 4, 3], e: [1, 0, 2, 3] };
    expect(refusalOf(columns, { fit: 'y ~ x', estimator: withExposure })).toMatchObject({
      code: 'bad-exposure',
      param: 'estimator',
      message: 'expected an exposure above 0, got `e` at 0 or below in 1 row',
    });
  });

  it('a likelihood that rises for ever', () => {
    const large = { y: [1e-300, 1e300, 5, 3], x: [1, 2, 1, 3] };
    expect(['no-convergence', 'value-out-of-range']).toContain(refusalOf(large, { fit: 'y ~ x' }).code);
  });
});

describe('separation', () => {
  const y = [0, 0, 0, 2, 1, 3, 2];

  it('by an indicator, by a combination, and where a variable is positive for zeros alone', () => {
    const d = [1, 0, 1, 0, 0, 0, 0];
    expect(refusalOf({ y, d }, { fit: 'y ~ d' })).toMatchObject({
      code: 'separation',
      param: 'terms',
      message: 'the likelihood has no maximum: `d` tells 2 rows with `y` = 0 from all that have more (separation)',
    });
    const [a, c] = [y.map((_, i) => (i * 7) % 5), y.map((_, i) => ((i * 7) % 5) + d[i]! * (i + 1))];
    expect(refusalOf({ y, a, c }, { fit: 'y ~ a + c' }).message).toContain('a combination of `a`, `c` tells 2 rows');
  });

  it('is none where a combination that is 0 for all positive outcomes has both signs for zeros', () => {
    const d = [1, -1, 0, 0, 0, 0, 0];
    const fit = fitOf({ y, d }, { fit: 'y ~ d' });
    expect(b(fit, 'd')).toBeCloseTo(0, 8);
  });

  it('of several combinations is found where one of a plane is of one sign, and nowhere else', () => {
    const columns = (lists: number[][]) => [y.map(() => 1), ...lists].map((list) => Float64Array.from(list));
    const counts = Float64Array.from(y);
    const [p, q] = [
      [1, -1, 1, 0, 0, 0, 0],
      [-1, 2, 1, 0, 0, 0, 0],
    ];
    // p and q have both signs, p + q/2 = (1/2, 0, 3/2) has one
    expect(separation(columns([p, q]), counts)).toMatchObject({ columns: [1, 2] });
    expect(
      separation(
        columns([
          [1, -1, 0, 0, 0, 0, 0],
          [1, 1, -2, 0, 0, 0, 0],
        ]),
        counts,
      ),
    ).toBeNull();
    expect(separation(columns([[1, 2, 3, 4, 6, 5, 9]]), counts)).toBeNull();
  });

  it('is where some direction of whole numbers separates, over all small designs', () => {
    const row = fc.tuple(
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: -1, max: 1 }),
      fc.integer({ min: -1, max: 1 }),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 6, maxLength: 9 }), (rows) => {
        const columns = { y: rows.map(([count]) => count), u: rows.map(([, u]) => u), v: rows.map(([, , v]) => v) };
        fc.pre(columns.y.some((count) => count > 0));
        if (directions.some((direction) => separates(direction, rows)))
          expect(refusalOf(columns, { fit: 'y ~ u + v' }).code).toBe('separation');
        else expect(fitOf(columns, { fit: 'y ~ u + v' }).terms.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

type Triple = readonly [number, number, number];
const range = [-4, -3, -2, -1, 0, 1, 2, 3, 4];
const directions = range.flatMap((a) => range.flatMap((p) => range.map((q): Triple => [a, p, q])));

/** 0 where the outcome is positive, elsewhere of one sign and somewhere not 0. */
function separates([a, p, q]: Triple, rows: readonly Triple[]): boolean {
  const values = rows.map(([count, u, v]) => ({ count, value: a + p * u + q * v }));
  if (values.some(({ count, value }) => count > 0 && value !== 0)) return false;
  return values.every(({ value }) => value >= 0) && values.some(({ value }) => value > 0);
}
