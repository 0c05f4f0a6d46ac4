/** Expressions of which a do-file itself knows the value: arithmetic, and comparisons of numbers and texts. */
import { parseExpression } from '../../base/expression/parser.ts';
import type { Expression } from '../../base/expression/tree.ts';

/** The value as Stata would print it; undefined where it is not known. */
export function constantOf(text: string): string | undefined {
  const plain = text.trim();
  const [, quoted] = /^"([^"]*)"$/.exec(plain) ?? [];
  if (quoted !== undefined) return quoted;
  const ours = plain
    .replace(/~=/g, '!=')
    .replace(/&/g, ' and ')
    .replace(/\|/g, ' or ')
    .replace(/!(?!=)/g, ' not ');
  const found = parseExpression(ours);
  const value = found.ok ? evaluated(found.ast) : undefined;
  return value === undefined ? undefined : String(value);
}

type Known = number | string;

function evaluated(node: Expression): Known | undefined {
  if (node.is === 'number') return node.value;
  if (node.is === 'string') return node.value;
  if (node.is === 'unary') {
    const of = evaluated(node.of);
    if (typeof of !== 'number') return undefined;
    return node.op === 'not' ? Number(of === 0) : -of;
  }
  if (node.is === 'call' && node.name === 'cond' && node.args.length === 3) {
    const condition = evaluated(node.args[0]!);
    return condition === undefined ? undefined : evaluated(node.args[condition === 0 ? 2 : 1]!);
  }
  if (node.is !== 'binary') return undefined;
  const [a, b] = [evaluated(node.left), evaluated(node.right)];
  if (a === undefined || b === undefined) return undefined;
  if (node.op === '==') return Number(a === b);
  if (node.op === '!=') return Number(a !== b);
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  const value = arithmetic[node.op]?.(a, b);
  return value === undefined || !Number.isFinite(value) ? undefined : value;
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  and: (a, b) => Number(a !== 0 && b !== 0),
  or: (a, b) => Number(a !== 0 || b !== 0),
};
