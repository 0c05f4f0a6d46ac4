import { expect, it } from 'vitest';
import { b, drawn, fitOf, refusalOf } from '../../../support/likelihood.ts';

// the numbers below are of statsmodels 0.14: Poisson.fit and get_margeff, with an exposure by numerical derivatives of the mean count
const rows = {
  x: [
    1.487, -0.383, -1.389, 0.741, 1.198, -1.05, -0.927, 1.289, 0.595, -1.452, -0.223, 1.5, -0.163, -1.458, 0.539, 1.319,
    -0.878, -1.093, 1.16, 0.794, -1.365, -0.442, 1.478, 0.061,
  ],
  z: [
    0.672, -0.127, -0.754, -0.697, 0.039, 0.935, 1.35, 1.008, 0.206, -0.411, -0.339, 0.406, 1.298, 1.699, 1.345, 0.54,
    -0.068, 0.019, 0.772, 1.66, 2.049, 1.681, 0.874, 0.276,
  ],
  e: [
    1.841, 1.909, 1.141, 1.757, 1.959, 1.279, 1.657, 1.989, 1.412, 1.544, 2.0, 1.537, 1.42, 1.991, 1.65, 1.288, 1.961,
    1.751, 1.15, 1.913, 1.837, 1.009, 1.846, 1.906,
  ],
  y: [0, 3, 1, 2, 0, 4, 2, 1, 5, 0, 2, 3, 1, 6, 0, 2, 4, 1, 3, 2, 0, 5, 2, 7],
};
const plain = 'poisson' as const;
const exposed = { is: 'poisson', exposure: 'e' } as const;

it.each([
  [plain, true, [-0.24110537447601268, 0.18062376488376344], [0.29664335340404285, 0.3847914530920069]],
  [plain, { at: 'means' }, [-0.2391937917543634, 0.17919170527571268], [0.29084670011747166, 0.3803350853859964]],
  [exposed, true, [-0.2650831528320061, 0.1836534144198365], [0.29680143372592827, 0.3841146605281267]],
  [exposed, { at: 'means' }, [-0.2630768934715605, 0.1822634491284885], [0.2908549981428887, 0.3798797912141635]],
] as const)('are those of statsmodels: %j, %j', (estimator, margins, effects, errors) => {
  const fit = fitOf(rows, { fit: 'y ~ x + z', estimator, margins });
  expect(fit.margins!.map(({ term }) => term)).toEqual(['x', 'z']);
  for (const [j, { estimate, stdError }] of fit.margins!.entries()) {
    expect(Math.abs(estimate / effects[j]! - 1)).toBeLessThan(1e-7);
    expect(Math.abs((stdError as number) / errors[j]! - 1)).toBeLessThan(1e-7);
  }
});

const panel = drawn('poisson margins', 80, (draw, i) => {
  const x = draw.normal();
  const y = Math.floor(Math.exp(0.4 * x + (i % 8) / 8 + 0.5 * draw.normal()) + draw.uniform());
  return { y, x, id: i % 8, alone: i === 0 ? 1 : 0 };
});

it('are b times the mean count with absorbed effects, as with indicators, and with the rows that separation leaves', () => {
  const count = panel.y!.reduce((sum: number, value) => sum + (value as number), 0) / 80;
  const fit = fitOf(panel, { fit: 'y ~ x | id', estimator: plain, margins: true });
  const dummies = fitOf(panel, { fit: 'y ~ x + i(id)', estimator: plain, margins: true, vcov: 'robust' });
  expect(fit.margins![0]!.estimate).toBeCloseTo(count * b(fit, 'x'), 9);
  expect(fit.margins![0]!.estimate).toBeCloseTo(dummies.margins![0]!.estimate, 9);
  const separated = { ...panel, y: panel.y!.map((value, i) => (i === 0 ? 0 : value)) };
  const kept = fitOf(separated, {
    fit: 'y ~ x + alone',
    estimator: { is: 'poisson', separation: 'drop' },
    margins: true,
  });
  expect(kept.nobs).toBe(79);
  const mean = separated.y!.slice(1).reduce((sum: number, value) => sum + (value as number), 0) / 79;
  expect(kept.margins![0]!.estimate).toBeCloseTo(mean * b(kept, 'x'), 9);
});

it('are refused after a conditional likelihood', () => {
  const estimator = { is: 'poisson', conditional: true };
  expect(refusalOf(panel, { fit: 'y ~ x | id', estimator, margins: true })).toMatchObject({ code: 'unsupported' });
});
