/** Spill-overs by rings: by plain least squares on indicators of units, periods and rings, with what changes nothing of them. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import type { Stat } from '../../../../src/econ/fit.ts';
import { rings } from '../../../../steps/did/numbers/rings/fit.ts';
import { didSample } from '../../../../steps/did/numbers/sample.ts';
import type { DidSpec } from '../../../../steps/did/numbers/spec.ts';
import { dataOf } from '../../../support/data.ts';

interface Row {
  readonly id: number;
  readonly t: number;
  readonly g: number;
  readonly lat: number;
  readonly lon: number;
  readonly x: number;
  readonly w: number;
  readonly y: number;
  readonly c: number;
}

const specOf = (more: Partial<DidSpec>): DidSpec => ({
  ...{ method: 'rings', outcome: 'y', covariates: [], cohort: 'g', treatment: null, sample: null, exclude: null },
  ...{ cluster: null, control: null, estimate: 'reg', base: 'universal', anticipation: 0, events: null },
  ...{ balanceEvents: null, unbalanced: 'drop', pretrends: 0, bands: 0, shares: 'fixed' },
  ...{ at: ['lat', 'lon'], rings: [60, 120] },
  ...more,
});

function estimated(rows: readonly Row[], more: Partial<DidSpec> = {}, also: Record<string, readonly number[]> = {}) {
  const names = ['id', 't', 'g', 'lat', 'lon', 'x', 'w', 'y', 'c'] as const;
  const columns = Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
  const spec = specOf(more);
  return rings(spec, didSample(spec, dataOf({ ...columns, ...also }, { unit: 'id', time: 't' })));
}

/** Haversine, on the sphere that the documentation names. */
function kilometres(a: Row, b: Row): number {
  const turn = (degrees: number): number => (degrees * Math.PI) / 180;
  const [s, c] = [Math.sin(turn(a.lat - b.lat) / 2), Math.sin(turn(a.lon - b.lon) / 2)];
  return 2 * 6371.0088 * Math.asin(Math.sqrt(s * s + Math.cos(turn(a.lat)) * Math.cos(turn(b.lat)) * c * c));
}

const isTreated = ({ g, t }: Row): boolean => g > 0 && t >= g;

/** The ring of an untreated row: 0 for the innermost, −1 beyond the last. */
function ringOf(row: Row, rows: readonly Row[], limits: readonly number[]): number {
  if (isTreated(row)) return -1;
  const others = rows.filter(({ g }) => g > 0 && g <= row.t);
  const nearest = Math.min(...others.map((each) => kilometres(row, each)));
  return limits.findIndex((to) => nearest <= to);
}

/** Places in a square of some 800 km; every fifth unit is treated, from one of the periods on. */
function panel(
  trial: number,
  units: number,
  periods: number,
  begins: readonly number[],
  effect: (kilometres: number) => number = (km) => (km === 0 ? 2 : km <= 60 ? 1 : km <= 120 ? -0.5 : 0),
): Row[] {
  const stream = createRng('rings').stream('rows', trial);
  const places = Array.from({ length: units }, (_, id) => ({
    ...{ id, lat: 30 + 8 * stream.uniform(), lon: 105 + 8 * stream.uniform(), w: 0.5 + stream.uniform() },
    ...{ g: id % 5 === 0 ? begins[(id / 5) % begins.length]! : 0, own: stream.normal(), c: id >> 1 },
  }));
  const rows = places.flatMap((place) =>
    Array.from({ length: periods }, (_, k) => ({ ...place, t: k + 1, x: stream.normal(), y: 0 })),
  );
  return rows.map((row) => {
    const near = rows.filter((each) => each.t === row.t && isTreated(each)).map((each) => kilometres(row, each));
    const spill = near.length === 0 ? 0 : effect(isTreated(row) ? 0 : Math.min(...near));
    return { ...row, y: row.own + row.t / 3 + 0.4 * row.x + spill + stream.normal() };
  });
}

/** The inverse of a matrix by Gauss and Jordan. */
function inverse(a: readonly (readonly number[])[]): number[][] {
  const k = a.length;
  const rows = a.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
  for (let j = 0; j < k; j++) {
    const at = rows
      .slice(j)
      .reduce((best, row, i) => (Math.abs(row[j]!) > Math.abs(rows[best]![j]!) ? i + j : best), j);
    [rows[j], rows[at]] = [rows[at]!, rows[j]!];
    rows[j] = rows[j]!.map((value) => value / rows[j]![j]!);
    for (let i = 0; i < k; i++) {
      if (i === j) continue;
      const times = rows[i]![j]!;
      rows[i] = rows[i]!.map((value, c) => value - times * rows[j]![c]!);
    }
  }
  return rows.map((row) => row.slice(k));
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, each, k) => sum + each * b[k]!, 0);

