/** Samples of a bootstrap and what they come to, against closed forms and against the same models on rows that are written out. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import type { SpecKeys } from '../../../src/econ/compile/keys.ts';
import { estimatorOf } from '../../../src/econ/registry.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import { bootstrapped, jackknifed } from '../../../steps/bootstrap/numbers/inference.ts';
import { drawnTimes, replicating, withoutOne } from '../../../steps/bootstrap/numbers/replicate.ts';
import { isPredictions, type Stage } from '../../../steps/bootstrap/numbers/spec.ts';
import { type Cells, dataOf } from '../../support/data.ts';
import { estimate } from '../../support/estimate.ts';
import { predicted, specOf } from '../../support/predicted.ts';

const draw = createRng('bootstrap').stream('rows', 0);
const N = 60;
const column = (of: (i: number) => number): Cells => Array.from({ length: N }, (_, i) => of(i));
const columns: Record<string, Cells> = {
  id: column((i) => Math.floor(i / 5)),
  year: column((i) => 2000 + (i % 5)),
  x: column(() => draw.normal()),
  z: column(() => draw.normal()),
};
columns.q = column((i) => (columns.z![i] as number) + draw.normal());
columns.y = column(
  (i) => (columns.x![i] as number) + (columns.q![i] as number) + Math.floor(i / 5) / 4 + draw.normal(),
);
const panel = { unit: 'id', time: 'year' };
const data = dataOf(columns, panel);
const spec = (fit: string, more: SpecKeys = {}): ModelSpec => specOf({ fit, ...more }, panel);

async function samplesOf(model: ModelSpec, clusters: string | null, stages: readonly Stage[] = [], of = data) {
  const numerics = await Promise.all(
    stages.map(async (stage) => {
      if (!isPredictions(stage)) return null;
      const estimator = estimatorOf(stage.model);
      return { fitModel: await estimator.load(), predict: await estimator.predictions!.load() };
    }),
  );
  return replicating({ scheme: { is: 'pairs' }, model, stages, clusters }, of, {
    fitModel: await estimatorOf(model).load(),
    stages: numerics,
  });
}

/** The rows of a sample written out; each copy of a unit is a unit of its own. */
function writtenOut(times: readonly number[]) {
  const rows = times.flatMap((count, id) =>
    Array.from({ length: count }, (_, copy) =>
      Array.from({ length: 5 }, (__, t) => ({ row: 5 * id + t, id: 100 * id + copy })),
    ).flat(),
  );
  const cells = Object.entries(columns).map(([name, values]) => [
    name,
    rows.map(({ row, id }) => (name === 'id' ? id : values[row]!)),
  ]);
  return dataOf(Object.fromEntries(cells), panel);
}

const values = (columnOf: string) => (columns[columnOf] as number[]).slice();
const mean = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0) / x.length;
const sdOf = (x: readonly number[]): number =>
  Math.sqrt(x.reduce((sum, value) => sum + (value - mean(x)) ** 2, 0) / (x.length - 1));
const info = { type: 'Bootstrap', text: '', clusters: [] };

describe('a mean', () => {
  it('has the error sd/√n by the jackknife', async () => {
    const samples = await samplesOf(spec('y ~ 1'), null);
    const without = Array.from({ length: N }, (_, i) => samples.of(withoutOne(N, i))!);
    const { terms, dfResid } = jackknifed({
      fit: samples.fit,
      interval: 'normal',
      info,
      draws: [],
      without,
    });
    expect(terms[0]!.stdError).toBeCloseTo(sdOf(values('y')) / Math.sqrt(N), 12);
    expect(dfResid).toBe(N - 1);
    expect(terms[0]!.bias).toBeCloseTo(0, 10);
  });

  it('has the error of all samples by the bootstrap, but for what is drawn', async () => {
    const samples = await samplesOf(spec('y ~ 1'), null);
    const streams = createRng('draws');
    const reps = 1500;
    const draws = Array.from({ length: reps }, (_, i) => samples.of(drawnTimes(streams.stream('bootstrap', i), N))!);
    const shared = { fit: samples.fit, info, draws, without: [] };
    const exact = (sdOf(values('y')) * Math.sqrt((N - 1) / N)) / Math.sqrt(N);
    const { terms, inference } = bootstrapped({ ...shared, interval: 'normal' });
    // the error of a standard deviation of B normal draws is 1/√(2B) of it
    expect(Math.abs((terms[0]!.stdError as number) / exact - 1)).toBeLessThan(4 / Math.sqrt(2 * reps));
    expect(inference).toBe('z');
    const sorted = draws.map(([value]) => value!).sort((a, b) => a - b);
    const [row] = bootstrapped({ ...shared, interval: 'percentile' }).terms;
    expect(row!.confLow).toBeCloseTo((sorted[37]! + sorted[37]!) / 2, 12);
    expect(row!.confHigh).toBeCloseTo((sorted[1462]! + sorted[1462]!) / 2, 12);
  });
});

