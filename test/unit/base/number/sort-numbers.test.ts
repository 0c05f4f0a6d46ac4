import { describe, expect, it } from 'vitest';
import { bytesOf, KernelMemory } from '../../../../src/base/kernels/memory.ts';
import { createRng } from '../../../../src/base/number/rng.ts';
import { leaveOutMissing, sortNumbers } from '../../../../src/base/number/sort-numbers.ts';

const rows = 20_000;
const draws = createRng('sorting').stream('values', 0);
const uniform = (): number => draws.uniform();
const drawn: Readonly<Record<string, (i: number) => number>> = {
  uniform,
  normal: () => draws.normal(),
  'few values': () => Math.floor(12 * uniform()),
  'four digits, −0 among them': () => Number((6 * uniform() - 3).toFixed(2)),
  'four decimals': () => Number(uniform().toFixed(4)),
  'six decimals of few values': () => Number((1e-6 * Math.floor(900 * uniform() - 450)).toFixed(6)),
  'decimals but for one': (i) => (i === 17_777 ? Math.PI / 10 : Number(uniform().toFixed(3))),
  'integers far from zero': () => 9_007_199_254_000_000 + Math.floor(5000 * uniform()),
  'mostly zeros of both signs': () => (uniform() < 0.9 ? (uniform() < 0.5 ? -0 : 0) : draws.normal()),
  skewed: () => Math.exp(3 * draws.normal()),
  'of every size': () => Math.exp(200 * draws.normal()),
  'with infinities': () => (uniform() < 0.01 ? -Infinity : uniform() < 0.01 ? Infinity : uniform()),
  'of a width that overflows': () => 1.7e308 * (2 * uniform() - 1),
  'the smallest': () => 5e-324 * Math.floor(100 * uniform()),
  'in order': (i) => i,
  'from the largest down': (i) => -i,
  'one value': () => 3,
  'one outlier': (i) => (i === 7 ? 1e300 : uniform()),
};

describe('sorting many numbers gives the bits that the built-in sort does', () => {
  it.each(Object.entries(drawn))('%s', (_, draw) => {
    const values = Float64Array.from({ length: rows }, (_, i) => draw(i));
    const expected = new BigUint64Array(values.slice().sort().buffer);
    expect(new BigUint64Array(sortNumbers(values).buffer)).toEqual(expected);
  });

  it.each([
    ['an outlier beside very many', (i: number) => (i === 7 ? 1e30 : uniform())],
    ['an outlier beside very many decimals', (i: number) => (i === 7 ? 1e9 : Number(uniform().toFixed(4)))],
  ] as const)('%s', (_, draw) => {
    const values = Float64Array.from({ length: 10 * rows }, (_, i) => draw(i));
    const expected = values.slice().sort();
    expect(sortNumbers(values)).toEqual(expected);
  });

  it('sorts a part of an array and leaves the rest', () => {
    const whole = Float64Array.from({ length: rows }, uniform);
    const before = whole.slice();
    sortNumbers(whole.subarray(100, rows - 100));
    expect(whole.subarray(0, 100)).toEqual(before.subarray(0, 100));
    expect(whole.subarray(rows - 100)).toEqual(before.subarray(rows - 100));
    expect(whole.subarray(100, rows - 100)).toEqual(before.subarray(100, rows - 100).sort());
  });
});

it('leaves out what is missing, and keeps the order of the rest', () => {
  const drawn = Float64Array.from({ length: rows }, (_, i) => (i % 7 === 0 || i > rows - 9 ? Number.NaN : uniform()));
  const room = new KernelMemory(bytesOf(8 * rows));
  const placed = room.float64(rows);
  placed.set(drawn);
  expect(leaveOutMissing(placed, room)).toEqual(drawn.filter((value) => !Number.isNaN(value)));
});
