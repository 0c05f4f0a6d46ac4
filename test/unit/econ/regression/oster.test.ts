import { describe, expect, it } from 'vitest';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import { realRoots } from '../../../../src/econ/regression/real-roots.ts';
import { compilerOf } from '../../../support/columns.ts';
import { b, type Columns, drawn, fitOf, refusalOf } from '../../../support/likelihood.ts';

const data: Columns = drawn('oster', 200, (draw, i) => {
  const [w, v] = [draw.normal(), draw.normal()];
  const x = 0.5 * w + 0.3 * v + draw.normal();
  const [id, year] = [i % 20, Math.floor(i / 20)];
  return { y: 1 + 0.4 * x + w + 0.6 * v + id / 10 + draw.normal(), x, w, v, id, year, count: 1 + (i % 3) };
});
const near = (value: unknown, expected: number, relative = 1e-8): void =>
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));
const context = { sets: { all: ['w', 'v'] }, samples: {}, frame: 'd', columns: undefined, panel: null };
const problemOf = (keys: SpecKeys) => compileColumn(keys, null, context).problems[0];
const fit = 'y ~ x + w + v';

describe('oster', () => {
  it('has δ for which the coefficient is β*, whatever both are', () => {
    for (const delta of [1, 0.5, 2, -0.7, 1.001]) {
      const there = fitOf(data, { fit, oster: { treatment: 'x', rmax: 0.8, delta } });
      const back = fitOf(data, { fit, oster: { treatment: 'x', rmax: 0.8, beta: there.stats.osterBeta as number } });
      near(back.stats.osterDelta, delta, 1e-6);
      for (const beta of there.oster!.betaAlternatives) {
        near(fitOf(data, { fit, oster: { treatment: 'x', rmax: 0.8, beta } }).stats.osterDelta, delta, 1e-6);
      }
    }
  });

  it('takes R²max of 1.3 R², δ of 1 and β of 0 where nothing is said, and never more than 1', () => {
    const short = fitOf(data, { fit, oster: 'x' });
    const long = fitOf(data, { fit, oster: { treatment: 'x', rmax_multiple: 1.3, beta: 0, delta: 1 } });
    expect(short.oster).toEqual(long.oster);
    near(short.oster!.rmax, 1.3 * (short.stats.r2 as number));
    expect(fitOf(data, { fit, oster: { treatment: 'x', rmax_multiple: 9 } }).oster!.rmax).toBe(1);
    near(short.oster!.betaUncontrolled, b(fitOf(data, { fit: 'y ~ x' }), 'x'));
    near(short.oster!.r2Uncontrolled, fitOf(data, { fit: 'y ~ x' }).stats.r2 as number);
  });

  it('keeps controls of the short regression out of the comparison', () => {
    const { oster } = fitOf(data, { fit, oster: { treatment: 'x', mcontrols: 'w' } });
    near(oster!.betaUncontrolled, b(fitOf(data, { fit: 'y ~ x + w' }), 'x'));
    near(oster!.sigmaXx, (fitOf(data, { fit: 'x ~ w' }).stats.rss as number) / 199);
  });

  it('compares within R² under `xtreg`, and with the effects counted under `reghdfe`, which differ in R²max alone', () => {
    const within = fitOf(data, { fit: `${fit} | id`, oster: { treatment: 'x', rmax: 0.9 } });
    const dummies = fitOf(data, { fit: `${fit} + i(id)`, oster: { treatment: 'x', mcontrols: 'i(id)', rmax: 0.9 } });
    const counted = fitOf(data, { fit: `${fit} | id`, small: 'areg', oster: { treatment: 'x', rmax: 0.9 } });
    expect(within.oster!.r2).toBe('r2Within');
    near(within.oster!.r2Controlled, within.stats.r2Within as number);
    expect(counted.oster!.r2).toBe('r2');
    near(counted.stats.osterDelta, dummies.stats.osterDelta as number);
    near(counted.stats.osterBeta, dummies.stats.osterBeta as number);
  });

  it('counts rows by their frequencies', () => {
    const repeated = Object.fromEntries(
      Object.entries(data).map(([name, cells]) => [
        name,
        cells.flatMap((cell, i) => new Array<number>(data.count![i] as number).fill(cell as number)),
      ]),
    );
    const weighted = fitOf(data, { fit, weights: { frequency: 'count' }, oster: 'x' });
    const whole = fitOf(repeated, { fit, oster: 'x' });
    near(weighted.stats.osterDelta, whole.stats.osterDelta as number);
    near(weighted.oster!.sigmaYy, whole.oster!.sigmaYy);
  });

  it('refuses what has no meaning, by name', () => {
    expect(problemOf({ fit: 'y ~ x', oster: 'x' })).toMatchObject({ code: 'no-oster', key: 'oster' });
    expect(problemOf({ fit: 'y ~ x + w - 1', oster: 'x' })).toMatchObject({ code: 'no-oster' });
    expect(problemOf({ fit, oster: 'xx' })).toMatchObject({ code: 'no-oster', hint: 'did you mean `x`?' });
    expect(problemOf({ fit, oster: { treatment: 'x', mcontrols: ['$all'] } })).toMatchObject({ code: 'no-oster' });
    expect(problemOf({ fit, oster: { treatment: 'x', mcontrols: ['u'] } })).toMatchObject({ code: 'no-oster' });
    expect(problemOf({ fit, oster: { treatment: 'x', rmax: 1.2 } })).toMatchObject({
      code: 'bad-rmax',
      below: ['rmax'],
    });
    expect(problemOf({ fit, oster: { treatment: 'x', rmax_multiple: 1 } })).toMatchObject({ code: 'bad-rmax' });
    expect(problemOf({ fit, oster: { treatment: 'x', rmax: 1, rmax_multiple: 2 } })).toMatchObject({
      code: 'bad-rmax',
    });
    expect(problemOf({ fit, estimator: 'logit', oster: 'x' })).toMatchObject({ code: 'unsupported', key: 'oster' });
    expect(problemOf({ fit: 'y ~ w + v | x ~ id', oster: 'w' })).toMatchObject({ code: 'unsupported' });
    expect(refusalOf(data, { fit, oster: { treatment: 'x', rmax: 0.1 } })).toMatchObject({ code: 'bad-rmax' });
    const twice = { ...data, x2: data.x!.map((value) => 2 * (value as number)) };
    expect(refusalOf(twice, { fit: 'y ~ w + x2 + x', oster: 'x' })).toMatchObject({ code: 'dropped-term' });
  });

  it('follows the edits of a base, and gives way where they leave nothing to ask', () => {
    const compile = compilerOf(context);
    const base = compile({ fit, oster: { treatment: 'x', mcontrols: 'w' } }).specs[0]!;
    const edited = (keys: SpecKeys) => {
      const { specs, problems } = compile(keys, base);
      expect(problems).toEqual([]);
      return specs[0]!.oster;
    };
    expect(edited({ swap: { x: 'z', w: 'u' } })).toMatchObject({ treatment: 'z', mcontrols: ['u'] });
    expect(edited({ drop: 'w' })).toMatchObject({ mcontrols: [] });
    expect(edited({ drop: ['v', 'w'] })).toBeUndefined();
    expect(edited({ drop: 'x' })).toBeUndefined();
    expect(edited({ estimator: 'poisson' })).toBeUndefined();
    expect(edited({ oster: false })).toBeUndefined();
  });
});

describe('realRoots', () => {
  it.each([
    [
      [-6, 11, -6, 1],
      [1, 2, 3],
    ],
    [[0, 0, 0, 2], [0]],
    [[1, 0, 1, 0], []],
    [
      [-2, 0, 1, 0],
      [-Math.SQRT2, Math.SQRT2],
    ],
    [[4, 2], [-2]],
    [[-1, 0, 0, 1e-12], [1e4]],
    [[7], []],
  ])('of %j are %j', (coefficients, roots) => {
    const found = realRoots(coefficients);
    expect(found.length).toBe(roots.length);
    for (const [i, root] of found.entries()) expect(root).toBeCloseTo(roots[i]!, 6);
  });
});
