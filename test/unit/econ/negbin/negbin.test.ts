import { expect, it } from 'vitest';
import { b, type Columns, drawn, fitOf, problemsOf, refusalOf, se, shuffled } from '../../../support/likelihood.ts';

/** Counts with gamma-like heterogeneity: a mean that is drawn anew in every row. */
const data: Columns = drawn('negbin', 300, (draw, i) => {
  const x = draw.normal();
  const mean = Math.exp(0.5 + 0.4 * x) * -Math.log(draw.uniform());
  let y = -1;
  for (let waited = 0; waited <= mean; y++) waited -= Math.log(draw.uniform());
  return { y, x, e: 1 + draw.uniform(), g: i % 20 };
});
const near = (value: unknown, expected: number, relative = 1e-8): void =>
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-13);
const keys = { fit: 'y ~ x', estimator: 'negbin' } as const;

it('does not depend on order, and counts repeated rows', () => {
  const fit = fitOf(data, { ...keys, vcov: 'cluster(g)' });
  const other = fitOf(shuffled(data, 'rows'), { ...keys, vcov: 'cluster(g)' });
  for (const term of ['x', '_cons', '/lnalpha']) {
    near(b(other, term), b(fit, term));
    near(se(other, term), se(fit, term));
  }
  const f = data.y!.map((_, i) => 1 + (i % 2));
  const repeated = Object.fromEntries(
    Object.entries(data).map(([name, cells]) => [name, cells.flatMap((cell, i) => new Array(f[i]!).fill(cell))]),
  );
  const [one, two] = [fitOf({ ...data, f }, { ...keys, weights: { frequency: 'f' } }), fitOf(repeated, keys)];
  near(se(one, 'x'), se(two, 'x'));
  near(one.stats.alphaLr, two.stats.alphaLr as number);
});

it('is at a maximum: no small step of any parameter raises the likelihood', () => {
  const fit = fitOf(data, keys);
  const at = (slope: number, constant: number, lnAlpha: number): number => {
    const m = Math.exp(-lnAlpha);
    return data.y!.reduce<number>((total, cell, i) => {
      const y = cell as number;
      const mu = Math.exp(constant + slope * (data.x![i] as number));
      let own = m * Math.log(m / (m + mu)) + y * Math.log(mu / (m + mu));
      for (let j = 0; j < y; j++) own += Math.log(m + j) - Math.log(j + 1);
      return total + own;
    }, 0);
  };
  const found = ['x', '_cons', '/lnalpha'].map((term) => b(fit, term)) as [number, number, number];
  near(fit.stats.ll, at(...found), 1e-10);
  for (const j of [0, 1, 2])
    for (const by of [-1e-3, 1e-3])
      expect(at(...(found.map((value, i) => (i === j ? value + by : value)) as [number, number, number]))).toBeLessThan(
        fit.stats.ll as number,
      );
});

it('is Poisson regression, and says so, where counts vary less', () => {
  const even = {
    y: data.x!.map((x, i) => Math.round(4 + (x as number)) + (i % 2)).map((y) => Math.max(0, y)),
    x: data.x!,
  };
  const fit = fitOf(even, keys);
  near(b(fit, 'x'), b(fitOf(even, { fit: 'y ~ x', estimator: 'poisson' }), 'x'));
  expect(fit.warnings.map(({ code }) => code)).toEqual(['poisson-limit']);
  expect(fit.stats.alpha).toBe(0);
  expect(fit.terms.map(({ term }) => term)).toEqual(['x', '_cons']);
});

it('refuses fractions, effects and analytic weights', () => {
  expect(refusalOf({ y: [0.5, 1, 2, 3], x: [1, 2, 3, 5] }, keys).code).toBe('not-counts');
  expect(problemsOf({ fit: 'y ~ x | g', estimator: 'negbin' })).toHaveLength(1);
  expect(problemsOf({ ...keys, weights: 'w' })).toHaveLength(1);
});
