import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/base/canonical.ts';
import { createRng } from '../../../../src/base/number/rng.ts';
import { dot } from '../../../../src/base/number/sum.ts';
import { KnownProducts } from '../../../../src/econ/linalg/known-products.ts';
import { leastSquares } from '../../../../src/econ/linalg/least-squares.ts';
import { leastSquaresByProducts, MANY_ROWS, qrByProducts } from '../../../../src/econ/linalg/product-least-squares.ts';
import { orthonormalColumns } from '../../../../src/econ/linalg/qr.ts';

const n = MANY_ROWS + 10;
const draw = createRng('products').stream('rows', 0);
const column = (): Float64Array => Float64Array.from({ length: n }, () => draw.normal());
const [x, z, e] = [column(), column(), column()];
const y = e.map((value, i) => 2 + 3 * x[i]! - 0.5 * z[i]! + value);
const ones = new Float64Array(n).fill(1);
const none = (): number => 0;
const bits = (list: readonly Float64Array[]) => list.map((each) => sha256(new Uint8Array(each.buffer)));
const byProducts = (
  columns: readonly Float64Array[],
  outcome: Float64Array,
  tolerance: (j: number) => number,
): ReturnType<typeof leastSquaresByProducts> =>
  leastSquaresByProducts(columns, outcome, tolerance, new KnownProducts());

describe('least squares of many rows', () => {
  it('leave residuals that are orthogonal to the columns', () => {
    const { coefficients, residuals, qr } = byProducts([ones, x, z], y, none)!;
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
    expect(byProducts([ones, x, near], y, none)).toBeNull();
    expect(byProducts([ones, x], y, (j) => (j === 1 ? 1e6 : 0))).toBeNull();
    expect(
      byProducts(
        [ones, x],
        x.map((value, i) => value + 1e-6 * z[i]!),
        none,
      ),
    ).toBeNull();
    expect(byProducts([ones, x.map((value) => 1e80 * value)], y, none)).toBeNull();
    expect(byProducts([ones.subarray(1, MANY_ROWS)], y.subarray(1, MANY_ROWS), none)).toBeNull();
    expect(leastSquares([ones, x, near], y, none).qr.kept).toEqual([0, 1, 2]);
  });

  it('are the same bits whatever products are known', () => {
    const known = new KnownProducts();
    leastSquaresByProducts([ones, x], e, none, known);
    leastSquaresByProducts([ones, z], x, none, known);
    for (const columns of [
      [ones, x, z],
      [z, ones, x],
      [z, x],
    ]) {
      const [own, alone] = [leastSquaresByProducts(columns, y, none, known)!, byProducts(columns, y, none)!];
      expect(bits([own.coefficients, own.residuals])).toEqual(bits([alone.coefficients, alone.residuals]));
      const [qr, itself] = [known, new KnownProducts()].map((each) => qrByProducts([...columns, y], none, each)!);
      expect(qr!.r).toEqual(itself!.r);
    }
  });

  it('give the same Q whatever columns of it are known', () => {
    const qr = qrByProducts([ones, x, z], none, new KnownProducts())!;
    const q = bits(orthonormalColumns(qr));
    const earlier = qrByProducts([ones, x], none, new KnownProducts())!;
    const taken = orthonormalColumns(qr, earlier);
    expect(bits(taken)).toEqual(q);
    expect(taken[1] === orthonormalColumns(earlier)[1]).toBe(true);
    // of other columns, or of other coordinates, nothing is taken
    expect(bits(orthonormalColumns(qr, qrByProducts([ones, z], none, new KnownProducts())!))).toEqual(q);
    expect(bits(orthonormalColumns(qr, { ...earlier, scale: earlier.scale.map((scale) => 2 * scale) }))).toEqual(q);
    expect(bits(orthonormalColumns(qr, { ...earlier, r: earlier.r.map((cell) => 2 * cell) }))).toEqual(q);
  });
});
