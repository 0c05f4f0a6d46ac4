import { describe, expect, it } from 'vitest';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import { b, type Columns, drawn, fitOf, problemsOf, refusalOf, se, shuffled } from '../../../support/likelihood.ts';

/** 30 units of 2 to 6 rows, with effects of size `spread` that x goes along with. */
function panel(seed: string, spread: number, balanced = false): Columns {
  const rows = drawn(seed, 180, (draw, i) => {
    const id = Math.floor(i / 6);
    const own = spread * Math.sin(7 * id);
    const x = draw.normal() + 0.5 * own;
    return {
      id,
      t: i % 6,
      x,
      y: 1 + 0.8 * x + own + draw.normal(),
      z: id % 4,
      keep: balanced ? 1 : i % 6 < 2 + (id % 5) ? 1 : 0,
    };
  });
  const kept = rows.keep!.map((value) => value === 1);
  return Object.fromEntries(Object.entries(rows).map(([name, cells]) => [name, cells.filter((_, i) => kept[i])]));
}

const data = panel('re', 1.5);
const by = (estimator: NonNullable<SpecKeys['estimator']>, more: SpecKeys = {}): SpecKeys => ({
  fit: 'y ~ x + z | id',
  estimator,
  ...more,
});
const near = (value: unknown, expected: number, relative = 1e-9): void =>
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-13);

describe('random effects', () => {
  it('lie between pooled least squares and fixed effects, and are pooled where units do not differ', () => {
    const slopes = ['linear', 're'].map((estimator) => b(fitOf(data, { fit: 'y ~ x | id', estimator }), 'x'));
    const pooled = b(fitOf(data, { fit: 'y ~ x' }), 'x');
    expect((slopes[1]! - slopes[0]!) * (slopes[1]! - pooled)).toBeLessThan(0);
    const none = panel('none', 0);
    const alike = fitOf(
      { ...none, y: none.y!.map((y, i) => (y as number) - 0.2 * Math.cos((none.id![i] as number) * 0)) },
      by('re'),
    );
    if (alike.stats.sigmaU === 0) near(b(alike, 'x'), b(fitOf(none, { fit: 'y ~ x + z' }), 'x'));
  });

  it('are pooled least squares, and say so, where the variance of units is 0', () => {
    // rows of a unit differ more than by chance: what is between units is nothing
    const columns = drawn('zero', 40, (draw, i) => ({
      id: Math.floor(i / 4),
      x: draw.normal(),
      e: i % 2 === 0 ? 1 : -1,
    }));
    const y = columns.x!.map((x, i) => 2 + (x as number) + (columns.e![i] as number));
    const fit = fitOf({ ...columns, y }, { fit: 'y ~ x | id', estimator: 're' });
    expect(fit.stats).toMatchObject({ sigmaU: 0, theta: 0, rho: 0 });
    expect(fit.warnings.map(({ code }) => code)).toEqual(['no-unit-effect']);
    near(b(fit, 'x'), b(fitOf({ ...columns, y }, { fit: 'y ~ x' }), 'x'));
  });

  it('do not depend on order or units', () => {
    const fit = fitOf(data, by('re', { vcov: 'robust' }));
    const other = fitOf(shuffled(data, 'other'), { fit: 'y ~ z + x | id', estimator: 're', vcov: 'cluster(id)' });
    for (const term of ['x', 'z', '_cons']) {
      near(b(other, term), b(fit, term));
      near(se(other, term), se(fit, term));
    }
    const thousand = { ...data, x: data.x!.map((x) => 1000 * (x as number)) };
    near(b(fitOf(thousand, by('re')), 'x') * 1000, b(fitOf(data, by('re')), 'x'));
  });

  it.each([true, false])('have the slopes of fixed effects with unit means beside them (balanced: %s)', (balanced) => {
    const columns = panel('mundlak', 2, balanced);
    const fit = fitOf(columns, { fit: 'y ~ x | id', estimator: { is: 're', mundlak: true } });
    near(b(fit, 'x'), b(fitOf(columns, { fit: 'y ~ x | id' }), 'x'));
    near(
      b(fit, 'x') + b(fit, 'mean_x'),
      b(fitOf(columns, { fit: 'y ~ x | id', estimator: { is: 'be', wls: false } }), 'x'),
      balanced ? 1e-9 : 1,
    );
    expect(fit.vcovInfo.text).toBe('cluster(id)');
    expect(fit.tests.map(({ name }) => name)).toEqual(['wald', 'mundlak']);
    const iid = fitOf(columns, { fit: 'y ~ x | id', estimator: { is: 're', mundlak: ['x'] }, vcov: 'iid' });
    expect(iid.vcovInfo.text).toBe('iid');
  });

  it('take the unit of the panel where the formula names none, and keep units of one row', () => {
    const own = { unit: 'id', time: 't' };
    const fit = fitOf(data, { fit: 'y ~ x', estimator: 're' }, own);
    expect(b(fit, 'x')).toBe(b(fitOf(data, { fit: 'y ~ x | id', estimator: 're' }, own), 'x'));
    const alone = { id: [...data.id!, 99], x: [...data.x!, 0], y: [...data.y!, 0] };
    expect(fitOf(alone, { fit: 'y ~ x | id', estimator: 're' })).toMatchObject({
      nobs: data.y!.length + 1,
      ngroups: 31,
    });
  });

  it('refuse what is not defined, by name', () => {
    expect(problemsOf({ fit: 'y ~ x', estimator: 're' })).toEqual([
      '`re` needs a unit, and the data declares no panel',
    ]);
    expect(problemsOf({ fit: 'y ~ x | id + t', estimator: 're' })).toEqual([
      '`re` has one unit, and the formula names 2',
    ]);
    expect(problemsOf(by('re', { vcov: 'HC1' }))).toEqual(['`HC1` is not defined for `re`']);
    expect(problemsOf({ fit: 'y ~ x - 1 | id', estimator: 're' }).length).toBeGreaterThan(0);
    expect(problemsOf(by({ is: 're', mundlak: ['w'] }))).toEqual([
      '`mundlak` names `w`, which is no term of the formula',
    ]);
    expect(refusalOf(data, by('re', { vcov: 'cluster(t)' })).code).toBe('not-nested');
    const few = { y: [1, 2, 3, 5], x: [1, 2, 4, 3], id: [1, 1, 2, 2] };
    expect(refusalOf(few, { fit: 'y ~ x | id', estimator: 're' }).code).toBe('too-few-rows');
  });
});

