import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../../src/base/expression/parser.ts';
import { checkClaim } from '../../../src/check/claim-check.ts';
import { brokenText, evaluateClaim } from '../../../src/check/claim-evaluate.ts';
import { type ClaimSeries, valueFrom } from '../../../src/check/claim-values.ts';

type Given = number | string | { readonly why: string };

const one = (label: string, value: Given) => ({
  label,
  value: typeof value === 'object' ? ({ is: 'undefined', why: value.why } as const) : valueFrom(value),
});
const single = (label: string, value: Given): ClaimSeries => ({ many: false, items: [one(label, value)] });
const many = (values: Readonly<Record<string, Given>>): ClaimSeries => ({
  many: true,
  items: Object.entries(values).map(([label, value]) => one(label, value)),
});

const results: Readonly<Record<string, ClaimSeries>> = {
  'a.*.x': many({ 'a.1.x': 2, 'a.2.x': 3, 'a.3.x': -1 }),
  'a.*.x.p': many({ 'a.1.x.p': 0.001, 'a.2.x.p': 0.0123, 'a.3.x.p': 0.2 }),
  'a.*.f': many({ 'a.1.f': 12, 'a.2.f': { why: 'exactly identified' } }),
  'a.1.x': single('a.1.x', 2),
  'a.1.f': single('a.1.f', { why: 'exactly identified' }),
  'a.1.shape': single('a.1.shape', 'inverse U'),
  'a.1.near': single('a.1.near', 0.01000000001),
  'd.x': many({ 'd.x[1]': 0, 'd.x[2]': 5, 'd.x[3]': 1.5 }),
};

function judge(text: string) {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(`${text} does not parse`);
  const { holds, broken } = evaluateClaim(parsed.ast, (path) => {
    const found = results[path];
    if (!found) throw new Error(`no ${path}`);
    return found;
  });
  return { holds, broken: broken.map(brokenText) };
}

describe('claims hold', () => {
  it.each([
    'a.1.x == 2',
    'a.1.x > 1 and not a.1.x > 3',
    'any(a.*.x < 0) and not all(a.*.x > 0)',
    'count(a.*.x > 0) == 2 and count(a.*.x) == 3 and count(d.x) == 3',
    'a.1.x in range(d.x) and 6 not in range(d.x)',
    'all(a.*.x in range(d.x)) or a.1.x in [1, 2]',
    'a.1.x not in [1, 3]',
    'abs(-a.1.x) ^ 2 / 2 + max(1, a.1.x) - 4 == 0',
    'log(exp(a.1.x)) >= sqrt(4)',
    'a.1.shape == "inverse U" and a.1.shape != "U"',
    'missing(a.1.f) and not missing(a.1.x)',
    'if(missing(a.1.f), a.1.x, 0) == 2',
    // A known truth decides, whatever is undefined beside it.
    'a.1.x == 2 or a.1.f > 10',
    'any(a.*.f > 10)',
    'all(a.*.x > a.*.x.p or a.*.x < 0)',
  ])('%s', (text) => {
    expect(judge(text)).toEqual({ holds: true, broken: [] });
  });
});

