import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendar } from '../../../../src/base/calendar.ts';
import { checkExpression, type ValueType } from '../../../../src/base/expression/check.ts';
import { evaluateExpression } from '../../../../src/base/expression/evaluate.ts';
import { parseExpression } from '../../../../src/base/expression/parser.ts';
import { printExpression } from '../../../../src/base/expression/print.ts';
import { compilePattern } from '../../../../src/base/expression/texts/pattern.ts';
import type { Column } from '../../../../src/frame/column.ts';
import { Frame } from '../../../../src/frame/frame.ts';
import { dataOf } from '../../../support/data.ts';

const rows = dataOf({
  name: ['Beijing City', '北京市', ' 𠮷野 家', 'Ünal-12', null],
  code: ['110000', '11-2000', 'x9', '', null],
  x: [1, 2.5, -3, null, 5],
});

function parsed(text: string) {
  const result = parseExpression(text);
  if (!result.ok) throw new Error(result.problems[0].message);
  return result.ast;
}

/** A cell for each row, `null` where it is missing. */
function cells(
  text: string,
  data: Parameters<typeof evaluateExpression>[1] = rows,
): readonly (string | number | null)[] {
  const { value } = evaluateExpression(parsed(text), data);
  if (value.type === 'text') return Array.from(value.codes, (code) => (code < 0 ? null : value.levels[code]!));
  return Array.from(value.values, (each) => (Number.isNaN(each) ? null : each));
}

describe('functions of texts', () => {
  it.each([
    ['length(name)', [12, 3, 5, 7, null]],
    ['upper(name)', ['BEIJING CITY', '北京市', ' 𠮷野 家', 'ÜNAL-12', null]],
    ['lower(name)', ['beijing city', '北京市', ' 𠮷野 家', 'ünal-12', null]],
    ['trim(name)', ['Beijing City', '北京市', '𠮷野 家', 'Ünal-12', null]],
    ['substr(trim(name), 1, 2)', ['Be', '北京', '𠮷野', 'Ün', null]],
    ['substr(name, -1)', ['y', '市', '家', '2', null]],
    ['substr(name, 3, 100)', ['ijing City', '市', '野 家', 'al-12', null]],
    ['substr(name, 20)', [null, null, null, null, null]],
    ['replace(name, "市", "")', ['Beijing City', '北京', ' 𠮷野 家', 'Ünal-12', null]],
    ['replace(name, "i", "$&")', ['Be$&j$&ng C$&ty', '北京市', ' 𠮷野 家', 'Ünal-12', null]],
    ['concat(name, "/", x)', ['Beijing City/1', '北京市/2.5', ' 𠮷野 家/-3', null, null]],
    ['matches(name, "^[一-龥]+市$")', [0, 1, 0, 0, null]],
    [String.raw`matches(name, "\p{Script=Han}")`, [0, 1, 1, 0, null]],
    [String.raw`extract(name, "\d+")`, [null, null, null, '12', null]],
    ['extract(code, "([0-9]+)-([0-9]+)", 2)', [null, '2000', null, null, null]],
    ['extract(code, "([0-9]+)-([0-9]+)")', [null, '11', null, null, null]],
    ['extract(code, "([0-9]+)-([0-9]+)", 0)', [null, '11-2000', null, null, null]],
    ['number(code)', [110000, null, null, null, null]],
    ['if(x > 2, missing(), x)', [1, null, -3, null, null]],
    ['if(x > 2, missing(), name)', ['Beijing City', null, ' 𠮷野 家', null, null]],
    ['if(x > 2, "high", if(x > 0, "low", missing()))', ['low', 'high', null, null, 'high']],
    ['missing()', [null, null, null, null, null]],
    ['cut(x, -5, 1, 2.5, 5)', [1, 2.5, -5, null, null]],
    ['cut(x, -5, 1, 2.5, 5, closed=right)', [-5, 1, -5, null, 2.5]],
  ])('%s', (text, expected) => {
    expect(cells(text)).toEqual(expected);
    expect(cells(printExpression(parsed(text)))).toEqual(expected);
  });

  it('notes texts that are no number', () => {
    const { notes } = evaluateExpression(parsed('number(code)'), rows);
    expect(notes).toEqual([{ is: 'undefined', text: 'number(code)', count: 2 }]);
  });

  it.each([
    ['length(x)', 'number-as-text: expected text, got number `x`'],
    ['lower(name) > 1', 'type-mismatch: cannot compare text `lower(name)` with number `1`'],
    ['matches(name, name)', 'bad-pattern: expected a pattern in quotes, got `name`'],
    ['matches(name, "(a")', 'bad-pattern: a `(` is not closed'],
    ['extract(name, "(a)", 2)', 'bad-pattern: the pattern has 1 group, and the group 2 is asked for'],
    [
      String.raw`matches(name, "(a)\1")`,
      'bad-pattern: `\\1` repeats what a group held, for which no bound of work can be given',
    ],
    ['matches(name, "a(?=b)")', 'bad-pattern: `(?=…)` looks around, for which no bound of work can be given'],
    [
      'matches(name, "(x{900}){900}")',
      'bad-pattern: the pattern repeats too much: it has more than 2000 parts when written out',
    ],
    ['matches(name, "[z-a]")', 'bad-pattern: `[z-a]` is no set of characters'],
    ['x == missing()', 'compared-with-missing: `x == missing()` is missing in every row'],
    ['cut(x, 3, 2)', 'bad-argument: expected the ends of intervals, from the lowest to the highest, got `3`, `2`'],
    ['substr(name, "a")', 'text-in-arithmetic: expected a number, got text `"a"`'],
  ])('%s is refused', (text, expected) => {
    const types: Readonly<Record<string, ValueType>> = { name: 'text', code: 'text', x: 'number' };
    const { problems } = checkExpression(parsed(text), { type: (name) => types[name], names: [], of: 'the data' });
    expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([expected]);
  });
});

