import { describe, expect, it } from 'vitest';
import { logCdf } from '../../../../src/econ/distributions/normal-parts.ts';
import { truncatedMoments } from '../../../../src/econ/distributions/truncated-normal.ts';
import { b, type Columns, drawn, fitOf, problemsOf, refusalOf, se, shuffled } from '../../../support/likelihood.ts';

const near = (value: unknown, expected: number, relative = 1e-8): void =>
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-13);

/** Rows of 1 + x − z/2 + 1.5 e that lie between the limits, and as many others. */
const cut = (seed: string, n: number, lower: number, upper: number): Columns =>
  drawn(seed, n, (draw, i) => {
    for (;;) {
      const [x, z] = [draw.normal(), draw.uniform()];
      const y = 1 + x - z / 2 + 1.5 * draw.normal();
      if (y > lower && y < upper) return { y, x, z, g: i % 15, f: 1 + (i % 3) };
    }
  });
const data = cut('truncreg', 240, 0, 4);
const keys = { fit: 'y ~ x + z', estimator: { is: 'truncreg', lower: 0, upper: 4 } } as const;

describe('moments of a truncated normal', () => {
  /** By Simpson's rule in many steps, with the density relative to its highest value; apart from the code under test. */
  function plain(a: number, b: number) {
    const peak = a > 0 ? a : Math.min(b, 0);
    const from = Math.max(a, peak - 40 / Math.max(1, Math.abs(peak)));
    const to = Math.min(b, peak + 40 / Math.max(1, Math.abs(peak)));
    const steps = 400_000;
    const h = (to - from) / steps;
    const raw = [0, 0, 0, 0, 0];
    for (let i = 0; i <= steps; i++) {
      const t = from - peak + i * h;
      const weight = (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp(-peak * t - 0.5 * t * t);
      for (let p = 0; p < 5; p++) raw[p] = raw[p]! + weight * t ** p;
    }
    const mass = (raw[0]! * h) / 3;
    const [m1, m2, m3, m4] = raw.slice(1).map((value) => value / raw[0]!) as [number, number, number, number];
    return {
      logMass: Math.log(mass) - 0.5 * peak * peak - 0.5 * Math.log(2 * Math.PI),
      mean: peak + m1,
      variance: m2 - m1 * m1,
      third: m3 - 3 * m1 * m2 + 2 * m1 ** 3,
      fourth: m4 - 4 * m1 * m3 + 6 * m1 * m1 * m2 - 3 * m1 ** 4,
    };
  }

  const ends: readonly (readonly [number, number])[] = [
    [-1, 2],
    [-0.3, 0.4],
    [0.5, Number.POSITIVE_INFINITY],
    [2.9, Number.POSITIVE_INFINITY],
    [3.1, Number.POSITIVE_INFINITY],
    [12, Number.POSITIVE_INFINITY],
    [60, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, -7],
    [5, 6.5],
    [-41, -40],
    [0.2, 0.2001],
  ];
  it.each(ends)('from %f to %f are those of a plain sum', (a, b) => {
    const found = truncatedMoments(a, b);
    for (const [name, value] of Object.entries(plain(a, b))) {
      const scale = name === 'third' ? found.variance ** 1.5 : Math.abs(value);
      expect(Math.abs(found[name as keyof typeof found] - value), name).toBeLessThan(2e-9 * scale + 1e-15);
    }
  });

  it('of one tail have its mass', () =>
    near(truncatedMoments(50, Number.POSITIVE_INFINITY).logMass, logCdf(-50), 1e-13));
});

describe('truncated regression', () => {
  /** The log likelihood as it is written down, of coefficients and σ. */
  function plainLikelihood([b0, bx, bz, sigma]: readonly number[], lower: number, upper: number): number {
    return data.y!.reduce<number>((total, y, i) => {
      const mu = b0! + bx! * (data.x![i] as number) + bz! * (data.z![i] as number);
      const z = ((y as number) - mu) / sigma!;
      const mass = truncatedMoments((lower - mu) / sigma!, (upper - mu) / sigma!).logMass;
      return total - 0.5 * z * z - Math.log(sigma!) - 0.5 * Math.log(2 * Math.PI) - mass;
    }, 0);
  }

  it.each([
    [0, 4],
    [0, Number.POSITIVE_INFINITY],
  ])('maximises the likelihood between %f and %f, and has the errors of its second differences', (lower, upper) => {
    const estimator = { is: 'truncreg', lower, ...(Number.isFinite(upper) ? { upper } : {}) };
    const fit = fitOf(data, { fit: 'y ~ x + z', estimator });
    const at = ['_cons', 'x', 'z', '/sigma'].map((term) => b(fit, term));
    near(fit.stats.ll, plainLikelihood(at, lower, upper), 1e-11);
    const step = 1e-4;
    const moved = (i: number, j: number, si: number, sj: number): number =>
      plainLikelihood(
        at.map((value, k) => value + step * ((k === i ? si : 0) + (k === j ? sj : 0))),
        lower,
        upper,
      );
    for (const [i] of at.entries())
      expect(Math.abs(moved(i, -1, 1, 0) - moved(i, -1, -1, 0)) / (2 * step)).toBeLessThan(1e-4);
    const information = at.map((_, i) =>
      at.map(
        (_, j) =>
          -(moved(i, j, 1, 1) - moved(i, j, 1, -1) - moved(i, j, -1, 1) + moved(i, j, -1, -1)) / (4 * step * step),
      ),
    );
    // the information times the covariance is the identity
    const order = ['_cons', 'x', 'z', '/sigma'].map((term) => fit.terms.findIndex((row) => row.term === term));
    for (const [i, row] of information.entries())
      for (const [j] of row.entries()) {
        const product = row.reduce((total, value, k) => total + value * fit.vcov[order[k]!]![order[j]!]!, 0);
        expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(2e-3);
      }
    expect(fit).toMatchObject({ dfResid: null, inference: 'z', stats: { nTruncated: 0, chi2Df: 2 } });
  });

  it('finds what rows were drawn from, where least squares does not', () => {
    const many = cut('truncreg many', 20_000, 0, Number.POSITIVE_INFINITY);
    const fit = fitOf(many, { fit: 'y ~ x + z', estimator: { is: 'truncreg', lower: 0 }, vcov: 'robust' });
    for (const [term, value] of [
      ['_cons', 1],
      ['x', 1],
      ['z', -0.5],
      ['/sigma', 1.5],
    ] as const)
      expect(Math.abs(b(fit, term) - value), term).toBeLessThan(3.5 * se(fit, term));
    const plain = fitOf(many, { fit: 'y ~ x + z' });
    expect(b(plain, 'x')).toBeLessThan(0.7);
    const before = fitOf(many, { fit: 'y ~ x + z', estimator: { is: 'truncreg', lower: 0 } });
    near(se(fit, 'x'), se(before, 'x'), 0.05);
  });

  it('leaves out rows at or beyond a limit, and counts them', () => {
    const beyond = Object.fromEntries(
      Object.entries(data).map(([name, cells]) => [name, [...cells, ...(name === 'y' ? [0, 4, -3, 9] : [1, 2, 3, 4])]]),
    );
    const fit = fitOf(beyond, { ...keys, vcov: 'cluster(g)', margins: true });
    const own = fitOf(data, { ...keys, vcov: 'cluster(g)', margins: true });
    expect(fit).toMatchObject({
      nobs: 240,
      rowsLost: [{ cause: 'truncated', count: 4, detail: 'y' }],
      stats: { nTruncated: 4 },
    });
    near(se(fit, 'x'), se(own, 'x'), 1e-12);
    near(fit.margins![0]!.stdError, own.margins![0]!.stdError as number, 1e-12);
  });

  it('depends on no order, turns with its outcome, and follows units', () => {
    const fit = fitOf(data, { ...keys, vcov: 'cluster(g)' });
    const other = fitOf(shuffled(data, 'rows'), { ...keys, vcov: 'cluster(g)' });
    near(se(other, '/sigma'), se(fit, '/sigma'));
    const turned = fitOf({ ...data, y: data.y!.map((y) => 4 - (y as number)) }, { ...keys, vcov: 'cluster(g)' });
    near(b(turned, 'x'), -b(fit, 'x'));
    near(b(turned, '_cons'), 4 - b(fit, '_cons'));
    const far = fitOf(
      { ...data, y: data.y!.map((y) => 1e6 + 1000 * (y as number)) },
      { ...keys, estimator: { is: 'truncreg', lower: 1e6, upper: 1e6 + 4000 }, vcov: 'cluster(g)' },
    );
    near(b(far, 'x'), 1000 * b(fit, 'x'), 1e-7);
    near(se(far, '/sigma'), 1000 * se(fit, '/sigma'), 1e-7);
  });

  it('repeats rows by frequencies, and without a constant is that of a centred regressor', () => {
    const repeated = Object.fromEntries(
      Object.entries(data).map(([name, cells]) => [
        name,
        cells.flatMap((cell, i) => new Array(data.f![i] as number).fill(cell)),
      ]),
    );
    near(se(fitOf(data, { ...keys, weights: { frequency: 'f' } }), 'x'), se(fitOf(repeated, keys), 'x'));
    const ones = { ...data, one: data.y!.map(() => 1) };
    near(b(fitOf(ones, { ...keys, fit: 'y ~ x + z + one - 1' }), 'one'), b(fitOf(data, keys), '_cons'));
  });

  it('refuses what has no maximum, in words', () => {
    expect(problemsOf({ fit: 'y ~ x', estimator: 'truncreg' })).toEqual([
      '`truncreg` needs a limit beyond which no outcome is seen',
    ]);
    expect(problemsOf({ fit: 'y ~ x', estimator: { is: 'truncreg', lower: 2, upper: 1 } })).toHaveLength(1);
    const estimator = { is: 'truncreg', lower: 0 };
    expect(refusalOf({ y: [-1, 0, -2], x: [1, 2, 3] }, { fit: 'y ~ x', estimator }).code).toBe('all-truncated');
    expect(refusalOf({ y: [1, 2, 3, 4], x: [1, 2, 3, 4] }, { fit: 'y ~ x', estimator }).code).toBe('perfect-fit');
    expect(refusalOf({ y: [1, 2], x: [1, 3] }, { fit: 'y ~ x', estimator }).code).toBe('too-few-rows');
    // a tail that is heavier than the exponential, and one as flat as the uniform or flatter
    const heavy = Array.from({ length: 60 }, (_, i) => ((60 - i) / 60.5) ** -0.8 - 0.9);
    const x = heavy.map((_, i) => (i * 7) % 11);
    expect(refusalOf({ y: heavy, x }, { fit: 'y ~ x', estimator }).code).toBe('no-spread');
    const ends = heavy.map((_, i) => (i % 2 === 0 ? 0.05 : 0.95) + 0.001 * (i % 7));
    expect(refusalOf({ y: ends, x }, { fit: 'y ~ x', estimator: { is: 'truncreg', lower: 0, upper: 1 } }).code).toBe(
      'no-spread',
    );
  });
});
