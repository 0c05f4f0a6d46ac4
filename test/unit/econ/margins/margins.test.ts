import { describe, expect, it } from 'vitest';
import type { Fit } from '../../../../src/econ/fit.ts';
import { b, type Columns, drawn, fitOf, refusalOf } from '../../../support/likelihood.ts';

const data: Columns = drawn('margins', 240, (draw, i) => {
  const [x, z] = [draw.normal(), 1 + draw.normal()];
  const pos = Math.exp(0.5 * draw.normal());
  const [g, h] = [1 + (i % 3), Math.floor(i / 3) % 2];
  const [id, year] = [Math.floor(i / 8), i % 8];
  const y = x + 0.5 * g * x + Math.log(pos) + (g === 2 ? h : 0) + draw.normal();
  const treated = id < 12 ? 1 : 0;
  return { y, x, z, pos, g, h, id, year, treated, post: year > 4 ? 1 : 0, bin: y > 1 ? 1 : 0 };
});
const names = (fit: Fit): string[] => fit.margins!.map(({ term }) => term);
const margin = (fit: Fit, name: string): number => fit.margins!.find(({ term }) => term === name)!.estimate;
const told = (fit: Fit): string[] =>
  fit.warnings.filter(({ code }) => code === 'no-margin').map(({ message }) => message);
const mean = (values: readonly unknown[]): number =>
  (values as number[]).reduce((sum, value) => sum + value, 0) / values.length;

describe('a factor in products', () => {
  it('changes from its reference, whose own slope is on there, and has no row of it', () => {
    const fit = fitOf(data, { fit: 'y ~ x:i(g) + z', margins: true });
    expect(names(fit)).toEqual(['x', 'i(g)::2', 'i(g)::3', 'z']);
    const slopes = [1, 2, 3].map((level) => b(fit, `x:i(g)::${level}`));
    expect(margin(fit, 'i(g)::3')).toBeCloseTo((slopes[2]! - slopes[0]!) * mean(data.x!), 12);
    const shares = [1, 2, 3].map((level) => mean(data.g!.map((g) => (g === level ? 1 : 0))));
    expect(margin(fit, 'x')).toBeCloseTo(
      slopes.reduce((sum, slope, j) => sum + slope * shares[j]!, 0),
      12,
    );
  });

  it('is taken for its number too where the model has that', () => {
    const fit = fitOf(data, { fit: 'y ~ i(h) + h:x + x', margins: true });
    expect(names(fit)).toEqual(['i(h)::1', 'x']);
    expect(margin(fit, 'i(h)::1')).toBeCloseTo(b(fit, 'i(h)::1') + b(fit, 'h:x') * mean(data.x!), 12);
  });

  it('has levels of any text', () => {
    const texts = { ...data, g: data.g!.map((g) => ['p', 'q:i(h)::0', 'r:x'][(g as number) - 1]!) };
    const fit = fitOf(texts, { fit: 'y ~ i(g)*i(h)', margins: true });
    const numbers = fitOf(data, { fit: 'y ~ i(g)*i(h)', margins: true });
    expect(names(fit)).toEqual(['i(g)::"q:i(h)::0"', 'i(g)::"r:x"', 'i(h)::1']);
    expect(fit.margins!.map(({ estimate }) => estimate)).toEqual(numbers.margins!.map(({ estimate }) => estimate));
  });

  it('has no effect where a cell of its levels is empty, but at the other levels', () => {
    const hole = { ...data, h: data.h!.map((h, i) => (data.g![i] === 3 ? 0 : h!)) };
    const fit = fitOf(hole, { fit: 'y ~ i(g)*i(h) + x', margins: true });
    expect(names(fit)).toEqual(['i(g)::2', 'x']);
    expect(told(fit)).toEqual([
      'no marginal effect of `i(g)::3` is identified: `i(g)::3:i(h)::1` has no coefficient',
      'no marginal effect of `i(h)` is identified: `i(g)::3:i(h)::1` has no coefficient',
    ]);
    const logit = fitOf(hole, { fit: 'bin ~ i(g)*i(h) + x', estimator: 'logit', margins: true });
    expect(told(logit)).toEqual(told(fit));
  });
});

