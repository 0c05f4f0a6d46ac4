import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shortNumber } from '../../../src/app/terminal/grid.ts';
import { shortNumber as sentenceNumber } from '../../../src/check/numbers.ts';
import { isProbability } from '../../../src/check/results.ts';
import { formatOf, type Mark, setAs } from '../../../src/document/number-marks.ts';
import { authorText } from '../../../src/document/text.ts';
import { alike, briefNumber, formatNumber, readable, sensible } from '../../../src/table/number.ts';
import type { NumberFormat } from '../../../src/table/table.ts';
import { plainNumber, textNumber } from '../../../src/table/text-number.ts';

const fixed = (digits: number): NumberFormat => ({ digits, style: 'fixed', thousands: false, zeros: 'keep' });
const significant = (digits: number): NumberFormat => ({
  digits,
  style: 'significant',
  thousands: false,
  zeros: 'keep',
});

describe('formatNumber', () => {
  it('rounds the binary value, ties to even', () => {
    const ties: [number, number, string][] = [
      [0.5, 0, '0'],
      [1.5, 0, '2'],
      [2.5, 0, '2'],
      [-2.5, 0, '-2'],
      [0.125, 2, '0.12'],
      [0.375, 2, '0.38'],
      [0.0625, 3, '0.062'],
      [1.005, 2, '1.00'],
      [2.675, 2, '2.67'],
      [0.5000000000000001, 0, '1'],
      [1e14 + 0.5, 0, '100000000000000'],
      [5e-324, 3, '0.000'],
    ];
    for (const [value, digits, expected] of ties)
      expect([value, formatNumber(value, fixed(digits))]).toEqual([value, expected]);
  });

  it('never prints a negative zero', () => {
    expect(formatNumber(-0, fixed(3))).toBe('0.000');
    expect(formatNumber(-0.0004, fixed(3))).toBe('0.000');
    expect(formatNumber(-0.0005001, fixed(3))).toBe('-0.001');
    expect(formatNumber(-0.4, fixed(0))).toBe('0');
  });

  it('trims zeros after the point only', () => {
    const trim = (digits: number): NumberFormat => ({ ...fixed(digits), zeros: 'trim' });
    expect([0.21, 0, 100, -0.2, 44.991, 1200.5].map((x) => formatNumber(x, trim(3)))).toEqual([
      '0.21',
      '0',
      '100',
      '-0.2',
      '44.991',
      '1200.5',
    ]);
  });

  it('separates thousands', () => {
    const grouped: NumberFormat = { ...fixed(1), thousands: true };
    expect([999, 1000, -1234567.25, 123456].map((x) => formatNumber(x, grouped))).toEqual([
      '999.0',
      '1,000.0',
      '-1,234,567.2',
      '123,456.0',
    ]);
  });

  it('counts significant digits after rounding', () => {
    const given: [number, number, string][] = [
      [9.996, 3, '10.0'],
      [0.00012345, 3, '0.000123'],
      [25, 1, '20'],
      [35, 1, '40'],
      [123456, 2, '120000'],
      [0, 3, '0.00'],
      [99.5, 2, '100'],
    ];
    for (const [value, digits, expected] of given)
      expect([value, formatNumber(value, significant(digits))]).toEqual([value, expected]);
  });

  it('writes huge numbers with an exponent', () => {
    expect(formatNumber(1.23456e300, fixed(3))).toBe('1.235e+300');
    expect(formatNumber(-1e15, { ...fixed(3), zeros: 'trim' })).toBe('-1e+15');
    expect(formatNumber(999_999_999_999_999, fixed(0))).toBe('999999999999999');
  });

  it('refuses what is no number', () => {
    for (const value of [Number.NaN, Infinity, -Infinity])
      expect(() => formatNumber(value, fixed(3))).toThrow(TypeError);
  });
});

