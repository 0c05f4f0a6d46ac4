import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

type Columns = Record<string, (number | string | null)[]>;

/** An unbalanced panel of 12 units and 6 periods; `w` are whole numbers, `v` any, `u` constant within units. */
function sample(seed: string): Columns {
  const draw = createRng(seed).stream('rows', 0);
  const out: Columns = { y: [], x: [], z: [], q: [], id: [], t: [], g: [], w: [], v: [], u: [] };
  for (let unit = 0; unit < 12; unit++) {
    const [effect, own] = [draw.normal(), 1 + draw.int(4)];
    for (let period = 0; period < 6; period++) {
      const keep = draw.uniform() < 0.85;
      const [x, z, q, e] = [effect + draw.normal(), draw.normal(), draw.normal(), draw.normal()];
      const row = { y: 1 + x - 0.5 * z + effect + e, x: x + 0.5 * q, z, q, id: unit, t: period, g: unit % 5 };
      const [w, v] = [1 + draw.int(3), 0.2 + draw.uniform()];
      if (keep) for (const [name, value] of Object.entries({ ...row, w, v, u: own })) out[name]!.push(value);
    }
  }
  return out;
}

function fitOf(columns: Readonly<Record<string, Cells>>, keys: SpecKeys, panel = false): Fit {
  const declared = panel ? { unit: 'id', time: 't' } : null;
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: declared };
  const { specs, problems } = compileColumn(keys, null, context);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return estimate(specs[0]!, dataOf(columns, declared));
}

function problemsOf(keys: SpecKeys) {
  return compileColumn(keys, null, { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null }).problems;
}

function refusalOf(columns: Columns, keys: SpecKeys): Refusal {
  try {
    fitOf(columns, keys);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

/** Every row as often as its weight says. */
function repeated(columns: Columns, weight: string): Columns {
  const times = columns[weight] as number[];
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, values.flatMap((x, i) => Array(times[i]!).fill(x))]),
  );
}

/** All numbers of a record, by path. */
function numbersOf(record: unknown, path = ''): [string, number][] {
  if (typeof record === 'number') return [[path, record]];
  if (typeof record !== 'object' || record === null) return [];
  return Object.entries(record).flatMap(([key, value]) => numbersOf(value, `${path}.${key}`));
}

function expectAlike(a: Fit, b: Fit, relative = 1e-8): void {
  const strip = ({ weights: _, rowsLost: __, warnings: ___, ...fit }: Fit) => fit;
  const clean = (fit: Fit): unknown =>
    JSON.parse(
      JSON.stringify(strip(fit), (key, value) => (key === 'weights' || key === 'rowsLost' ? undefined : value)),
    );
  const [left, right] = [numbersOf(clean(a)), numbersOf(clean(b))];
  expect(left.map(([path]) => path)).toEqual(right.map(([path]) => path));
  for (const [i, [path, value]] of left.entries()) {
    const other = right[i]![1];
    const gap = Math.abs(value - other);
    if (gap > relative * Math.max(Math.abs(other), 1e-6)) throw new Error(`${path}: ${value} and ${other}`);
  }
}

