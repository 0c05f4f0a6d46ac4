import { describe, expect, it } from 'vitest';
import { isIndefinite, positivePart } from '../../../src/econ/positive-part.ts';

/** λ v v' of the positive eigenvalue of [[−a, 1], [1, b]], by formulas in which nothing cancels. */
function byHand(a: number, b: number): readonly number[] {
  const root = Math.hypot((a + b) / 2, 1);
  const value = b > a ? (b - a) / 2 + root : (1 + a * b) / (root + (a - b) / 2);
  const v = 1 / (a + value);
  return [v * v, v, v, 1].map((part) => (part * value) / (1 + v * v));
}

describe('the positive part of a symmetric matrix', () => {
  it.each([
    [1, 1],
    [1e-3, 1e12],
    [1e12, 1],
    [1e12, 1e-3],
  ])('keeps the digits of what is small: −%d and %d on the diagonal', (a, b) => {
    const matrix = Float64Array.of(-a, 1, 1, b);
    for (const [at, expected] of byHand(a, b).entries()) {
      expect(Math.abs(positivePart(matrix, 2)[at]! / expected - 1)).toBeLessThan(1e-14);
    }
  });

  it('is the matrix itself where that has no negative eigenvalue', () => {
    const matrix = Float64Array.of(2, 1, 1, 2);
    expect(isIndefinite(matrix, 2)).toBe(false);
    for (const [at, value] of positivePart(matrix, 2).entries()) expect(value).toBeCloseTo(matrix[at]!, 14);
  });
});
