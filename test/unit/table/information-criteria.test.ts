import { expect, it } from 'vitest';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import { informationCriterion } from '../../../src/table/information-criteria.ts';
import { dataOf } from '../../support/data.ts';
import { estimate } from '../../support/estimate.ts';

const data = dataOf({ y: [1, 3, 2, 5, 4, 6], x: [1, 2, 3, 4, 5, 6], z: [2, 1, 4, 3, 6, 5], w: [1, 2, 2, 3, 5, 4] });

function fitOf(fit: string, estimator?: string): Fit {
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null };
  const { specs } = compileColumn({ fit, ...(estimator === undefined ? {} : { estimator }) }, null, context);
  return estimate(specs[0]!, data);
}

it('are those of the likelihood of normal errors, as R has them for lm but for the variance that it counts too', () => {
  const fit = fitOf('y ~ x');
  // logLik(lm(y ~ x)) of these six rows, of which AIC() counts three parameters
  const rss = fit.stats.rss as number;
  const ll = (-6 / 2) * (Math.log(2 * Math.PI) + Math.log(rss / 6) + 1);
  expect(informationCriterion(fit, 'aic')).toBeCloseTo(-2 * ll + 4, 12);
  expect(informationCriterion(fit, 'bic')).toBeCloseTo(-2 * ll + 2 * Math.log(6), 12);
});

it('are those of a likelihood where there is one, and absent where there is none', () => {
  const poisson = fitOf('y ~ x', 'poisson');
  expect(informationCriterion(poisson, 'aic')).toBeCloseTo(-2 * (poisson.stats.ll as number) + 4, 12);
  expect(informationCriterion(fitOf('y ~ 1 | x ~ z + w'), 'aic')).toBeUndefined();
  expect(informationCriterion({ ...poisson, stats: { aic: 7 } }, 'aic')).toBe(7);
});

it('are not defined where the outcome is fitted without error', () => {
  const fit = fitOf('y ~ x');
  const exact = { ...fit, stats: { ...fit.stats, rss: 0 } };
  expect(informationCriterion(exact, 'bic')).toEqual({ invalid: 'the outcome is fitted without error' });
});
