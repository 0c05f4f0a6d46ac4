/** K of Driscoll and Kraay's covariance beside absorbed effects, against the regression by which Hoechle (2007) defines it. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { compilerOf } from '../../../support/columns.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';
import { term } from '../panels.ts';

const draw = createRng('driscoll-kraay').stream('data', 0);
/** 9 firms over 7 years with gaps; firms move between 3 sectors, and `town` is the firm under another name. */
const cells = Array.from({ length: 63 }, (_, i) => ({ firm: Math.floor(i / 7), year: 2010 + (i % 7) })).filter(
  () => draw.uniform() > 0.15,
);
const [firms, years] = [9, 7];
const x = cells.map(({ firm }) => firm / 3 + draw.normal());
const columns: Record<string, Cells> = {
  firm: cells.map(({ firm }) => `f${firm}`),
  town: cells.map(({ firm }) => `t${firm % 2}${firm}`),
  year: cells.map(({ year }) => year),
  sector: cells.map(({ firm, year }) => `s${(firm + Math.floor(year / 3)) % 3}`),
  x,
  y: x.map((v, i) => 1 + v + cells[i]!.firm + (cells[i]!.year % 3) + draw.normal()),
};
const panel = { unit: 'firm', time: 'year' };

/** x − x̄ᵢ + x̄, which is what `xtscc, fe` regresses. */
function withinFirms(values: readonly number[]): number[] {
  const mean = (of: readonly number[]) => of.reduce((a, b) => a + b, 0) / of.length;
  return values.map((v, i) => v - mean(values.filter((_, j) => cells[j]!.firm === cells[i]!.firm)) + mean(values));
}

const dummies = Array.from({ length: years - 1 }, (_, t) => cells.map(({ year }) => (year === 2011 + t ? 1 : 0)));
const moved: Record<string, Cells> = {
  ...columns,
  x: withinFirms(columns.x as number[]),
  y: withinFirms(columns.y as number[]),
  ...Object.fromEntries(dummies.map((d, t) => [`d${t}`, withinFirms(d)])),
};

function fitted(keys: SpecKeys, of = columns): Fit {
  const compile = compilerOf({ sets: {}, samples: {}, frame: 'panel', columns: undefined, panel });
  const { specs, problems } = compile({ vcov: 'dk(2)', small: true, ...keys }, null);
  expect(problems).toEqual([]);
  return estimate(specs[0]!, dataOf(of, panel));
}

const byDummies = dummies.map((_, t) => `d${t}`).join(' + ');

describe('K of `dk` with `small: true`', () => {
  it.each([
    ['effects of units', 'y ~ x | firm', 'y ~ x', 2],
    ['effects of units and periods', 'y ~ x | firm + year', `y ~ x + ${byDummies}`, 1 + years],
  ])('is that of the regression on data within units: %s', (_, absorbed, written, k) => {
    const [own, hoechle] = [fitted({ fit: absorbed }), fitted({ fit: written }, moved)];
    expect(own.stats.kCounted).toBe(k);
    expect(hoechle.stats.kCounted).toBe(k);
    expect(term(own, 'x').estimate).toBeCloseTo(term(hoechle, 'x').estimate, 10);
    expect(term(own, 'x').stdError).toBeCloseTo(term(hoechle, 'x').stdError as number, 10);
    expect(own.dfResid).toBe(years - 1);
  });

  it.each([
    ['y ~ x | year', 'y ~ x + i(year)'],
    ['y ~ x | sector', 'y ~ x + i(sector)'],
  ])('counts other effects than those of units as dummy variables: %s', (absorbed, written) => {
    const [own, pooled] = [fitted({ fit: absorbed }), fitted({ fit: written })];
    expect(own.stats.kCounted).toBe(pooled.stats.kCounted);
    expect(term(own, 'x').stdError).toBeCloseTo(term(pooled, 'x').stdError as number, 10);
  });

  it('knows the units under another name, and several effects beside them', () => {
    expect(fitted({ fit: 'y ~ x | town + year' }).stats.kCounted).toBe(1 + years);
    expect(fitted({ fit: 'y ~ x | year + sector + firm' }).stats.kCounted).toBe(
      (fitted({ fit: 'y ~ x | firm + year + sector', vcov: 'iid' }).stats.kCounted as number) - firms + 1,
    );
  });

  it('leaves the fit and its degrees of freedom as they are without clusters', () => {
    const [dk, iid] = [{}, { vcov: 'iid' }].map((keys) => fitted({ fit: 'y ~ x | firm + year', ...keys }));
    expect(dk!.absorbed).toEqual(iid!.absorbed);
    for (const name of ['rmse', 'sigmaE', 'r2Adj', 'r2AdjWithin', 'dfAbsorbed'] as const) {
      expect(dk!.stats[name]).toBe(iid!.stats[name]);
    }
  });

  it('is of instrumental variables the same', () => {
    const z = x.map((v) => v + draw.normal());
    const fit = (keys: SpecKeys) => fitted(keys, { ...columns, z });
    expect(fit({ fit: 'y ~ 1 | firm + year | x ~ z' }).stats.kCounted).toBe(1 + years);
    expect(fit({ fit: 'y ~ 1 | year | x ~ z' }).stats.kCounted).toBe(1 + years);
  });
});

it('the record says how many periods there are, whatever the degrees of freedom', () => {
  expect(fitted({ fit: 'y ~ x | firm' }).vcovInfo).toMatchObject({ type: 'DK', lag: 2, periods: years });
  expect(fitted({ fit: 'y ~ x', small: false }).vcovInfo.periods).toBe(years);
  expect(fitted({ fit: 'y ~ x', vcov: 'iid' }).vcovInfo).not.toHaveProperty('periods');
});
