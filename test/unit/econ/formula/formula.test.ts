import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printTerm } from '../../../../src/econ/formula/factor.ts';
import { parseFormula, parseTerm } from '../../../../src/econ/formula/formula.ts';

const sets = {
  controls: ['Education', 'Patent', 'DigEco'],
  all: ['NQP', '$controls'],
  loop: ['$loop'],
  bad: ['a +'],
  one: ['NQP'],
  wide: Array.from({ length: 3000 }, (_, i) => `v${i}`),
  lags: ['L.x', 'log(z)'],
};

function formula(text: string) {
  const parsed = parseFormula(text, sets);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problems[0].message}`);
  return parsed.formula;
}
const terms = (text: string): string[][] => formula(text).equations.map((e) => [...e.terms]);
const problems = (text: string) => {
  const parsed = parseFormula(text, sets);
  return parsed.ok ? [] : parsed.problems;
};

describe('terms', () => {
  it.each([
    ['y ~ a*b', [['a', 'b', 'a:b']]],
    ['y ~ a:b + b:a', [['a:b']]],
    ['y ~ x + x', [['x']]],
    ['y ~ x:x + x^2:x + x^1', [['x^2', 'x^3', 'x']]],
    ['y ~ (a + b):c', [['a:c', 'b:c']]],
    ['y ~ (a + b)*c', [['a', 'b', 'c', 'a:c', 'b:c']]],
    ['y ~ (a + b)^1', [['a', 'b']]],
    ['y ~ (a + b)^2', [['a', 'b', 'a:b']]],
    ['y ~ (a + b)^9', [['a', 'b', 'a:b']]],
    ['y ~ (a + b + c)^2', [['a', 'b', 'c', 'a:b', 'a:c', 'b:c']]],
    ['y ~ (a + b + c)^3', [['a', 'b', 'c', 'a:b', 'a:c', 'b:c', 'a:b:c']]],
    ['y ~ (a + b:c)^2', [['a', 'b:c', 'a:b:c']]],
    ['y ~ (a + a)^2', [['a']]],
    ['y ~ (a)^2 + (x^2)^2', [['a^2', 'x^4']]],
    ['y ~ (i(g) + L.x)^2', [['i(g)', 'L.x', 'i(g):L.x']]],
    ['y ~ ($controls)^2', [['Education', 'Patent', 'DigEco', 'Education:Patent', 'Education:DigEco', 'Patent:DigEco']]],
    ['y ~ $one^2', [['NQP^2']]],
    ['y ~ ($one)^2', [['NQP']]],
    ['y ~ (L(0/1).x)^2', [['x', 'L.x', 'x:L.x']]],
    ['y ~ log(a + b) + exp(a)^2', [['log(a + b)', 'exp(a)^2']]],
    ['y ~ $controls - Patent', [['Education', 'DigEco']]],
    ['y ~ (a + b + c)^2 - b:a - (c + b:c)', [['a', 'b', 'a:c']]],
    ['y ~ a - a + b - 1', [['b']]],
    ['y ~ x + z + csw0(a, b) - x', [['z'], ['z', 'a'], ['z', 'a', 'b']]],
    ['y ~ L.x + L1.x + L2.x + F.x + D.x + L.L.x + L.F.z', [['L.x', 'L2.x', 'F.x', 'D.x', 'z']]],
    ['y ~ D.L.x + L.D.x', [['L.D.x']]],
    ['y ~ L(0/2).x', [['x', 'L.x', 'L2.x']]],
    ['y ~ L(1, 4).(a + b)', [['L.a', 'L4.a', 'L.b', 'L4.b']]],
    ['y ~ log(x+1) + sqrt(x) + log(L.x) + L.log(x)', [['log(x + 1)', 'sqrt(x)', 'log(L.x)', 'L.log(x)']]],
    [
      'y ~ i(year) + i(year, ref=2012) + i(r, x, ref="Upper middle") + i(r, x)',
      [['i(year, ref=2012)', 'i(r, ref="Upper middle"):x']],
    ],
    [
      'y ~ i(r, ref=1) + i(r, ref=2) + i(r) + i(g):i(r):i(r, ref=2) - i(g):i(r) + i(g, ref=3)*x',
      [['i(r, ref=1)', 'i(r, ref=2)', 'i(g, ref=3)', 'x', 'i(g, ref=3):x']],
    ],
    ['y ~ $all', [['NQP', 'Education', 'Patent', 'DigEco']]],
    ['y ~ $lags:w', [['L.x:w', 'log(z):w']]],
    [
      'y ~ NQP + csw0($controls)',
      [['NQP'], ['NQP', 'Education'], ['NQP', 'Education', 'Patent'], ['NQP', 'Education', 'Patent', 'DigEco']],
    ],
    ['y ~ csw(a, b + c)', [['a'], ['a', 'b', 'c']]],
    [
      'y ~ sw(a, b) + z',
      [
        ['a', 'z'],
        ['b', 'z'],
      ],
    ],
    ['y ~ sw0(a, b)', [[], ['a'], ['b']]],
    [
      'y ~ x + mvsw(a, b:z, c + d)',
      [
        ['x'],
        ['x', 'a'],
        ['x', 'b:z'],
        ['x', 'c', 'd'],
        ['x', 'a', 'b:z'],
        ['x', 'a', 'c', 'd'],
        ['x', 'b:z', 'c', 'd'],
        ['x', 'a', 'b:z', 'c', 'd'],
      ],
    ],
    ['y ~ mvsw($controls)', expect.objectContaining({ length: 8, 7: ['Education', 'Patent', 'DigEco'] })],
    [
      'y ~ sw(a, b) + sw(c, d)',
      [
        ['a', 'c'],
        ['a', 'd'],
        ['b', 'c'],
        ['b', 'd'],
      ],
    ],
    ['y ~ `a b` + `log`', [['`a b`', 'log']]],
    ['y ~ 1', [[]]],
  ])('%s', (text, expected) => {
    expect(terms(text)).toEqual(expected);
  });

  it('print and parse back to themselves', () => {
    const leaf = fc.constantFrom('x', '`a b`', 'L.x', 'F3.D2.z', 'log(x / 2)', 'L2.sqrt(z)', 'i(g)', 'i(g, ref=2)');
    const factor = fc
      .tuple(leaf, fc.integer({ min: 1, max: 4 }))
      .map(([f, n]) => (n === 1 || f.startsWith('i(') ? f : `${f}^${n}`));
    fc.assert(
      fc.property(fc.array(factor, { minLength: 1, maxLength: 3 }), (factors) => {
        const parsed = parseTerm(factors.join(':'));
        if (!parsed.ok) throw new Error(parsed.problems[0].message);
        const text = printTerm(parsed.term);
        const again = parseTerm(text);
        expect(again.ok && printTerm(again.term)).toBe(text);
      }),
    );
  });
});

describe('parts', () => {
  it('outcome, constant, effects, instruments', () => {
    expect(formula('D.log(y) ~ x | p + p^t').equations).toEqual([
      { outcome: 'D.log(y)', terms: ['x'], constant: true, absorb: ['p', 'p^t'], iv: null },
    ]);
    expect(formula('y ~ x - 1').equations[0]).toMatchObject({ constant: false, absorb: [] });
    expect(formula('y ~ 0 + x').equations[0].constant).toBe(false);
    expect(formula('y ~ -1 + x').equations[0].constant).toBe(false);
    expect(formula('y ~ x | p | e ~ L.e + z').equations[0].iv).toEqual({
      endogenous: ['e'],
      instruments: ['L.e', 'z'],
    });
    expect(formula('y ~ x | e ~ z').equations[0]).toMatchObject({
      absorb: [],
      iv: { endogenous: ['e'], instruments: ['z'] },
    });
    expect(formula('y ~ x | 0 | e ~ z').equations[0].absorb).toEqual([]);
    expect(formula('y ~ x | csw0(p, t)').equations.map((e) => e.absorb)).toEqual([[], ['p'], ['p', 't']]);
  });

  it('remembers where each column was named, and what for', () => {
    expect(formula('y ~ $lags + i(g) | p').references).toEqual([
      { name: 'y', start: 0, end: 1, use: 'number' },
      { name: 'x', start: 4, end: 9, use: 'number', set: 'lags' },
      { name: 'z', start: 4, end: 9, use: 'number', set: 'lags' },
      { name: 'g', start: 14, end: 15, use: 'levels' },
      { name: 'p', start: 19, end: 20, use: 'levels' },
    ]);
  });
});

describe('problems', () => {
  it.each([
    ['y ~ $contrls', 'unknown-set', 4, 12, 'did you mean `$controls`?'],
    ['y ~ $loop', 'set-cycle', 4, 9, undefined],
    ['y ~ $bad', 'unexpected-end', 4, 8, 'if YAML cut the text, quote it'],
    ['y ~ a + csw0($controls', 'unbalanced', 12, 13, 'check the parentheses; if YAML cut the text, quote it'],
    ['y ~ DigEco)', 'unbalanced', 10, 11, 'check the parentheses; if YAML cut the text, quote it'],
    ['y ~ log(x', 'unbalanced', 7, 8, 'check the parentheses; if YAML cut the text, quote it'],
    ['y ~ x +', 'unexpected-end', 6, 7, 'if YAML cut the text, quote it'],
    ['y x', 'foreign-form', 2, 3, 'write `y ~ x`'],
    ['y ~ a, b', 'unexpected-token', 5, 6, 'variables are joined by `+`'],
    ['y ~ a b', 'unexpected-token', 6, 7, 'variables are joined by `+`'],
    ['y ~ L.(a b)', 'unexpected-token', 9, 10, 'variables are joined by `+`'],
    ['y ~ i.year', 'unknown-operator', 4, 10, 'write `i(year)`'],
    ['y ~ gdp.pc', 'unknown-operator', 4, 10, 'a column whose name has dots is written in backticks: ``gdp.pc``'],
    ['y ~ seat.room.rear + x', 'unknown-operator', 4, 18, expect.stringContaining('``seat.room.rear``')],
    ['y ~ log(seat.room.rear)', 'unknown-operator', 8, 22, expect.stringContaining('``seat.room.rear``')],
    ['y ~ year(x)', 'unknown-function', 4, 8, 'derive a column of it, and use that'],
    ['y ~ I(x^2)', 'unknown-function', 4, 5, 'powers need no `I()`: write `x^2`'],
    ['y ~ lgo(x)', 'unknown-function', 4, 7, 'did you mean `log`?'],
    ['y ~ x - z', 'minus-term', 8, 9, 'a difference of two variables is a column of its own: `derive: {gap: x - z}`'],
    ['y ~ csw0(a, b) - b', 'minus-term', 17, 18, expect.stringContaining('derive')],
    ['y ~ a - csw(a, b)', 'nested-stepwise', 8, 11, undefined],
    ['y ~ -(a + b)', 'minus-term', 5, 6, expect.stringContaining('derive')],
    ['y ~ a*(a + b)', 'repeated-variable', 5, 6, expect.stringContaining('`a^2`')],
    ['y ~ $controls:Patent', 'repeated-variable', 13, 14, expect.stringContaining('`Patent^2`')],
    ['y ~ (a + a:b)^2', 'repeated-variable', 13, 14, expect.stringContaining('`a^2`')],
    ['y ~ $controls^2', 'bad-power', 4, 15, expect.stringContaining('`(a + b)^2`')],
    ['y ~ L(1/2).x^2', 'bad-power', 4, 14, expect.stringContaining('`(a + b)^2`')],
    ['y ~ (a:b)^2', 'bad-power', 4, 11, 'write `a^2:b^2`'],
    ['y ~ (a + b)^(c)', 'bad-exponent', 12, 13, undefined],
    ['y ~ a^b', 'bad-exponent', 6, 7, expect.stringContaining('`a:b`')],
    ['y ~ L.(a*b)', 'bad-lag', 6, 7, 'write `L.a:L.b`'],
    ['y ~ L.(a^2)', 'bad-lag', 6, 7, 'write `L.a^2`'],
    ['y ~ D.(a:b)', 'bad-lag', 6, 7, expect.stringContaining('derive')],
    ['y ~ i(a + b)', 'not-a-term', 8, 9, expect.stringContaining('`i(a) + i(b)`')],
    ['y ~ i(log(a))', 'not-a-term', 9, 10, expect.stringContaining('derive')],
    ['y ~ i(g, a + b)', 'not-a-term', 11, 12, expect.stringContaining('derive')],
    ['y ~ (a | b)', 'foreign-form', 4, 11, expect.stringContaining('`y ~ x | id`')],
    ['y ~ x | (a + b)^c', 'bad-effect', 8, 9, expect.stringContaining('`a^c + b^c`')],
    ['y ~ x | | d ~ z', 'bad-effect', 8, 9, expect.stringContaining('`y ~ x | endogenous ~ instruments`')],
    ['y ~ x - 1 | p', 'constant-absorbed', 6, 9, 'absorbed effects take the place of the constant; leave `- 1` out'],
    ['y^2 ~ x', 'bad-outcome', 0, 3, undefined],
    ['y ~ x^1.5', 'bad-exponent', 6, 9, undefined],
    ['y ~ x^0', 'bad-exponent', 6, 7, undefined],
    ['y ~ x^60:z:x^41', 'bad-exponent', 10, 11, undefined],
    ['y ~ (x^60)^2', 'bad-exponent', 10, 11, undefined],
    ['y ~ L.i(g)', 'bad-lag', 6, 7, expect.stringContaining('column of their own')],
    ['y ~ x | f[[z]]', 'varying-slopes', 9, 10, expect.stringContaining('`i(f):t`')],
    ['y ~ csw(a, b):c', 'unexpected-token', 13, 14, undefined],
    ['y ~ c:csw(a, b)', 'nested-stepwise', 6, 9, undefined],
    ['y ~ x | p | t', 'unexpected-token', 12, 13, undefined],
  ])('%s', (text, code, start, end, hint) => {
    const [first] = problems(text);
    expect(first).toMatchObject({ code, start, end });
    expect(first!.hint).toEqual(hint);
  });

  it('tells all unknown sets at once', () => {
    expect(problems('y ~ $u + $v + $controls').map((p) => p.message)).toEqual(['unknown set `$u`', 'unknown set `$v`']);
  });

  it('refuses too many models and deep nesting', () => {
    const many = (n: number): string => Array(n).fill('sw(a, b)').join(' + ');
    expect(formula(`y ~ ${many(12)}`).equations).toHaveLength(4096);
    expect(problems(`y ~ ${many(13)}`)[0]!.code).toBe('too-many-models');
    expect(problems(`y ~ ${many(12)} | sw(p, t)`)[0]!.code).toBe('too-many-models');
    const letters = [...'abcdefghijklm'];
    expect(formula(`y ~ mvsw(${letters.slice(1)})`).equations).toHaveLength(4096);
    expect(problems(`y ~ mvsw(${letters})`)).toMatchObject([
      { code: 'too-many-models', message: 'the formula gives 8192 models, more than 4096', start: 4, end: 8 },
    ]);
    expect(problems(`y ~ mvsw(${Array.from({ length: 70 }, (_, i) => `v${i}`)})`)[0]!.code).toBe('too-many-models');
    expect(problems('y ~ ($wide)^2')[0]).toMatchObject({ code: 'too-many-terms', start: 11, end: 12 });
    expect(problems('y ~ ($wide)^9')[0]!.code).toBe('too-many-terms');
    expect(problems('y ~ ($wide)*($wide)')[0]!.code).toBe('too-many-terms');
    expect(problems(`y ~ ${'('.repeat(300)}x${')'.repeat(300)}`)[0]!.code).toBe('too-deep');
    expect(problems(`y ~ ${'L.'.repeat(400)}x`)[0]!.code).toBe('too-deep');
  });

  it('never throws on any text', () => {
    const piece = fc.constantFrom(
      'y',
      '~',
      '|',
      '+',
      '-',
      ':',
      '*',
      '^',
      '(',
      ')',
      '$controls',
      '$',
      'L.',
      'i(',
      'csw0(',
      'mvsw(',
      ',',
      'log(',
      '1',
      '=',
      'ref',
      '[',
      '`a`',
      '.',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = `y ~ ${pieces.join('')}`;
        for (const { start, end } of problems(text)) expect(start >= 0 && end > start && end <= text.length).toBe(true);
      }),
      { numRuns: 1000, examples: [[['|', 'y', '|', 'y', '|', '(', '|']]] },
    );
  });
});