describe('absorbed effects', () => {
  it.each(['linear', 'poisson'] as const)('leave no effect of what does not vary within them: %s', (estimator) => {
    const counts = { ...data, y: data.bin! };
    const fit = fitOf(counts, { fit: 'y ~ treated:post + x | id + year', estimator, margins: true });
    expect(names(fit)).toEqual(['x']);
    expect(told(fit)).toEqual([
      'no marginal effect of `treated` is identified: `treated` does not vary within `id`, `year`',
      'no marginal effect of `post` is identified: `post` does not vary within `id`, `year`',
    ]);
    const dropped = fitOf(counts, { fit: 'y ~ treated*x | id', estimator, margins: true });
    expect(names(dropped)).toEqual(['x']);
    expect(told(dropped)).toEqual(['no marginal effect of `treated` is identified: `treated` has no coefficient']);
  });

  it('leave the slopes of groups, and no effect of their levels', () => {
    const fit = fitOf(data, { fit: 'y ~ x:i(g) | g', margins: true });
    expect(names(fit)).toEqual(['x']);
    expect(told(fit)).toEqual(['no marginal effect of `i(g)` is identified: `i(g)::1` does not vary within `g`']);
    const trend = fitOf(data, { fit: 'y ~ x:year | id[year]', margins: true });
    expect(names(trend)).toEqual(['x']);
  });

  it('of random effects are none', () => {
    const fit = fitOf(data, { fit: 'y ~ treated:x + x | id', estimator: 're', margins: true });
    expect(names(fit)).toEqual(['treated', 'x']);
  });
});

describe('functions', () => {
  it('move with their columns where these are in other terms, and by themselves where not', () => {
    const both = fitOf(data, { fit: 'y ~ pos + log(pos)', margins: true });
    expect(names(both)).toEqual(['pos']);
    const inverse = mean(data.pos!.map((pos) => 1 / (pos as number)));
    expect(margin(both, 'pos')).toBeCloseTo(b(both, 'pos') + b(both, 'log(pos)') * inverse, 12);
    const alone = fitOf(data, { fit: 'y ~ log(pos) + log(pos)^2', margins: true });
    expect(names(alone)).toEqual(['log(pos)']);
  });

  it('are made of the means of their columns at the means', () => {
    const fit = fitOf(data, { fit: 'y ~ pos + log(pos) + log(pos)^2', margins: { at: 'means' } });
    const at = mean(data.pos!);
    const expected = b(fit, 'pos') + (b(fit, 'log(pos)') + 2 * b(fit, 'log(pos)^2') * Math.log(at)) / at;
    expect(margin(fit, 'pos')).toBeCloseTo(expected, 10);
    const alone = fitOf(data, { fit: 'y ~ log(pos) + log(pos)^2', margins: { at: 'means' } });
    expect(margin(alone, 'log(pos)')).toBeCloseTo(b(alone, 'log(pos)') + 2 * b(alone, 'log(pos)^2') * Math.log(at), 10);
  });

  it('without a derivative leave none of their variables', () => {
    const bent = fitOf(data, { fit: 'y ~ pos + log(max(pos, 1)) + x', margins: true });
    expect(names(bent)).toEqual(['x']);
    expect(told(bent)).toEqual([
      'no marginal effect of `pos` is defined: `log(max(pos, 1))` has no derivative by it in some rows',
    ]);
    const zero = { ...data, pos: data.pos!.map((pos, i) => (i === 0 ? 0 : pos!)) };
    const steep = fitOf(zero, { fit: 'y ~ pos + sqrt(pos) + x', margins: true });
    expect(told(steep)).toEqual([
      'no marginal effect of `pos` is defined: `sqrt(pos)` has no derivative by it in some rows',
    ]);
    const jump = fitOf(data, { fit: 'y ~ x + h + log(h + pos) + log(if(h > 0, pos, 1))', margins: { dummies: 'h' } });
    expect(names(jump)).toEqual(['x', 'h']);
  });

  it('of differences and lags are those of variables of their own', () => {
    const panel = { unit: 'id', time: 'year' };
    const fit = fitOf(data, { fit: 'y ~ x + L.x + x:L.x + D.z + z', margins: true }, panel);
    expect(names(fit)).toEqual(['x', 'L.x', 'D.z', 'z']);
    expect(margin(fit, 'z')).toBeCloseTo(b(fit, 'z'), 12);
  });
});

