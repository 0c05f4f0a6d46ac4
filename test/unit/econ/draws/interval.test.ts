import { expect, it } from 'vitest';
import { bootstrapInterval } from '../../../../src/econ/draws/interval.ts';

const draws = Array.from({ length: 200 }, (_, i) => i / 100);

it('has no bias correction where all draws lie on one side', () => {
  for (const estimate of [-1, 3]) {
    const { z0, bc, percentile } = bootstrapInterval(estimate, draws, 0.95);
    expect(z0).toEqual({ invalid: 'all bootstrap samples lie on one side of the estimate' });
    expect(bc[0]).toEqual(z0);
    expect(percentile[0]).toBeCloseTo(0.045, 12);
    expect(percentile[1]).toBeCloseTo(1.945, 12);
  }
});

it('moves the bias-corrected interval to where the estimate lies among the draws', () => {
  const [low, high] = bootstrapInterval(0.5, draws, 0.95).bc as [number, number];
  expect(low).toBeLessThan(0.045);
  expect(high).toBeLessThan(1.945);
});

it('says why it has none of fewer than two draws', () => {
  expect(bootstrapInterval(1, [1], 0.95).stdError).toEqual({ invalid: 'fewer than two bootstrap samples count' });
});

it('counts draws that equal the estimate but for rounding as at most the estimate', () => {
  const { z0 } = bootstrapInterval(0.1 + 0.2, [0.3, 0.1, 0.3000000000000001, 0.7], 0.95);
  expect(z0).toBeGreaterThan(0.6);
});