/** A fit, or the code with which it was refused. */
function fittedOrRefused(make: () => Fit): Fit | string {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const seeds = fc.integer({ min: 0, max: 1_000_000 });

const pooled: readonly SpecKeys[] = [
  ...['iid', 'HC0', 'HC1', 'HC2', 'HC3', 'cluster(g)', 'cluster(g + t)'].map((vcov) => ({ fit: 'y ~ x + z', vcov })),
  { fit: 'y ~ x + z - 1', vcov: 'HC1' },
];
const absorbed: readonly SpecKeys[] = [
  ...['iid', 'HC1', 'HC2', 'HC3', 'cluster(g)'].map((vcov) => ({ fit: 'y ~ x + z | id', vcov, small: 'areg' })),
  ...['iid', 'HC1', 'cluster(id)', 'cluster(g + t)'].map((vcov) => ({ fit: 'y ~ x + z | id + t', vcov })),
  { fit: 'y ~ x + z | id', small: 'reghdfe' },
];
const counts: readonly SpecKeys[] = ['iid', 'robust', 'cluster(g)'].map((vcov) => ({
  fit: 'v ~ x + z',
  estimator: 'poisson',
  vcov,
}));
const instruments: readonly SpecKeys[] = [
  ...['iid', 'robust', 'cluster(g)'].flatMap((vcov) =>
    [false, true].map((small) => ({ fit: 'y ~ z | x ~ q + v', vcov, small })),
  ),
  { fit: 'y ~ z | id | x ~ q + v', vcov: 'cluster(id)', small: 'areg' },
];

describe('frequency weights', () => {
  it.each([...pooled, ...absorbed, ...instruments, ...counts])('are rows that stand there more often: %j', (keys) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const columns = sample(`${seed}`);
        const weighted = fittedOrRefused(() => fitOf(columns, { ...keys, weights: { frequency: 'w' } }));
        const whole = fittedOrRefused(() => fitOf(repeated(columns, 'w'), keys));
        // a level of one row, whose leverage is 1, is refused either way
        if (typeof weighted === 'string' || typeof whole === 'string') expect(weighted).toBe(whole);
        else expectAlike(weighted, whole, 1e-7);
      }),
      { numRuns: 4 },
    );
  });

  it('are so in the style of `xtreg`, where they are constant within units', () => {
    for (const vcov of ['iid', 'robust', 'cluster(g)']) {
      const columns = sample('xtreg');
      const keys = { fit: 'y ~ x + z | id', vcov };
      expectAlike(fitOf(columns, { ...keys, weights: { frequency: 'u' } }), fitOf(repeated(columns, 'u'), keys));
    }
  });

  it('tell rows of the data from N, and make a level of one row no singleton where its weight is 2', () => {
    const columns: Columns = { y: [1, 2, 4, 7, 3], x: [1, 3, 2, 5, 9], id: [1, 1, 2, 3, 3], w: [1, 1, 2, 1, 1] };
    const fit = fitOf(columns, { fit: 'y ~ x | id', small: 'reghdfe', weights: { frequency: 'w' } });
    expect(fit.nobs).toBe(6);
    expect(fit.weights).toEqual({ is: 'frequency', of: 'w', rows: 5 });
    expect(fit.rowsLost).toEqual([]);
    const analytic = fitOf(columns, { fit: 'y ~ x | id', small: 'reghdfe', weights: 'w' });
    expect(analytic.rowsLost).toEqual([{ cause: 'singleton', count: 1, detail: 'id' }]);
  });

  it('are refused where they are no whole numbers', () => {
    const refusal = refusalOf(sample('fraction'), { fit: 'y ~ x', weights: { frequency: 'v' } });
    expect(refusal).toMatchObject({ code: 'fractional-frequency', param: 'weights' });
  });

  it('are refused beside percentiles of rows', () => {
    const problems = problemsOf({ fit: 'y ~ x', weights: { frequency: 'w' }, winsorize: [1, 99] });
    expect(problems).toMatchObject([{ code: 'unsupported', key: 'winsorize' }]);
  });
});

describe('analytic weights', () => {
  it.each([...pooled, ...absorbed, ...instruments])(
    'do not hang on their unit, nor on the order of rows: %j',
    (keys) => {
      const columns = sample('scale');
      const plain = fitOf(columns, { ...keys, weights: 'v' });
      const scaled = { ...columns, v: columns.v!.map((value) => 37.5 * (value as number)), own: columns.v! };
      const inUnits = { ...keys, fit: keys.fit!.replace('+ v', '+ own') };
      const names = (fit: Fit): unknown => JSON.parse(JSON.stringify(fit).replaceAll('own', 'v'));
      expectAlike(names(fitOf(scaled, { ...inUnits, weights: 'v' })) as Fit, plain);
      const reversed = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.toReversed()]));
      expectAlike(fitOf(reversed, { ...keys, weights: 'v' }), plain);
    },
  );

  it('that are all 1 change nothing', () => {
    const columns: Columns = { ...sample('ones'), one: sample('ones').y!.map(() => 1) };
    for (const keys of [...pooled, ...absorbed, ...instruments])
      expectAlike(fitOf(columns, { ...keys, weights: 'one' }), fitOf(columns, keys));
  });

  it('absorb what weighted least squares has as dummies', () => {
    const columns = sample('dummies');
    for (const vcov of ['iid', 'HC1', 'HC2', 'cluster(g)']) {
      const [a, b] = [
        fitOf(columns, { fit: 'y ~ x + z | id', vcov, small: 'areg', weights: 'v' }),
        fitOf(columns, { fit: 'y ~ x + z + i(id)', vcov, weights: 'v' }),
      ];
      for (const j of [0, 1]) {
        expect(a.terms[j]!.estimate).toBeCloseTo(b.terms[j]!.estimate, 10);
        expect(a.terms[j]!.stdError as number).toBeCloseTo(b.terms[j]!.stdError as number, 10);
      }
      expect(a.stats.r2 as number).toBeCloseTo(b.stats.r2 as number, 10);
    }
    const [two, dummies] = ['y ~ x + z | id + t', 'y ~ x + z + i(id) + i(t)'].map((fit) =>
      fitOf(columns, { fit, weights: 'v', vcov: 'HC1', singletons: 'keep' }),
    );
    expect(two!.terms[0]!.estimate).toBeCloseTo(dummies!.terms[0]!.estimate, 9);
    expect(two!.terms[0]!.stdError as number).toBeCloseTo(dummies!.terms[0]!.stdError as number, 9);
  });

  it('must be constant within units in the style of `xtreg`', () => {
    const keys: SpecKeys = { fit: 'y ~ x + z | id', vcov: 'cluster(id)' };
    const columns = sample('vary');
    expect(refusalOf(columns, { ...keys, weights: 'v' })).toMatchObject({ code: 'weights-vary' });
    expect(fitOf(columns, { ...keys, weights: 'u' }).weights).toEqual({
      is: 'analytic',
      of: 'u',
      rows: columns.y!.length,
    });
    expect(fitOf(columns, { ...keys, weights: 'v', small: 'areg' }).stats.r2Between).toBeUndefined();
  });
});

