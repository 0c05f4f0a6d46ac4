/** Margins at values: names, what is refused, and numbers that R 4.5 gives for the same counterfactual rows. */
import { describe, expect, it } from 'vitest';
import type { MarginsKey } from '../../../../src/econ/compile/keys.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { b, type Columns, drawn, fitOf, problemsOf, refusalOf, se } from '../../../support/likelihood.ts';

/** Motor Trend's cars of 1974 (`mtcars` of R's datasets). */
const cars: Columns = {
  mpg: [
    ...[21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4],
    ...[14.7, 32.4, 30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4],
  ],
  vs: [0, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1],
  am: [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1],
  wt: [
    ...[2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424],
    ...[5.345, 2.2, 1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78],
  ],
  cyl: [6, 6, 4, 6, 8, 6, 8, 4, 4, 6, 6, 8, 8, 8, 8, 8, 8, 4, 4, 4, 4, 8, 8, 8, 8, 4, 4, 4, 8, 6, 8, 4],
};
const row = (fit: Fit, name: string) => fit.margins!.find(({ term }) => term === name)!;
const names = (fit: Fit): string[] => fit.margins!.map(({ term }) => term);
const told = (fit: Fit): string[] =>
  fit.warnings.filter(({ code }) => code === 'no-margin').map(({ message }) => message);
const logit = { fit: 'vs ~ mpg + am + mpg:am', estimator: 'logit' } as const;
const lines = { fit: 'mpg ~ wt*i(cyl)' } as const;

describe('margins at values', () => {
  it('are those of R’s predictions on counterfactual rows', () => {
    const fit = fitOf(cars, { ...logit, margins: { at: { mpg: [18, 24] }, predict: true, dydx: 'mpg' } });
    expect(names(fit)).toEqual(['predict(mpg=18)', 'mpg | mpg=18', 'predict(mpg=24)', 'mpg | mpg=24']);
    const expected: [string, number, number][] = [
      ['predict(mpg=18)', 0.255108449637, 0.121060406317],
      ['predict(mpg=24)', 0.8257573029061, 0.0865989061681],
      ['mpg | mpg=18', 0.1677286891291, 0.0817545731117],
    ];
    for (const [name, estimate, stdError] of expected) {
      expect(row(fit, name).estimate).toBeCloseTo(estimate, 8);
      expect(row(fit, name).stdError as number).toBeCloseTo(stdError, 7);
    }
    expect(row(fit, 'mpg | mpg=24').at).toEqual({ mpg: 24 });
  });

  it('stand at levels and numbers together', () => {
    const fit = fitOf(cars, { ...lines, margins: { at: { cyl: [4, 8], wt: 3 }, predict: true, dydx: false } });
    expect(names(fit)).toEqual(['predict(cyl=4, wt=3)', 'predict(cyl=8, wt=3)']);
    expect(row(fit, 'predict(cyl=4, wt=3)').estimate).toBeCloseTo(22.63012022931, 10);
    expect(row(fit, 'predict(cyl=4, wt=3)').stdError as number).toBeCloseTo(1.21983931807, 10);
    expect(row(fit, 'predict(cyl=8, wt=3)').estimate).toBeCloseTo(17.29071529665, 10);
    expect(row(fit, 'predict(cyl=8, wt=3)').stdError as number).toBeCloseTo(1.10758964117, 10);
    expect(row(fit, 'predict(cyl=8, wt=3)').at).toEqual({ cyl: '8', wt: 3 });
  });

  it('know words and steps', () => {
    const at = { wt: ['min', 'p25', 'median', 'mean', 'mean+sd', 'max'] };
    const fit = fitOf(cars, { ...lines, margins: { at, dydx: 'wt' } });
    const values = fit.margins!.map((own) => own.at!.wt as number);
    expect(values[0]).toBe(1.513);
    expect(values[1]).toBeCloseTo(2.5425, 12);
    expect(values[2]).toBeCloseTo(3.325, 12);
    expect(values[3]).toBeCloseTo(3.21725, 12);
    expect(values[4]).toBeCloseTo(3.21725 + 0.9784574429897, 12);
    expect(values[5]).toBe(5.424);
    const steps = fitOf(cars, { ...lines, margins: { at: { wt: { from: 2, to: 3, by: 0.2 } }, dydx: 'wt' } });
    expect(names(steps)).toEqual(['2', '2.2', '2.4', '2.6', '2.8', '3'].map((value) => `wt | wt=${value}`));
    const all = fitOf(cars, { ...lines, margins: { at: { 'i(cyl)': 'levels' }, dydx: 'wt' } });
    expect(names(all)).toEqual(['4', '6', '8'].map((level) => `wt | cyl=${level}`));
    expect(row(all, 'wt | cyl=8').estimate).toBeCloseTo(b(all, 'wt') + b(all, 'wt:i(cyl)::8'), 12);
  });

  it('are the grand-mean constant and slopes where effects are absorbed', () => {
    const data = drawn('placed', 60, (draw, i) => {
      const [x, g] = [draw.normal() + (i % 6), i % 6];
      return { x, g, year: Math.floor(i / 6), y: x + 2 * g + draw.normal() };
    });
    const keys = { fit: 'y ~ x | g', margins: { at: { x: [0, 'mean'] }, predict: true } } as const;
    const fit = fitOf(data, keys, { unit: 'g', time: 'year' });
    expect(row(fit, 'predict(x=0)').estimate).toBeCloseTo(b(fit, '_cons'), 12);
    expect(row(fit, 'predict(x=0)').stdError as number).toBeCloseTo(se(fit, '_cons'), 12);
    const mean = (data.y as number[]).reduce((sum, y) => sum + y, 0) / 60;
    expect(row(fit, 'predict(x=mean)').estimate).toBeCloseTo(mean, 12);
  });

  it('have every other variable at its mean with `atmeans`', () => {
    const fit = fitOf(cars, { ...logit, margins: { at: { am: 1 }, atmeans: true, predict: true, dydx: false } });
    const mpg = 20.090625;
    const index = b(fit, '_cons') + b(fit, 'am') + (b(fit, 'mpg') + b(fit, 'mpg:am')) * mpg;
    expect(row(fit, 'predict(am=1)').estimate).toBeCloseTo(1 / (1 + Math.exp(-index)), 10);
    const plain = fitOf(cars, { ...logit, margins: { atmeans: true } });
    expect(plain.margins).toEqual(fitOf(cars, { ...logit, margins: { at: 'means' } }).margins);
  });
});

