import { expect, it } from 'vitest';
import { b, type Columns, drawn, fitOf, problemsOf, refusalOf, se, shuffled } from '../../../support/likelihood.ts';

const raw: Columns = drawn('heckman', 250, (draw) => {
  const [x, z, u] = [draw.normal(), draw.normal(), draw.normal()];
  const work = 0.3 + 0.5 * x + z + u > 0 ? 1 : 0;
  return { x, z, work, full: 1 + x + 0.6 * u + draw.normal() };
});
const data: Columns = { ...raw, y: raw.full!.map((y, i) => (raw.work![i] === 1 ? y! : null)) };
const near = (value: unknown, expected: number, relative = 1e-8): void =>
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-13);
const keys = { fit: 'y ~ x', estimator: { is: 'heckman', select: 'work ~ x + z' } } as const;

it('is least squares with the ratio of the probit that it shows as its selection', () => {
  const fit = fitOf(data, keys);
  const probit = fitOf(data, { fit: 'work ~ x + z', estimator: 'probit' });
  for (const term of ['x', 'z', '_cons']) near(b(fit.selection!, term), b(probit, term));
  expect(fit.stats).toMatchObject({ n: 250, nSelected: raw.work!.filter((work) => work === 1).length });
  expect(fit.terms.map(({ term }) => term)).toEqual(['x', '_cons', 'mills:lambda']);
  near(fit.stats.lambda, b(fit, 'mills:lambda'));
  near(fit.stats.rho, (fit.stats.lambda as number) / (fit.stats.sigma as number));
});

it('takes selected rows to be those with an outcome where nothing else is said', () => {
  const own = fitOf(data, { fit: 'y ~ x', estimator: { is: 'heckman', select: '~ x + z' } });
  near(b(own, 'x'), b(fitOf(data, keys), 'x'));
});

it('does not depend on order, and drops selected rows without an outcome', () => {
  near(se(fitOf(shuffled(data, 'rows'), keys), 'x'), se(fitOf(data, keys), 'x'));
  const first = raw.work!.indexOf(1);
  const lacking = { ...data, y: data.y!.map((y, i) => (i === first ? null : y)) };
  const fit = fitOf(lacking, keys);
  expect(fit.rowsLost).toEqual([{ cause: 'missing', count: 1, detail: 'y' }]);
  expect(fit.nobs).toBe(249);
});

it('warns where only the distribution identifies it, and refuses robust errors', () => {
  expect(
    fitOf(data, { fit: 'y ~ x', estimator: { is: 'heckman', select: 'work ~ x' } }).warnings.map(({ code }) => code),
  ).toContain('no-exclusion');
  expect(problemsOf({ ...keys, vcov: 'robust' })).toEqual(['`robust` is not defined for `heckman`']);
  expect(problemsOf({ fit: 'y ~ x', estimator: { is: 'heckman', select: 'work' } })).toHaveLength(1);
  expect(refusalOf({ ...data, work: data.work!.map((work) => 2 * (work as number)) }, keys).code).toBe('not-binary');
});