describe('probability weights', () => {
  it('give the estimates of analytic ones, and robust errors where homoskedastic ones were asked for', () => {
    const columns = sample('probability');
    const of = (keys: SpecKeys) => fitOf(columns, { fit: 'y ~ x + z', ...keys });
    expectAlike(of({ weights: { probability: 'v' } }), of({ weights: 'v', vcov: 'HC1' }));
    expectAlike(of({ weights: { probability: 'v' }, vcov: 'cluster(g)' }), of({ weights: 'v', vcov: 'cluster(g)' }));
    const within = fitOf(columns, { fit: 'y ~ x | id', weights: { probability: 'u' } });
    expect(within.vcovInfo.text).toBe('cluster(id)');
  });
});

describe('rows without weight', () => {
  it('are left out and counted: those of 0 apart from missing ones', () => {
    const columns = sample('zero');
    columns.v!.splice(0, 3, 0, null, 0);
    const fit = fitOf(columns, { fit: 'y ~ x', weights: 'v' });
    expect(fit.rowsLost).toEqual([
      { cause: 'missing', count: 1, detail: 'v' },
      { cause: 'zero weight', count: 2, detail: 'v' },
    ]);
    const others = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice(3)]));
    expectAlike(fit, fitOf(others, { fit: 'y ~ x', weights: 'v' }));
  });

  it('are refused below 0, unless the sample leaves them out', () => {
    const columns = sample('negative');
    columns.v!.splice(0, 1, -2);
    expect(refusalOf(columns, { fit: 'y ~ x', weights: 'v' }).message).toBe(
      'expected weights of 0 or more, got `v` below 0 in 1 row, the least -2',
    );
    expect(fitOf(columns, { fit: 'y ~ x', weights: 'v', exclude: 'v < 0' }).nobs).toBe(columns.y!.length - 1);
  });
});

describe('the key', () => {
  it('takes one variable', () => {
    const code = (weights: SpecKeys['weights']) => problemsOf({ fit: 'y ~ x', weights: weights! }).map((p) => p.code);
    expect(code('a + b')).toEqual(['not-a-term']);
    expect(code('a^2')).toEqual(['bad-weights']);
    expect(code('i(a)')).toEqual(['bad-weights']);
    expect(code({ frequency: 'a', analytic: 'b' })).toEqual(['bad-weights']);
    expect(code('log(a)')).toEqual([]);
  });

  it('is refused by estimators and errors that have none', () => {
    expect(problemsOf({ fit: 'y ~ x', weights: 'w', vcov: 'wild(g)' })).toMatchObject([
      { key: 'vcov', message: 'the wild bootstrap is not supported with weights' },
    ]);
    expect(problemsOf({ fit: 'y ~ x', weights: 'w', estimator: 'poisson' })).toMatchObject([
      { key: 'weights', code: 'unsupported-weights' },
    ]);
  });

  it('is taken away with false', () => {
    const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null };
    const base = compileColumn({ fit: 'y ~ x', weights: 'w' }, null, context);
    const edited = compileColumn({ weights: false }, { spec: base.specs[0]!, written: base.written }, context);
    expect(base.specs[0]!.weights).toEqual({ is: 'analytic', of: 'w' });
    expect(edited.specs[0]).toEqual(compileColumn({ fit: 'y ~ x' }, null, context).specs[0]);
  });
});