describe('a false claim names the numbers that broke it', () => {
  it.each([
    ['all(a.*.x.p < 0.01)', ['a.2.x.p = 0.0123, expected < 0.01', 'a.3.x.p = 0.2, expected < 0.01']],
    ['a.1.x < 1 and a.1.x > 5', ['a.1.x = 2, expected < 1', 'a.1.x = 2, expected > 5']],
    ['a.1.x < 1 and a.1.x > 0', ['a.1.x = 2, expected < 1']],
    ['0.01 > a.1.x', ['a.1.x = 2, expected < 0.01']],
    ['not a.1.x > 1', ['a.1.x = 2, expected not > 1']],
    [
      'not all(a.*.x < 9)',
      ['a.1.x = 2, expected not < 9', 'a.2.x = 3, expected not < 9', 'a.3.x = -1, expected not < 9'],
    ],
    ['any(a.*.x > 5)', ['a.1.x = 2, expected > 5', 'a.2.x = 3, expected > 5', 'a.3.x = -1, expected > 5']],
    ['a.1.x + 1 == 4', ['a.1.x + 1 (a.1.x = 2) = 3, expected == 4']],
    ['a.1.x not in range(d.x)', ['a.1.x = 2, expected not in [0, 5], the range of d.x']],
    ['all(a.*.x in range(d.x))', ['a.3.x = -1, expected in [0, 5], the range of d.x']],
    ['a.1.shape in ["U"]', ['a.1.shape = inverse U, expected in ["U"]']],
    ['count(a.*.x > 0) == 3', ['count(a.*.x > 0) = 2, expected == 3']],
    ['all(a.*.x > a.*.x.p)', ['a.3.x = -1, expected > a.3.x.p = 0.2']],
    ['a.1.x < 1 or a.1.x < 1', ['a.1.x = 2, expected < 1']],
    ['missing(a.1.x)', ['missing(a.1.x) = false, expected true']],
    // Rounded for reading, but not so that it looks like the bound.
    ['a.1.near <= 0.01', ['a.1.near = 0.01000000001, expected <= 0.01']],
  ])('%s', (text, broken) => {
    expect(judge(text)).toEqual({ holds: false, broken });
  });

  it('what hangs on an undefined number does not hold, nor does its contrary', () => {
    const broken = ['`a.1.f` is not defined: exactly identified'];
    expect(judge('a.1.f > 10')).toEqual({ holds: false, broken });
    expect(judge('not a.1.f > 10')).toEqual({ holds: false, broken });
    expect(judge('a.1.f in [1]')).toEqual({ holds: false, broken });
    expect(judge('all(a.*.f > 10)')).toEqual({ holds: false, broken: ['`a.2.f` is not defined: exactly identified'] });
    expect(judge('a.1.x / 0 > 1').holds).toBe(false);
  });

  it('different numbers of values do not compare', () => {
    expect(() => judge('all(a.*.x > a.*.f)')).toThrow('stands for 2 numbers');
    expect(() => judge('a.1.shape > 1')).toThrow('takes numbers');
    expect(() => judge('all(a.*.x)')).toThrow('expected a condition, got the number `2`');
    expect(() => judge('a.1.x or a.1.x > 1')).toThrow('expected a condition');
    expect(() => judge('if(a.1.x, a.1.x > 0, a.1.x < 0)')).toThrow('expected a condition');
  });
});

describe('what is wrong with a claim', () => {
  const nodes: Readonly<Record<string, readonly string[] | null>> = {
    'a.*.x': ['a.1', 'a.2'],
    'b.*.x': ['b.1', 'b.2'],
    'a.1.x': ['a.1'],
    'd.x': null,
  };
  const problems = (text: string): string[] => {
    const parsed = parseExpression(text);
    if (!parsed.ok) throw new Error(`${text} does not parse`);
    return checkClaim(parsed.ast, (path) => nodes[path]).map(
      ({ code, start, end }) => `${code}: ${text.slice(start, end)}`,
    );
  };

  it.each([
    ['all(a.*.x > 0) and a.1.x in range(d.x)', []],
    ['a.1.x', ['not-a-condition: a.1.x']],
    ['a.1.x + 1', ['not-a-condition: a.1.x + 1']],
    ['range(d.x)', ['not-a-condition: range(d.x)']],
    ['a.*.x > 0', ['many-values: a.*.x']],
    ['d.x > 0', ['many-values: d.x']],
    ['all(a.*.x)', []],
    ['all(a.*.x + 1)', ['not-a-condition: a.*.x + 1']],
    ['(a.1.x > 0) + 1 > 0', ['not-a-number: (a.1.x > 0)']],
    ['a.1.x and (a.1.x or 1)', ['not-a-condition: 1']],
    ['a.1.x > "U" and "a" == 1', ['text-order: a.1.x > "U"', 'type-mismatch: "a" == 1']],
    ['all(a.*.x > b.*.x)', ['uneven-paths: b.*.x']],
  ])('%s', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });
});
