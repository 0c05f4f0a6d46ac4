import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import { b, type Columns, drawn, fitOf, problemsOf, shuffled } from '../../../support/likelihood.ts';

const sample = (seed: string, n = 60): Columns =>
  drawn(seed, n, (draw) => {
    const [x, z] = [draw.normal(), draw.normal()];
    return { x, z, y: 1 + x - z + (1 + 0.3 * Math.abs(x)) * draw.normal(), d: Math.floor(4 * draw.uniform()) };
  });
const data = sample('quantile');
const near = (value: unknown, expected: number, relative = 1e-9): void =>
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-12);
const at = (tau: number) => ({ fit: 'y ~ x + z', estimator: { is: 'quantile', tau } }) as const;

it('is at a minimum: the subgradient holds 0, since as many rows lie below as τ says', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), fc.double({ min: 0.1, max: 0.9, noNaN: true }), (seed, tau) => {
      const columns = sample(`seed ${seed}`, 40);
      const fit = fitOf(columns, at(tau));
      const residuals = columns.y!.map(
        (y, i) =>
          (y as number) -
          b(fit, '_cons') -
          b(fit, 'x') * (columns.x![i] as number) -
          b(fit, 'z') * (columns.z![i] as number),
      );
      const zeros = residuals.filter((r) => Math.abs(r) < 1e-8).length;
      expect(zeros).toBe(3);
      for (const regressor of [columns.x!.map(() => 1), columns.x!, columns.z!] as number[][]) {
        const score = residuals.reduce(
          (total, r, i) => total + (Math.abs(r) < 1e-8 ? 0 : (r > 0 ? tau : tau - 1) * regressor[i]!),
          0,
        );
        const room = residuals.reduce((total, r, i) => total + (Math.abs(r) < 1e-8 ? Math.abs(regressor[i]!) : 0), 0);
        expect(Math.abs(score)).toBeLessThanOrEqual(room + 1e-9);
      }
    }),
    { numRuns: 40 },
  );
});

it('follows shifts, scales and signs of the outcome', () => {
  const fit = fitOf(data, at(0.3));
  const moved = { ...data, y: data.y!.map((y, i) => 5 * (y as number) + 2 * (data.x![i] as number)) };
  near(b(fitOf(moved, at(0.3)), 'x'), 5 * b(fit, 'x') + 2);
  const turned = { ...data, y: data.y!.map((y) => -(y as number)) };
  near(b(fitOf(turned, at(0.7)), 'x'), -b(fit, 'x'));
  near(b(fitOf(shuffled(data, 'rows'), at(0.3)), 'x'), b(fit, 'x'));
});

it('says where other coefficients fit as well, and ends where rows tie', () => {
  const even = { y: [1, 2, 3, 4], x: [0, 0, 1, 1] };
  expect(
    fitOf(even, { fit: 'y ~ x', estimator: { is: 'quantile', tau: 0.5 } }).warnings.map(({ code }) => code),
  ).toEqual(['not-unique']);
  const ties = drawn('ties', 200, (draw) => ({ y: Math.floor(3 * draw.uniform()), x: Math.floor(3 * draw.uniform()) }));
  expect(fitOf(ties, { fit: 'y ~ x', estimator: 'quantile' }).nobs).toBe(200);
});

it('has no errors where the quantile is too near to an end', () => {
  const fit = fitOf(data, at(0.02));
  expect(fit.terms[0]!.stdError).toMatchObject({ invalid: expect.stringContaining('too near') });
  expect(typeof fit.terms[0]!.estimate).toBe('number');
});

it('makes a column of each quantile of a list', () => {
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null };
  const { specs, problems } = compileColumn(
    { fit: 'y ~ x', estimator: { is: 'quantile', tau: [0.25, 0.5, 0.75] } },
    null,
    context,
  );
  expect(problems).toEqual([]);
  expect(specs.map(({ estimator }) => estimator!.tau)).toEqual([0.25, 0.5, 0.75]);
  expect(problemsOf({ fit: 'y ~ x', estimator: 'quantile', vcov: 'robust' })).toHaveLength(1);
});