describe('winsorising', () => {
  it('of variables leaves powers and products, and of functions beside their columns no effect', () => {
    const keys = { winsorize: [5, 95], margins: true } as const;
    expect(told(fitOf(data, { ...keys, fit: 'y ~ x + x^2 + x:z + log(pos)' }))).toEqual([]);
    const fit = fitOf(data, { ...keys, fit: 'y ~ x + pos + log(pos)' });
    expect(names(fit)).toEqual(['x']);
    expect(told(fit)).toEqual(['no marginal effect of `pos` is told: `pos` was winsorised by itself']);
  });

  it('of terms leaves no effect of a variable in several', () => {
    const winsorize = { at: [5, 95], stage: 'terms' } as const;
    const fit = fitOf(data, { fit: 'y ~ z + x + x^2', winsorize, margins: true });
    expect(names(fit)).toEqual(['z']);
    expect(told(fit)).toEqual(['no marginal effect of `x` is told: `x` was winsorised by itself']);
  });

  it('of functions is refused at the means', () => {
    const keys = { winsorize: [5, 95], margins: { at: 'means' } } as const;
    expect(refusalOf(data, { ...keys, fit: 'y ~ x + log(pos)' })).toMatchObject({
      code: 'unsupported',
      param: 'margins',
    });
    expect(names(fitOf(data, { ...keys, fit: 'y ~ x + x^2' }))).toEqual(['x']);
  });
});

it('knows dummies by any name', () => {
  const { h, ...others } = data;
  const fit = fitOf({ ...others, 'my dummy': h! }, { fit: 'y ~ `my dummy`*x', margins: { dummies: '`my dummy`' } });
  expect(names(fit)).toEqual(['my dummy', 'x']);
  expect(margin(fit, 'my dummy')).toBeCloseTo(b(fit, 'my dummy') + b(fit, 'my dummy:x') * mean(data.x!), 12);
});

it('refuses to move texts in functions, and to take their means', () => {
  const texts = { ...data, r: data.g!.map((g) => (g === 1 ? 'a' : 'b')) };
  const fit = 'y ~ log(if(r == "a", pos, 1)) + i(r)';
  expect(refusalOf(texts, { fit, margins: true }).message).toContain('cannot move the text `r`');
  expect(refusalOf(texts, { fit, margins: { at: 'means' } })).toMatchObject({ code: 'undefined-at-means' });
});

it('has no effect of a constant in products', () => {
  const fit = fitOf({ ...data, one: data.x!.map(() => 1) }, { fit: 'y ~ one:x + z', margins: true });
  expect(names(fit)).toEqual(['x', 'z']);
  expect(told(fit)).toEqual(['no marginal effect of `one` is identified: `one` does not vary']);
});

it('refuses a function without a value at the means', () => {
  const far = { ...data, u: data.x!.map((x, i) => (i % 2 === 0 ? 2 : -2) + 0.1 * (x as number)) };
  const keys = { fit: 'y ~ log(u^2 - 1) + x', margins: { at: 'means' } } as const;
  expect(refusalOf(far, keys)).toMatchObject({ code: 'undefined-at-means', param: 'margins' });
});
