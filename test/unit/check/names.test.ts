/** Rows of printed tables by the names of results. */
import { expect, it } from 'vitest';
import { termNamed } from '../../../src/check/names.ts';

it.each([
  ['R2', 'r2'],
  ['R²', 'r2'],
  ['Within R2', 'r2Within'],
  ['Within R²', 'r2Within'],
  ['Observations', 'n'],
  ['N', 'n'],
  ['F of excluded instruments', 'f'],
  ['Adjusted within R²', 'r2AdjWithin'],
  ['Adjusted within R2 (xtreg)', 'r2Adj'],
  ['Human capital', 'HC'],
])('%s is %s', (printed, name) => {
  expect(termNamed(printed, { 'Human capital': 'HC' })).toBe(name);
});