it('the bias of the logarithm of odds is that of the odds without each row, by the jackknife', async () => {
  const ones = 17;
  const odds = (k: number, n: number): number => Math.log(k / (n - k));
  const counted = dataOf({ yes: column((i) => (i < ones ? 1 : 0)) }, null);
  const model = specOf({ fit: 'yes ~ 1', estimator: 'logit' }, null);
  const samples = await samplesOf(model, null, [], counted);
  const without = Array.from({ length: N }, (_, i) => samples.of(withoutOne(N, i))!);
  const of = (left: typeof without) =>
    jackknifed({ fit: samples.fit, interval: 'normal', info, draws: [], without: left }).terms[0]!.bias;
  const average = (ones * odds(ones - 1, N - 1) + (N - ones) * odds(ones, N - 1)) / N;
  expect(of(without)).toBeCloseTo((N - 1) * (average - odds(ones, N)), 9);
  expect(Math.abs(of(without) as number)).toBeGreaterThan(1e-3);
  expect(of(without.slice(0, 1))).toEqual({ invalid: 'fewer than two bootstrap samples count' });
});

describe('a sample', () => {
  it('is a fit of its rows, with effects of its own for each copy of a unit', async () => {
    const model = spec('y ~ x + q | id + year', { vcov: 'cluster(id)' });
    const samples = await samplesOf(model, 'id');
    // without one cluster, estimates tell which unit that was
    const unitAt = Array.from({ length: 12 }, (_, place) => {
      const found = samples.of(withoutOne(12, place))!;
      return Array.from({ length: 12 }, (__, id) => id).find((id) => {
        const times = Array.from({ length: 12 }, (___, each) => (each === id ? 0 : 1));
        return Math.abs(estimate(model, writtenOut(times)).terms[0]!.estimate - found[0]!) < 1e-10;
      })!;
    });
    expect([...unitAt].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, id) => id));
    const times = Int32Array.from([2, 0, 1, 3, 1, 0, 0, 2, 1, 1, 1, 0]);
    const byUnit = Array.from({ length: 12 }, (_, id) => times[unitAt.indexOf(id)]!);
    const expected = estimate(model, writtenOut(byUnit)).terms.map((term) => term.estimate);
    for (const [j, value] of samples.of(times)!.entries()) expect(value).toBeCloseTo(expected[j]!, 9);
  });

  it('makes predictions anew', async () => {
    const first = spec('q ~ z + x | id');
    const stages = [{ model: first, columns: [{ name: 'v', asked: { name: 'residual' as const } }] }];
    const second = spec('y ~ q + x + v | id', { vcov: 'cluster(id)' });
    const samples = await samplesOf(second, 'id', stages);
    const byHand = async (of: typeof data) => {
      const { values: found } = await predicted(first, of, ['residual']);
      const rows = Object.fromEntries(['id', 'year', 'x', 'q', 'y'].map((name) => [name, [...of.numbers(name)]]));
      return estimate(second, dataOf({ ...rows, v: [...found[0]!] }, panel)).terms.map((term) => term.estimate);
    };
    const whole = await byHand(data);
    for (const [j, { estimate: value }] of samples.fit.terms.entries()) expect(value).toBeCloseTo(whole[j]!, 10);
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, id) =>
        byHand(writtenOut(Array.from({ length: 12 }, (__, each) => (each === id ? 0 : 1)))),
      ),
    );
    const left = Array.from({ length: 12 }, (_, place) => samples.of(withoutOne(12, place))!);
    const sorted = (found: readonly (readonly number[])[]) => found.map(([first_]) => first_!).sort((a, b) => a - b);
    for (const [k, value] of sorted(left).entries()) expect(value).toBeCloseTo(sorted(all)[k]!, 9);
  });

  it('weighs an index anew', async () => {
    const indicators = [
      { indicator: 'a', dimension: 'one', direction: 'positive' as const },
      { indicator: 'b', dimension: 'one', direction: 'negative' as const },
      { indicator: 'c', dimension: 'two', direction: 'positive' as const },
    ];
    const drawn = createRng('indicators').stream('rows', 0);
    const own = Object.fromEntries(
      ['a', 'b', 'c'].map((name, k) => [name, column(() => (drawn.uniform() + 0.1) ** (k + 1))]),
    );
    const whole = { ...columns, ...own };
    const model = spec('y ~ x + s + t | id', { vcov: 'cluster(id)' });
    const options = { method: 'entropy' as const, zero: { is: 'limit' as const }, weights: 'flat' as const };
    for (const time of [null, 'year']) {
      const index: Stage = { columns: [{ name: 's' }], indicators, options, time };
      const behind: Stage = { columns: [{ name: 't', expression: 's^2' }] };
      const samples = await samplesOf(model, 'id', [index, behind], dataOf(whole, panel));
      /** The entropy weights of the rows of a sample by the formula, and the model on its rows written out. */
      const byHand = (times: readonly number[]): readonly number[] => {
        const rows = times.flatMap((count, id) =>
          Array.from({ length: count }, (_, copy) =>
            Array.from({ length: 5 }, (__, t) => ({ row: 5 * id + t, id: 100 * id + copy })),
          ).flat(),
        );
        const s = rows.map(() => 0);
        const groups =
          time === null
            ? [rows.map((_, i) => i)]
            : [0, 1, 2, 3, 4].map((t) => rows.flatMap(({ row }, i) => (row % 5 === t ? [i] : [])));
        for (const group of groups) {
          const scaled = indicators.map(({ indicator, direction }) => {
            const cells = group.map((i) => (whole as Record<string, Cells>)[indicator]![rows[i]!.row] as number);
            const [low, high] = [Math.min(...cells), Math.max(...cells)];
            return cells.map((value) => (direction === 'positive' ? value - low : high - value) / (high - low));
          });
          const divergence = scaled.map((cells) => {
            const total = cells.reduce((a, b) => a + b, 0);
            const terms = cells.map((value) => (value === 0 ? 0 : (value / total) * Math.log(value / total)));
            return 1 + terms.reduce((a, b) => a + b, 0) / Math.log(cells.length);
          });
          const all = divergence.reduce((a, b) => a + b, 0);
          for (const [at, i] of group.entries())
            s[i] = scaled.reduce((total, cells, k) => total + (cells[at]! * divergence[k]!) / all, 0);
        }
        const cells = {
          ...Object.fromEntries(['x', 'y', 'year'].map((name) => [name, rows.map(({ row }) => columns[name]![row]!)])),
          ...{ id: rows.map(({ id }) => id), s, t: s.map((value) => value * value) },
        };
        return estimate(model, dataOf(cells, panel)).terms.map((term) => term.estimate);
      };
      const once = byHand(Array(12).fill(1));
      for (const [j, { estimate: value }] of samples.fit.terms.entries()) expect(value).toBeCloseTo(once[j]!, 8);
      const all = Array.from({ length: 12 }, (_, id) =>
        byHand(Array.from({ length: 12 }, (__, each) => (each === id ? 0 : 1))),
      );
      const left = Array.from({ length: 12 }, (_, place) => samples.of(withoutOne(12, place))!);
      // Which place each unit has, by its absence; then a sample in which some stand twice.
      const unitAt = left.map((found) =>
        all.findIndex((each) => each.every((value, j) => Math.abs(value - found[j]!) < 1e-7)),
      );
      expect([...unitAt].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, id) => id));
      const times = Int32Array.from([2, 0, 1, 3, 1, 0, 0, 2, 1, 1, 1, 0]);
      const expected = byHand(Array.from({ length: 12 }, (_, id) => times[unitAt.indexOf(id)]!));
      for (const [j, value] of samples.of(times)!.entries()) expect(value).toBeCloseTo(expected[j]!, 7);
    }
  });

  it('makes anew what is derived of predictions', async () => {
    const first = { model: spec('q ~ z + x | id'), columns: [{ name: 'v', asked: { name: 'residual' as const } }] };
    const behind = {
      columns: [
        { name: 'r', expression: 'v - x' },
        { name: 's', expression: 'r^2 / 2' },
      ],
    };
    const derived = await samplesOf(spec('y ~ q + r + s | id', { vcov: 'cluster(id)' }), 'id', [first, behind]);
    const written = await samplesOf(
      spec('y ~ q + log(exp(v - x)) + log(exp((v - x)^2 / 2)) | id', { vcov: 'cluster(id)' }),
      'id',
      [first],
    );
    const times = Int32Array.from([2, 0, 1, 3, 1, 0, 0, 2, 1, 1, 1, 0]);
    const [own, expected] = [derived.of(times)!, written.of(times)!];
    expect(own.length).toBe(expected.length);
    for (const [j, value] of own.entries()) expect(value).toBeCloseTo(expected[j]!, 8);
  });

  it('is none where it does not identify a coefficient', async () => {
    const samples = await samplesOf(spec('y ~ x + i(year)'), null);
    const times = new Int32Array(N);
    times[0] = N;
    expect(samples.of(times)).toBeNull();
  });

  it('hangs neither on the order of rows nor on the names of units', async () => {
    const order = draw.shuffle(Array.from({ length: N }, (_, i) => i));
    const moved = Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [name, order.map((i) => cells[i]!)]),
    );
    const renamed = { ...moved, id: moved.id!.map((id) => 50 - (id as number)) };
    const model = spec('y ~ x | id', { vcov: 'cluster(id)' });
    const [one, other] = await Promise.all([
      samplesOf(model, 'id'),
      samplesOf(model, 'id', [], dataOf(renamed, panel)),
    ]);
    const times = drawnTimes(createRng('order').stream('bootstrap', 3), 12);
    expect(other.of(times)![0]).toBeCloseTo(one.of(times)![0]!, 11);
  });
});

