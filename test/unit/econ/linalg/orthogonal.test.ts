import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { dot } from '../../../../src/base/number/sum.ts';
import { orthonormal, takeOffAll } from '../../../../src/econ/linalg/orthogonal.ts';

describe('Gram–Schmidt', () => {
  it('gives columns orthonormal to rounding however nearly the given ones coincide, and leaves spanned ones out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 7 }), (seed, digits) => {
        const draw = createRng(String(seed)).stream('columns', 0);
        const fresh = (): Float64Array => Float64Array.from({ length: 40 }, () => draw.normal());
        const [a, b] = [fresh(), fresh()];
        const near = a.map((value, i) => value + 10 ** -digits * b[i]!);
        const basis = orthonormal([a, near, a.map((value, i) => value - 3 * near[i]!), fresh()], () => 1e-10);
        expect(basis).toHaveLength(3);
        for (const [i, p] of basis.entries())
          for (const [j, q] of basis.entries()) expect(Math.abs(dot(p, q) - (i === j ? 1 : 0))).toBeLessThan(1e-14);
      }),
    );
  });

  it('tells what a column had along each', () => {
    const basis = [Float64Array.of(1, 0, 0), Float64Array.of(0, 1, 0)];
    const [x, along] = [Float64Array.of(3, 4, 5), new Float64Array(2)];
    expect(takeOffAll(x, basis, along)).toBe(5);
    expect([...along]).toEqual([3, 4]);
    expect([...x]).toEqual([0, 0, 5]);
  });
});
