/** The bands of a discontinuity's figure against closed forms. */
import { expect, it } from 'vitest';
import { LocalFit } from '../../../steps/rd/numbers/local-fit.ts';
import { curveOf } from '../../../steps/rd/numbers/plotted/curve.ts';
import type { Side } from '../../../steps/rd/numbers/side.ts';

const distances = Float64Array.of(0.5, 1, 1.5, 2.5, 4);
const outcome = Float64Array.of(2, 5, 3, 7, 4);
const side: Side = {
  ...{ name: 'right', distances, outcome, takeUp: null, covariates: [], weights: null, clusters: null },
  ...{ range: 4, unique: 5 },
};
const bandOf = (order: number, of: Side = side) => curveOf(of, new LocalFit(of, order, of.range, 'uniform'), 10);

it('are those of a mean where the polynomial is a constant', () => {
  const { x, y, low, high } = bandOf(0);
  const mean = 4.2;
  const variance = outcome.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / 4;
  expect([x[0], x.at(-1)]).toEqual([10, 14]);
  expect(y[50]).toBeCloseTo(mean, 12);
  expect(high[50]! - low[50]!).toBeCloseTo(2 * 1.959963984540054 * Math.sqrt(variance / 5), 12);
});

it('are those of a line at each place', () => {
  const { y, high } = bandOf(1);
  const centre = distances.reduce((sum, d) => sum + d, 0) / 5;
  const spread = distances.reduce((sum, d) => sum + (d - centre) * (d - centre), 0);
  const slope = distances.reduce((sum, d, i) => sum + (d - centre) * outcome[i]!, 0) / spread;
  const residuals = outcome.map((value, i) => value - 4.2 - slope * (distances[i]! - centre));
  for (const k of [0, 30, 100]) {
    const at = (4 * k) / 100 - centre;
    const a = distances.map((d) => 1 / 5 + (at * (d - centre)) / spread);
    const variance = (5 / 3) * a.reduce((sum, value, i) => sum + value * value * residuals[i]! * residuals[i]!, 0);
    expect(y[k]).toBeCloseTo(4.2 + slope * at, 12);
    expect(high[k]! - y[k]!).toBeCloseTo(1.959963984540054 * Math.sqrt(variance), 12);
  }
});

it('have no width where rows are as many as coefficients', () => {
  const few = { ...side, distances: distances.slice(0, 2), outcome: outcome.slice(0, 2), range: 1 };
  const { low, high } = bandOf(1, few);
  expect(high).toEqual(low);
});