describe('what has no prediction', () => {
  it('is a part that absorbed effects hold, a dropped column, and a function without a value', () => {
    const data = drawn('held', 60, (draw, i) => {
      const [x, treated, pos] = [draw.normal(), i % 6 > 2 ? 1 : 0, Math.exp(draw.normal())];
      return { x, treated, pos, g: i % 6, year: Math.floor(i / 6), y: x + treated + draw.normal() };
    });
    const margins: MarginsKey = { at: { treated: [0, 1] }, predict: true, dydx: 'x' };
    const held = fitOf(data, { fit: 'y ~ treated*x | g', margins }, { unit: 'g', time: 'year' });
    expect(names(held)).toEqual(['x | treated=0', 'x | treated=1']);
    expect(told(held)).toEqual(['no prediction at `treated=0` and 1 more is identified: `treated` has no coefficient']);
    const product = fitOf(data, { fit: 'y ~ treated:x | g', margins: { ...margins, dydx: false } });
    expect(told(product)[0]).toBe(
      'no prediction at `treated=0` and 1 more is identified: absorbed effects hold a part of `treated`',
    );
    const below = fitOf(data, { fit: 'y ~ log(pos) + x', margins: { at: { pos: [-1, 1] }, predict: true } });
    expect(names(below)).toEqual(['predict(pos=1)', 'log(pos) | pos=1', 'x | pos=1']);
    expect(told(below)).toContain('no margins at `pos=-1` are defined: `log(pos)` has no value there');
  });
});

describe('what is refused', () => {
  const said = (margins: MarginsKey) => problemsOf({ ...lines, margins }).join('; ');

  it('in the plan', () => {
    expect(said({ at: { wieght: 1 } })).toBe('`margins` puts `wieght` at values, which is in no term of the model');
    expect(said({ at: { 'log(wt)': 1 } })).toBe('`margins` puts variables at values, and `log(wt)` is made of some');
    expect(said({ at: { wt: 'average' } })).toBe('expected a number or a statistic of `wt`, got `average`');
    expect(said({ at: { wt: [1, 2, 1] } })).toBe('`margins` has the value `1` of `wt` twice');
    expect(said({ at: { wt: { from: 2, to: 1, by: 0.5 } } })).toContain('give no list of values');
    expect(said({ at: { wt: { from: 0, to: 1, by: 0.0001 } } })).toContain('give no list of values');
    expect(said({ at: { wt: { from: 0, to: 98, by: 0.1 }, cyl: [4, 6] } })).toBe(
      'expected at most 1000 places in `margins`, got 1962',
    );
    expect(said({ dydx: false })).toBe('`margins` has neither effects nor predictions');
  });

  it('of the data', () => {
    expect(refusalOf(cars, { ...lines, margins: { at: { cyl: 5 } } })).toMatchObject({
      code: 'unknown-level',
      message: '`margins` puts `cyl` at `5`, which no row has',
      hint: 'it has the levels `4`, `6`, `8`',
    });
    expect(refusalOf(cars, { ...lines, margins: { dydx: 'mpg' } })).toMatchObject({
      code: 'unknown-margin',
      message: '`dydx` of `margins` names `mpg`, which does not move in this model',
    });
  });
});
