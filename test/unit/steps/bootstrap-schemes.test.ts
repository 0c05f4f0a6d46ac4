/** Draws of residuals, signs and blocks of periods, against closed forms. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import type { SpecKeys } from '../../../src/econ/compile/keys.ts';
import { estimatorOf } from '../../../src/econ/registry.ts';
import { blockTimes } from '../../../steps/bootstrap/numbers/blocks.ts';
import { bootstrapped } from '../../../steps/bootstrap/numbers/inference.ts';
import { samplesOf } from '../../../steps/bootstrap/numbers/samples.ts';
import type { Scheme } from '../../../steps/bootstrap/numbers/spec.ts';
import { type Cells, dataOf } from '../../support/data.ts';
import { estimate } from '../../support/estimate.ts';
import { specOf } from '../../support/predicted.ts';

const draw = createRng('schemes').stream('rows', 0);
const [UNITS, YEARS] = [20, 6];
const N = UNITS * YEARS;
const column = (of: (i: number) => number): Cells => Array.from({ length: N }, (_, i) => of(i));
const columns: Record<string, Cells> = {
  id: column((i) => Math.floor(i / YEARS)),
  year: column((i) => 2000 + (i % YEARS)),
  x: column(() => 5 + draw.normal()),
  w: column(() => 0.5 + draw.uniform()),
};
columns.y = column((i) => 1 + 2 * (columns.x![i] as number) + draw.normal() * (1 + Math.floor(i / YEARS) / 5));
const panel = { unit: 'id', time: 'year' };
const data = dataOf(columns, panel);
const spec = (fit: string, more: SpecKeys = {}) => specOf({ fit, ...more }, panel);
const REPS = 4000;

async function errorsOf(scheme: Scheme, fit: string, more: SpecKeys, clusters: string | null, of = data) {
  const model = spec(fit, more);
  const samples = samplesOf({ scheme, model, stages: [], clusters }, of, {
    fitModel: await estimatorOf(model).load(),
    stages: [],
  });
  const streams = createRng('draws');
  const draws = Array.from({ length: REPS }, (_, i) => samples.draw(streams.stream('bootstrap', i))!);
  const info = { type: 'Bootstrap', text: '', clusters: [] };
  const { terms } = bootstrapped({ fit: samples.fit, interval: 'normal', info, draws, without: [] });
  return terms.map(({ stdError }) => stdError as number);
}

/** The error of a standard deviation of B draws is 1/√(2B) of it, and less for light tails. */
const near = (found: readonly number[], exact: readonly number[]): void => {
  expect(found.length).toBe(exact.length);
  for (const [j, value] of found.entries())
    expect(Math.abs(value / exact[j]! - 1)).toBeLessThan(4 / Math.sqrt(2 * REPS));
};
const exactOf = (fit: string, more: SpecKeys): number[] =>
  estimate(spec(fit, more), data).terms.map(({ stdError }) => stdError as number);

describe('errors over draws', () => {
  it.each(['y ~ x', 'y ~ x - 1'])('of residuals are those of equal variances: %s', async (fit) => {
    near(await errorsOf({ is: 'residual' }, fit, {}, null), exactOf(fit, {}));
  });

  it('of residuals within effects have the variance of slopes', async () => {
    const fit = 'y ~ x | id + year';
    const [slope] = await errorsOf({ is: 'residual' }, fit, {}, null);
    near([slope!], exactOf(fit, {}).slice(0, 1));
  });

  it('of signs of rows are HC0', async () => {
    near(await errorsOf({ is: 'wild' }, 'y ~ x', {}, null), exactOf('y ~ x', { vcov: 'HC0' }));
  });

  it.each([
    ['y ~ x', {}],
    ['y ~ x', { weights: { probability: 'w' } }],
  ] as const)('of signs of clusters are those of clusters without a factor: %s, %o', async (fit, more) => {
    const keys = { ...more, vcov: 'cluster(id)' };
    const factor = Math.sqrt((UNITS / (UNITS - 1)) * ((N - 1) / (N - 2)));
    const exact = exactOf(fit, keys).map((value) => value / factor);
    near(await errorsOf({ is: 'wild' }, fit, keys, 'id'), exact);
  });

  it('of signs within effects have the variance of slopes within clusters', async () => {
    const keys = { vcov: 'cluster(id)' };
    const fit = 'y ~ x | id';
    // the effects lie within the clusters and are not counted
    const factor = Math.sqrt((UNITS / (UNITS - 1)) * ((N - 1) / (N - 2)));
    const [slope] = await errorsOf({ is: 'wild' }, fit, keys, 'id');
    near([slope!], [exactOf(fit, keys)[0]! / factor]);
  });
});

