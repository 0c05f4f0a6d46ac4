import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import type { GmmEstimate } from '../../../../src/econ/gmm/estimated.ts';
import { warningsOf } from '../../../../src/econ/gmm/warnings.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { estimate } from '../../../support/estimate.ts';

type Columns = Readonly<Record<string, Cells>>;

const panel = { unit: 'id', time: 'year' };

/** y_t = 0.5 y_{t−1} + 0.3 x_t + u_i + e_t of n units over T years, x moved by u; some rows absent. */
function sample(seed: string, n = 40, periods = 7, absent = 0): Record<string, number[]> {
  const draw = createRng(seed).stream('rows', 0);
  const rows: { id: number; year: number; y: number; x: number; z: number }[] = [];
  for (let id = 1; id <= n; id++) {
    const u = draw.normal();
    let y = 2 * u + draw.normal();
    for (let t = 0; t < periods; t++) {
      const [z, x] = [draw.normal(), draw.normal() + u / 2];
      y = 0.5 * y + 0.3 * x + 0.2 * z + u + draw.normal();
      if (draw.uniform() >= absent) rows.push({ id, year: 2000 + t, y, x, z });
    }
  }
  const names = ['id', 'year', 'y', 'x', 'z'] as const;
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
}

function fitOf(columns: Columns, keys: SpecKeys): Fit {
  const context = { sets: { both: ['x', 'z'] }, samples: {}, frame: 'd', columns: undefined, panel };
  const { specs, problems } = compileColumn(keys, null, context);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return estimate(specs[0]!, dataOf(columns, panel));
}

const gmm = (options: object = {}): SpecKeys => ({
  fit: 'y ~ L.y + x + z',
  vcov: 'robust',
  estimator: {
    is: 'gmm',
    instruments: { gmm: [{ of: ['L.y'] }], iv: [{ of: ['$both'] }] },
    ...options,
  } as never,
});

const numbersOf = ({ terms, stats }: Fit): number[] => [
  ...terms.flatMap(({ estimate: b, stdError }) => [b, stdError as number]),
  ...['sargan', 'hansen', 'ar1', 'ar2', 'nInst'].map((name) => stats[name] as number),
];

const messagesOf = (keys: SpecKeys): string[] => {
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel };
  return compileColumn(keys, null, context).problems.map(({ message }) => message);
};

const models = [
  { model: 'diff', transform: 'fd', steps: 1 },
  { model: 'diff', transform: 'fod', steps: 2 },
  { model: 'system', transform: 'fd', steps: 2 },
  { model: 'system', transform: 'fod', steps: 1, h: 2 },
  { model: 'system', transform: 'fd', steps: 2, h: 1 },
];

