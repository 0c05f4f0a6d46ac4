/** Effects of treatment at different times: what must be true of them whatever the data, and what is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { methodsOf } from '../../../../steps/did/numbers/methods.ts';
import type { DidResult, EffectAt } from '../../../../steps/did/numbers/result.ts';
import { didSample } from '../../../../steps/did/numbers/sample.ts';
import type { DidMethod, DidSpec } from '../../../../steps/did/numbers/spec.ts';
import { type Cells, dataOf } from '../../../support/data.ts';

const estimators = Object.fromEntries(
  await Promise.all(Object.entries(methodsOf).map(async ([name, method]) => [name, await method.load()] as const)),
);

function effects(method: DidMethod, columns: Readonly<Record<string, Cells>>, more: Partial<DidSpec> = {}): DidResult {
  const spec: DidSpec = {
    method,
    outcome: 'y',
    covariates: [],
    cohort: 'g',
    treatment: null,
    sample: null,
    exclude: null,
    cluster: null,
    control: null,
    estimate: 'dr',
    base: 'varying',
    anticipation: 0,
    events: null,
    balanceEvents: null,
    unbalanced: 'drop',
    pretrends: 0,
    bands: 0,
    shares: 'fixed',
    ...more,
  };
  return estimators[method]!(spec, didSample(spec, dataOf(columns, { unit: 'id', time: 't' })), createRng('1'));
}

/** Units over periods 1 … T with outcomes of `y(unit, time, g)`; g of 0 is never. */
function panel(cohorts: readonly number[], periods: number, y: (unit: number, time: number, g: number) => number) {
  const rows = cohorts.flatMap((g, unit) => Array.from({ length: periods }, (_, t) => ({ unit, time: t + 1, g })));
  return {
    id: rows.map(({ unit }) => unit),
    t: rows.map(({ time }) => time),
    g: rows.map(({ g }) => g),
    d: rows.map(({ time, g }) => (g > 0 && time >= g ? 1 : 0)),
    y: rows.map(({ unit, time, g }) => y(unit, time, g)),
    x: rows.map(({ unit }) => ((unit * 37) % 11) / 5),
    big: rows.map(({ unit }) => Math.floor(unit / 2)),
  };
}

const noise = (unit: number, time: number): number => (((unit * 131 + time * 71) * 7919) % 1009) / 500 - 1;
const cohorts = [0, 3, 4, 6, 0, 3, 4, 6, 0, 3, 4, 6, 0, 4, 6, 3];

