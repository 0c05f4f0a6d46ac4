/** Kernel densities against R 4.5: bw.nrd0(x) and mean(dnorm((a - x)/h))/h at five places. */
import { describe, expect, it } from 'vitest';
import { kernelDensity, silvermanBandwidth } from '../../../../src/econ/graphics/density.ts';

const x = Float64Array.of(3.1, 4.7, 4.9, 5.2, 5.8, 6.0, 6.1, 7.5, 9.3, 12.4);

describe('kernelDensity', () => {
  it('is that of R', () => {
    const { bandwidth, density, n } = kernelDensity(Float64Array.of(...x, Number.NaN), 5);
    expect(n).toBe(10);
    expect(bandwidth).toBeCloseTo(0.92171567299998358, 14);
    const known = [
      0.00048165332430166817, 0.12215167830117482, 0.07420536936557548, 0.028462257625161545, 0.0004808260491692222,
    ];
    expect([...density].map((value, i) => value / known[i]! - 1).every((error) => Math.abs(error) < 1e-12)).toBe(true);
  });

  it('integrates to one', () => {
    const { at, density } = kernelDensity(x, 4001);
    const area = density.reduce((sum, value) => sum + value, 0) * (at[1]! - at[0]!);
    expect(area).toBeCloseTo(1, 2);
  });

  it('takes the standard deviation where the quartiles are equal', () => {
    expect(silvermanBandwidth(Float64Array.of(1, 1, 1, 1, 1, 1, 1, 2, 5))).toBeCloseTo(0.77327281797270508, 14);
  });

  it.each([[[2, 2, 2]], [[1]], [[]]])('refuses %j', (values) => {
    expect(() => kernelDensity(Float64Array.from(values))).toThrow('is not defined');
  });
});
