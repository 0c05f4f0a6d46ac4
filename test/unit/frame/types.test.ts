import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeForm, isCode, parseDecimal, parseDecimalText } from '../../../src/frame/readers/decimal.ts';
import { errorsOf, frameOf, utf8, values } from './support.ts';

const column = (...cells: readonly (string | number)[]) => `v,other\n${cells.map((cell) => `${cell},x\n`).join('')}`;

describe('types without a declaration', () => {
  it.each([
    ['numbers', ['1', ' -2.5 ', '+3e2', '.5', '5.', ''], 'number'],
    ['text', ['a', 'b', ''], 'string'],
    ['leading zeros', ['010', '11'], 'string'],
    ['leading zeros among words', ['01A', '02', '3'], 'string'],
    ['a zero and decimals', ['0', '0.5', '-0.25'], 'number'],
    ['integers beyond 2^53', ['9007199254740993', '', '-9007199254740992'], 'string'],
    ['codes of any length', ['9007199254740993', '007', '12'], 'string'],
    ['large decimals', ['1e30', '12345678901234567890.5'], 'number'],
    ['nothing at all', ['', ''], 'number'],
    ['dates, which must be declared', ['2011-03-01'], 'string'],
    ['years of school', ['2011/12', '2012/13'], 'string'],
  ])('%s', (_, cells, type) => {
    expect(frameOf(column(...cells)).type('v')).toBe(type);
  });

  it('never turns a variable into text in silence', () => {
    const [error] = errorsOf(() => frameOf(column(1, 2, 'n/a', 4, 'n/a', 'x')));
    expect(error).toMatchObject({ code: 'text-in-number', row: 4, column: 'v' });
    expect(error!.message).toBe('`v` has 3 numbers and 3 cells of text (`row 4: n/a`, `row 6: n/a`, `row 7: x`)');
    expect(error!.hint).toContain('`missing: [n/a, x]`');
    expect(error!.hint).toContain('`types: {v: string}`');
  });

  it.each([
    ['9007199254740993', '1 integer beyond 2^53', '9007199254740992'],
    ['-12345678901234567', '1 integer beyond 2^53', '-12345678901234568'],
    ['"9007199254740993"', '1 integer beyond 2^53', '9007199254740992'],
  ])('names %s among numbers, and both ways to declare it', (cell, what, value) => {
    const digits = cell.replaceAll('"', '');
    const [error] = errorsOf(() => frameOf(column(3.5, 2, cell, 4)));
    expect(error).toMatchObject({ code: 'lost-digits', row: 4, column: 'v' });
    expect(error!.message).toBe(
      `\`v\` has 3 numbers and ${what}, of which a number does not keep all digits (\`row 4: ${digits}\`)`,
    );
    expect(error!.hint).toBe(
      `\`types: {v: number}\` reads it as ${value}, and \`types: {v: string}\` keeps it as text`,
    );
    expect(errorsOf(() => frameOf(column(3, cell)))).toMatchObject([{ code: 'lost-digits', row: 3 }]);
    expect(errorsOf(() => frameOf(column(3, 'x', cell)))).toMatchObject([{ code: 'text-in-number', row: 3 }]);
    const declared = (type: string) => frameOf(column(3.5, cell), { types: { v: type } });
    expect([...declared('number').numbers('v')]).toEqual([3.5, Number(value)]);
    expect(values(declared('string'), 'v')).toEqual(['3.5', digits]);
  });

  it('names a leading zero among numbers that are no codes', () => {
    for (const other of ['1.5', '-2', '1e3']) {
      const [error] = errorsOf(() => frameOf(column(other, '12', '007', '9007199254740993')));
      expect(error).toMatchObject({ code: 'lost-digits', row: 4 });
      expect(error!.message).toContain('2 numbers and 1 integer beyond 2^53 and 1 code with a leading zero');
      expect(error!.hint).toBe('`types: {v: number}` reads `007` as 7, and `types: {v: string}` keeps them as text');
    }
  });

  it('takes what means a missing value for no digits that are lost', () => {
    const frame = frameOf(column('1.5', '99999999999999999', '2'), { missing: [1e17] });
    expect([...frame.numbers('v')]).toEqual([1.5, Number.NaN, 2]);
  });

  it('counts what it does not list', () => {
    const [error] = errorsOf(() => frameOf(column(...Array(20).fill(1), ...Array(9).fill('?'))));
    expect(error!.message).toContain('9 cells of text');
    expect(error!.message).toContain('and 4 more');
  });

  it.each([['"1,234"'], ['12%'], ['$5'], ['"1,5"']])('refuses numbers in a dress: %s', (cell) => {
    expect(errorsOf(() => frameOf(column(cell)))).toMatchObject([{ code: 'formatted-numbers', row: 2 }]);
  });

  it('does not offer decimal commas to thousands separators', () => {
    const hintOf = (cell: string) => errorsOf(() => frameOf(column(cell)))[0]!.hint;
    expect(hintOf('"1,5"')).toContain('decimal: ","');
    expect(hintOf('"1,000"')).not.toContain('decimal');
  });

  it('does not offer to drop numbers in a dress among plain ones', () => {
    const hintOf = (...cells: string[]) => errorsOf(() => frameOf(column('1', '2', ...cells)))[0]!.hint;
    expect(hintOf('"1,5"', '"2,5"')).toMatch(/^`decimal: ","` reads decimal commas/);
    expect(hintOf('"1.234,5"')).toMatch(/^save plain numbers/);
    expect(hintOf('12%')).not.toContain('missing');
    expect(hintOf('-')).toContain('`missing: ["-"]`');
  });

  it('reports all bad columns together', () => {
    const errors = errorsOf(() => frameOf('a,b\n1,1\n2,2\nx,y\n'));
    expect(errors.map((e) => e.column)).toEqual(['a', 'b']);
  });
});

