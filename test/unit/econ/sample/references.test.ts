/** The references that a formula names, under the names that estimates have. */
import { expect, it } from 'vitest';
import { referencesNamed } from '../../../../src/econ/sample/references.ts';

it('are found by the family of terms, wherever the formula names the base of a factor', () => {
  const terms = [
    ...['x', 'event(year - g, ref=[-5, -1], window=[-5, 5])', 'i(since, ref="-2")', 'i(year, ref=2010)'],
    ...['treated:i(year)', 'i(region, ref=East)', 'i(`my time`, ref="-1"):x^2', 'i(age)', '`my x`:i(year)'],
  ];
  expect(Object.fromEntries(referencesNamed({ terms }))).toEqual({
    x: [],
    'event(year - g)': [-5, -1],
    'i(since)': [-2],
    'i(year)': [2010],
    'treated:i(year)': [2010],
    'i(region)': [],
    'i(my time):x^2': [-1],
    'i(age)': [],
    'my x:i(year)': [2010],
  });
});
