/** Intervals against R: 1.5 ± qt(.95, 30) · .4 and 1.5 ± qnorm(.975) · .4. */
import { describe, expect, it } from 'vitest';
import { hasUsualInterval, intervalAt } from '../../../../src/econ/graphics/intervals.ts';

const estimate = { estimate: 1.5, stdError: 0.4 };

describe('intervalAt', () => {
  it('is that of R', () => {
    const t = intervalAt(estimate, 30, 0.9);
    expect(t.low).toBeCloseTo(0.82109564536241719, 13);
    expect(t.high).toBeCloseTo(2.1789043546375826, 13);
    const z = intervalAt(estimate, null, 0.95);
    expect(z.low).toBeCloseTo(0.71601440618397849, 13);
    expect(z.high).toBeCloseTo(2.2839855938160216, 13);
  });

  it('is undefined where the standard error is', () => {
    const invalid = { invalid: 'no variation' };
    expect(intervalAt({ estimate: 1, stdError: invalid }, 30, 0.95)).toEqual({ low: invalid, high: invalid });
  });
});

describe('hasUsualInterval', () => {
  const { low, high } = intervalAt(estimate, 30, 0.95);

  it('knows an interval that follows from the standard error', () => {
    expect(hasUsualInterval({ ...estimate, confLow: low, confHigh: high }, 30)).toBe(true);
  });

  it('knows one that does not, such as that of a bootstrap', () => {
    expect(hasUsualInterval({ ...estimate, confLow: (low as number) - 0.01, confHigh: high }, 30)).toBe(false);
  });
});
