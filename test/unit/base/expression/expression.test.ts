import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCondition, checkExpression, type Scope, type ValueType } from '../../../../src/base/expression/check.ts';
import { evaluateCondition, evaluateExpression } from '../../../../src/base/expression/evaluate.ts';
import { parseExpression } from '../../../../src/base/expression/parser.ts';
import { printExpression } from '../../../../src/base/expression/print.ts';
import { children, type Expression, freeVariables } from '../../../../src/base/expression/tree.ts';
import { dataOf } from '../../../support/data.ts';

function ast(text: string): Expression {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problems[0].message}`);
  return parsed.ast;
}

const canonical = (text: string): string => printExpression(ast(text));

function problem(text: string) {
  const parsed = parseExpression(text);
  return parsed.ok ? undefined : parsed.problems[0];
}

describe('canonical text', () => {
  it.each([
    ['year!=2020', 'year != 2020'],
    ['((a))+(b*c)', 'a + b * c'],
    ['(a+b)*c', '(a + b) * c'],
    ['a-(b-c)', 'a - (b - c)'],
    ['(a-b)-c', 'a - b - c'],
    ['a/(b/c)', 'a / (b / c)'],
    ['-x^2', '-x^2'],
    ['(-x)^2', '(-x)^2'],
    ['(-2)^2', '(-2)^2'],
    ['2^3^2', '2^3^2'],
    ['(2^3)^2', '(2^3)^2'],
    ['2^-1', '2^(-1)'],
    ['x*.5', 'x * 0.5'],
    ['1e3', '1000'],
    ['not (a==1)', 'not a == 1'],
    ['not (a and b)', 'not (a and b)'],
    ['(a or b) and c', '(a or b) and c'],
    ['a or (b and c)', 'a or b and c'],
    ['p not  in [\'x\',"y"]', 'p not in ["x", "y"]'],
    ['t in [-1,2]', 't in [-1, 2]'],
    ['`my col`+`and`', '`my col` + `and`'],
    ['`plain`', 'plain'],
    ['a.b["c"]', 'a.b.c'],
    ['h["1"].x', 'h["1"].x'],
    ['h.1.x', 'h.1.x'],
    ['a.*.x>0', 'a.*.x > 0'],
    ['城乡>0', '城乡 > 0'],
    ['x in range(p.NQP)', 'x in range(p.NQP)'],
    [String.raw`a == "say \"hi\" \\ there"`, String.raw`a == "say \"hi\" \\ there"`],
  ])('%s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });
});

const name = fc.constantFrom('a', 'b', 'my col', 'in', 'x1', '城');
/** In the order in which they are printed, each once. */
const columns = fc
  .uniqueArray(name, { maxLength: 3 })
  .map((names) => names.sort().map((n) => ({ is: 'name', name: n })));

const tree = fc.letrec<{ node: Expression }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((value) => ({ is: 'number', value: value === 0 ? 0 : value })),
    fc.string().map((value) => ({ is: 'string', value })),
    name.map((n) => ({ is: 'name', name: n })),
    fc.record({
      is: fc.constant('path'),
      head: name,
      segments: fc.array(
        fc.oneof(
          fc.string().map((text) => ({ is: 'name', text })),
          fc.nat().map((number) => ({ is: 'position', number })),
          fc.constant({ is: 'any' }),
        ),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    // The parser makes a minus before a number the negative number, so that no other tree stands for it.
    fc
      .record({ is: fc.constant('unary'), op: fc.constantFrom('-', 'not'), of: tie('node') })
      .map((node) => (node.op === '-' && node.of.is === 'number' ? node.of : node)),
    fc.record({
      is: fc.constant('binary'),
      op: fc.constantFrom('+', '-', '*', '/', '^', '==', '!=', '<', '>=', 'and', 'or'),
      left: tie('node'),
      right: tie('node'),
    }),
    fc.record({
      is: fc.constant('in'),
      negated: fc.boolean(),
      of: tie('node'),
      within: fc.array(
        fc.oneof(
          fc.nat().map((value) => ({ is: 'number', value })),
          fc.string().map((value) => ({ is: 'string', value })),
        ),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    fc.record({
      is: fc.constant('call'),
      name: fc.constantFrom('log', 'missing', 'standardize'),
      args: fc.tuple(tie('node')),
      named: fc.constant([]),
    }),
    fc.record({
      is: fc.constant('call'),
      name: fc.constantFrom('mean', 'sum', 'count'),
      args: fc.tuple(tie('node')),
      named: fc.tuple(
        fc.record({ name: fc.constant('by'), value: fc.record({ is: fc.constant('names'), names: columns }) }),
        fc.record({
          name: fc.constant('leave_out'),
          value: fc.record({ is: fc.constant('flag'), value: fc.boolean() }),
        }),
      ),
    }),
  ) as unknown as fc.Arbitrary<Expression>,
})).node;

/** Without places. */
function shape(node: Expression): unknown {
  const { start: _start, end: _end, ...rest } = node as Expression & { start?: number; end?: number };
  const own = Object.fromEntries(
    Object.entries(rest).filter(([key]) => !['of', 'left', 'right', 'within', 'args', 'named'].includes(key)),
  );
  const named = node.is === 'call' ? node.named.map(({ name, value }) => ({ name, ...value, names: undefined })) : [];
  return { ...own, named, children: children(node).map(shape) };
}

describe('printing and parsing', () => {
  it('are inverse', { tags: 'slow' }, () => {
    fc.assert(
      fc.property(tree, (node) => {
        const text = printExpression(node);
        const again = ast(text);
        expect(shape(again)).toEqual(shape(node));
        expect(printExpression(again)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('never throw on any text', () => {
    const piece = fc.constantFrom(
      'a',
      '(',
      ')',
      '[',
      ']',
      'and',
      'not',
      'in',
      '"',
      '`',
      '.',
      '*',
      '^',
      '-',
      '1',
      '1e',
      ',',
      '==',
      'log',
      '$',
      '，',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.string(), (pieces, tail) => {
        const text = pieces.join('') + tail;
        const parsed = parseExpression(text);
        if (parsed.ok) return;
        for (const { start, end } of parsed.problems)
          expect(start >= 0 && end > start && (text.trim() === '' || end <= text.length)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what other programs and keyboards write', () => {
  it.each([
    ['mean(x)', 'mean(x)', 'it is written `mean(x, by=[g])`; `by=[]` is the whole column'],
    ['min(x)', 'min(x)', 'the min of a column is `min(x, by=[g])`, `by=[]` for the whole column'],
    ['log(x = 1)', '=', 'write `==` to compare'],
    ['ifelse(a > 1, 1, 0)', 'ifelse', 'write `if(condition, a, b)`'],
    ['inlist(a, 1, 2)', 'inlist', 'write `x in [1, 2]`'],
    ['lag(x, 1)', 'lag(x, 1)', expect.stringContaining('`L.x`')],
    ['x[_n-1]', '_n', 'the row before is `lag(x, by=[g], order=[t])`, the period before `L.x`'],
    ['strpos(x, "a")', 'strpos', expect.stringContaining('`matches(x, "text")`')],
    ['usubstr(x, 1, 2)', 'usubstr', expect.stringContaining('`substr(x, 1, 4)`')],
    ['egen mean(x)', 'mean', expect.stringContaining('`mean(x, by=[g])`')],
    ['if(x > 99, ., x)', '.', 'write `missing()` for no value, `missing(x)` to ask for one'],
    ['lgo(x)', 'lgo', 'did you mean `log`?'],
    ['constructor(x)', 'constructor', expect.stringContaining('functions are')],
    ['a ＞ 1', '＞', 'write `>`: `＞` is another character'],
    ['a ≥ 1', '≥', 'write `>=`: `≥` is another character'],
    ['a in ［1］', '［', 'write `[`: `［` is another character'],
    ['b == “x”', '“', 'write `"`: `“` is another character'],
    ['a && b', '&&', 'write `and`'],
  ])('%s', (text, at, hint) => {
    const { start, end, hint: told } = problem(text)!;
    expect(text.slice(start, end)).toBe(at);
    expect(told).toEqual(hint);
  });

  it('names that differ by case or width, and by nothing else where they are short', () => {
    const of = (text: string) => {
      const scope: Scope = {
        type: (name) => (['x', 'y', 'gdp'].includes(name) ? 'number' : undefined),
        names: ['x', 'y', 'gdp'],
        of: 'panel',
      };
      return checkExpression(ast(text), scope).problems[0]?.hint;
    };
    expect(of('Y + 1')).toBe('did you mean `y`? (capital letters count; panel has 3 columns)');
    expect(of('ｙ + 1')).toBe('did you mean `y`? (panel has 3 columns)');
    expect(of('GDP + 1')).toBe('did you mean `gdp`? (capital letters count; panel has 3 columns)');
    expect(of('q + 1')).toBe('panel has 3 columns: `x`, `y`, `gdp`');
    expect(of('gpd + 1')).toBe('did you mean `gdp`? (panel has 3 columns)');
  });
});

