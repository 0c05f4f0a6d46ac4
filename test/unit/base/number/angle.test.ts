import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arcsine, sineAndCosine } from '../../../../src/base/number/angle.ts';

it('is as near to the sine and cosine of an engine as rounding lets it be', () => {
  fc.assert(
    fc.property(fc.double({ min: -720, max: 720, noNaN: true }), (degrees) => {
      const [sine, cosine] = sineAndCosine(degrees);
      const angle = (degrees * Math.PI) / 180;
      const slack = 4e-16 * (1 + Math.abs(angle));
      expect(Math.abs(sine - Math.sin(angle))).toBeLessThan(slack);
      expect(Math.abs(cosine - Math.cos(angle))).toBeLessThan(slack);
    }),
  );
  expect([0, 90, 180, 270, -90].map((at) => sineAndCosine(at)[0])).toEqual([0, 1, -0, -1, -1]);
});

it('finds the angle of a sine', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (x) => {
      expect(Math.abs(arcsine(x) - Math.asin(x))).toBeLessThan(5e-16 + 5e-16 * Math.asin(x));
    }),
  );
});
