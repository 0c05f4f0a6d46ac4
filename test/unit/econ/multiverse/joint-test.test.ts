import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import { type JointDraws, jointDraws, jointTest } from '../../../../src/econ/multiverse/joint-test.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { byLeastOutcome } from '../../../support/drawn.ts';
import { estimate } from '../../../support/estimate.ts';

const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: { unit: 'id', time: 't' } };
const units = 14;
const periods = 5;

function columns(effect: number): Record<string, Cells> {
  const random = createRng('a').stream('data', 0);
  const rows = Array.from({ length: units * periods }, (_, i) => {
    const [a, b, x] = [random.normal(), random.normal(), random.normal()];
    return { id: Math.floor(i / periods), t: i % periods, a, b, x: x + a / 2, y: effect * x + a - b + random.normal() };
  });
  return Object.fromEntries(
    (['id', 't', 'y', 'x', 'a', 'b'] as const).map((name) => [name, rows.map((row) => row[name])]),
  );
}

const specified = (keys: SpecKeys) => compileColumn(keys, null, context).specs.map((model) => ({ model, of: 'x' }));
const draws = (keys: SpecKeys, resample: string | null, to: number, effect = 0.2, from = 0): JointDraws =>
  jointDraws(specified(keys), resample, dataOf(columns(effect), { unit: 'id', time: 't' }), { from, to }, (i) =>
    createRng('1').stream('multiverse', i),
  );

/** The same by estimating every specification on the rows of the sample. */
function byRows(keys: SpecKeys, resample: string | null, i: number, effect = 0.2) {
  const all = columns(effect);
  const count = resample === null ? units * periods : units;
  const drawn = createRng('1').stream('multiverse', i).sample(count, count);
  const rows: number[] = [];
  const ids: number[] = [];
  const order = byLeastOutcome(all.y as number[], (row) => (resample === null ? row : (all.id![row] as number)));
  for (const [copy, place] of [...drawn].entries()) {
    const unit = order[place]!;
    for (let row = 0; row < units * periods; row++) {
      if (resample === null ? row !== unit : all.id![row] !== unit) continue;
      rows.push(row);
      ids.push(resample === null ? (all.id![row] as number) : copy);
    }
  }
  const sample = Object.fromEntries(
    Object.entries(all).map(([name, cells]) => [name, name === 'id' ? ids : rows.map((row) => cells[row]!)]),
  );
  const whole = dataOf(all, { unit: 'id', time: 't' });
  const found = specified(keys).map(({ model }) => {
    const of = (data: ReturnType<typeof dataOf>) => estimate(model, data).terms.find(({ term }) => term === 'x')!;
    const [own, before] = [of(dataOf(sample)), of(whole)];
    const null_ = own.estimate - before.estimate;
    return { estimate: null_, t: null_ / (own.stdError as number) };
  });
  return found.reduce((sum, { t }) => sum + t, 0) / found.length;
}

describe('a draw is every specification on the rows drawn, its effect taken off', () => {
  it.each([
    [{ fit: 'y ~ x + mvsw(a, b)', vcov: 'iid' }, null],
    [{ fit: 'y ~ x + mvsw(a, b)', vcov: 'HC1' }, null],
    [{ fit: 'y ~ x + mvsw(a, b)', vcov: 'cluster(id)' }, 'id'],
    [{ fit: 'y ~ x + mvsw(a, b) | id', vcov: 'cluster(id)' }, 'id'],
    [{ fit: 'y ~ x + mvsw(a, b) | id', vcov: 'iid' }, 'id'],
    [{ fit: 'y ~ x + a | id', vcov: 'HC1' }, 'id'],
    [{ fit: 'y ~ x + mvsw(a, b) | t', vcov: 'iid' }, 'id'],
  ] as [SpecKeys, string | null][])('%j', (keys, resample) => {
    const { draws: found } = draws(keys, resample, 4);
    for (const [i, each] of found.entries()) {
      const expected = byRows(keys, resample, i);
      expect(Math.abs(each!.averageT - expected)).toBeLessThan(1e-8 * Math.max(1, Math.abs(expected)));
    }
  });
});

it('finds an effect that is there, and none where there is none', () => {
  const keys = { fit: 'y ~ x + mvsw(a, b) | id', vcov: 'cluster(id)' };
  const strong = jointTest([draws(keys, 'id', 99, 2)], 'id');
  expect(strong.median.pValue).toBe(0.01);
  expect(strong.averageT.pValue).toBe(0.01);
  const none = jointTest([draws(keys, 'id', 99, 0)], 'id');
  expect(none.median.pValue).toBeGreaterThan(0.05);
});

it('more draws only narrow p: it lies within the bounds that fewer draws leave', () => {
  const keys = { fit: 'y ~ x + mvsw(a, b) | id', vcov: 'cluster(id)' };
  const chunks = [draws(keys, 'id', 40), draws(keys, 'id', 120, 0.2, 40), draws(keys, 'id', 200, 0.2, 120)];
  let [low, high] = [0, 1];
  for (const [i] of chunks.entries()) {
    const { median, draws: count } = jointTest(chunks.slice(0, i + 1), 'id');
    const extreme = (median.pValue as number) * (1 + count) - 1;
    const bounds = [(1 + extreme) / 201, (1 + extreme + 200 - count) / 201] as const;
    expect(bounds[0]).toBeGreaterThanOrEqual(low - 1e-12);
    expect(bounds[1]).toBeLessThanOrEqual(high + 1e-12);
    [low, high] = bounds;
  }
  expect(low).toBeCloseTo(high, 12);
});

it('draws the same whatever the chunk', () => {
  const keys = { fit: 'y ~ x + a | id', vcov: 'cluster(id)' };
  expect(draws(keys, 'id', 20, 0.2, 10).draws).toEqual(draws(keys, 'id', 20).draws.slice(10));
});

it.each([
  [{ fit: 'y ~ x', vcov: 'HC3' }, null, /is not defined for/],
  [{ fit: 'y ~ x', vcov: 'cluster(t)' }, 'id', /is clustered on `t`, and the joint test draws `id`/],
] as [SpecKeys, string | null, RegExp][])('refuses %j', (keys, resample, message) => {
  expect(() => draws(keys, resample, 2)).toThrow(message);
});