interface Plain {
  readonly limits: readonly number[];
  readonly covariate?: boolean;
  readonly weighted?: boolean;
  readonly cluster?: (row: Row) => number;
  /** Kilometres of Conley's errors, which have no factor. */
  readonly conley?: number;
}

/** Least squares on treatment, rings, the covariate and an indicator of each unit and of each period but one, with the errors of the first of these. */
function plain(rows: readonly Row[], { limits, covariate, weighted, cluster = ({ id }) => id, conley }: Plain) {
  const [ids, times] = [[...new Set(rows.map(({ id }) => id))], [...new Set(rows.map(({ t }) => t))].slice(1)];
  const told = 1 + limits.length + Number(covariate === true);
  const x = rows.map((row) => [
    Number(isTreated(row)),
    ...limits.map((_, r) => Number(ringOf(row, rows, limits) === r)),
    ...(covariate ? [row.x] : []),
    ...ids.map((id) => Number(row.id === id)),
    ...times.map((t) => Number(row.t === t)),
  ]);
  const scale = rows.reduce((sum, { w }) => sum + w, 0) / rows.length;
  const weight = rows.map(({ w }) => (weighted ? w / scale : 1));
  const k = x[0]!.length;
  const products = Array.from({ length: k }, (_, i) =>
    Array.from({ length: k }, (_, j) => x.reduce((sum, row, n) => sum + weight[n]! * row[i]! * row[j]!, 0)),
  );
  const bread = inverse(products);
  const moments = Array.from({ length: k }, (_, i) =>
    x.reduce((sum, row, n) => sum + weight[n]! * row[i]! * rows[n]!.y, 0),
  );
  const b = bread.map((row) => dot(row, moments));
  const scores = x.map((row, n) => weight[n]! * (rows[n]!.y - dot(row, b)));
  const influence = (n: number): number[] => bread.slice(0, told).map((row) => dot(row, x[n]!) * scores[n]!);
  const own = rows.map((_, n) => influence(n));
  const alike = (i: number, j: number): boolean =>
    conley === undefined
      ? cluster(rows[i]!) === cluster(rows[j]!)
      : rows[i]!.t === rows[j]!.t && kilometres(rows[i]!, rows[j]!) <= conley;
  const variance = own[0]!.map((_, c) =>
    own.reduce(
      (sum, row, i) => sum + own.reduce((part, other, j) => part + (alike(i, j) ? row[c]! * other[c]! : 0), 0),
      0,
    ),
  );
  const groups = new Set(rows.map(cluster)).size;
  // units lie in clusters and are not counted, periods and the constant are
  const counted = told + times.length + 1;
  const factor = conley === undefined ? (groups / (groups - 1)) * ((rows.length - 1) / (rows.length - counted)) : 1;
  return b.slice(0, 1 + limits.length).map((estimate, c) => ({ estimate, stdError: Math.sqrt(factor * variance[c]!) }));
}

const shown = ({ estimate, stdError }: { readonly estimate: number; readonly stdError: Stat }) => [
  estimate,
  stdError as number,
];
function near(found: ReturnType<typeof estimated>, told: ReturnType<typeof plain>): void {
  const all = [found.simple, ...found.ring.by];
  expect(all).toHaveLength(told.length);
  for (const [k, each] of all.entries())
    for (const [part, value] of shown(each).entries()) expect(value).toBeCloseTo(shown(told[k]!)[part]!, 8);
}

it('are those of plain least squares with their errors, over random specifications', () => {
  for (let trial = 0; trial < Number(process.env.PAPERMAKE_FUZZ ?? 12); trial++) {
    const draw = createRng('specifications').stream('choice', trial);
    const begins = draw.uniform() < 0.5 ? [3] : [2, 4];
    const rows = panel(trial, 30 + Math.floor(15 * draw.uniform()), 4, begins).filter(() => draw.uniform() < 0.97);
    const limits = draw.uniform() < 0.5 ? [110] : [70, 140];
    const [covariate, weighted, wide] = [draw.uniform() < 0.5, draw.uniform() < 0.5, draw.uniform() < 0.5];
    const more = {
      ...{ rings: limits, cluster: wide ? 'c' : null, covariates: covariate ? ['x'] : [] },
      ...(weighted && { weights: 'w' }),
    };
    near(
      estimated(rows, more),
      plain(rows, { limits, covariate, weighted, ...(wide && { cluster: ({ c }: Row) => c }) }),
    );
  }
});

it('have errors by distance that add up the scores of rows of one period', () => {
  const rows = panel(77, 50, 3, [2]);
  const conley = { is: 'conley', cutoff: 90, kernel: 'uniform', lags: 0, latitude: 'lat', longitude: 'lon' } as const;
  const found = estimated(rows, { vcov: conley });
  near(found, plain(rows, { limits: [60, 120], conley: 90 }));
  expect(found.fit.vcovInfo).toMatchObject({ type: 'Conley', cutoff: 90 });
  expect(found.fit.inference).toBe('t(N-K)');
});