describe('problems of syntax', () => {
  it.each([
    ['a = 1', 'unexpected-character', 2, 3],
    ['a && b', 'unexpected-character', 2, 4],
    ['a ** b', 'unexpected-character', 2, 4],
    ['(a', 'unbalanced', 0, 1],
    ['a)', 'unbalanced', 1, 2],
    ['log(a', 'unbalanced', 3, 4],
    ['lgo(a)', 'unknown-function', 0, 3],
    ['log(a, b)', 'argument-count', 0, 9],
    ['2x', 'bad-number', 0, 2],
    ['1e999', 'bad-number', 0, 5],
    ['a < b < c', 'chained-comparison', 6, 7],
    ['a in [b]', 'not-a-literal', 6, 7],
    ['a in ("x", "y")', 'unexpected-token', 5, 6],
    ['a in []', 'empty-list', 5, 7],
    ['a in b', 'unexpected-token', 5, 6],
    ['"abc', 'unclosed-string', 0, 4],
    ['a +', 'unexpected-end', 2, 3],
    ['', 'unexpected-end', 0, 1],
    ['a b', 'unexpected-token', 2, 3],
  ])('%s', (text, code, start, end) => {
    expect(problem(text)).toMatchObject({ code, start, end });
  });

  it('hints', () => {
    expect(problem('lgo(a)')!.hint).toBe('did you mean `log`?');
    expect(problem('a = 1')!.hint).toBe('write `==` to compare');
    expect(problem('(a')!.hint).toContain('quote it');
  });

  it('refuses depth and length rather than overflow the stack', () => {
    expect(problem(`${'('.repeat(250)}a${')'.repeat(250)}`)!.code).toBe('too-deep');
    expect(problem(`${'-'.repeat(19_000)}a`)!.code).toBe('too-deep');
    expect(problem(Array(2000).fill('a').join('+'))!.code).toBe('too-deep');
    expect(problem('a'.repeat(20_001))!.code).toBe('text-too-long');
    expect(canonical(Array(900).fill('a').join(' + ')).length).toBeGreaterThan(900);
  });
});