it('refuses one cluster, and models of other periods where units are cut', async () => {
  const one = dataOf({ ...columns, all: column(() => 1) }, panel);
  await expect(samplesOf(spec('y ~ x'), 'all', [], one)).rejects.toThrow(/at least two clusters/);
  await expect(samplesOf(spec('y ~ L.x'), 'year')).rejects.toThrow(/what is drawn cuts through its rows/);
});

it('accelerates an interval of skewed estimates beyond the bias-corrected one', async () => {
  const samples = await samplesOf(spec('y ~ 1'), null);
  const draws = Array.from({ length: 400 }, (_, i) => [Math.exp(i / 100)]);
  const fit = { ...samples.fit, terms: [{ ...samples.fit.terms[0]!, estimate: Math.exp(2) }] };
  const shared = { fit, info, draws };
  const symmetric = [[-1], [0], [1]];
  const [bc, same, skewed] = [
    bootstrapped({ ...shared, interval: 'bc', without: [] }),
    bootstrapped({ ...shared, interval: 'bca', without: symmetric }),
    bootstrapped({ ...shared, interval: 'bca', without: [[-3], [0], [1], [1]] }),
  ].map(({ terms }) => [terms[0]!.confLow, terms[0]!.confHigh]);
  expect(same).toEqual(bc);
  expect(skewed![1]).toBeGreaterThan(bc![1] as number);
});
