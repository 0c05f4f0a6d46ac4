/** Conditions and values of Stata, in which a missing value is larger than any number, are the same in the pipeline's language. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateExpression } from '../../src/base/expression/evaluate.ts';
import { parseExpression } from '../../src/base/expression/parser.ts';
import { expressionOf, type Node } from '../../src/import/stata/expression.ts';
import { conditionWording, truthWording, valueWording } from '../../src/import/stata/wording.ts';

const scope = { name: (variable: string) => variable, present: new Set<string>(), sample: () => 'used' };
const read = (text: string): string => valueWording(expressionOf(text), scope);
const chosen = (text: string): string => conditionWording(expressionOf(text), scope);

describe('expressions', () => {
  it.each([
    ['ln(x + 1)', 'log(x + 1)'],
    ['x^2 - -y', '(x ^ 2) - (-y)'],
    ['max(a, b)', 'rowmax(a, b)'],
    ['cond(x == 1, 2, .)', 'if(not missing(x) and x == 1, 2, missing())'],
    ['l.x - l2.y', 'L.x - L2.y'],
    ['cond(e(sample) == 1, 1, 0)', 'if(used, 1, 0)'],
    ['!e(sample)', 'not (used)'],
    ['.5*x', '0.5 * x'],
    ['x == .', 'missing(x)'],
    ['name == "a"', 'not missing(name) and name == "a"'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    ['x > 5', '(missing(x) or x > 5)'],
    ['x < 5', 'x < 5'],
    ['x > 5 & x < .', 'x > 5 and not missing(x)'],
    ['x > 5 & !missing(x)', 'x > 5 and not missing(x)'],
    ['inlist(x, 1, 2)', 'x in [1, 2]'],
    ['inrange(x, 1, 2) | y == 1', 'x >= 1 and x <= 2 or y == 1'],
    ['!(x == 1)', '(missing(x) or x != 1)'],
    ['region == "East"', 'region == "East"'],
    ['region != ""', 'not missing(region)'],
    ['!mi(x, y)', '(not missing(x) and not missing(y))'],
  ])('the condition %s', (text, expected) => {
    expect(chosen(text)).toBe(expected);
  });

  it.each(['round(x)', 'runiform()', 'substr(s, 1, 2)', '_b[x]', 'x[_n-1]', 'x > .', 'x +', '(x'])(
    '%s is refused',
    (text) => {
      expect(() => read(text)).toThrow();
    },
  );
});

/** Values as Stata orders them: Infinity is missing. */
type Row = Readonly<Record<string, number>>;

/** An evaluator of its own. */
function inStata(node: Node, row: Row): number {
  switch (node.is) {
    case 'number':
      return node.value;
    case 'missing':
      return Number.POSITIVE_INFINITY;
    case 'name':
      return row[node.name]!;
    case 'unary':
      return node.op === '!' ? Number(inStata(node.of, row) === 0) : negative(inStata(node.of, row));
    case 'binary': {
      const [a, b] = [inStata(node.left, row), inStata(node.right, row)];
      return operators[node.op]!(a, b);
    }
    case 'call':
      return node.name === 'missing'
        ? Number(node.args.some((each) => inStata(each, row) === Number.POSITIVE_INFINITY))
        : Number(node.args.slice(1).some((each) => inStata(each, row) === inStata(node.args[0]!, row)));
    default:
      throw new Error(node.is);
  }
}

const present = (value: number): number => (Number.isFinite(value) ? value : Number.POSITIVE_INFINITY);
const negative = (value: number): number => (Number.isFinite(value) ? -value : value);
const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '&': (a, b) => Number(a !== 0 && b !== 0),
  '|': (a, b) => Number(a !== 0 || b !== 0),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '+': (a, b) => present(a + b),
  '*': (a, b) => (Number.isFinite(a) && Number.isFinite(b) ? a * b : Number.POSITIVE_INFINITY),
};

const levels = [0, 1, 2, Number.POSITIVE_INFINITY];
const rows: readonly Row[] = levels.flatMap((a) => levels.flatMap((b) => levels.map((c) => ({ a, b, c }))));
const column = (name: string): Float64Array =>
  Float64Array.from(rows, (row) => (Number.isFinite(row[name]) ? row[name]! : Number.NaN));

/** The values of a text of the pipeline in all rows, NaN where one is missing. */
function here(text: string): Float64Array {
  const found = parseExpression(text);
  if (!found.ok) throw new Error(`not read: ${text}`);
  const { value } = evaluateExpression(found.ast, {
    nrows: rows.length,
    has: () => true,
    type: () => 'number',
    numbers: column,
    codes: () => ({ codes: new Int32Array(), levels: [] }),
  });
  if (value.type === 'text') throw new Error('texts');
  return value.values;
}

const { text } = fc.letrec<{ text: string; number: string; sum: string }>((tie) => ({
  number: fc.constantFrom('a', 'b', 'c', '0', '1', '2'),
  sum: fc.oneof(
    { weight: 4, arbitrary: tie('number') },
    fc.tuple(tie('number'), fc.constantFrom('+', '*'), tie('number')).map(([x, op, y]) => `(${x} ${op} ${y})`),
  ),
  text: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(tie('sum'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('sum')).map((parts) => parts.join(' ')),
    fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('== .', '!= .', '< .', '>= .'))
      .map((parts) => parts.join(' ')),
    fc.constantFrom('missing(a)', '!missing(b)', 'missing(a, c)', 'inlist(a, 1, 2)', '!inlist(b, 0)', 'a', 'c'),
    fc.tuple(tie('text'), fc.constantFrom('&', '|'), tie('text')).map(([x, op, y]) => `(${x}) ${op} (${y})`),
    tie('text').map((inner) => `!(${inner})`),
  ),
}));

describe('a condition over values that may be missing', () => {
  it('chooses the rows that Stata does', () => {
    fc.assert(
      fc.property(text, (written) => {
        const node = expressionOf(written);
        const own = here(conditionWording(node, scope));
        for (const [i, row] of rows.entries())
          expect({ written, row, is: own[i] === 1 || (own[i] !== 0 && !Number.isNaN(own[i])) }).toEqual({
            written,
            row,
            is: inStata(node, row) !== 0,
          });
      }),
      { numRuns: Number(process.env.PAPERMAKE_FUZZ ?? 200) },
    );
  });

  it('as a value is 1 or 0 where Stata has these, and never missing', () => {
    fc.assert(
      fc.property(text, (written) => {
        const node = expressionOf(written);
        const own = here(truthWording(node, scope));
        for (const [i, row] of rows.entries())
          expect({ written, row, value: own[i] }).toEqual({ written, row, value: Number(inStata(node, row) !== 0) });
      }),
      { numRuns: Number(process.env.PAPERMAKE_FUZZ ?? 200) },
    );
  });
});
