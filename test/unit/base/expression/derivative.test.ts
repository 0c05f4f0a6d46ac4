import { expect, it } from 'vitest';
import { derivativeOf } from '../../../../src/base/expression/derivative.ts';
import { evaluateExpression } from '../../../../src/base/expression/evaluate.ts';
import { parseExpression } from '../../../../src/base/expression/parser.ts';
import type { Expression } from '../../../../src/base/expression/tree.ts';
import { dataOf } from '../../../support/data.ts';

const parsed = (text: string): Expression => {
  const result = parseExpression(text);
  if (!result.ok) throw new Error(text);
  return result.ast;
};
const byX = (text: string): Expression | undefined =>
  derivativeOf(parsed(text), (node) => node.is === 'name' && node.name === 'x');
const at = (node: Expression, x: number): number => {
  const { value } = evaluateExpression(node, dataOf({ x: [x], z: [0.7] }));
  return (value as { values: Float64Array }).values[0]!;
};

it.each([
  ...['x', '3', 'z', '-x', 'x + z - 2*x', 'x*z*x', 'x/z - z/x', 'x^3', 'x^-2', 'x^0.5', '2^x', 'x^x', 'z^(x + 1)'],
  ...['log(x)', 'exp(-x^2/2)', 'sqrt(1 + x)', 'log(x/(x + z))', 'exp(log(x)*z)', '(-x)^2', '1/(1 + exp(-x))'],
  ...['max(z, 1)*x', 'if(z > 0, 1, 2)*x', 'abs(z)^x'],
])('is what differences come to: %s', (text) => {
  const derivative = byX(text)!;
  for (const x of [0.4, 1.3, 2.6]) {
    const h = 1e-3;
    const f = (by: number): number => at(parsed(text), x + by * h);
    const expected = (8 * (f(1) - f(-1)) - (f(2) - f(-2))) / (12 * h);
    expect(Math.abs(at(derivative, x) - expected)).toBeLessThan(1e-8 * Math.max(1, Math.abs(expected)));
  }
});

it('has no logarithm where only the base of a power moves', () => {
  expect(at(byX('x^2')!, -3)).toBe(-6);
  expect(at(byX('x^2')!, 0)).toBe(0);
});

it.each(['max(x, 1)', 'abs(x)', 'if(x > 1, x, 1)', 'round(x)', 'x > 1', 'mod(x, 2)', 'log(min(x, z))', 'missing(x)'])(
  'is undefined of what jumps or bends: %s',
  (text) => expect(byX(text)).toBeUndefined(),
);