describe('dynamic-panel GMM', () => {
  it('is two-stage least squares where it is exactly identified', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 8 }), (seed) => {
        const columns = sample(seed, 30, 6, 0.1);
        const instruments = { gmm: [{ of: ['y'], lags: [2, 2], collapse: true }], iv: [{ of: ['x', 'z'] }] };
        const exact = fitOf(columns, gmm({ model: 'diff', steps: 1, instruments }));
        const iv = fitOf(
          { ...columns, w: lagOrZero(columns) },
          { fit: 'D.y ~ D.x + D.z - 1 | L.D.y ~ w', vcov: 'cluster(id)', small: false },
        );
        expect(exact.nobs).toBe(iv.nobs);
        for (const [ours, theirs] of [
          ['L.y', 'L.D.y'],
          ['x', 'D.x'],
          ['z', 'D.z'],
        ]) {
          const a = exact.terms.find(({ term }) => term === ours)!;
          const b = iv.terms.find(({ term }) => term === theirs)!;
          expect(a.estimate).toBeCloseTo(b.estimate, 8);
          expect(a.stdError as number).toBeCloseTo(b.stdError as number, 8);
        }
        expect(exact.stats.hansen).toBe(0);
        expect(exact.stats.hansenP).toEqual({ invalid: 'exactly identified' });
      }),
      { numRuns: 20 },
    );
  });

  it.each(models)('does not hang on the order of rows, nor on units: %o', (options) => {
    const columns = sample('a', 40, 7, 0.08);
    const before = fitOf(columns, gmm(options));
    const order = columns.id!.map((_, i) => i).sort((i, j) => columns.x![i]! - columns.x![j]!);
    const shuffled = Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, order.map((i) => values[i]!)]),
    );
    expect(numbersOf(fitOf(shuffled, gmm(options)))).toEqual(numbersOf(before));
    const scaled = fitOf({ ...columns, x: columns.x!.map((value) => value * 1000) }, gmm(options));
    const [a, b] = [before, scaled].map(({ terms, stats }) => [
      ...terms.map(({ statistic }) => statistic as number),
      ...['sargan', 'hansen', 'ar1', 'ar2'].map((name) => stats[name] as number),
    ]);
    for (const [i, value] of a!.entries()) expect(b![i]).toBeCloseTo(value, 6);
    expect(scaled.terms[1]!.estimate).toBeCloseTo(before.terms[1]!.estimate / 1000, 9);
  });

  it('is one step with the first step’s weights, and iid without robust errors', () => {
    const columns = sample('b');
    const plain = fitOf(columns, { ...gmm({ model: 'diff', steps: 1 }), vcov: 'iid' });
    const robust = fitOf(columns, gmm({ model: 'diff', steps: 1 }));
    expect(plain.terms.map(({ estimate: b }) => b)).toEqual(robust.terms.map(({ estimate: b }) => b));
    expect(plain.stats.hansen).toBeUndefined();
    expect(plain.stats.sargan).toBe(robust.stats.sargan);
    const clustered = fitOf(columns, { ...gmm({ model: 'diff', steps: 1 }), vcov: 'cluster(id)' });
    expect(numbersOf(clustered)).toEqual(numbersOf(robust));
  });

  it('looks for differences and instruments beyond the sample, but uses its rows alone', () => {
    const columns = sample('c');
    const later = fitOf(columns, { ...gmm({ model: 'diff' }), sample: 'year >= 2004' });
    expect(later.nobs).toBe(40 * 3);
    const instruments = { gmm: [{ of: ['L.y'], lags: [1, 2] }], iv: [{ of: ['$both'] }] };
    const all = fitOf(columns, gmm({ model: 'diff', instruments }));
    expect(all.nobs).toBe(40 * 5);
    expect(all.rowsLost).toContainEqual({ cause: 'transformed', count: 40, detail: '' });
  });

  it('warns of instruments beyond the groups, of weights that are not unique, and of two steps uncorrected', () => {
    const { warnings } = fitOf(sample('d', 12), { ...gmm(), vcov: 'iid' });
    expect(warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['many-instruments', 'singular-weights', 'uncorrected-errors']),
    );
    expect(fitOf(sample('e', 60), gmm({ model: 'diff' })).warnings).toEqual([]);
  });

  it('ignores instruments of a level equation that difference GMM has not, and says so', () => {
    const columns = { ...sample('i'), w: sample('j').x!.map((x, i) => (i % 5 === 0 ? Number.NaN : x)) };
    const own = { gmm: [{ of: ['L.y'] }], iv: [{ of: ['$both'] }] };
    const level = { gmm: own.gmm, iv: [...own.iv, { of: ['w'], equation: 'level' }] };
    for (const transform of ['fd', 'fod']) {
      const fit = fitOf(columns, gmm({ model: 'diff', transform, instruments: level }));
      expect(numbersOf(fit)).toEqual(numbersOf(fitOf(columns, gmm({ model: 'diff', transform, instruments: own }))));
      expect(fit.warnings.map(({ code }) => code)).toContain('ignored-instruments');
    }
  });

  it('counts the units with a row of the equation in the finite-sample factor, and reports N in it', () => {
    const columns = sample('k', 20, 6);
    // units 1 to 4 have two rows, of which one has a lag, and none a difference of it
    const isIn = columns.id!.map((id, i) => id > 4 || columns.year![i]! < 2002);
    const fewer = Object.fromEntries(Object.entries(columns).map(([name, x]) => [name, x.filter((_, i) => isIn[i])]));
    const ratio = (keys: SpecKeys): { squared: number; fit: Fit } => {
      const [plain, fit] = [fitOf(fewer, keys), fitOf(fewer, { ...keys, small: true })];
      return { squared: ((fit.terms[0]!.stdError as number) / (plain.terms[0]!.stdError as number)) ** 2, fit };
    };
    const robust = ratio(gmm({ model: 'diff', steps: 1 }));
    const { n, kCounted: k } = robust.fit.stats as { n: number; kCounted: number };
    expect(robust.fit.ngroups).toBe(16);
    expect(robust.squared).toBeCloseTo((((n - 1) / (n - k)) * 16) / 15, 10);
    expect(robust.fit.dfResid).toBe(16);
    const system = ratio({ ...gmm({ steps: 1 }), vcov: 'iid' });
    const stats = system.fit.stats as { n: number; kCounted: number };
    expect(system.squared).toBeCloseTo(stats.n / (stats.n - stats.kCounted), 10);
    expect(system.fit.dfResid).toBe(19);
  });

  it('keeps collinear regressors among the instruments, and says that they are dropped', () => {
    const columns = { ...sample('f'), fixed: sample('f').id!.map((id) => id % 3) };
    const fit = fitOf(columns, { ...gmm({ model: 'diff' }), fit: 'y ~ L.y + x + fixed' });
    expect(fit.dropped).toMatchObject([{ term: 'fixed', why: 'constant' }]);
    expect(fit.terms.map(({ term }) => term)).toEqual(['L.y', 'x']);
  });

  it('refuses what is not identified, and a calendar without neighbours', () => {
    const columns = sample('g');
    const few = { gmm: [{ of: ['L.y'], lags: [1, 1], collapse: true }] };
    expect(() => fitOf(columns, gmm({ model: 'diff', instruments: few }))).toThrow(/as many instruments as regressors/);
    const gaps = { ...columns, year: columns.year!.map((year) => 2 * year) };
    expect(() => fitOf(gaps, { ...gmm({ model: 'diff' }), fit: 'y ~ x + z' })).toThrow(Refusal);
  });

  it.each<[SpecKeys, RegExp]>([
    [{ ...gmm(), fit: 'y ~ L.y + x | id' }, /absorbs no effects/],
    [{ ...gmm(), vcov: 'dk(2)' }, /not defined for `gmm`/],
    [{ ...gmm(), vcov: 'cluster(id + year)' }, /not defined for `gmm`/],
    [{ ...gmm(), winsorize: [1, 99] }, /cannot be winsorised/],
    [{ ...gmm(), small: 'xtreg' }, /style of linear models/],
    [{ ...gmm(), estimator: 'gmm' }, /needs instruments/],
    [gmm({ instruments: {} }), /neither `gmm` nor `iv`/],
    [gmm({ model: 'diff', instruments: { iv: [{ of: ['x'], equation: 'level' }] } }), /no level equation/],
    [gmm({ instruments: { iv: [{ of: ['x +'] }] } }), /expected/],
  ])('refuses %o', (keys, message) => {
    expect(messagesOf(keys).join('; ')).toMatch(message);
  });
});

it('warns of a difference-in-Hansen statistic that is negative', () => {
  const tests = ['gmm1', 'iv1'].map((group, i) => ({
    name: `difference-in-hansen(${group})`,
    statistic: 2 - 3 * i,
    pValue: 1,
  }));
  const stack = { isSystem: true, options: { steps: 1, instruments: { gmm: [], iv: [] } } };
  const found = { instruments: 5, apart: 5, hansen: 1, isRobust: true, stack } as unknown as GmmEstimate;
  const warnings = warningsOf({ found, serial: [], tests, bounds: undefined, units: 9 });
  expect(warnings.map(({ message }) => message).join()).toMatch(/statistic of `iv1` is negative/);
});

/** y two periods back, 0 where there is none: the collapsed instrument. */
function lagOrZero({ id, year, y }: Record<string, number[]>): number[] {
  const at = new Map(id!.map((unit, i) => [`${unit} ${year![i]}`, y![i]!]));
  return id!.map((unit, i) => at.get(`${unit} ${year![i]! - 2}`) ?? 0);
}