describe('against printf of C', () => {
  const python = pythonCommand();

  it.skipIf(python === undefined && !process.env.CI)('agrees on 6000 values, ties among them', () => {
    const values = sample(6000);
    const script = 'import sys,json\nfor v,d in json.load(sys.stdin): print("%.*f" % (d, v))';
    const printed = execFileSync(python ?? 'python3', ['-c', script], {
      input: JSON.stringify(values),
      encoding: 'utf8',
    })
      .trim()
      .split('\n');
    const wrong = values.flatMap(([value, digits], i) => {
      const expected = printed[i]!.replace(/^-(0(\.0*)?)$/, '$1');
      const got = formatNumber(value, fixed(digits));
      return got === expected ? [] : [{ value, digits, expected, got }];
    });
    expect(printed.length).toBe(values.length);
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});

function pythonCommand(): string | undefined {
  try {
    execFileSync('python3', ['-c', '']);
    return 'python3';
  } catch {
    return undefined;
  }
}

/** Values of every size, a third of them exact ties (odd multiples of 5 · 2^-k · 10^-d that doubles hold). */
function sample(count: number): [value: number, digits: number][] {
  let state = 12345;
  const next = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, (_, i) => {
    const digits = Math.floor(next() * 7);
    const sign = next() < 0.5 ? -1 : 1;
    if (i % 3 === 0) return [sign * ((2 * Math.floor(next() * 1000) + 1) / 2 ** (digits + 1)), digits];
    if (i % 3 === 1) return [sign * next() * 10 ** Math.floor(next() * 16 - 8), digits];
    return [(sign * Math.round(next() * 1e6)) / 1e3, Math.min(digits, 3)];
  });
}

describe('numbers of unusual size', () => {
  const usual: NumberFormat = sensible({ ...fixed(3), thousands: 'large' });

  it('have separators from a million on, and no decimals that mean nothing', () => {
    const values = [999_999.9994, 999_999.9996, 1_234_567.891, -12_345_678.91, 149_694_961_008.163, 0.5];
    expect(values.map((x) => formatNumber(x, usual))).toEqual([
      '999999.999',
      '1,000,000.00',
      '1,234,567.89',
      '-12,345,678.9',
      '149,694,961,008',
      '0.500',
    ]);
    // as they were asked for
    expect(formatNumber(149_694_961_008.163, { ...fixed(2), thousands: 'large' })).toBe('149,694,961,008.16');
    expect(formatNumber(149_694_961_008.163, fixed(3))).toBe('149694961008.163');
  });

  it('have the decimals of the largest where they are read together', () => {
    const shared = alike([1_234_567.8, -12.3456], usual);
    expect([1_234_567.8, -12.3456].map((x) => formatNumber(x, shared))).toEqual(['1,234,567.80', '-12.35']);
    expect(alike([1e17, 2], usual)).toBe(usual);
    expect(alike([1e8, 2], significant(3))).toEqual(significant(3));
  });

  it('are powers of ten for readers', () => {
    expect(['1.00e-9', '(-2.50e-10)', '1.235e+15', '5e-05***', '-0.5', '12e', 'e-9'].map(readable)).toEqual([
      '1.00×10⁻⁹',
      '(−2.50×10⁻¹⁰)',
      '1.235×10¹⁵',
      '5×10⁻⁵***',
      '−0.5',
      '12e',
      'e-9',
    ]);
  });

  it('are short in sentences and on screens, with all that stands before the point', () => {
    const said = (digits: number) => (value: number) => briefNumber(value, digits);
    const values = [0, 372, -0.022134, 1234.5678, 1234567.8, 149_694_961_008.163, 2.2134e-9, -1.23456e18, 5e-5];
    expect(values.map(said(4))).toEqual([
      '0',
      '372',
      '-0.02213',
      '1235',
      '1,234,568',
      '149,694,961,008',
      '2.213×10⁻⁹',
      '-1.235×10¹⁸',
      '0.00005',
    ]);
    expect([1234.5678, 1234567.8, 2.2134e-9].map(said(7))).toEqual(['1234.568', '1,234,568', '2.213×10⁻⁹']);
    expect(values.map(shortNumber)).toEqual(values.map(said(7)));
    expect(values.map(sentenceNumber)).toEqual(values.map(said(4)));
  });

  it('stand in texts as they mean something, unless digits are said', () => {
    const text = (value: number, digits: number | null = null) =>
      textNumber(value, { digits, thousands: null, percent: false });
    expect([2.2134e-9, 149_694_961_008.163, 1_234_567, 12_345, 0.5, 0.0002].map((x) => text(x))).toEqual([
      '2.21e-9',
      '149,694,961,008',
      '1,234,567',
      '12345',
      '0.500',
      '0.000200',
    ]);
    expect(textNumber(2.2134e-9, { digits: null, thousands: null, percent: false, isProbability: true })).toBe('0.000');
    expect([['x', 'pValue'], ['fP'], ['x', 'p'], ['GDP'], ['x', 'estimate']].map(isProbability)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect([text(2.2134e-9, 3), text(149_694_961_008.163, 1)]).toEqual(['0.000', '149,694,961,008.2']);
  });

  it.each([
    '2.21×10⁻⁹',
    '2.21 × 10⁻⁹',
    '2.21$\\times10^{-9}$',
    '$2.21\\times 10^{-9}$',
    '2.21\\ensuremath{\\times10^{-9}}',
    '$2.21 times 10^(-9)$',
    '2.21×10^−9^',
    '2.21e-9',
  ])('are read in a text: %s', (printed) => {
    expect(plainNumber(printed)).toBe('2.21e-9');
    expect(formatOf(printed)).toMatchObject({ digits: 3, significant: true });
  });

  it('are set as each kind of text sets them', () => {
    const mark: Mark = { of: 'x', printed: '2.20e-9', at: [0, 0], printedAt: [0, 0] };
    const set = (name: string, number: string) => setAs(number, mark, authorText(name, Buffer.from('')));
    expect(set('a.tex', '-2.21e-9')).toBe('$-$2.21\\ensuremath{\\times10^{-9}}');
    expect(set('a.typ', '-2.21e-9')).toBe('−2.21×10⁻⁹');
    expect(set('a.md', '1.5e+15')).toBe('1.5×10¹⁵');
  });
});
