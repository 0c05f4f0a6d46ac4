import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { dot } from '../../../../src/base/number/sum.ts';
import { leastSquares } from '../../../../src/econ/linalg/least-squares.ts';
import { leastSquaresByProducts, manyRows } from '../../../../src/econ/linalg/product-least-squares.ts';
import { orthonormalColumns } from '../../../../src/econ/linalg/qr.ts';

const n = manyRows + 10;
const draw = createRng('products').stream('rows', 0);
const column = (): Float64Array => Float64Array.from({ length: n }, () => draw.normal());
const [x, z, e] = [column(), column(), column()];
const y = e.map((value, i) => 2 + 3 * x[i]! - 0.5 * z[i]! + value);
const ones = new Float64Array(n).fill(1);
const none = (): number => 0;

describe('least squares of many rows', () => {
  it('leave residuals that are orthogonal to the columns', () => {
    const { coefficients, residuals, qr } = leastSquaresByProducts([ones, x, z], y, none)!;
    for (const each of [ones, x, z]) expect(Math.abs(dot(each, residuals))).toBeLessThan(1e-9);
    const shifted = y.map((value, i) => value + 7 * x[i]!);
    expect(leastSquares([ones, x, z], shifted, none).coefficients[1]! - coefficients[1]!).toBeCloseTo(7, 12);
    const q = orthonormalColumns(qr);
    for (const [i, a] of q.entries()) {
      for (const [j, b] of q.entries()) expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 12);
    }
  });

  it('are left to QR where columns are ill-conditioned or spanned, or nothing is left to explain', () => {
    const near = x.map((value, i) => value + 1e-4 * z[i]!);
    expect(leastSquaresByProducts([ones, x, near], y, none)).toBeNull();
    expect(leastSquaresByProducts([ones, x], y, (j) => (j === 1 ? 1e6 : 0))).toBeNull();
    expect(
      leastSquaresByProducts(
        [ones, x],
        x.map((value, i) => value + 1e-6 * z[i]!),
        none,
      ),
    ).toBeNull();
    expect(leastSquaresByProducts([ones, x.map((value) => 1e80 * value)], y, none)).toBeNull();
    expect(leastSquaresByProducts([ones.subarray(1, manyRows)], y.subarray(1, manyRows), none)).toBeNull();
    expect(leastSquares([ones, x, near], y, none).qr.kept).toEqual([0, 1, 2]);
  });
});
