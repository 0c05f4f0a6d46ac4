import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { formatNumber } from '../../../src/table/number.ts';
import type { NumberFormat } from '../../../src/table/table.ts';

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
