/** Rows of printed tables by the names of results. */
import { expect, it } from 'vitest';
import { fieldNamed, recordNamed, termNamed } from '../../../src/check/names.ts';
import { resultOfType } from '../../../steps/registry.ts';

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

it('names of fields and records are those of the kind whose results a table shows', () => {
  const vif = resultOfType('vif');
  expect(fieldNamed('1/VIF', vif)).toBe('tolerance');
  expect(fieldNamed('Mean', vif)).toBe('mean');
  expect(recordNamed('Mean VIF', {}, vif)).toBe('mean');
  expect(recordNamed('Mean VIF', { 'Mean VIF': 'x' }, vif)).toBe('x');
  const threshold = resultOfType('threshold');
  expect(fieldNamed('5%', threshold)).toBe('critical.5');
  expect(recordNamed('Double threshold', {}, threshold)).toBe('2');
  expect(fieldNamed('5%', resultOfType('describe'))).toBe('5%');
  expect(recordNamed('Mean VIF', {}, threshold)).toBe('Mean VIF');
  expect(fieldNamed('Models', resultOfType('multiverse'))).toBe('count');
});
