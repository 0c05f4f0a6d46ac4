import { expect, it } from 'vitest';
import type { Specification } from '../../../../src/econ/multiverse/specification.ts';
import { type Dimension, summaryOf } from '../../../../src/econ/multiverse/summary.ts';

const invalid = { invalid: 'collinear' };
const of = (estimate: number | null, pValue: number): Specification => ({
  confHigh: 0,
  confLow: 0,
  dfResid: 9,
  estimate: estimate ?? invalid,
  nclusters: null,
  nobs: 12,
  outcome: 'y',
  pValue: estimate === null ? invalid : pValue,
  statistic: 0,
  stdError: 1,
  term: 'x',
});

const control = (name: string, made: readonly number[]): Dimension => ({
  is: 'control',
  name,
  options: ['without', 'with'],
  made,
});
const dimensions = [control('a', [0, 1, 0, 1]), control('b', [0, 0, 1, 1])];

it('counts signs and significance, and finds the choice that turns the sign', () => {
  const found = [of(2, 0.01), of(-1, 0.2), of(3, 0.04), of(-2, 0.03)];
  const summary = summaryOf(found, dimensions);
  expect(summary).toMatchObject({
    count: 4,
    identified: 4,
    positive: 2,
    negative: 2,
    significant: 3,
    significantPositive: 2,
    significantNegative: 1,
    median: 0.5,
    min: -2,
    max: 3,
    sharePositive: 0.5,
    shareSignificant: 0.75,
  });
  expect(summary.flips).toEqual([
    { name: 'a', dimension: 0, pairs: 2, signs: 2, significance: 1, meanChange: 4 },
    { name: 'b', dimension: 1, pairs: 2, signs: 0, significance: 1, meanChange: 1 },
  ]);
  expect(summary.choices.map(({ name, sharePositive }) => [name, sharePositive])).toEqual([
    ['a = without', 1],
    ['a = with', 0],
    ['b = without', 0.5],
    ['b = with', 0.5],
  ]);
});

it('leaves out what has no estimate, and says so where none has', () => {
  const summary = summaryOf([of(2, 0.01), of(null, 0), of(4, 0.2), of(null, 0)], dimensions);
  expect(summary).toMatchObject({ count: 4, identified: 2, sharePositive: 1, shareSignificant: 0.5, median: 3 });
  expect(summary.flips.map(({ pairs }) => pairs)).toEqual([0, 1]);
  expect(summary.choices[1]).toMatchObject({ count: 2, median: { invalid: 'no specification has an estimate' } });
});