describe('the decomposition', () => {
  const draw = fc.record({
    cohorts: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 4, maxLength: 14 }),
    periods: fc.integer({ min: 3, max: 7 }),
    seed: fc.integer({ min: 1, max: 1000 }),
  });

  it('has weights that sum to 1, and with them to the coefficient of two-way fixed effects', () => {
    fc.assert(
      fc.property(draw, ({ cohorts: drawn, periods, seed }) => {
        const groups = new Set(drawn.map((g) => (g > periods ? 0 : Math.max(g, g === 0 ? 0 : 1))));
        fc.pre(groups.size > 1 && [...groups].some((g) => g > 1));
        const data = panel(drawn, periods, (unit, time) => noise(unit * seed, time) + unit);
        const result = effects('bacon', data);
        const parts = result.components as { weight: number; estimate: number }[];
        const sum = (of: (each: (typeof parts)[number]) => number): number =>
          parts.reduce((s, each) => s + of(each), 0);
        expect(sum(({ weight }) => weight)).toBeCloseTo(1, 10);
        expect(sum(({ weight, estimate }) => weight * estimate)).toBeCloseTo(result.twfe as number, 10);
        expect(parts.every(({ weight }) => weight >= 0)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same by a path of zeros and ones as by first treated periods', () => {
    const data = panel(cohorts, 8, (unit, time) => noise(unit, time));
    const byPath = effects('bacon', data, { cohort: null, treatment: 'd' });
    expect(byPath.components).toEqual(effects('bacon', data).components);
  });

  it('refuses an unbalanced panel by the number of its cells', () => {
    const { id, t, g, y } = panel(cohorts, 8, noise);
    const without = (cells: readonly number[]): number[] => cells.filter((_, i) => i !== 5);
    const data = { id: without(id), t: without(t), g: without(g), y: without(y) };
    expect(() => effects('bacon', data)).toThrow('the decomposition needs a balanced panel (127 of 128 cells)');
  });
});

describe('effects that are the same for all', () => {
  const data = panel(cohorts, 8, (unit, time, g) => 3 * unit + time * time + (g > 0 && time >= g ? 2.5 : 0));

  it.each(['callaway', 'sun-abraham', 'imputation', 'two-stage', 'twfe'] as const)('are found by %s', (method) => {
    const { simple, dynamic, group, calendar } = effects(method, data);
    expect(simple!.estimate).toBeCloseTo(2.5, 9);
    const all = [dynamic, group, calendar].flatMap((each) => each?.by ?? []);
    for (const { estimate, event } of all) expect(estimate).toBeCloseTo(event !== undefined && event < 0 ? 0 : 2.5, 9);
  });
});

describe('effects', () => {
  const data = panel(cohorts, 8, (unit, time, g) => noise(unit, time) + (g > 0 && time >= g ? (time - g + 1) / 2 : 0));
  const methods = ['callaway', 'sun-abraham', 'imputation', 'two-stage', 'twfe'] as const;

  it.each(methods)(
    'by %s have the outcome’s scale, and do not hang on the order of rows or what units and periods add',
    (method) => {
      const base = effects(method, data).simple!;
      const scaled = effects(method, { ...data, y: data.y.map((y) => 100 * y) }).simple!;
      expect(scaled.estimate).toBeCloseTo(100 * base.estimate, 8);
      expect(scaled.stdError).toBeCloseTo(100 * (base.stdError as number), 8);
      const shifted = effects(method, {
        ...data,
        y: data.y.map((y, i) => y + 7 * data.id[i]! - data.t[i]! * data.t[i]!),
      }).simple!;
      expect(shifted.estimate).toBeCloseTo(base.estimate, 8);
      const turned = Object.fromEntries(Object.entries(data).map(([name, cells]) => [name, [...cells].reverse()]));
      expect(effects(method, turned).simple!.estimate).toBeCloseTo(base.estimate, 10);
    },
  );

  it('by outcome regression, weights and both are one without covariates', () => {
    const [dr, ipw, reg] = (['dr', 'ipw', 'reg'] as const).map(
      (estimate) => effects('callaway', data, { estimate }).simple!,
    );
    expect([ipw, reg]).toEqual([dr, dr]);
  });

  it('after treatment are the same by either base of periods before it', () => {
    const following = (base: DidSpec['base']): EffectAt[] =>
      effects('callaway', data, { base, covariates: ['x'] }).dynamic!.by.filter(({ event }) => event! >= 0);
    expect(following('universal')).toEqual(following('varying'));
  });

  it('of imputation and two stages are one, with other errors', () => {
    const [a, b] = (['imputation', 'two-stage'] as const).map((method) => effects(method, data).dynamic!.by);
    expect(b!.map(({ estimate }) => estimate)).toEqual(a!.map(({ estimate }) => estimate));
    expect(b![0]!.stdError).not.toBe(a![0]!.stdError);
  });

  it('have wider bands than intervals, the same at every run', () => {
    const plain = effects('callaway', data).dynamic!.by;
    const bands = effects('callaway', data, { bands: 199 }).dynamic!.by;
    for (const [i, { confLow, confHigh }] of plain.entries()) {
      expect(bands[i]!.confLow as number).toBeLessThan(confLow as number);
      expect(bands[i]!.confHigh as number).toBeGreaterThan(confHigh as number);
    }
    expect(effects('callaway', data, { bands: 199 }).dynamic!.by).toEqual(bands);
  });

  it('of a balanced set of cohorts leave out those seen for too short', () => {
    const by = effects('callaway', data, { balanceEvents: 4 }).dynamic!.by;
    expect(by.map(({ event, groups }) => [event, groups])).toEqual([
      [-2, 1],
      [-1, 2],
      [0, 2],
      [1, 2],
      [2, 2],
      [3, 2],
      [4, 2],
    ]);
  });
});

describe('the control of Sun and Abraham', () => {
  // Cohort 6 is treated last of those that are; 99 is after the data, and so never.
  const mixed = [0, 3, 4, 6, 0, 3, 4, 6, 99, 3, 4, 6, 0, 4, 6, 3];
  const data = panel(mixed, 8, (unit, time, g) => noise(unit, time) + (g > 0 && time >= g ? (time - g + 1) / 2 : 0));
  const result = effects('sun-abraham', data, { control: 'last' });

  /** The regression written out: all units and periods as dummies, one indicator a cohort and period since treatment but −1. */
  function saturated() {
    const rows = data.id
      .map((id, i) => ({ id, t: data.t[i]!, g: data.g[i]!, y: data.y[i]! }))
      .filter(({ t, g }) => g > 0 && g <= 8 && t < 6);
    const cells = [3, 4]
      .flatMap((g) => [1, 2, 3, 4, 5].map((t) => ({ g, event: t - g })))
      .filter((c) => c.event !== -1);
    const ids = [...new Set(rows.map(({ id }) => id))];
    const x = rows.map(({ id, t, g }) => [
      ...cells.map((cell) => Number(g === cell.g && t - g === cell.event)),
      ...ids.map((each) => Number(each === id)),
      ...[2, 3, 4, 5].map((each) => Number(each === t)),
    ]);
    const k = x[0]!.length;
    const products = Array.from({ length: k }, (_, a) =>
      Array.from({ length: k }, (__, b) => x.reduce((sum, row) => sum + row[a]! * row[b]!, 0)),
    );
    const inverse = inverted(products);
    const moments = Array.from({ length: k }, (_, a) => rows.reduce((sum, { y }, i) => sum + x[i]![a]! * y, 0));
    const b = inverse.map((row) => row.reduce((sum, value, a) => sum + value * moments[a]!, 0));
    const rest = rows.map(({ y }, i) => y - x[i]!.reduce((sum, value, a) => sum + value * b[a]!, 0));
    // reghdfe's factor: units are nested in the clusters, and not counted.
    const [n, g] = [rows.length, ids.length];
    const factor = ((g / (g - 1)) * (n - 1)) / (n - cells.length - 5);
    /** Σ w b of some cells, and its standard error clustered by unit. */
    const mean = (weights: readonly number[]) => {
      const along = Array.from({ length: k }, (_, a) => weights.reduce((sum, w, c) => sum + w * inverse[c]![a]!, 0));
      const meat = ids.map((id) =>
        rows.reduce((sum, row, i) => (row.id === id ? sum + rest[i]! * dot(along, x[i]!) : sum), 0),
      );
      return { estimate: dot(weights, b), stdError: Math.sqrt(factor * dot(meat, meat)) };
    };
    const count = ({ g: cohort, event }: (typeof cells)[number]): number =>
      rows.filter((row) => row.g === cohort && row.t - row.g === event).length;
    return {
      n,
      of: (is: (cell: (typeof cells)[number]) => boolean) => {
        const total = cells.filter(is).reduce((sum, cell) => sum + count(cell), 0);
        return mean(cells.map((cell) => (is(cell) ? count(cell) / total : 0)));
      },
    };
  }

  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0);

  /** By Gauss and Jordan. */
  function inverted(a: readonly (readonly number[])[]): number[][] {
    const n = a.length;
    const m = a.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
    for (let c = 0; c < n; c++) {
      const pivot = m
        .slice(c)
        .reduce((best, _, i) => (Math.abs(m[c + i]![c]!) > Math.abs(m[best]![c]!) ? c + i : best), c);
      [m[c], m[pivot]] = [m[pivot]!, m[c]!];
      m[c] = m[c]!.map((value) => value / m[c]![c]!);
      for (let r = 0; r < n; r++) if (r !== c) m[r] = m[r]!.map((value, j) => value - m[r]![c]! * m[c]![j]!);
    }
    return m.map((row) => row.slice(n));
  }

  it('is with `control: last` the cohort treated last alone, before it is, as the saturated regression has it', () => {
    const { n, of } = saturated();
    expect([result.nobs, result.fit.nobs, n]).toEqual([60, 60, 60]);
    expect(result.fit.ngroups).toBe(12);
    for (const { event, estimate, stdError } of result.dynamic!.by) {
      const expected = of((cell) => cell.event === event);
      expect(estimate).toBeCloseTo(expected.estimate, 10);
      expect(stdError).toBeCloseTo(expected.stdError, 10);
    }
    expect(result.dynamic!.by.map(({ event }) => event)).toEqual([-3, -2, 0, 1, 2]);
    const all = of(({ event }) => event >= 0);
    expect(result.simple!.estimate).toBeCloseTo(all.estimate, 10);
    expect(result.simple!.stdError).toBeCloseTo(all.stdError, 10);
  });

  it('counts and tells of the never treated and the periods that it leaves out', () => {
    expect(result.control).toBe('last');
    expect(result.leftOut).toEqual({
      unitsTreatedInFirstPeriod: 0,
      neverTreatedUnits: 4,
      periodsFromLastCohort: 3,
      singletons: 0,
    });
    expect(result.warnings.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        '4 units never treated are left out',
        'periods from 6 on are left out, and the cohort 6 is the control',
      ]),
    );
  });

  it('does not hang on whether the never treated are among the data', () => {
    const treated = panel(
      mixed.filter((g) => g > 0 && g < 9),
      8,
      () => 0,
    );
    const keep = [...data.g.keys()].filter((i) => data.g[i]! > 0 && data.g[i]! < 9);
    const alone = effects('sun-abraham', { ...treated, y: keep.map((i) => data.y[i]!) });
    expect(alone.control).toBe('last');
    expect(alone.dynamic!.by.map(({ estimate }) => estimate)).toEqual(
      result.dynamic!.by.map(({ estimate }) => expect.closeTo(estimate, 10)),
    );
    expect(alone.leftOut).toMatchObject({ neverTreatedUnits: 0, periodsFromLastCohort: 3 });
  });
});

