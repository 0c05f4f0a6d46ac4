import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal } from '../../../../src/econ/distributions/distributions.ts';
import { density } from '../../../../src/econ/distributions/normal-parts.ts';
import { b, type Columns, drawn, fitOf, problemsOf, refusalOf, se, shuffled } from '../../../support/likelihood.ts';

const binary = (seed: string, n = 150): Columns =>
  drawn(seed, n, (draw, i) => {
    const [x, z] = [draw.normal(), draw.normal()];
    const y = 0.3 + x - 0.6 * z + Math.log(1 / draw.uniform() - 1) > 0 ? 1 : 0;
    return { y, x, z, d: i % 3 === 0 ? 1 : 0, g: i % 12, big: 1e7 * x + 1e3 };
  });
const data = binary('binary');
const near = (value: unknown, expected: number, relative = 1e-9): void =>
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-14);
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe.each(['logit', 'probit'])('%s', (estimator) => {
  it('does not depend on the order of rows or of terms, nor on units', () => {
    const fit = fitOf(data, { fit: 'y ~ x + z', estimator, vcov: 'cluster(g)' });
    const other = fitOf(shuffled(data, 'other'), { fit: 'y ~ z + x', estimator, vcov: 'cluster(g)' });
    for (const term of ['x', 'z', '_cons']) {
      near(b(other, term), b(fit, term));
      near(se(other, term), se(fit, term), 1e-8);
    }
    const scaled = fitOf(data, { fit: 'y ~ big + z', estimator });
    near(b(scaled, 'big') * 1e7, b(fit, 'x'), 1e-8);
    near(scaled.stats.ll, fit.stats.ll as number);
  });

  it('of rows that are repeated has the same coefficients, and information twice as large', () => {
    const twice = Object.fromEntries(Object.entries(data).map(([name, cells]) => [name, [...cells, ...cells]]));
    const [one, two] = [data, twice].map((columns) => fitOf(columns, { fit: 'y ~ x + z', estimator }));
    near(b(two!, 'x'), b(one!, 'x'));
    near(se(two!, 'x'), se(one!, 'x') / Math.SQRT2);
    near(two!.stats.chi2, 2 * (one!.stats.chi2 as number));
  });

  it('counts rows by their frequencies, and takes probabilities as robust', () => {
    const w = data.x!.map((_, i) => 1 + (i % 3));
    const columns = { ...data, w };
    const repeated = Object.fromEntries(
      Object.entries(data).map(([name, cells]) => [name, cells.flatMap((cell, i) => new Array(w[i]!).fill(cell))]),
    );
    for (const vcov of ['iid', 'robust', 'cluster(g)']) {
      const keys = { fit: 'y ~ x + z', estimator, vcov, margins: true } as const;
      const [one, two] = [fitOf(columns, { ...keys, weights: { frequency: 'w' } }), fitOf(repeated, keys)];
      expect(one.nobs).toBe(two.nobs);
      near(b(one, 'x'), b(two, 'x'));
      near(se(one, 'x'), se(two, 'x'), 1e-8);
      near(one.stats.ll0, two.stats.ll0 as number);
      near(one.margins![0]!.stdError, two.margins![0]!.stdError as number, 1e-8);
    }
    const probability = fitOf(columns, { fit: 'y ~ x', estimator, weights: { probability: 'w' } });
    expect(probability.vcovInfo.type).toBe('HC1');
    expect(problemsOf({ fit: 'y ~ x', estimator, weights: 'w' })).toHaveLength(1);
  });

  it('changes signs with the outcome', () => {
    const flipped = { ...data, y: data.y!.map((y) => 1 - (y as number)) };
    near(b(fitOf(flipped, { fit: 'y ~ x', estimator }), 'x'), -b(fitOf(data, { fit: 'y ~ x', estimator }), 'x'));
  });

  it('gives the means of groups, and the change of a dummy is their difference', () => {
    const fit = fitOf(data, { fit: 'y ~ d', estimator, margins: { dummies: 'd' }, vcov: 'HC0' });
    const means = [0, 1].map((d) => {
      const own = data.y!.filter((_, i) => data.d![i] === d) as number[];
      return { mean: total(own) / own.length, n: own.length };
    });
    const [row] = fit.margins!;
    expect(row!.term).toBe('d');
    near(row!.estimate, means[1]!.mean - means[0]!.mean);
    near(row!.stdError, Math.sqrt(total(means.map(({ mean, n }) => (mean * (1 - mean)) / n))), 1e-8);
  });

  it('has marginal effects that are the slopes of the average probability, powers and products included', () => {
    const fit = fitOf(data, { fit: 'y ~ x + x^2 + z + x:z', estimator, margins: true });
    const bump = 1e-5;
    const average = (by: number): number =>
      total(
        data.x!.map((cell, i) => {
          const [x, z] = [(cell as number) + by, data.z![i] as number];
          const eta =
            b(fit, '_cons') + b(fit, 'x') * x + b(fit, 'x^2') * x * x + b(fit, 'z') * z + b(fit, 'x:z') * x * z;
          return cdf(estimator, eta);
        }),
      ) / data.x!.length;
    const slope = (average(bump) - average(-bump)) / (2 * bump);
    expect(fit.margins!.map(({ term }) => term)).toEqual(['x', 'z']);
    near(fit.margins![0]!.estimate, slope, 1e-6);
  });

  it('stands at the means of the variables where asked', () => {
    const fit = fitOf(data, { fit: 'y ~ x + x^2', estimator, margins: { at: 'means' } });
    const x = total(data.x as number[]) / data.x!.length;
    const eta = b(fit, '_cons') + b(fit, 'x') * x + b(fit, 'x^2') * x * x;
    const slope = (cdf(estimator, eta + 1e-5) - cdf(estimator, eta - 1e-5)) / 2e-5;
    near(fit.margins![0]!.estimate, slope * (b(fit, 'x') + 2 * b(fit, 'x^2') * x), 1e-6);
  });

  it('drops 0/1 terms that predict perfectly with their rows, again and again', () => {
    const columns = {
      y: [0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0],
      a: [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      x: [1, 2, 3, 1, 2, 5, 4, 3, 2, 1, 2, 4],
      // where a is 0, one outcome alone
      c: [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    };
    const fit = fitOf(columns, { fit: 'y ~ x + a + c', estimator });
    expect(fit.dropped.map(({ term, why }) => [term, why])).toEqual([
      ['a', 'predicts perfectly'],
      ['c', 'predicts perfectly'],
    ]);
    expect(fit.rowsLost.map(({ cause, count, detail }) => [cause, count, detail])).toEqual([
      ['perfectly predicted', 2, 'a'],
      ['perfectly predicted', 1, 'c'],
    ]);
    expect(fit.nobs).toBe(9);
  });

  it('refuses separation, however it comes', () => {
    const columns = { y: [0, 0, 0, 1, 1, 1], x: [1, 2, 3, 4, 5, 6], z: [2, 1, 2, 1, 2, 1], w: [1, 5, 3, 2, 8, 7] };
    expect(refusalOf(columns, { fit: 'y ~ w + x', estimator }).message).toBe(
      '`x` predicts `y` perfectly: it is 1 exactly where `x` > 3',
    );
    const hidden = { y: [0, 0, 0, 1, 1, 1], x: [1, 2, 5, 3, 4, 6], z: [3, 4, 7, 1, 2, 3] };
    expect(refusalOf(hidden, { fit: 'y ~ x + z', estimator }).code).toBe('separation');
    const quasi = { ...columns, y: [0, 0, 1, 0, 1, 1], x: [1, 2, 3, 3, 4, 5] };
    expect(refusalOf(quasi, { fit: 'y ~ x', estimator }).code).toBe('separation');
  });

  it('is not taken in by one row far away', () => {
    const far = { y: [...data.y!, 1], x: [...data.x!, 200] };
    expect(fitOf(far, { fit: 'y ~ x', estimator }).nobs).toBe(151);
  });

  it('refuses outcomes that are not 0 and 1, that do not vary, and what is not defined', () => {
    expect(refusalOf({ y: [0, 1, 2], x: [1, 2, 3] }, { fit: 'y ~ x', estimator }).code).toBe('not-binary');
    expect(refusalOf({ y: [1, 1, 1], x: [1, 2, 3] }, { fit: 'y ~ x', estimator }).code).toBe('no-variation');
    expect(problemsOf({ fit: 'y ~ x | g', estimator })).toEqual([
      `\`${estimator}\` with an absorbed effect is not defined`,
    ]);
    expect(problemsOf({ fit: 'y ~ x', estimator, vcov: 'HC3' })).toEqual([
      `\`HC3\` is not defined for \`${estimator}\``,
    ]);
    expect(problemsOf({ fit: 'y ~ x', estimator, small: false })).toHaveLength(1);
  });
});

it('finds what many draws of data have, by the first-order conditions', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
      const columns = binary(`seed ${seed}`, 80);
      const fit = fitOf(columns, { fit: 'y ~ x + z', estimator: 'logit' });
      const left = columns.y!.map((y, i) => {
        const eta = b(fit, '_cons') + b(fit, 'x') * (columns.x![i] as number) + b(fit, 'z') * (columns.z![i] as number);
        return (y as number) - 1 / (1 + Math.exp(-eta));
      });
      expect(Math.abs(total(left))).toBeLessThan(1e-9);
      expect(Math.abs(total(left.map((e, i) => e * (columns.x![i] as number))))).toBeLessThan(1e-9);
    }),
    { numRuns: 20 },
  );
});

