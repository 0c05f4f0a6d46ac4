import { expect, it } from 'vitest';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

const data = dataOf({
  y: [1, 3, 2, 5, 4, 6],
  x: [1, 2, 3, 4, 5, 6],
  z: [2, 1, 4, 3, 6, 5],
  w: [1, 2, 2, 3, 5, 4],
  id: [1, 1, 1, 2, 2, 2],
  copies: [1, 2, 1, 1, 1, 2],
  exact: [2, 4, 6, 8, 10, 12],
});

function fitOf(fit: string, more: Record<string, unknown> = {}): Fit {
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null };
  const { specs } = compileColumn({ fit, ...more }, null, context);
  return estimate(specs[0]!, data);
}

it('are those of the likelihood of normal errors, as R has them for lm but for the variance that it counts too', () => {
  // logLik(lm(y ~ x)), and AIC and BIC less 2 and log(6)
  const { stats } = fitOf('y ~ x');
  expect(stats.ll).toBeCloseTo(-7.120714375, 8);
  expect(stats.aic).toBeCloseTo(18.24142875, 7);
  expect(stats.bic).toBeCloseTo(17.82494769, 7);
});

it('count a constant beside absorbed effects and none of their levels, as estat ic after xtreg', () => {
  const { stats } = fitOf('y ~ x | id');
  const ll = -3 * (Math.log(2 * Math.PI) + Math.log((stats.rss as number) / 6) + 1);
  expect(stats.ll).toBeCloseTo(ll, 12);
  expect(stats.aic).toBeCloseTo(-2 * ll + 4, 12);
  expect(stats.bic).toBeCloseTo(-2 * ll + 2 * Math.log(6), 12);
});

it('have the sum of frequency weights for N', () => {
  const { stats } = fitOf('y ~ x', { weights: { frequency: 'copies' } });
  expect(stats.bic as number).toBeCloseTo(-2 * (stats.ll as number) + 2 * Math.log(8), 12);
});

it('are those of a likelihood where there is one, and absent where there is none', () => {
  const { stats } = fitOf('y ~ x', { estimator: 'poisson' });
  expect(stats.aic).toBeCloseTo(-2 * (stats.ll as number) + 4, 12);
  expect(fitOf('y ~ 1 | x ~ z + w').stats).not.toHaveProperty('aic');
});

it('are not defined where the outcome is fitted without error', () => {
  const invalid = { invalid: 'the outcome is fitted without error' };
  expect(fitOf('exact ~ x').stats).toMatchObject({ ll: invalid, aic: invalid, bic: invalid });
});