it('count rows, units and their distances by ring, each up to its outer limit', () => {
  const rows = panel(5, 60, 4, [2, 3]);
  const { ring, fit } = estimated(rows);
  for (const [r, { name, n, units, distance }] of ring.by.entries()) {
    const own = rows.filter((row) => ringOf(row, rows, [60, 120]) === r);
    expect(name).toBe(['0-60', '60-120'][r]);
    expect([n, units]).toEqual([own.length, new Set(own.map(({ id }) => id)).size]);
    const nearest = own.map((row) =>
      Math.min(...rows.filter((each) => each.t === row.t && isTreated(each)).map((each) => kilometres(row, each))),
    );
    expect(distance).toBeCloseTo(nearest.reduce((sum, km) => sum + km, 0) / own.length, 7);
  }
  expect(fit.terms.map(({ term }) => term)).toEqual(['simple', 'ring::0-60', 'ring::60-120']);
});

describe('nothing is changed', () => {
  const rows = panel(3, 60, 4, [2, 4]);
  const told = estimated(rows);
  const same = (again: ReturnType<typeof estimated>): void =>
    near(again, [told.simple, ...told.ring.by] as unknown as ReturnType<typeof plain>);

  it('by the order of rows, names of units, and turns around the Earth', () => {
    same(estimated([...rows].reverse().map((row) => ({ ...row, id: 500 - row.id, lon: row.lon - 360 }))));
  });

  it('by which column says who is treated', () => {
    same(estimated(rows, { cohort: null, treatment: 'd' }, { d: rows.map((row) => Number(isTreated(row))) }));
  });

  it('of who is in a ring by leaving treated units out of the sample', () => {
    const kept = estimated(rows, { exclude: 'id == 5 or id == 10' });
    const all = (each: ReturnType<typeof estimated>) => each.ring.by.map(({ units }) => units);
    expect(all(kept)).toEqual(all(told));
    const without = rows.filter(({ id }) => id !== 5 && id !== 10);
    expect(all(estimated(without))).not.toEqual(all(told));
  });
});

it('cover the truth as often as intervals say', { tags: 'slow' }, () => {
  const trials = Number(process.env.PAPERMAKE_FUZZ ?? 100);
  const missed = [0, 0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const { simple, ring } = estimated(panel(1000 + trial, 100, 3, [2]));
    for (const [k, truth] of [2, 1, -0.5].entries()) {
      const { confLow, confHigh } = [simple, ...ring.by][k]!;
      missed[k]! += Number(!((confLow as number) <= truth && truth <= (confHigh as number)));
    }
  }
  const margin = 0.015 + 3 * Math.sqrt((0.05 * 0.95) / trials);
  for (const count of missed) expect(Math.abs(count / trials - 0.05)).toBeLessThan(margin);
});

it('warn of treated units without a place, whose neighbours would pass for untouched', () => {
  const rows = panel(9, 60, 3, [2]);
  expect(estimated(rows).warnings.filter(({ code }) => code === 'treated-without-place')).toEqual([]);
  const lost = [...new Set(rows.filter(({ g }) => g > 0).map(({ id }) => id))].slice(0, 2);
  const without = (ids: readonly number[]) =>
    rows.map((row) => (ids.includes(row.id) ? { ...row, lat: Number.NaN } : row));
  expect(estimated(without(lost)).warnings).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining('2 treated units have no place in `lat, lon`') }),
  );
  expect(estimated(without(lost.slice(1))).warnings).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining('1 treated units have no place') }),
  );
  const untreated = rows.find(({ g }) => g === 0)!.id;
  expect(estimated(without([untreated])).warnings.filter(({ code }) => code === 'treated-without-place')).toEqual([]);
});

describe('refuse', () => {
  const rows = panel(9, 60, 3, [2]);

  it('rings without rows, and rings that leave nobody beyond them', () => {
    expect(() => estimated(rows, { rings: [0.001, 60] })).toThrow('no untreated row is 0-0.001 km');
    expect(() => estimated(rows, { rings: [20_000] })).toThrow('farther than 20000 km');
  });

  it('units that move', () => {
    expect(() => estimated(rows.map((row) => ({ ...row, lat: row.lat + row.t / 9 })))).toThrow('expected one place');
  });

  it('rings that units are in throughout', () => {
    const always = rows.map((row) => ({ ...row, g: row.g > 0 ? 1 : 0 }));
    expect(() => estimated(always)).toThrow('does not vary beside the effects of unit and time');
  });
});