describe('periods that effects are compared with', () => {
  /** The panel of every second year only. */
  const everySecond = (all: readonly number[]) => {
    const { t, ...others } = panel(all, 6, noise);
    return { ...others, t: t.map((period) => 2 * period) };
  };
  const years = everySecond([0, 6, 8, 0, 6, 8, 0, 6, 8, 6]);
  const mixed = everySecond([0, 6, 7, 0, 6, 7, 0, 6, 7, 8]);
  const referenceOf = (result: DidResult): unknown => result.fit.tests[0]!.reference;

  it('are told of callaway where all cohorts have the same base, as far as there is one', () => {
    const of = (more: Partial<DidSpec>, data = panel(cohorts, 8, noise)) =>
      referenceOf(effects('callaway', data, more));
    expect(of({ base: 'varying' })).toEqual([]);
    expect(of({ base: 'universal' })).toEqual([-1]);
    expect(of({ base: 'universal', events: [0, 3] })).toEqual([-1]);
    expect(of({ base: 'universal', anticipation: 1 })).toEqual([-2]);
    expect(of({ base: 'universal' }, years)).toEqual([-2]);
    expect(of({ base: 'universal' }, mixed)).toEqual([-2, -1]);
  });

  it('are told of Sun and Abraham without those that other cohorts have effects of', () => {
    expect(referenceOf(effects('sun-abraham', years))).toEqual([-2]);
    expect(referenceOf(effects('sun-abraham', mixed))).toEqual([-2, -1]);
    // Cohort 4 is not seen in period 3, and compares with −2, of which the others have effects.
    const full = panel([0, 4, 5, 0, 4, 5, 0, 5], 7, noise);
    const rows = [...full.t.keys()].filter((i) => full.g[i] !== 4 || full.t[i] !== 3);
    const gaps = Object.fromEntries(Object.entries(full).map(([name, cells]) => [name, rows.map((i) => cells[i]!)]));
    const result = effects('sun-abraham', gaps);
    expect(result.references).toEqual([-2, -1]);
    expect(referenceOf(result)).toEqual([-1]);
    expect(result.dynamic!.by.map(({ event }) => event)).toEqual([-4, -3, -2, 0, 1, 2, 3]);
  });

  it('are not chosen among the periods that `pretrends` tests', () => {
    const data = panel([0, 0, 0, 3, 4, 3, 4, 0, 3, 4], 6, noise);
    const pre = (pretrends: number, of: typeof data = data): unknown[] =>
      (effects('imputation', of, { pretrends }).pretrends as { by: EffectAt[] }).by.map(({ event }) => event);
    expect(pre(2)).toEqual([-2, -1]);
    expect(() => pre(3)).toThrow(
      expect.objectContaining({
        code: 'no-reference',
        message: '`pretrends: 3` leaves treated units without an earlier period to compare with',
        hint: '`pretrends: 2` leaves earlier ones to compare with',
        param: 'pretrends',
      }),
    );
    const both = panel([0, 0, 0, 2, 5, 2, 5], 6, noise);
    // Cohort 2 is seen at −1 alone, which it shares with cohort 5.
    expect(pre(3, both)).toEqual([-3, -2, -1]);
    expect(effects('imputation', years, { pretrends: 3 }).warnings.map(({ message }) => message)).toContain(
      'no row is at period -3, -1 since treatment',
    );
  });
});

