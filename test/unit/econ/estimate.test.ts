import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import type { Refusal } from '../../../src/base/problem.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../../src/econ/compile/keys.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import { lagged, panelIndex } from '../../../src/econ/sample/lag.ts';
import { type ModelSpec, withCommonSample } from '../../../src/econ/spec.ts';
import { type Cells, dataOf } from '../../support/data.ts';
import { estimate } from '../../support/estimate.ts';

const draw = createRng('estimate').stream('data', 0);
const cells = Array.from({ length: 48 }, (_, i) => ({ unit: `u${Math.floor(i / 6)}`, year: 2010 + (i % 6) }));
const noise = cells.map(() => draw.normal());
const x = cells.map(() => 2 + draw.uniform());
const columns: Record<string, Cells> = {
  unit: cells.map((c) => c.unit),
  year: cells.map((c) => c.year),
  region: cells.map((c) => (c.unit < 'u4' ? 'East' : 'West')),
  x,
  z: cells.map(() => draw.normal()),
  y: x.map((v, i) => 1 + 2 * v + 0.1 * noise[i]!),
};
const panel = { unit: 'unit', time: 'year' };
const data = dataOf(columns, panel);

function spec(keys: SpecKeys): ModelSpec {
  const { specs, problems } = compileColumn(keys, null, {
    sets: {},
    samples: {},
    frame: 'panel',
    columns: undefined,
    panel,
  });
  expect(problems).toEqual([]);
  return specs[0]!;
}
const fitted = (keys: SpecKeys, on: Data = data): Fit => estimate(spec(keys), on);
const names = (f: Fit): string[] => f.terms.map((t) => t.term);
const slope = (f: Fit, term: string): number => f.terms.find((t) => t.term === term)!.estimate;
function refusal(keys: SpecKeys, on: Data = data): Refusal {
  try {
    fitted(keys, on);
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('not refused');
}

describe('terms', () => {
  it('names, powers, products, indicators', () => {
    expect(names(fitted({ fit: 'y ~ x + x^2 + x:z + log(x) + L.z' }))).toEqual([
      'x',
      'x^2',
      'x:z',
      'log(x)',
      'L.z',
      '_cons',
    ]);
    expect(names(fitted({ fit: 'y ~ i(year)' }))).toEqual([
      ...[2011, 2012, 2013, 2014, 2015].map((t) => `i(year)::${t}`),
      '_cons',
    ]);
    expect(names(fitted({ fit: 'y ~ i(year, ref=2012)', sample: 'year <= 2013' }))).toEqual([
      'i(year)::2010',
      'i(year)::2011',
      'i(year)::2013',
      '_cons',
    ]);
    expect(names(fitted({ fit: 'y ~ i(region, x)' }))).toEqual(['i(region)::East:x', 'i(region)::West:x', '_cons']);
  });

  it.each([
    ['y ~ x + `L.x`', 'L.x', null],
    ['y ~ x + L.x + `L.x`', 'L.x', 'two terms are called `L.x`'],
    ['y ~ L.x + x^2 + `x^2` | unit', 'x^2', 'two terms are called `x^2`'],
    ['y ~ z | unit | x ~ L.x + `L.x`', 'L.x', 'two terms are called `L.x`'],
    ['y ~ x + _cons | unit', '_cons', "a column called `_cons` cannot be a term: that is the constant's name"],
    ['y ~ _cons - 1', '_cons', "a column called `_cons` cannot be a term: that is the constant's name"],
  ])('%s with a column called `%s`: refuses what goes by one name', (fit, name, message) => {
    const on = dataOf({ ...columns, [name]: cells.map((_, i) => Math.sin(i * i)) }, panel);
    if (message === null) expect(fitted({ fit }, on).terms).toHaveLength(3);
    else expect(refusal({ fit }, on)).toMatchObject({ code: 'term-name', message, param: 'terms' });
  });

  it('a power is the variable made beforehand', () => {
    const by = dataOf(
      { ...columns, x2: x.map((v) => v * v), lx: x.map(Math.log), xz: x.map((v, i) => v * (columns.z![i] as number)) },
      panel,
    );
    const made = fitted({ fit: 'y ~ x2 + lx + xz' }, by);
    const written = fitted({ fit: 'y ~ x^2 + log(x) + x:z' }, by);
    expect(written.terms.map((t) => t.estimate)).toEqual(made.terms.map((t) => t.estimate));
  });

  it('columns with odd names go by them plainly', () => {
    const odd = dataOf({ 'GDP (log)': columns.y!, 'a.b': x });
    const f = fitted({ fit: '`GDP (log)` ~ `a.b`' }, odd);
    expect([f.outcome, names(f)[0]]).toEqual(['GDP (log)', 'a.b']);
  });

  it('refuses text, unknown reference levels and overflow', () => {
    expect(refusal({ fit: 'y ~ region' }).code).toBe('text-column');
    expect(refusal({ fit: 'y ~ i(region, ref=Eats)' })).toMatchObject({
      code: 'unknown-level',
      hint: 'did you mean `East`?',
    });
    expect(refusal({ fit: 'y ~ h^9' }, dataOf({ y: [1, 2, 3], h: [1e40, 2, 3] }))).toMatchObject({
      code: 'overflow',
      param: 'terms',
    });
  });
});

describe('rows', () => {
  it('sample, exclude, lag and missing are counted in their order', () => {
    const holes = dataOf({ ...columns, z: columns.z!.map((v, i) => (i % 10 === 3 ? null : v)) }, panel);
    const f = fitted({ fit: 'y ~ L.x + z', sample: 'year != 2012', exclude: 'unit == "u0"' }, holes);
    expect(f.rowsLost).toEqual([
      { cause: 'sample', count: 8, detail: 'year != 2012' },
      { cause: 'exclude', count: 5, detail: 'unit == "u0"' },
      { cause: 'lag', count: 7, detail: 'L.x' },
      { cause: 'missing', count: 4, detail: 'z' },
    ]);
    expect(f.nobs).toBe(48 - 24);
  });

  it('lags look outside the sample', () => {
    // 2011 has its lag although 2010 is not in the sample
    expect(fitted({ fit: 'y ~ L.x', sample: 'year >= 2011' }).nobs).toBe(40);
  });

  it('lags go by the calendar, not by rows', () => {
    const gaps = dataOf(
      { id: ['a', 'a', 'a', 'b', 'b'], t: [1, 2, 4, 5, 6], v: [10, 20, 40, 400, 500] },
      { unit: 'id', time: 't' },
    );
    const index = panelIndex(gaps);
    const read = (k: number) => Array.from(lagged(gaps.numbers('v'), index, k), (w) => (Number.isNaN(w) ? null : w));
    expect(read(1)).toEqual([null, 10, null, null, 400]);
    expect(read(2)).toEqual([null, null, 20, null, null]);
    expect(read(-1)).toEqual([20, null, null, 500, null]);
    expect(read(-2)).toEqual([null, 40, null, null, null]);
  });

  it('a sample with missing values keeps true rows only; an exclusion drops true rows only', () => {
    const some = dataOf({ y: [1, 2, 3, 4, 6], x: [1, 2, 2, 5, 7], g: [1, null, 1, 0, 1] });
    expect(fitted({ fit: 'y ~ x', sample: 'g == 1' }, some).nobs).toBe(3);
    expect(fitted({ fit: 'y ~ x', exclude: 'g == 0' }, some).nobs).toBe(4);
  });

  it('values where a function is not defined are missing, and told', () => {
    const f = fitted({ fit: 'y ~ log(w)' }, dataOf({ y: [1, 2, 3, 5], w: [0, 1, 2, 3] }));
    expect(f.rowsLost).toEqual([{ cause: 'missing', count: 1, detail: 'log(w)' }]);
    expect(f.warnings[0]).toEqual({
      code: 'undefined-values',
      message: '`log(w)` is not defined in 1 row, which count as missing',
    });
  });

  it('an empty sample says where the rows went', () => {
    expect(refusal({ fit: 'y ~ x', sample: 'region == "Eats"' })).toMatchObject({
      code: 'empty-sample',
      param: 'sample',
      message: 'no rows are left of 48: 48 lost to the sample `region == "Eats"`',
      hint: 'no row has `region` equal to `Eats` (in `region == "Eats"`); did you mean `East`?',
    });
    expect(refusal({ fit: 'y ~ L9.x' })).toMatchObject({ code: 'empty-sample', param: 'terms' });
  });

  it('clusters and effects must have values', () => {
    const f = fitted(
      { fit: 'y ~ x | g', vcov: 'cluster(c)' },
      dataOf({
        ...columns,
        g: cells.map((c, i) => (i === 0 ? null : c.unit)),
        c: cells.map((c, i) => (i === 1 ? null : c.unit)),
      }),
    );
    expect(f.rowsLost).toEqual([
      { cause: 'missing', count: 1, detail: 'g' },
      { cause: 'missing', count: 1, detail: 'c' },
    ]);
  });

  it('singletons go when asked', () => {
    const few = dataOf({ y: [1, 2, 3, 5, 9], x: [1, 2, 4, 3, 1], g: ['a', 'a', 'b', 'b', 'c'] });
    expect(fitted({ fit: 'y ~ x | g' }, few).nobs).toBe(5);
    expect(fitted({ fit: 'y ~ x | g', singletons: 'drop' }, few)).toMatchObject({
      nobs: 4,
      rowsLost: [{ cause: 'singleton', count: 1, detail: 'g' }],
    });
  });

  it('a common sample gives every column the same rows', () => {
    const holes = dataOf({ ...columns, z: columns.z!.map((v, i) => (i < 5 ? null : v)) }, panel);
    const specs = withCommonSample([spec({ fit: 'y ~ x' }), spec({ fit: 'y ~ x + z' })]);
    expect(specs.map((s) => estimate(s, holes).nobs)).toEqual([43, 43]);
    expect(estimate(specs[0]!, holes).rowsLost).toEqual([{ cause: 'common sample', count: 5, detail: 'z' }]);
  });

  it('the order of rows does not matter', () => {
    const reversed = dataOf(Object.fromEntries(Object.entries(columns).map(([n, v]) => [n, [...v].reverse()])), panel);
    expect(fitted({ fit: 'y ~ L.x + z | unit', vcov: 'cluster(unit)' }, reversed)).toEqual(
      fitted({ fit: 'y ~ L.x + z | unit', vcov: 'cluster(unit)' }),
    );
  });

  it('a split is a sample', () => {
    const whole = spec({ fit: 'y ~ x | unit' });
    const split = estimate({ ...whole, split: { column: 'region', level: 'West' } }, data);
    expect(split.terms).toEqual(fitted({ fit: 'y ~ x | unit', sample: 'region == "West"' }).terms);
    expect(split.rowsLost).toEqual([{ cause: 'sample', count: 24, detail: 'region == "West"' }]);
  });

  it('effects combined', () => {
    const by = dataOf({ ...columns, both: cells.map((c) => `${c.unit < 'u4' ? 'East' : 'West'} ${c.year}`) }, panel);
    expect(fitted({ fit: 'y ~ x | region^year' }, by).terms).toEqual(fitted({ fit: 'y ~ x | both' }, by).terms);
  });
});

describe('winsorising', () => {
  const wild = { ...columns, x: x.map((v, i) => (i === 7 ? 1000 : v)), q: cells.map((_, i) => i) };
  const on = dataOf(wild, panel);
  const bounded = (from: readonly number[], low: number, high: number): number[] => {
    const sorted = [...from].sort((a, b) => a - b);
    return from.map((v) => Math.min(Math.max(v, sorted[low - 1]!), sorted[sorted.length - high]!));
  };

  it('every variable, the outcome included, before powers', () => {
    // 48 rows at 5 %: h = 2.4, the third value from either end
    const made = dataOf({ yw: bounded(columns.y as number[], 3, 3), xw: bounded(wild.x, 3, 3) });
    const expected = fitted({ fit: 'yw ~ xw + xw^2' }, made);
    const got = fitted({ fit: 'y ~ x + x^2', winsorize: [5, 95] }, on);
    expect(got.terms.map((t) => t.estimate)).toEqual(expected.terms.map((t) => t.estimate));
  });

  it('terms after powers, and only those named', () => {
    const made = dataOf({
      y: columns.y!,
      x: wild.x,
      x2: bounded(
        wild.x.map((v) => v * v),
        3,
        3,
      ),
    });
    const got = fitted({ fit: 'y ~ x + x^2', winsorize: { at: [5, 95], stage: 'terms', vars: ['x^2'] } }, on);
    expect(slope(got, 'x^2')).toBe(slope(fitted({ fit: 'y ~ x + x2' }, made), 'x2'));
  });

  it('over the rows used, or over the variable’s own rows', () => {
    const half = dataOf({ ...wild, z: cells.map((_, i) => (i < 24 ? null : noise[i]!)) }, panel);
    const used = fitted({ fit: 'y ~ q + z', winsorize: { at: [5, 95], vars: ['q'] } }, half);
    const own = fitted({ fit: 'y ~ q + z', winsorize: { at: [5, 95], vars: ['q'], rows: 'own' } }, half);
    const rows = cells.map((_, i) => i).slice(24);
    const pick = (v: Cells) => rows.map((i) => v[i]!);
    const by = (q: number[]) =>
      fitted({ fit: 'y ~ q + z' }, dataOf({ y: pick(columns.y!), q, z: rows.map((i) => noise[i]!) }));
    // 24 rows: h = 1.2 and 22.8; 48 rows: the values 2 and 45
    expect(slope(used, 'q')).toBe(slope(by(bounded(rows, 2, 2)), 'q'));
    expect(slope(own, 'q')).toBe(slope(by(rows.map((v) => Math.min(v, 45))), 'q'));
    expect(slope(own, 'q')).not.toBe(slope(used, 'q'));
  });

  it('own rows are those of the sample', () => {
    const keys = { fit: 'y ~ q', sample: 'region == "West"' };
    const own = fitted({ ...keys, winsorize: { at: [5, 95], rows: 'own' } }, on);
    expect(own.terms).toEqual(fitted({ ...keys, winsorize: [5, 95] }, on).terms);
  });

  it('takes percentiles before singletons are dropped, as one winsorises and then runs `reghdfe`', () => {
    // the three largest q are singletons of `cell`
    const cell = cells.map((_, i) => (i > 44 ? `own ${i}` : `c${i % 5}`));
    const made = dataOf(
      { ...wild, cell, qw: bounded(wild.q, 3, 3), qq: bounded(wild.q, 3, 3).map((v) => v * v) },
      panel,
    );
    const keys = { small: 'reghdfe', singletons: 'drop' as const };
    const byHand = fitted({ ...keys, fit: 'y ~ qw + qq | cell' }, made);
    expect(byHand.nobs).toBe(45);
    for (const stage of ['variables', 'terms']) {
      const winsorize = {
        at: [5, 95] as [number, number],
        vars: stage === 'terms' ? ['q', 'q^2'] : ['q'],
        stage,
      } as never;
      const got = fitted({ ...keys, fit: 'y ~ q + q^2 | cell', winsorize }, made);
      expect(got.terms.map((t) => t.estimate)).toEqual(byHand.terms.map((t) => t.estimate));
    }
    const trimmed = fitted({ ...keys, fit: 'y ~ q | cell', trim: { at: [5, 95], vars: ['q'] } }, made);
    expect(trimmed.rowsLost).toEqual([
      { cause: 'trimmed', count: 4, detail: 'q' },
      { cause: 'singleton', count: 1, detail: 'cell' },
    ]);
  });

  it('within groups', () => {
    const got = fitted({ fit: 'y ~ q', winsorize: { at: [5, 95], vars: ['q'], by: 'region' } }, on);
    const q = cells.map((_, i) => (i < 24 ? Math.min(Math.max(i, 1), 22) : Math.min(Math.max(i, 25), 46)));
    expect(slope(got, 'q')).toBe(slope(fitted({ fit: 'y ~ q' }, dataOf({ y: columns.y!, q })), 'q'));
  });
});

describe('instrumental variables', () => {
  // u0 misses 2012, u1 has two rows that are not neighbours, u7 has two that are: one row with a lag, a singleton
  const kept = cells.flatMap(({ unit, year }, i) => {
    const gone = (unit === 'u0' && year === 2012) || (unit === 'u1' && year !== 2010 && year !== 2013);
    return gone || (unit === 'u7' && year > 2011) ? [] : [i];
  });
  const pickCells = (values: Cells): Cells => kept.map((i) => values[i]!) as Cells;
  const before = cells.map(({ unit, year }, i) => {
    const at = kept.find((k) => cells[k]!.unit === unit && cells[k]!.year === year - 1);
    return at === undefined || !kept.includes(i) ? null : x[at]!;
  });
  const uneven = Object.fromEntries(
    Object.entries({ ...columns, before }).map(([name, values]) => [name, pickCells(values as Cells)]),
  );
  const data = dataOf(uneven, panel);

  it('lag by the calendar in an unbalanced panel, and drop the singletons that lags make', () => {
    const lagged = fitted({ fit: 'y ~ z | unit | x ~ L.x', vcov: 'cluster(unit)' }, data);
    const byHand = fitted({ fit: 'y ~ z | unit | x ~ before', vcov: 'cluster(unit)' }, data);
    expect(lagged.terms).toEqual(byHand.terms);
    expect(lagged.stats).toEqual(byHand.stats);
    // 48 rows less 9; first rows of the 8 units, u0's of 2013 and u1's of 2013 have no lag; u7 keeps one row
    expect(lagged.rowsLost).toEqual([
      { cause: 'lag', count: 10, detail: 'L.x' },
      { cause: 'singleton', count: 1, detail: 'unit' },
    ]);
    expect(lagged.nobs).toBe(kept.length - 11);
    expect(lagged.firstStage![0]!.rowsLost).toEqual(lagged.rowsLost);
    expect(lagged.firstStage![0]!.terms.map((row) => row.term)).toEqual(['L.x', 'z']);
    expect(fitted({ fit: 'y ~ z | unit | x ~ L.x', small: 'xtreg' }, data).nobs).toBe(kept.length - 10);
  });

  it('enter as indicators and powers too', () => {
    const fit = fitted({ fit: 'y ~ 1 | x + x^2 ~ z + z^2 + i(region)', vcov: 'robust' });
    expect(names(fit)).toEqual(['x', 'x^2', '_cons']);
    expect(fit.firstStage!.map((stage) => stage.endogenous)).toEqual(['x', 'x^2']);
    expect(fit.tests.find(({ name }) => name === 'hansen-j')!.df).toEqual([1]);
  });
});