describe('between', () => {
  it('is least squares of unit means, and weighs rows where asked', () => {
    const ids = [...new Set(data.id as number[])];
    const meansOf = (name: string): number[] =>
      ids.map((id) => {
        const own = data[name]!.filter((_, i) => data.id![i] === id) as number[];
        return own.reduce((a, c) => a + c, 0) / own.length;
      });
    const means = {
      x: meansOf('x'),
      y: meansOf('y'),
      w: ids.map((id) => data.id!.filter((each) => each === id).length),
    };
    for (const [wls, keys] of [
      [false, {}],
      [true, { weights: 'w' }],
    ] as const) {
      const [fit, plain] = [
        fitOf(data, { fit: 'y ~ x | id', estimator: { is: 'be', wls } }),
        fitOf(means, { fit: 'y ~ x', ...keys }),
      ];
      near(b(fit, 'x'), b(plain, 'x'));
      near(se(fit, 'x'), se(plain, 'x'));
      expect(fit.dfResid).toBe(28);
      near(fit.stats.rss, plain.stats.rss as number);
    }
  });

  it('refuses robust errors and too few units', () => {
    expect(problemsOf(by('be', { vcov: 'robust' }))).toHaveLength(1);
    const few = { y: [1, 2, 3, 5], x: [1, 2, 4, 3], id: [1, 1, 2, 2] };
    expect(refusalOf(few, { fit: 'y ~ x | id', estimator: 'be' }).code).toBe('too-few-rows');
  });
});
