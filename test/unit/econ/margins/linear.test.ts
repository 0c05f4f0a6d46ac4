import { describe, expect, it } from 'vitest';
import type { Fit } from '../../../../src/econ/fit.ts';
import { b, type Columns, drawn, fitOf, refusalOf, se } from '../../../support/likelihood.ts';

const data: Columns = drawn('linear margins', 90, (draw, i) => {
  const [x, z, w] = [draw.normal(), draw.normal() + 1, 0.5 + draw.uniform()];
  const d = i % 3 === 0 ? 1 : 0;
  const y = 1 + x - 0.5 * x * x + 0.7 * x * z + d * z + draw.normal();
  return { y, x, z, w, d, id: i % 9, year: Math.floor(i / 9), g: i % 4, inst: z + draw.normal() };
});
const near = (value: unknown, expected: number, relative = 1e-9): void =>
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-13);
const margin = (fit: Fit, name: string) => fit.margins!.find(({ term }) => term === name)!;
const mean = (values: readonly number[], w = values.map(() => 1)): number =>
  values.reduce((sum, value, i) => sum + value * w[i]!, 0) / w.reduce((sum, value) => sum + value, 0);
/** Σ w b and its error by the fit's own covariance. */
function combined(fit: Fit, weights: Readonly<Record<string, number>>) {
  const at = Object.keys(weights).map((term) => fit.terms.findIndex((row) => row.term === term));
  const w = Object.values(weights);
  const variance = at.flatMap((i, p) => at.map((j, q) => w[p]! * w[q]! * fit.vcov[i]![j]!)).reduce((x, y) => x + y, 0);
  return { estimate: at.reduce((sum, i, p) => sum + w[p]! * fit.terms[i]!.estimate, 0), stdError: Math.sqrt(variance) };
}

describe('marginal effects of linear models', () => {
  const [mx, mz] = [mean(data.x as number[]), mean(data.z as number[])];

  it.each([
    { fit: 'y ~ x + x^2 + z + x:z' },
    { fit: 'y ~ x + x^2 + z + x:z', vcov: 'HC1' },
    { fit: 'y ~ x + x^2 + z + x:z | id', vcov: 'cluster(id)' },
    { fit: 'y ~ x + x^2 + z + x:z | id + year' },
  ])('follow a variable through its powers and products: $fit, $vcov', (keys) => {
    const fit = fitOf(data, { ...keys, margins: true });
    const expected = combined(fit, { x: 1, 'x^2': 2 * mx, 'x:z': mz });
    near(margin(fit, 'x').estimate, expected.estimate);
    near(margin(fit, 'x').stdError, expected.stdError);
    near(margin(fit, 'z').estimate, combined(fit, { z: 1, 'x:z': mx }).estimate);
    const { statistic, pValue } = margin(fit, 'x');
    near(statistic, expected.estimate / expected.stdError);
    expect(pValue).not.toBe(fitOf(data, { ...keys, small: false, margins: true }).margins![0]!.pValue);
    expect(fit.marginsAt).toBe('rows');
  });

  it('are averages by the weights', () => {
    const fit = fitOf(data, { fit: 'y ~ x + x^2', weights: 'w', margins: true });
    near(margin(fit, 'x').estimate, b(fit, 'x') + 2 * b(fit, 'x^2') * mean(data.x as number[], data.w as number[]));
  });

  it('are the same at the means where they are linear in the variables', () => {
    const fit = fitOf(data, { fit: 'y ~ x + x^2 + x:z', margins: { at: 'means' } });
    const average = fitOf(data, { fit: 'y ~ x + x^2 + x:z', margins: true });
    near(margin(fit, 'x').stdError, margin(average, 'x').stdError as number);
    const cubic = fitOf(data, { fit: 'y ~ x + x^3', margins: { at: 'means' } });
    const expected = combined(cubic, { x: 1, 'x^3': 3 * mx * mx });
    near(margin(cubic, 'x').estimate, expected.estimate);
    near(margin(cubic, 'x').stdError, expected.stdError);
  });

  it('are changes of levels and of dummies', () => {
    const fit = fitOf(data, { fit: 'y ~ x + d + d:z + i(g) + z', margins: { dummies: ['d'] } });
    const expected = combined(fit, { d: 1, 'd:z': mz });
    near(margin(fit, 'd').estimate, expected.estimate);
    near(margin(fit, 'd').stdError, expected.stdError);
    near(margin(fit, 'i(g)::2').estimate, b(fit, 'i(g)::2'));
    near(margin(fit, 'i(g)::2').stdError, se(fit, 'i(g)::2') as number);
  });

  it('are coefficients of two-stage least squares, LIML and random effects, in their distributions', () => {
    for (const estimator of ['iv', 'liml'] as const) {
      const fit = fitOf(data, { fit: 'y ~ x | z ~ inst', estimator, margins: true });
      expect(fit.margins!.map(({ term }) => term)).toEqual(['z', 'x']);
      near(margin(fit, 'z').pValue, fit.terms.find(({ term }) => term === 'z')!.pValue as number);
    }
    const random = fitOf(data, { fit: 'y ~ x + x^2 | id', estimator: 're', margins: true });
    const expected = combined(random, { x: 1, 'x^2': 2 * mx });
    near(margin(random, 'x').stdError, expected.stdError);
  });

  it('leave out what was dropped, and have no errors where coefficients have none', () => {
    const twice = { ...data, x2: (data.x as number[]).map((value) => 2 * value) };
    const fit = fitOf(twice, { fit: 'y ~ x + x2', margins: true });
    expect(fit.margins!.map(({ term }) => term)).toEqual(['x']);
  });

  it('are refused beside an event study', () => {
    const staggered = { ...data, first: (data.id as number[]).map((id) => (id < 5 ? 4 : 0)) };
    const keys = { fit: 'y ~ event(year - first, ref=-1) + x | id + year', margins: true };
    expect(refusalOf(staggered, keys)).toMatchObject({ code: 'unsupported', param: 'margins' });
  });
});