describe('patterns', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    '.',
    'a|b',
    '(a)',
    '(a|ab)',
    '(?:ba)',
    '[ab]',
    '[^a]',
    'a*',
    'b+?',
    '(a*)*',
    'a{1,2}',
    '(b?){2}',
    '^',
    '$',
    String.raw`\b`,
    '-',
  );
  it('match what ECMAScript matches', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), text, (pieces, said) => {
        const source = pieces.join('');
        const expected = new RegExp(source, 'u').exec(said);
        const found = compilePattern(source).match([...said]);
        expect(found && [found[0], found[1]]).toEqual(
          expected ? [expected.index, expected.index + expected[0].length] : undefined,
        );
      }),
      { numRuns: Number(process.env.PAPERMAKE_FUZZ ?? 0) * 10 || 500 },
    );
  });

  it('end within a bound of work on what takes others forever', () => {
    const text = [...'a'.repeat(2000), '!'];
    for (const source of ['^(a+)+$', '(a|aa)+$', '(a*)*b', '(.*)(.*)(.*)(.*)x'])
      expect(compilePattern(source).match(text)).toBeUndefined();
  });

  it('refuse a text that is too long for them', () => {
    const pattern = compilePattern(`${'a?'.repeat(600)}b`);
    expect(() => pattern.match(Array.from({ length: 500_000 }, () => 'a'))).toThrow('too long for the pattern');
  });
});

describe('differences of times', () => {
  const date = (text: string) => calendar.date.parse(text);
  const apart = (a: string, b: string, unit: string): number => {
    const column = (text: string): Column => ({ type: 'date', values: Float64Array.of(date(text)) });
    const frame = Frame.of(
      new Map([
        ['a', column(a)],
        ['b', column(b)],
      ]),
      1,
    );
    return cells(`datediff(a, b, unit=${unit})`, frame)[0] as number;
  };
  // by hand, after the rules of Stata's datediff()
  it.each([
    ['2000-01-31', '2000-02-29', 'month', 0],
    ['2000-01-31', '2000-03-01', 'month', 1],
    ['2000-02-29', '2001-02-28', 'year', 0],
    ['2000-02-29', '2001-03-01', 'year', 1],
    ['1990-05-17', '2020-05-16', 'year', 29],
    ['1990-05-17', '2020-05-17', 'year', 30],
    ['2020-05-17', '1990-05-18', 'year', -29],
    ['2011-01-15', '2011-12-31', 'quarter', 3],
    ['2011-01-01', '2012-01-01', 'day', 365],
  ])('%s to %s in %s', (a, b, unit, expected) => expect(apart(a, b, unit)).toBe(expected));

  it('takes months and quarters, and a time in quotes', () => {
    const frame = Frame.of(
      new Map<string, Column>([
        ['m', { type: 'month', values: Float64Array.of(calendar.month.parse('2011m3'), Number.NaN) }],
        ['q', { type: 'quarter', values: Float64Array.of(calendar.quarter.parse('2011q4'), 0) }],
      ]),
      2,
    );
    expect(cells('datediff("2010m1", m, unit=month)', frame)).toEqual([14, null]);
    expect(cells('datediff(q, "2013q1", unit=year)', frame)).toEqual([1, 53]);
    expect(() => cells('datediff(m, q, unit=year)', frame)).toThrow('expected a month, got quarter `q`');
    expect(() => cells('datediff(m, m, unit=day)', frame)).toThrow('expected a date, got month `m`');
  });
});
