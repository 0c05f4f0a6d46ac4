import { expect, it } from 'vitest';
import { b, drawn, fitOf, se } from '../../../support/likelihood.ts';

// each unit's own trend, as `feols(y ~ x | id[t])` and `reghdfe y x, absorb(id##c.t)` have it
const data = drawn('slopes', 80, (draw, i) => {
  const [id, t] = [i % 8, Math.floor(i / 8)];
  const x = draw.normal() + 0.1 * id * t;
  return { y: 0.5 * x + id + 0.2 * id * t + draw.normal(), x, id, t };
});

it('slopes by group are terms beside absorbed levels: the residuals of each unit’s own line', () => {
  const fit = fitOf(data, { fit: 'y ~ x + i(id):t | id' });
  const detrended = (values: readonly number[]): number[] => {
    const out = values.slice();
    for (let id = 0; id < 8; id++) {
      const rows = values.map((_, i) => i).filter((i) => data.id![i] === id);
      const mean = (of: (i: number) => number): number => rows.reduce((sum, i) => sum + of(i), 0) / rows.length;
      const [mt, mv] = [mean((i) => data.t![i] as number), mean((i) => values[i]!)];
      const dt = (i: number): number => (data.t![i] as number) - mt;
      const slope = mean((i) => dt(i) * (values[i]! - mv)) / mean((i) => dt(i) * dt(i));
      for (const i of rows) out[i] = values[i]! - mv - slope * dt(i);
    }
    return out;
  };
  const [y, x] = [detrended(data.y as number[]), detrended(data.x as number[])];
  const xx = x.reduce((sum, value) => sum + value * value, 0);
  const slope = x.reduce((sum, value, i) => sum + value * y[i]!, 0) / xx;
  expect(b(fit, 'x')).toBeCloseTo(slope, 10);
  const rss = y.reduce((sum, value, i) => sum + (value - slope * x[i]!) * (value - slope * x[i]!), 0);
  expect(se(fit, 'x')).toBeCloseTo(Math.sqrt(rss / (80 - 17) / xx), 10);
});