describe('variables', () => {
  it('are found once, in order, paths and functions left out', () => {
    expect(freeVariables(ast('b + log(a) * b + r.x + if(c > 1, 2, d)'))).toEqual(['b', 'a', 'c', 'd']);
  });
});

const types: Record<string, ValueType | null> = { x: 'number', t: 'text', d: 'date', b: 'boolean', u: null };
const scope: Scope = { type: (n) => types[n], names: Object.keys(types), of: 'panel' };
const codes = (text: string): string[] => checkExpression(ast(text), scope).problems.map((p) => p.code);

describe('types', () => {
  it.each([
    ['x + t', ['text-in-arithmetic']],
    ['log(t)', ['text-in-arithmetic']],
    ['x == t', ['type-mismatch']],
    ['x == "a"', ['type-mismatch']],
    ['t in ["a", 1]', ['type-mismatch']],
    ['t < "b"', ['text-order']],
    ['d >= "2015-01-01"', []],
    ['d >= "2015-02-30"', ['type-mismatch']],
    ['d == 2015', ['type-mismatch']],
    ['x and b', ['not-a-condition']],
    ['not x', ['not-a-condition']],
    ['(x > 1) * x', []],
    ['if(x > 1, x, t)', ['type-mismatch']],
    ['u + 1 == t', ['type-mismatch']],
    ['u == t', []],
    ['missing(t) or missing(x)', []],
    ['y + z', ['unknown-variable', 'unknown-variable']],
    ['a.b > 1', ['path-in-rows']],
    ['any(x > 1)', ['function-over-results']],
  ])('%s', (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it('a sample must be a condition', () => {
    expect(checkCondition(ast('x'), scope)).toMatchObject([
      { code: 'not-a-condition', hint: 'write `x == 1` or `x != 0`' },
    ]);
    expect(checkCondition(ast('x > 1'), scope)).toEqual([]);
  });

  it('an unknown variable is met with a suggestion', () => {
    const long: Scope = { type: () => undefined, names: ['Education', 'Patent'], of: 'panel' };
    expect(checkExpression(ast('1 + Edcation'), long).problems).toEqual([
      {
        code: 'unknown-variable',
        message: 'unknown variable `Edcation`',
        start: 4,
        end: 12,
        hint: 'did you mean `Education`? (panel has 2 columns)',
      },
    ]);
  });
});

const data = dataOf({ x: [1, 2, null, 4], y: [0, -1, 3, null], s: ['a', 'b', null, 'a'], r: ['a', 'a', 'b', 'c'] });
const numbers = (text: string): (number | null)[] => {
  const { value } = evaluateExpression(ast(text), data);
  if (value.type === 'text') return Array.from(value.codes);
  return Array.from(value.values, (v) => (Number.isNaN(v) ? null : v));
};

describe('evaluation', () => {
  it.each<[string, (number | null)[]]>([
    ['x + 2 * y', [1, 0, null, null]],
    ['x^2 - 1', [0, 3, null, 15]],
    ['-x^2', [-1, -4, null, -16]],
    ['4^0.5 + 0 * x', [2, 2, null, 2]],
    ['min(x, y)', [0, -1, null, null]],
    ['max(x, 2, 3)', [3, 3, null, 4]],
    ['abs(y)', [0, 1, 3, null]],
    ['x > 1', [0, 1, null, 1]],
    ['x == 1 or y == 3', [1, 0, 1, null]],
    ['x == 1 and y == 0', [1, 0, 0, 0]],
    ['not x == 1', [0, 1, null, 1]],
    ['missing(x)', [0, 0, 1, 0]],
    ['missing(s)', [0, 0, 1, 0]],
    ['s == "a"', [1, 0, null, 1]],
    ['s == r', [1, 0, null, 0]],
    ['s in ["a", "b"]', [1, 1, null, 1]],
    ['s not in ["a"]', [0, 1, null, 0]],
    ['x in [1, 4]', [1, 0, null, 1]],
    ['if(x > 1, x, y)', [0, 2, null, 4]],
    ['(x > 1) * 10', [0, 10, null, 10]],
    ['1 / y', [null, -1, 1 / 3, null]],
    ['log(y)', [null, null, Math.log(3), null]],
  ])('%s', (text, expected) => {
    expect(numbers(text)).toEqual(expected);
  });

  it('text chosen by a condition', () => {
    const { value } = evaluateExpression(ast('if(x > 1, r, "none")'), data);
    if (value.type !== 'text') throw new Error('not text');
    expect(Array.from(value.codes, (c) => value.levels[c] ?? null)).toEqual(['none', 'a', null, 'c']);
  });

  it('follows Kleene in every case', () => {
    const [t, f, m] = [1, 0, null];
    const all = [t, f, m].flatMap((a) => [t, f, m].map((b) => [a, b] as const));
    const table = dataOf({ a: all.map(([a]) => a), b: all.map(([, b]) => b) });
    const read = (text: string) =>
      Array.from(evaluateCondition(ast(text), table).values, (v) => (Number.isNaN(v) ? m : v));
    expect(read('a == 1 and b == 1')).toEqual([t, f, m, f, f, f, m, f, m]);
    expect(read('a == 1 or b == 1')).toEqual([t, t, t, t, f, m, t, m, m]);
  });

  it('notes where a function is not defined, not where its argument is missing', () => {
    expect(evaluateExpression(ast('log(y) + 1 / y'), data).notes).toEqual([
      { is: 'undefined', text: 'log(y)', count: 2 },
      { is: 'undefined', text: '1 / y', count: 1 },
    ]);
    expect(numbers('exp(1000 * x)')).toEqual([null, null, null, null]);
  });

  it('notes a text that no row holds', () => {
    const towns = dataOf({ town: ['Beijing', 'Tianjin'] });
    expect(evaluateCondition(ast('town not in ["Bejing", "Tianjin"]'), towns).notes).toEqual([
      { is: 'unmatched', literal: 'Bejing', variable: 'town', near: 'Beijing' },
    ]);
  });

  it('refuses what does not type', () => {
    expect(() => evaluateExpression(ast('x + s'), data)).toThrow('expected a number, got text `s`');
    expect(() => evaluateCondition(ast('x'), data)).toThrow('expected a condition');
    expect(() => evaluateExpression(ast('q'), data)).toThrow('unknown variable `q`');
  });
});