describe('blocks of periods', () => {
  const placesOf = (order: readonly number[]): number[][] => order.map((row) => [row]);
  const inOrder = placesOf(Array.from({ length: N }, (_, i) => i));
  const byUnit = (times: Int32Array): number[][] =>
    Array.from({ length: UNITS }, (_, id) => [...times.subarray(id * YEARS, (id + 1) * YEARS)]);

  it('give each unit as many rows as it has', () => {
    for (const circular of [true, false]) {
      const times = blockTimes({ is: 'blocks', length: 4, circular }, { places: inOrder }, data);
      for (let i = 0; i < 50; i++)
        for (const own of byUnit(times(createRng('blocks').stream('b', i))))
          expect(own.reduce((a, b) => a + b)).toBe(YEARS);
    }
  });

  it('are whole units where they are as long, and draw each row equally often where they are circular', () => {
    const whole = blockTimes({ is: 'blocks', length: YEARS, circular: false }, { places: inOrder }, data);
    expect([...whole(createRng('1').stream('b', 0))]).toEqual(Array.from({ length: N }, () => 1));
    const circular = blockTimes({ is: 'blocks', length: 3, circular: true }, { places: inOrder }, data);
    const moving = blockTimes({ is: 'blocks', length: 3, circular: false }, { places: inOrder }, data);
    const mean = (times: typeof circular): number[] => {
      const totals = new Float64Array(YEARS);
      for (let i = 0; i < 500; i++)
        times(createRng('2').stream('b', i)).forEach((count, row) => {
          totals[row % YEARS] = totals[row % YEARS]! + count / (500 * UNITS);
        });
      return [...totals];
    };
    for (const share of mean(circular)) expect(Math.abs(share - 1)).toBeLessThan(0.05);
    // two blocks of four equally likely ones: the first period is in one of them, the third in three
    for (const [t, share] of mean(moving).entries())
      expect(Math.abs(share - [0.5, 1, 1.5, 1.5, 1, 0.5][t]!)).toBeLessThan(0.06);
  });

  it('of one period are errors of rows within units', async () => {
    const [slope] = await errorsOf({ is: 'blocks', length: 1, circular: true }, 'y ~ x', {}, null);
    const hc = exactOf('y ~ x', { vcov: 'HC0' })[0]!;
    expect(Math.abs(slope! / hc - 1)).toBeLessThan(0.15);
  });

  it('refuse gaps and units that are shorter', async () => {
    const cut = Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [name, cells.filter((_, i) => i !== 2)]),
    );
    await expect(
      errorsOf({ is: 'blocks', length: 2, circular: true }, 'y ~ x', {}, null, dataOf(cut, panel)),
    ).rejects.toThrow('units have 1 gap in `year`');
    await expect(errorsOf({ is: 'blocks', length: 7, circular: true }, 'y ~ x', {}, null)).rejects.toThrow(
      'do not fit into 20 units, the shortest of 6',
    );
  });
});

it('draws hang neither on the order of rows nor on names of units', async () => {
  const order = draw.shuffle(Array.from({ length: N }, (_, i) => i));
  const moved = Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, order.map((i) => cells[i]!)]));
  const renamed = dataOf({ ...moved, id: moved.id!.map((id) => 50 - (id as number)) }, panel);
  for (const scheme of [
    { is: 'residual' },
    { is: 'wild' },
    { is: 'blocks', length: 2, circular: false },
  ] as const satisfies readonly Scheme[]) {
    const [one, other] = await Promise.all([
      errorsOf(scheme, 'y ~ x | id', {}, null),
      errorsOf(scheme, 'y ~ x | id', {}, null, renamed),
    ]);
    for (const [j, value] of one.entries()) expect(other[j]! / value).toBeCloseTo(1, 8);
  }
});
