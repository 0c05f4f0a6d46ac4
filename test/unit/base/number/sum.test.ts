import { describe, expect, it } from 'vitest';
import { dot, dots, groupSums, mean, sum, sumSquaresAbout } from '../../../../src/base/number/sum.ts';

describe('sums', () => {
  it('of several products by one pass are to the bit those of each', () => {
    for (const n of [0, 1, 255, 256, 257, 5 * 256, 5 * 256 + 3, 20_001]) {
      const of = (seed: number) =>
        Float64Array.from({ length: n }, (_, i) => Math.sqrt(seed + i) / 3 - ((i * seed) % 7));
      const [x, y] = [
        [of(1), of(2), of(3)],
        [of(4), of(5)],
      ];
      const expected = y.map((column) => Float64Array.from(x, (each) => dot(each, column)));
      expect(dots(x, y)).toEqual(expected);
    }
  });

  it('add every element whatever the length', () => {
    for (const n of [0, 1, 2, 3, 4, 5, 255, 256, 257, 511, 512, 513, 1025, 5000]) {
      const x = Float64Array.from({ length: n }, (_, i) => i + 1);
      expect(sum(x)).toBe((n * (n + 1)) / 2);
      expect(dot(x, x)).toBe((n * (n + 1) * (2 * n + 1)) / 6);
      if (n > 0) expect(mean(x)).toBe((n + 1) / 2);
      if (n > 0) expect(sumSquaresAbout(x, mean(x))).toBeCloseTo((n * (n * n - 1)) / 12, 3);
    }
  });

  it('keep to ranges', () => {
    const x = Float64Array.from({ length: 1000 }, (_, i) => i);
    expect(sum(x, 10, 13)).toBe(33);
    expect(dot(x, x, 2, 3, 2)).toBe(2 * 3 + 3 * 4);
    expect(dot(x, x, 998)).toBe(998 * 0 + 999 * 1);
  });

  it('lose no digits over many terms', () => {
    const x = new Float64Array(1_000_000).fill(0.1);
    expect(Math.abs(sum(x) - 100000)).toBeLessThan(1e-9);
  });

  it('take moments about a large offset exactly', () => {
    const x = Float64Array.from([1, 2, 3, 4], (v) => 1e15 + v);
    expect(sumSquaresAbout(x, mean(x))).toBe(5);
  });

  it('by group survive cancellation', () => {
    const x = Float64Array.from([1e16, 5, 1, -1e16, 7]);
    expect([...groupSums(x, Int32Array.from([0, 1, 0, 0, 1]), 2)]).toEqual([1, 12]);
  });
});
