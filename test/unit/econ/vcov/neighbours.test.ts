import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

type Columns = Record<string, (number | null)[]>;

/** A balanced panel of 10 places and 6 years. */
function sample(seed: string): Columns {
  const draw = createRng(seed).stream('rows', 0);
  const places = Array.from({ length: 10 }, () => ({ lat: 20 + 20 * draw.uniform(), lon: 100 + 20 * draw.uniform() }));
  const rows = Array.from({ length: 60 }, (_, i) => {
    const [id, year] = [Math.floor(i / 6), 2000 + (i % 6)];
    const x = draw.normal() + id / 5;
    return {
      y: x + draw.normal() * (1 + (id % 3)),
      x,
      z: draw.normal(),
      id,
      year,
      g: id % 4,
      h: i % 7,
      ...places[id]!,
    };
  });
  return Object.fromEntries(Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name as 'y'])]));
}

function fitOf(columns: Columns, keys: SpecKeys, panel = true): Fit {
  const declared = panel ? { unit: 'id', time: 'year' } : null;
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: declared };
  const { specs, problems } = compileColumn({ fit: 'y ~ x + z', ...keys }, null, context);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return estimate(specs[0]!, dataOf(columns, declared));
}

function refusalOf(columns: Columns, keys: SpecKeys, panel = true): string {
  try {
    fitOf(columns, keys, panel);
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  throw new Error('it was not refused');
}

const errorsOf = (fit: Fit): number[] => fit.terms.map(({ stdError }) => stdError as number);
const ratios = (a: Fit, b: Fit): number[] => errorsOf(a).map((error, j) => error / errorsOf(b)[j]!);
const seeds = fc.integer({ min: 0, max: 1_000_000 });

describe('Newey–West', () => {
  it('is HC1 without lags', () => {
    const columns = sample('none');
    for (const fit of ['y ~ x + z', 'y ~ x + z | id']) {
      const small = fit.includes('|') ? { small: 'areg' } : {};
      const [a, b] = ['nw(0)', 'HC1'].map((vcov) => fitOf(columns, { fit, vcov, ...small }));
      for (const ratio of ratios(a!, b!)) expect(ratio).toBeCloseTo(1, 12);
    }
  });

  it('of one series is that of the time, whatever the order of rows', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const columns = sample(`${seed}`);
        const one = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice(0, 6)]));
        const mixed = Object.fromEntries(Object.entries(one).map(([name, values]) => [name, values.toReversed()]));
        const [a, b, c] = [
          fitOf(one, { vcov: 'nw(2)', fit: 'y ~ x' }),
          fitOf(mixed, { vcov: 'nw(2, year)', fit: 'y ~ x' }, false),
          fitOf(one, { vcov: 'dk(2)', fit: 'y ~ x' }),
        ];
        for (const ratio of ratios(a, b)) expect(ratio).toBeCloseTo(1, 10);
        // one unit's sums by period are its scores, which Driscoll and Kraay have without a factor
        for (const ratio of ratios(a, c)) expect(ratio).toBeCloseTo(Math.sqrt(6 / 4), 10);
      }),
      { numRuns: 20 },
    );
  });

  it('has the usual lag where none is said, and refuses what it cannot have', () => {
    expect(fitOf(sample('usual'), { vcov: 'nw()' }).vcovInfo).toMatchObject({ type: 'NW', text: 'nw(2)', lag: 2 });
    expect(refusalOf(sample('long'), { vcov: 'nw(6)' })).toBe('nw-lag');
    expect(refusalOf(sample('twice'), { vcov: 'nw(2, year)' }, false)).toBe('repeated-time');
    const apart = { ...sample('apart'), year: sample('apart').year!.map((year) => 10 * (year as number)) };
    expect(refusalOf(apart, { vcov: 'nw(3)' })).toBe('no-lags');
    const problems = compileColumn({ fit: 'y ~ x', vcov: 'nw(1)' }, null, {
      ...{ sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null },
    }).problems;
    expect(problems).toMatchObject([{ code: 'no-panel', key: 'vcov' }]);
  });
});

describe('Conley', () => {
  it('is HC0 where all places are farther apart, and a sum by period where none is', () => {
    const columns = sample('far');
    const near = fitOf(columns, { vcov: 'conley(lat, lon, 0.001)' });
    for (const ratio of ratios(near, fitOf(columns, { vcov: 'HC0' }))) expect(ratio).toBeCloseTo(1, 12);
    const all = fitOf(columns, { vcov: 'conley(lat, lon, 20000)' });
    for (const ratio of ratios(all, fitOf(columns, { vcov: 'dk(0)' }))) expect(ratio).toBeCloseTo(1, 12);
  });

  it('has clusters of units where only rows of a unit are near, in space and at all times', () => {
    const columns = sample('own');
    const without = fitOf(columns, { vcov: 'conley(lat, lon, 0.001)' }, false);
    const clustered = fitOf(columns, { vcov: 'cluster(id)', small: false });
    for (const ratio of ratios(without, clustered)) expect(ratio).toBeCloseTo(1, 12);
  });

  it('does not hang on the meridian, nor on the order of rows', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: -100, max: 200, noNaN: true }), (seed, turn) => {
        const columns = sample(`${seed}`);
        const turned = { ...columns, lon: columns.lon!.map((lon) => (lon as number) + turn) };
        const vcov = 'conley(lat, lon, 812, kernel = bartlett, lags = 2)';
        const mixed = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.toReversed()]));
        const own = fitOf(columns, { vcov });
        for (const other of [fitOf(turned, { vcov }), fitOf(mixed, { vcov })])
          for (const ratio of ratios(own, other)) expect(ratio).toBeCloseTo(1, 7);
      }),
      { numRuns: 15 },
    );
  });

  it('drops rows without a place, and refuses what is none', () => {
    const columns = sample('gaps');
    columns.lat!.splice(0, 2, null, null);
    expect(fitOf(columns, { vcov: 'conley(lat, lon, 300)' }).rowsLost).toEqual([
      { cause: 'missing', count: 2, detail: 'lat' },
    ]);
    expect(refusalOf(sample('swapped'), { vcov: 'conley(lon, lat, 300)' })).toBe('bad-place');
    expect(() => fitOf(sample('copies'), { vcov: 'conley(lat, lon, 300)', weights: { frequency: 'g' } })).toThrow(
      'frequency weights make several of one',
    );
  });
});

describe('clusters on three variables', () => {
  it('are those of two where the third adds nothing', () => {
    const columns = sample('three');
    // every unit lies in one g, so that their combination is the unit, and so is that of all three with h
    const three = fitOf(columns, { vcov: 'cluster(g + h + id)' });
    const two = fitOf(columns, { vcov: 'cluster(g + h)' });
    for (const ratio of ratios(three, two)) expect(ratio).toBeCloseTo(1, 10);
  });

  it('are refused beyond six', () => {
    const { problems } = compileColumn({ fit: 'y ~ x', vcov: 'cluster(a + b + c + d + e + f + g)' }, null, {
      ...{ sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null },
    });
    expect(problems).toMatchObject([{ code: 'too-many-clusters' }]);
  });
});