describe('what is refused or told', () => {
  const data = panel(cohorts, 8, noise);

  it('is a treatment that ends, by unit and period', () => {
    const d = data.d.slice();
    d[8 + 7] = 0;
    expect(() => effects('twfe', { ...data, d }, { cohort: null, treatment: 'd' })).toThrow(
      'treatment is not absorbing: `d` is 0 again for unit `1` in period 8',
    );
  });

  it('is a first treated period that varies, and clusters that cut units', () => {
    const g = data.g.slice();
    g[9] = 5;
    expect(() => effects('twfe', { ...data, g })).toThrow('the first treated period `g` varies within the unit `1`');
    const cut = data.id.map((id, i) => (i % 2 === 0 ? id : 99));
    expect(() => effects('twfe', { ...data, cut }, { cluster: 'cut' })).toThrow('is in more than one cluster of `cut`');
    expect(effects('twfe', data, { cluster: 'big' }).fit.nclusters).toBe(8);
  });

  it('is nobody never treated, where the last cohort cannot be the control', () => {
    const never = panel(
      cohorts.map((g) => (g === 0 ? 7 : g)),
      8,
      noise,
    );
    expect(() => effects('sun-abraham', never, { control: 'never' })).toThrow('no unit is never treated');
    expect(effects('sun-abraham', never).warnings.map(({ message }) => message)).toContain(
      'periods from 7 on are left out, and the cohort 7 is the control',
    );
    const notyet = effects('callaway', never, { control: 'notyet' });
    expect(notyet.groups).toEqual({ 3: 4, 4: 4, 6: 4 });
    expect(notyet.leftOut).toMatchObject({ periodsFromLastCohort: 2 });
  });

  it('counts treated units that no untreated row tells anything about', () => {
    const always = panel([1, ...cohorts], 8, noise);
    expect(effects('imputation', always).rowsNotImputable).toBe(8);
    expect(effects('callaway', always).leftOut).toMatchObject({ unitsTreatedInFirstPeriod: 1 });
    expect(effects('sun-abraham', always).leftOut).toMatchObject({ unitsTreatedInFirstPeriod: 1 });
  });

  it('leaves cells out whose covariates separate, with the reason', () => {
    const x = data.g.map((g, i) => (g === 3 ? 9 : 0) + data.x[i]!);
    const result = effects('callaway', { ...data, x }, { covariates: ['x'] });
    expect(result.warnings.some(({ code }) => code === 'cell-missing')).toBe(true);
    expect(result.dynamic!.by.length).toBeGreaterThan(0);
    const constant = data.g.map((g) => (g === 3 ? 1 : 0));
    expect(() => effects('callaway', { ...data, x: constant }, { covariates: ['x'] })).toThrow(
      'no effect can be estimated: ',
    );
  });
});
