/** Multinomial logit: slopes against differences, two outcomes as logit, invariance to the base and to order, effects on probabilities, and refusals. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { Estimate, Fit } from '../../../../src/econ/fit.ts';
import { chosenInformation, chosenSlopes } from '../../../../src/econ/mlogit/likelihood.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

const N = 300;
const random = createRng('multinomial').stream('rows', 0);
const extreme = (): number => -Math.log(-Math.log(random.uniform()));
const x = Array.from({ length: N }, () => random.normal());
const d = Array.from({ length: N }, () => (random.uniform() < 0.4 ? 1 : 0));
const y = x.map((value, i) => {
  const worth = [extreme(), 0.8 * value - 0.3 + extreme(), 0.6 * d[i]! - 0.5 * value + extreme()];
  return 1 + worth.indexOf(Math.max(...worth));
});
const f = Array.from({ length: N }, (_, i) => 1 + (i % 3));
const g = Array.from({ length: N }, (_, i) => i % 30);
const columns: Readonly<Record<string, Cells>> = { x, d, y, f, g, row: y.map((_, i) => i) };

const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: null };
const compiled = (keys: object) =>
  compileColumn({ fit: 'y ~ x + d', estimator: { is: 'mlogit', base: 1 }, ...keys }, null, context);

function fitted(keys: object = {}, rows: Readonly<Record<string, Cells>> = columns): Fit {
  const { specs, problems } = compiled(keys);
  expect(problems).toEqual([]);
  return estimate(specs[0]!, dataOf(rows));
}

const valuesOf = (rows: readonly Estimate[], key: 'estimate' | 'stdError' = 'estimate') =>
  Object.fromEntries(rows.map((each) => [each.term, each[key] as number]));

function close(got: Readonly<Record<string, number>>, wanted: Readonly<Record<string, number>>, digits = 8): void {
  expect(Object.keys(got)).toEqual(Object.keys(wanted));
  for (const [name, value] of Object.entries(wanted)) expect(got[name], name).toBeCloseTo(value, digits);
}

const refusal = (keys: object, rows: Readonly<Record<string, Cells>>): Refusal => {
  try {
    fitted(keys, rows);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

const fit = fitted();

describe('multinomial logit', () => {
  it('has the slopes and the information of its differences', () => {
    const chosen = { equations: Int32Array.of(-1, 0, 1, 1, 0), count: 2, weights: Float64Array.of(1, 2, 1, 0.5, 1) };
    const indices = [Float64Array.of(0.3, -2, 1, 40, -0.2), Float64Array.of(1, 0.4, -3, 0.7, 2)];
    const { slopes, shares } = chosenSlopes(chosen, indices);
    const h = 1e-5;
    const moved = (e: number, i: number, by: number) =>
      chosenSlopes(
        chosen,
        indices.map((index, at) => index.map((value, j) => (at === e && j === i ? value + by : value))),
      );
    const unit = (i: number) => Float64Array.from({ length: 5 }, (_, j) => (i === j ? 1 : 0));
    for (const e of [0, 1])
      for (const i of [0, 1, 2, 3, 4]) {
        const [up, down] = [moved(e, i, h), moved(e, i, -h)];
        expect(slopes[e]![i]!).toBeCloseTo((up.ll - down.ll) / (2 * h), 7);
        const information = chosenInformation(chosen, shares, [unit(i)]);
        for (const l of [0, 1])
          expect(information[l * 2 + e]!).toBeCloseTo(-(up.slopes[l]![i]! - down.slopes[l]![i]!) / (2 * h), 7);
      }
  });

  it('of two outcomes is logit', () => {
    const rows = { ...columns, y: y.map((value) => (value === 1 ? 0 : 1)) };
    for (const vcov of ['iid', 'HC1', 'cluster(g)']) {
      const two = fitted({ vcov, estimator: { is: 'mlogit', base: 0 } }, rows);
      const plain = fitted({ vcov, estimator: 'logit', margins: true }, rows);
      for (const key of ['estimate', 'stdError'] as const) {
        const named = Object.entries(valuesOf(plain.terms, key)).map(([name, value]) => [`${name} | y=1`, value]);
        close(valuesOf(two.terms, key), Object.fromEntries(named));
      }
      for (const stat of ['ll', 'll0', 'chi2', 'pseudoR2', 'aic'])
        expect(two.stats[stat] as number).toBeCloseTo(plain.stats[stat] as number, 7);
    }
    const effects = fitted({ estimator: { is: 'mlogit', base: 0 }, margins: { dummies: ['d'] } }, rows).margins!;
    const plain = fitted({ estimator: 'logit', margins: { dummies: ['d'] } }, rows).margins!;
    for (const key of ['estimate', 'stdError'] as const)
      for (const [name, value] of Object.entries(valuesOf(plain, key)))
        expect(valuesOf(effects, key)[`${name} | y=1`]).toBeCloseTo(value, 9);
  });

  it('against another base has the differences of coefficients, and the same likelihood and effects', () => {
    const other = fitted({ estimator: { is: 'mlogit', base: 3 }, margins: true });
    const [a, b] = [valuesOf(fit.terms), valuesOf(other.terms)];
    for (const name of ['x', 'd', '_cons']) {
      expect(b[`${name} | y=2`]!).toBeCloseTo(a[`${name} | y=2`]! - a[`${name} | y=3`]!, 8);
      expect(b[`${name} | y=1`]!).toBeCloseTo(-a[`${name} | y=3`]!, 8);
    }
    expect(other.stats.ll).toBeCloseTo(fit.stats.ll as number, 9);
    expect(other.stats.chi2).toBeCloseTo(fit.stats.chi2 as number, 8);
    const own = fitted({ margins: true }).margins!;
    for (const key of ['estimate', 'stdError'] as const) close(valuesOf(other.margins!, key), valuesOf(own, key));
    const [w1, w3] = [1, 3].map((base) => fitted({ estimator: { is: 'mlogit', base }, vcov: 'HC1' }));
    expect(w1!.stats.chi2 as number).toBeCloseTo(w3!.stats.chi2 as number, 7);
  });

  it('does not depend on the order of rows or the units of a regressor', () => {
    const back = Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, [...cells].reverse()]));
    close(valuesOf(fitted({}, back).terms), valuesOf(fit.terms));
    const scaled = fitted({}, { ...columns, x: x.map((value) => 2000 + value / 100) });
    for (const key of ['estimate', 'stdError'] as const)
      for (const at of [2, 3])
        expect(valuesOf(scaled.terms, key)[`x | y=${at}`]! / 100).toBeCloseTo(
          valuesOf(fit.terms, key)[`x | y=${at}`]!,
          8,
        );
  });

  it('takes frequencies as rows', () => {
    const copies = (cells: Cells): Cells => cells.flatMap((cell, i) => new Array(f[i]!).fill(cell));
    const rows = Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, copies(cells)]));
    for (const vcov of ['iid', 'HC1', 'cluster(g)']) {
      const [weighted, written] = [
        fitted({ vcov, weights: { frequency: 'f' }, margins: true }),
        fitted({ vcov, margins: true }, rows),
      ];
      for (const key of ['estimate', 'stdError'] as const) {
        close(valuesOf(weighted.terms, key), valuesOf(written.terms, key));
        close(valuesOf(weighted.margins!, key), valuesOf(written.margins!, key));
      }
    }
  });

  it('with constants alone has the shares of outcomes, and constants stand behind the slopes of their equation', () => {
    const alone = valuesOf(fitted({ fit: 'y ~ 1' }).terms);
    const count = (at: number): number => y.filter((value) => value === at).length;
    close(alone, { '_cons | y=2': Math.log(count(2) / count(1)), '_cons | y=3': Math.log(count(3) / count(1)) });
    expect(fit.terms.map(({ term }) => term)).toEqual(
      [2, 3].flatMap((at) => ['x', 'd', '_cons'].map((name) => `${name} | y=${at}`)),
    );
  });

  it('has effects that are derivatives of probabilities, cancel over outcomes, and have errors by the delta method', () => {
    const { margins = [] } = fitted({ margins: { dummies: ['d'], predict: true } });
    const b = valuesOf(fit.terms);
    const names = Object.keys(b);
    const share = (at: number, of: Readonly<Record<string, number>>, by = 0): number =>
      x.reduce((total, value, i) => {
        const eta = [1, 2, 3].map((e) =>
          e === 1 ? 0 : of[`x | y=${e}`]! * (value + by) + of[`d | y=${e}`]! * d[i]! + of[`_cons | y=${e}`]!,
        );
        const all = eta.reduce((sum, each) => sum + Math.exp(each), 0);
        return total + Math.exp(eta[at - 1]!) / all / N;
      }, 0);
    const h = 1e-4;
    const slope = (at: number, of: Readonly<Record<string, number>>): number =>
      (share(at, of, h) - share(at, of, -h)) / (2 * h);
    for (const at of [1, 2, 3])
      for (const [row, value] of [
        [`x | y=${at}`, slope],
        [`predict(y=${at})`, share],
      ] as const) {
        const told = margins.find(({ term }) => term === row)!;
        expect(told.estimate).toBeCloseTo(value(at, b), 7);
        const gradient = names.map(
          (name) => (value(at, { ...b, [name]: b[name]! + h }) - value(at, { ...b, [name]: b[name]! - h })) / (2 * h),
        );
        const variance = gradient.reduce(
          (total, p, i) => total + gradient.reduce((own, q, j) => own + p * q * fit.vcov[i]![j]!, 0),
          0,
        );
        expect(told.stdError as number).toBeCloseTo(Math.sqrt(variance), 6);
      }
    for (const variable of ['x', 'd']) {
      const rows = margins.filter(({ term }) => term.startsWith(`${variable} | `));
      expect(rows.map(({ term }) => term)).toEqual([1, 2, 3].map((at) => `${variable} | y=${at}`));
      expect(rows.reduce((total, { estimate: effect }) => total + effect, 0)).toBeCloseTo(0, 12);
    }
  });

  it('refuses a base that no row has, one outcome, a scale, and what predicts perfectly', () => {
    const none = refusal({ estimator: { is: 'mlogit', base: 7 } }, columns);
    expect([none.code, none.param]).toEqual(['no-base-outcome', 'estimator']);
    expect(none.hint).toContain('1, 2, 3');
    expect(refusal({ estimator: { is: 'mlogit', base: 3 } }, { ...columns, y: y.map(() => 3) }).code).toBe(
      'no-variation',
    );
    expect(refusal({}, { ...columns, y: x }).code).toBe('too-many-outcomes');
    const told = refusal({}, { ...columns, d: y.map((value, i) => (value === 2 && i % 2 ? 1 : 0)) });
    expect([told.code, told.param]).toEqual(['separation', 'terms']);
    const ofBase = { estimator: { is: 'mlogit', base: 2 } };
    expect(refusal(ofBase, { ...columns, d: y.map((value, i) => (value === 2 && i % 2 ? 1 : 0)) }).code).toBe(
      'separation',
    );
    expect(told.message).toMatch(/combination of `?d`? predicts/);
  });

  it('refuses effects and errors that it is not defined for', () => {
    const told = (keys: object) => compiled(keys).problems.map(({ message }) => message);
    expect(told({ fit: 'y ~ x | g' })).toEqual(['`mlogit` with an absorbed effect is not defined']);
    expect(told({ vcov: 'HC3' })).toEqual(['`HC3` is not defined for `mlogit`']);
  });
});
