import { describe, expect, it } from 'vitest';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import type { ModelSpec } from '../../../../src/econ/spec.ts';
import { compilerOf } from '../../../support/columns.ts';
import { dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

const names = ['y', 'x', 'z', 'a', 'b', 'w', 'unit', 'year'];
const context = {
  sets: { controls: ['a', 'b'] },
  samples: {},
  frame: 'd',
  columns: names.map((name) => ({ name, type: 'number' as const })),
  panel: { unit: 'unit', time: 'year' },
};
const compile = compilerOf(context);
const main = compile({ fit: 'y ~ x + $controls | unit', vcov: 'cluster(unit)' }).specs[0]!;

/** The base under edits, which must have no problems. */
function edited(keys: SpecKeys, base = main): ModelSpec {
  const { specs, problems } = compile(keys, base);
  expect(problems).toEqual([]);
  return specs[0]!;
}
const problem = (keys: SpecKeys, base = main) => compile(keys, base).problems[0];

describe('swap', () => {
  it('puts a variable in the place of another, the outcome’s too', () => {
    expect(edited({ swap: { x: 'w' } }).terms).toEqual(['w', 'a', 'b']);
    expect(edited({ swap: { x: 'L.x' } }).terms).toEqual(['L.x', 'a', 'b']);
    expect(edited({ swap: { y: 'log(z)' } })).toMatchObject({ outcome: 'log(z)', terms: ['x', 'a', 'b'] });
  });

  it('reaches into powers, products, lags and instruments', () => {
    const rich = compile({ fit: 'y ~ a + x^2 + x:b + L.x | unit | x ~ L2.x' }).specs[0]!;
    expect(edited({ swap: { x: 'w' } }, rich)).toMatchObject({
      terms: ['a', 'w^2', 'w:b', 'L.w'],
      iv: { endogenous: ['w'], instruments: ['L2.w'] },
    });
    // A whole term, where the term is named.
    expect(edited({ swap: { 'x^2': 'z' } }, rich).terms).toEqual(['a', 'z', 'x:b', 'L.x']);
  });

  it('reaches slopes by group, where the variable stands nowhere else too', () => {
    const sloped = compile({ fit: 'y ~ x | unit[x, z^2]' }).specs[0]!;
    expect(edited({ swap: { x: 'w' } }, sloped)).toMatchObject({
      terms: ['w'],
      absorb: ['unit'],
      slopes: [
        { by: 'unit', of: 'w' },
        { by: 'unit', of: 'z^2' },
      ],
    });
    expect(edited({ swap: { z: 'a' } }, sloped).slopes).toContainEqual({ by: 'unit', of: 'a^2' });
    expect(edited({ swap: { 'z^2': 'x' } }, sloped).slopes).toEqual([{ by: 'unit', of: 'x' }]);
    expect(problem({ swap: { 'z^2': 'i(year)' } }, sloped)).toMatchObject({ code: 'varying-slopes', key: 'swap' });
  });

  it('takes the base’s lists of variables along', () => {
    const base = compile({ fit: 'y ~ x + x^2', winsorize: { at: [1, 99], vars: ['x'] }, u_test: 'x' }).specs[0]!;
    const swapped = edited({ swap: { x: 'w' } }, base);
    expect(swapped.winsorize!.vars).toEqual(['w']);
    expect(swapped.uTest).toEqual({ linear: 'w', square: 'w^2', level: 0.95 });
  });

  it('refuses what is not there, and what it cannot reach', () => {
    expect(problem({ swap: { xx: 'w' } })).toMatchObject({ code: 'not-in-regression', hint: 'did you mean `x`?' });
    expect(problem({ swap: { x: 'ww' } })).toMatchObject({ code: 'unknown-variable', below: ['x'] });
    const inside = compile({ fit: 'y ~ x + log(x + 1)' }).specs[0]!;
    expect(problem({ swap: { x: 'w' } }, inside)).toMatchObject({ code: 'inside-function' });
    expect(problem({ swap: { y: 'z^2' } })).toMatchObject({ code: 'bad-outcome' });
  });
});

describe('drop and add', () => {
  it('take terms and sets', () => {
    expect(edited({ drop: '$controls', add: ['x^2', 'z'] }).terms).toEqual(['x', 'x^2', 'z']);
    expect(edited({ drop: ['a'] }).terms).toEqual(['x', 'b']);
    expect(edited({ add: 'x:b' }).terms).toEqual(['x', 'a', 'b', 'x:b']);
  });

  it('of a set, drop what is there; of names, everything must be', () => {
    const fewer = compile({ fit: 'y ~ x + a' }).specs[0]!;
    expect(edited({ drop: ['$controls'] }, fewer).terms).toEqual(['x']);
    expect(problem({ drop: ['a', 'bb'] })).toMatchObject({
      code: 'not-in-regression',
      below: [1],
      hint: 'did you mean `b`?',
    });
    expect(problem({ drop: '$controls' }, edited({ drop: '$controls' }))).toMatchObject({ code: 'not-in-regression' });
    expect(problem({ add: 'zz' })).toMatchObject({ code: 'unknown-variable', key: 'add' });
    expect(problem({ drop: '$control' })).toMatchObject({ code: 'unknown-set' });
  });
});

describe('fe', () => {
  it('replaces the absorbed effects', () => {
    expect(edited({ fe: 'unit + year' }).absorb).toEqual(['unit', 'year']);
    expect(edited({ fe: ['unit', 'year'] }).absorb).toEqual(['unit', 'year']);
    const pooled = compile({ fit: 'y ~ x - 1' }).specs[0]!;
    expect(edited({ fe: 'unit' }, pooled)).toMatchObject({ absorb: ['unit'], constant: true });
    expect(edited({ fe: false })).toMatchObject({ absorb: [], constant: true });
    expect(problem({ fe: 'unti' })).toMatchObject({ code: 'unknown-variable', key: 'fe' });
    expect(problem({ fe: 'sw(unit, year)' })).toMatchObject({ code: 'several-models' });
  });
});

describe('iv', () => {
  it('takes the endogenous out of the regressors, and puts them back', () => {
    const iv = edited({ iv: 'x ~ L.x + z', drop: 'a' });
    expect(iv).toMatchObject({ terms: ['b'], iv: { endogenous: ['x'], instruments: ['L.x', 'z'] } });
    expect(edited({ iv: false }, iv)).toMatchObject({ terms: ['x', 'b'], iv: null });
    expect(edited({ iv: 'b ~ z' }, iv)).toMatchObject({ terms: ['x'], iv: { endogenous: ['b'], instruments: ['z'] } });
  });

  it('refuses what is no regressor, and instruments that are', () => {
    expect(problem({ iv: 'w ~ z' })).toMatchObject({ code: 'not-in-regression' });
    expect(problem({ iv: 'x ~ a' })).toMatchObject({ code: 'instrument-is-regressor' });
    expect(problem({ fit: 'y ~ x + a | x ~ z' })).toMatchObject({ code: 'endogenous-is-regressor', key: 'fit' });
    expect(problem({ fit: 'y ~ a + x:b | b:x ~ z' })).toMatchObject({ code: 'endogenous-is-regressor' });
    const own = { code: 'instrument-is-regressor', hint: expect.stringContaining('least squares') };
    const exogenous = { code: 'instrument-is-regressor', hint: expect.stringContaining('excluded ones') };
    expect(problem({ fit: 'y ~ z | x ~ x' })).toMatchObject({ ...own, key: 'fit', within: [12, 13] });
    expect(problem({ fit: 'y ~ a | unit | x ~ x + z' })).toMatchObject({ ...own, within: [19, 20] });
    expect(problem({ fit: 'y ~ a | x:b ~ z + b:x^1' })).toMatchObject(own);
    expect(problem({ fit: 'y ~ a | L.x + b ~ L1.x + z' })).toMatchObject(own);
    expect(problem({ iv: 'x ~ x + z' })).toMatchObject({ ...own, key: 'iv', within: [4, 5] });
    expect(problem({ fit: 'y ~ a | x ~ a' })).toMatchObject({ ...exogenous, within: [12, 13] });
    expect(problem({ fit: 'y ~ a | x ~ a + z' })).toMatchObject(exogenous);
    const iv = compile({ fit: 'y ~ a | x ~ z' }).specs[0]!;
    expect(problem({ add: 'z' }, iv)).toMatchObject({ ...exogenous, key: 'add' });
    expect(problem({ swap: { z: 'x' } }, iv)).toMatchObject({ ...own, key: 'swap' });
    expect(problem({ fit: 'y ~ x + y' })).toMatchObject({ code: 'outcome-is-regressor', key: 'fit' });
    expect(problem({ swap: { x: 'y' } })).toMatchObject({ code: 'outcome-is-regressor', key: 'swap' });
    expect(problem({ iv: 'x ~ L.zz' })).toMatchObject({ code: 'unknown-variable', key: 'iv' });
    expect(problem({ iv: 'x' })!.key).toBe('iv');
  });

  it('refuses instruments that are the regressor by another name, by their values', () => {
    const n = 40;
    const wave = (k: number) => Array.from({ length: n }, (_, i) => ((i * k) % 17) - 8 + i / 10);
    const columns = { y: wave(3), x: wave(5), z: wave(7), w: wave(11) };
    const plain = { ...context, columns: undefined, panel: null };
    const estimated = (formula: string, more: Readonly<Record<string, number[]>>) => {
      const { specs, problems } = compileColumn({ fit: formula }, null, plain);
      expect(problems).toEqual([]);
      return estimate(specs[0]!, dataOf({ ...columns, ...more }));
    };
    const determined = expect.objectContaining({ code: 'instrument-is-regressor', param: 'iv' });
    const scaled = columns.x.map((v) => 3 - 2 * v);
    const rest = columns.x.map((v, i) => v - columns.z[i]!);
    expect(() => estimated('y ~ w | x ~ copy', { copy: columns.x })).toThrow(determined);
    expect(() => estimated('y ~ w | x ~ copy + z', { copy: scaled })).toThrow(determined);
    expect(() => estimated('y ~ w | x ~ z + rest', { rest })).toThrow(determined);
    expect(estimated('y ~ w | x ~ z', {}).estimator).toBe('iv');
  });

  it('points at itself where its lags need a panel', () => {
    const without = compilerOf({ ...context, panel: null });
    const [base] = without({ fit: 'y ~ x | unit' }).specs;
    const { problems } = without({ iv: 'x ~ L.x' }, base);
    expect(problems).toMatchObject([{ code: 'no-panel', key: 'iv' }]);
  });
});

describe('trim', () => {
  const n = 100;
  const x = Array.from({ length: n }, (_, i) => ((i * 37) % n) + 1);
  const y = x.map((v, i) => v + ((i * 7) % 11));
  const data = dataOf({ x, y, group: x.map((v) => (v > 50 ? 'b' : 'a')) });
  const fitted = (keys: SpecKeys) => {
    const { specs, problems } = compileColumn({ fit: 'y ~ x', ...keys }, null, { ...context, columns: undefined });
    expect(problems).toEqual([]);
    return estimate(specs[0]!, data);
  };

  it('loses the rows beyond the percentiles, counted by variable', () => {
    const fit = fitted({ trim: { at: [5, 95], vars: ['x'] } });
    // Percentiles of 1…100 by Stata: 5.5 and 95.5.
    expect(fit).toMatchObject({ nobs: 90, rowsLost: [{ cause: 'trimmed', count: 10, detail: 'x' }] });
    expect(fit.terms).toEqual(fitted({ sample: 'x > 5 and x < 96' }).terms);
  });

  it('takes all percentiles before any row is lost', () => {
    const [low, high] = [y, y]
      .map((values) => [...values].sort((a, b) => a - b))
      .map((sorted, k) => (sorted[k === 0 ? 4 : 94]! + sorted[k === 0 ? 5 : 95]!) / 2) as [number, number];
    const kept = x.filter((v, i) => v > 5 && v < 96 && y[i]! >= low && y[i]! <= high);
    expect(fitted({ trim: [5, 95] }).nobs).toBe(kept.length);
  });

  it('trims terms after they are built, and within groups', () => {
    const squares = fitted({ fit: 'y ~ x + x^2', trim: { at: [5, 95], stage: 'terms', vars: ['x^2'] } });
    expect(squares.rowsLost).toEqual([{ cause: 'trimmed', count: 10, detail: 'x^2' }]);
    const groups = fitted({ trim: { at: [10, 90], vars: ['x'], by: 'group' } });
    expect(groups.nobs).toBe(80);
    expect(groups.terms).toEqual(fitted({ sample: '(x > 5 and x < 46) or (x > 55 and x < 96)' }).terms);
  });

  it('takes the place of the base’s winsorising, and is refused beside it', () => {
    const base = edited({ winsorize: [1, 99] });
    expect(edited({ trim: [1, 99] }, base)).toMatchObject({ winsorize: null, trim: { at: [1, 99] } });
    expect(edited({ winsorize: [2, 98] }, edited({ trim: [1, 99] })).trim).toBeUndefined();
    expect(problem({ trim: [1, 99], winsorize: [1, 99] })).toMatchObject({ code: 'winsorize-and-trim' });
    expect(problem({ trim: [0.01, 0.99] })).toMatchObject({ code: 'bad-percentages', key: 'trim' });
  });
});

describe('what a base asks of variables beside its formula', () => {
  const random = { fit: 'y ~ x + a | unit', estimator: { is: 're', mundlak: ['x', 'a'] } } as const;

  it('follows a swap in the options of its estimator, through further edits too', () => {
    const base = compile(random);
    const once = compile({ swap: { x: 'w' } }, base.specs[0]!);
    expect(once.problems).toEqual([]);
    expect(once.specs[0]!.estimator).toMatchObject({ is: 're', mundlak: ['w', 'a'] });
    const twice = edited({ swap: { a: 'b' } }, once.specs[0]!);
    expect(twice.estimator).toMatchObject({ is: 're', mundlak: ['w', 'b'] });
    expect(edited({ estimator: { is: 're', mundlak: ['w'] } }, twice).estimator).toMatchObject({ mundlak: ['w'] });
    const counted = compile({ fit: 'y ~ x', estimator: { is: 'poisson', exposure: 'z' } }).specs[0]!;
    expect(edited({ swap: { x: 'w' } }, counted).estimator).toMatchObject({ terms: { exposure: ['z'] } });
  });

  it('leaves a mean of a term that is dropped out of Mundlak’s regression, and stays random effects', () => {
    const base = compile(random).specs[0]!;
    expect(edited({ drop: ['a'] }, base).estimator).toMatchObject({ is: 're', mundlak: ['x'] });
    const without = edited({ swap: { x: 'w' }, drop: ['a', 'w'], add: ['b'] }, base).estimator!;
    expect(without.is).toBe('re');
    expect(without.mundlak).toBeUndefined();
    const own = problem({ fit: 'y ~ x | unit', estimator: { is: 're', mundlak: ['z'] } });
    expect(own).toMatchObject({ code: 'unknown-term' });
  });

  it('follows a swap in the dummies of marginal effects', () => {
    const base = compile({ fit: 'y ~ x + a', estimator: 'logit', margins: { dummies: ['x'] } }).specs[0]!;
    expect(edited({ swap: { x: 'w' } }, base).margins).toEqual({ dummies: ['w'] });
    expect(edited({ swap: { x: 'w' }, margins: { dummies: 'a' } }, base).margins).toEqual({ dummies: ['a'] });
  });

  it('keeps marginal effects through an estimator that has none', () => {
    const base = compile({ fit: 'y ~ x + a', estimator: 'logit', margins: { at: 'means' } }).specs[0]!;
    const between = edited({ estimator: { is: 'quantile', tau: 0.5 } }, base);
    expect(between.margins).toBeUndefined();
    expect(edited({ estimator: 'probit' }, between).margins).toEqual({ at: 'means' });
    expect(edited({ margins: false, estimator: 'probit' }, between).margins).toBeUndefined();
  });
});