it('refuses dummies that are none, and margins of estimators without them', () => {
  const keys = { fit: 'y ~ x + z', estimator: 'logit' } as const;
  expect(refusalOf(data, { ...keys, margins: { dummies: 'x' } }).code).toBe('not-binary');
  expect(refusalOf(data, { ...keys, margins: { dummies: 'd' } }).code).toBe('unknown-margin');
});

/** Φ by Simpson's rule, and the logistic distribution. */
function cdf(estimator: string, z: number): number {
  if (estimator === 'logit') return 1 / (1 + Math.exp(-z));
  const steps = 400;
  const width = z / steps;
  let area = 0;
  for (let i = 0; i <= steps; i++) {
    const at = i * width;
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    area += weight * Math.exp((-at * at) / 2);
  }
  return 0.5 + (area * width) / 3 / Math.sqrt(2 * Math.PI);
}

describe('the information', () => {
  /** Σ w xx′ of the constant and x, inverted: the variance of x. */
  const varianceOf = (weights: readonly number[]): number => {
    const x = data.x as readonly number[];
    const [s, sx, sxx] = [0, 1, 2].map((power) => total(weights.map((w, i) => w * (power === 0 ? 1 : x[i]! ** power))));
    return s! / (s! * sxx! - sx! * sx!);
  };

  it('is the observed one for probit, which the record says, and the same as the expected one for logit', () => {
    const [probit, logit] = ['probit', 'logit'].map((estimator) => fitOf(data, { fit: 'y ~ x', estimator }));
    const [a, c] = [b(probit!, 'x'), b(probit!, '_cons')];
    const weights = data.x!.map((cell, i) => {
      const [eta, q] = [c + a * (cell as number), 2 * (data.y![i] as number) - 1];
      const mills = density(eta) / normal.cdf(q * eta);
      return {
        observed: mills * (mills + q * eta),
        expected: density(eta) ** 2 / (normal.cdf(eta) * normal.cdf(-eta)),
      };
    });
    near(se(probit!, 'x') ** 2, varianceOf(weights.map(({ observed }) => observed)), 1e-8);
    expect(Math.abs(se(probit!, 'x') ** 2 / varianceOf(weights.map(({ expected }) => expected)) - 1)).toBeGreaterThan(
      1e-3,
    );
    expect(probit!.vcovInfo.information).toBe('observed');
    expect(logit!.vcovInfo).not.toHaveProperty('information');
  });

  it('is told of whatever the errors are, and of the other likelihoods in which it matters', () => {
    const count = { ...data, n: data.x!.map((_, i) => (i * i) % 7), t: data.x!.map((x) => Math.max(0, x as number)) };
    for (const keys of [
      { fit: 'y ~ x', estimator: 'probit', vcov: 'robust' },
      { fit: 'y ~ x', estimator: 'probit', vcov: 'cluster(g)' },
      { fit: 'n ~ x', estimator: 'negbin' },
      { fit: 't ~ z', estimator: { is: 'tobit', lower: 0 } },
    ]) {
      expect(fitOf(count, keys).vcovInfo.information, JSON.stringify(keys)).toBe('observed');
    }
  });
});
