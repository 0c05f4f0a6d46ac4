import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binaryScale, power, twoTo } from '../../../../src/base/number/power.ts';

describe('power', () => {
  it('is exact where the result is a double', () => {
    expect(power(4, 0.5)).toBe(2);
    expect(power(9, 1.5)).toBe(27);
    expect(power(1024, 0.1)).toBe(2);
    expect(power(10, 22)).toBe(1e22);
    expect(power(10, -5)).toBe(1e-5);
    expect(power(-2, 53)).toBe(-9007199254740992);
    expect(power(2, -1074)).toBe(5e-324);
    expect(power(2, 1023)).toBe(8.98846567431158e307);
  });

  it('rounds correctly to the last bit in known hard cases', () => {
    expect(power(1.1, 10)).toBe(2.5937424601000023);
    expect(power(0.1, 3)).toBe(0.0010000000000000002);
    expect(power(27, 1 / 3)).toBe(3);
  });

  it('follows the conventions at the edges', () => {
    expect(power(-8, 1 / 3)).toBeNaN();
    expect(power(0, 0)).toBe(1);
    expect(power(0, -1)).toBe(Number.POSITIVE_INFINITY);
    expect(power(-0, -3)).toBe(Number.NEGATIVE_INFINITY);
    expect(power(-0, 3)).toBe(-0);
    expect(power(Number.NEGATIVE_INFINITY, 3)).toBe(Number.NEGATIVE_INFINITY);
    expect(power(2, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(power(0.5, Number.POSITIVE_INFINITY)).toBe(0);
    expect(power(1, Number.NaN)).toBeNaN();
    expect(power(Number.NaN, 0)).toBeNaN();
    expect(power(1e200, 2)).toBe(Number.POSITIVE_INFINITY);
    expect(power(1e-200, 2)).toBe(0);
  });

  it('agrees with the engine to two units in the last place', () => {
    const positive = fc.double({ min: 1e-5, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(positive, fc.double({ min: -40, max: 40, noNaN: true }), (x, y) => {
        const engine = x ** y;
        expect(Math.abs(power(x, y) - engine)).toBeLessThanOrEqual(5e-16 * engine);
      }),
    );
  });

  it('raises to whole powers as repeated multiplication does', () => {
    fc.assert(
      fc.property(fc.integer({ min: -30, max: 30 }), fc.integer({ min: 0, max: 10 }), (x, n) => {
        let exact = 1n;
        for (let i = 0; i < n; i++) exact *= BigInt(x);
        expect(power(x, n)).toBe(Number(exact));
      }),
    );
  });
});

describe('binary scales', () => {
  it('bring a value into [1, 2)', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        const scaled = x / binaryScale(x);
        expect(scaled).toBeGreaterThanOrEqual(1);
        expect(scaled).toBeLessThan(2);
      }),
    );
    expect(binaryScale(0)).toBe(1);
    expect(twoTo(-3)).toBe(0.125);
  });
});
