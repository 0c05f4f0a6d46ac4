import { describe, expect, it } from 'vitest';
import { evaluateExpression } from '../../../../src/base/expression/evaluate.ts';
import { parseExpression } from '../../../../src/base/expression/parser.ts';
import { dataOf } from '../../../support/data.ts';

const rows = dataOf({ a: [1, null, null, -2], b: [4, 3, null, 0], c: [1, null, null, 5] });

function cells(text: string): readonly (number | null)[] {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.problems[0].message);
  const { value } = evaluateExpression(parsed.ast, rows);
  if (value.type === 'text') throw new Error('a text');
  return Array.from(value.values, (each) => (Number.isNaN(each) ? null : each));
}

describe('statistics across the arguments of a row', () => {
  it.each([
    ['rowtotal(a, b, c)', [6, 3, null, 3]],
    ['rowmean(a, b, c)', [2, 3, null, 1]],
    ['rowmin(a, b, c)', [1, 3, null, -2]],
    ['rowmax(a, b, c)', [4, 3, null, 5]],
    ['rownonmiss(a, b, c)', [3, 1, 0, 3]],
    ['rowtotal(a > 0, b > 0) + 1', [3, 2, null, 1]],
    // arithmetic is missing where one value is
    ['a + b + c', [6, null, null, 3]],
  ] as const)('%s', (text, expected) => expect(cells(text)).toEqual(expected));
});