describe('declared types', () => {
  it('reads numbers, text, dates and categories', () => {
    const text = 'n,s,d,c\n010,1,2011-03-01,2\n11,2,1969/12/31,10\n,,,\n';
    const frame = frameOf(text, { types: { n: 'number', s: 'string', d: 'date', c: 'category' } });
    expect([...frame.numbers('n')]).toEqual([10, 11, Number.NaN]);
    expect(values(frame, 's')).toEqual(['1', '2', '']);
    expect([...frame.numbers('d')]).toEqual([15034, -1, Number.NaN]);
    expect(frame.codes('c')).toEqual({ codes: Int32Array.of(0, 1, -1), levels: ['2', '10'] });
  });

  it('keeps the declared order of a category and refuses other values', () => {
    const declared = { types: { v: 'category' as const }, levels: { v: ['West', 'East', 'North'] } };
    expect(frameOf(column('East', 'West', 'East'), declared).codes('v').levels).toEqual(['West', 'East']);
    expect(errorsOf(() => frameOf(column('East', 'Wset'), declared))).toMatchObject([
      { code: 'undeclared-level', row: 3 },
    ]);
  });

  it.each(['2011-02-29', '2011-13-01', '1.5.2011'])('refuses the date %s', (cell) => {
    expect(errorsOf(() => frameOf(column(cell), { types: { v: 'date' } }))).toMatchObject([
      { code: 'bad-date', row: 2 },
    ]);
  });

  it('refuses text among declared numbers, without advice to keep it', () => {
    const [error] = errorsOf(() => frameOf(column('a', 'b'), { types: { v: 'number' } }));
    expect(error!.code).toBe('text-in-number');
    expect(error!.hint).not.toContain('string');
  });
});

describe('missing codes', () => {
  it('match numbers however written and texts as a whole, in columns of every type', () => {
    const frame = frameOf('a,b,c\n-99,NA,-99\n-99.0,NAN,x\n1,NA,y\n', { missing: ['NA', -99] });
    expect([...frame.numbers('a')]).toEqual([Number.NaN, Number.NaN, 1]);
    expect(values(frame, 'b')).toEqual(['', 'NAN', '']);
    expect(values(frame, 'c')).toEqual(['', 'x', 'y']);
  });

  it('leave NA alone unless declared: Namibia has that code', () => {
    expect(values(frameOf(column('NA', 'ZA')), 'v')).toEqual(['NA', 'ZA']);
  });
});

describe('renaming', () => {
  it('applies before types and missing codes', () => {
    const frame = frameOf(column('1', '2'), { rename: { v: 'w' }, types: { w: 'string' } });
    expect(frame.names).toEqual(['w', 'other']);
    expect(values(frame, 'w')).toEqual(['1', '2']);
  });
});

describe('digits that a number does not keep', () => {
  it('are the same in bytes and in texts', () => {
    const text = fc.tuple(
      fc.constantFrom('', ' ', '-', '+', '0', '00', '9007199254740'),
      fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 18 }),
      fc.constantFrom('', ' ', '.', 'e1', '\t'),
    );
    fc.assert(
      fc.property(text, (parts) => {
        const written = parts.join('');
        const bytes = Buffer.from(written);
        expect(codeForm(written) !== undefined).toBe(isCode(bytes, 0, bytes.length));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('decimal numbers', () => {
  const digits = (max: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: max });
  const number = fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      digits(22),
      fc.option(digits(22)),
      fc.option(fc.integer({ min: -340, max: 320 })),
    )
    .map(
      ([sign, whole, part, exponent]) =>
        `${sign}${whole}${part === null ? '' : `.${part}`}${exponent === null ? '' : `e${exponent}`}`,
    );

  it('are the nearest double, to the bit', () => {
    fc.assert(
      fc.property(number, (text) => {
        const expected = /\d/.test(text.split('e')[0]!) ? Number(text) : Number.NaN;
        expect(parseDecimalText(text)).toBe(Number.isFinite(expected) ? expected : Number.NaN);
      }),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) =>
        Object.is(parseDecimalText(String(x)), x + 0),
      ),
    );
  });

  it.each(['', ' ', '-', '.', 'e5', '1e', '1e+', '1.2.3', '1 2', '0x10', 'Infinity', 'NaN', '1_000', '1e999', '１'])(
    '%j is none',
    (text) => {
      expect(parseDecimalText(text)).toBeNaN();
    },
  );

  it('are rounded to even half-way between two doubles, and to the nearer one beside it', () => {
    const whole = fc.bigInt({ min: 2n ** 52n, max: 2n ** 53n - 1n });
    fc.assert(
      fc.property(whole, fc.constantFrom('5', '50', '49999', '50001', '500000', '499999'), (n, part) => {
        const text = `${n}.${part}`;
        expect(parseDecimalText(text)).toBe(Number(text));
      }),
    );
  });

  it('looks only at its own bytes', () => {
    expect(parseDecimal(utf8('912,5'), 1, 3)).toBe(12);
    expect(parseDecimal(utf8('12,5'), 0, 4, 0x2c)).toBe(12.5);
  });
});
