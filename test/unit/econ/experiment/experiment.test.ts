/** Experiments: random designs against whole matrices, what changes nothing, and what is refused by name. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { written } from '../../../../src/base/value.ts';
import { experimentResult } from '../../../../steps/experiment/numbers/experiment.ts';
import { experimentSample } from '../../../../steps/experiment/numbers/sample.ts';
import type { ErrorName, ExperimentSpec } from '../../../../steps/experiment/numbers/spec.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { plainRegression } from './plain-engine.ts';

const usual: ExperimentSpec = {
  ...{ treatment: ['z'], control: null, arms: null, strata: null, cluster: null, clustered: null },
  ...{ probability: null, weights: null, outcomes: ['y'], covariates: [], estimator: 'regression', errors: 'HC2' },
  ...{ strataMin: null, takeUp: null, indices: [], subgroups: [], balance: [], attrition: [], bounds: null },
  ...{ sample: null, exclude: null },
};

type Columns = Record<string, Cells & readonly number[]>;

function drawn(seed: number): Columns {
  const stream = createRng('experiment').stream('rows', seed);
  const rows = Array.from({ length: 48 }, (_, i) => {
    const cluster = Math.floor(i / 3);
    const stratum = Math.floor(i / 12);
    const [x, u] = [stream.normal(), stream.normal()];
    const z = stream.uniform() < 0.5 ? 1 : 0;
    const taken = stream.uniform() < 0.2 + 0.6 * z ? 1 : 0;
    const y = 3 + 0.5 * z + x + 0.3 * cluster + u;
    return { y, z, x, taken, cluster, stratum, w: 0.5 + stream.uniform(), half: cluster % 2, by: i % 2 };
  });
  return Object.fromEntries(
    Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name as 'y'])]),
  ) as Columns;
}

const run = (spec: Partial<ExperimentSpec>, columns: Readonly<Record<string, Cells>>) => {
  const whole = { ...usual, ...spec };
  return experimentResult(whole, experimentSample(whole, dataOf(columns)));
};

const draws = Number(process.env.PAPERMAKE_FUZZ ?? 1) > 1 ? 300 : 24;

describe('random designs agree with whole matrices', () => {
  it(`in ${draws} specifications: strata, covariates, Lin’s products, weights, clusters and take-up`, () => {
    for (let seed = 0; seed < draws; seed++) {
      const columns = drawn(seed);
      const bit = (k: number): boolean => ((seed >> k) & 1) === 1;
      const [strata, weighted, clustered, isLin] = [bit(0), bit(1), bit(2), bit(3)];
      const names: readonly ErrorName[] = clustered ? ['CR2', 'CR1', 'CR0'] : ['HC2', 'HC3', 'HC1', 'HC0'];
      const errors = names[Math.floor(seed / 16) % names.length]!;
      const found = run(
        {
          errors,
          ...{ strata: strata ? 'stratum' : null, weights: weighted ? 'w' : null, covariates: ['x'], takeUp: 'taken' },
          ...{ cluster: clustered ? 'cluster' : null, estimator: isLin ? 'lin' : 'regression' },
        },
        columns,
      );
      const { y, z, x, taken } = columns as Record<'y' | 'z' | 'x' | 'taken', number[]>;
      const weights = weighted ? (columns.w as number[]) : y.map(() => 1);
      const levels = strata ? [0, 1, 2, 3] : [0];
      const constants = levels.map((level) => y.map((_, i) => (!strata || columns.stratum![i] === level ? 1 : 0)));
      const total = weights.reduce((sum, value) => sum + value, 0);
      const mean = weights.reduce((sum, value, i) => sum + value * x[i]!, 0) / total;
      const centred = x.map((value) => value - mean);
      const more = isLin ? [centred, centred.map((value, i) => value * z[i]!)] : [x];
      const groups = clustered ? (columns.cluster as number[]) : null;
      const own = plainRegression([z, ...more, ...constants], y, weights, errors, groups);
      const close = (actual: unknown, expected: number): void => {
        expect(Math.abs((actual as number) - expected) / Math.abs(expected), `seed ${seed}`).toBeLessThan(1e-7);
      };
      const [effect] = found.effects;
      close(effect!.estimate, own.b[0]!);
      close(effect!.stdError, Math.sqrt(own.vcov.get(0, 0)));
      close(effect!.df, own.df[0]!);
      const first = plainRegression([z, x, ...constants], taken, weights, errors, groups);
      const moved = y.map((_, i) => [z, x, ...constants].reduce((sum, column, j) => sum + first.b[j]! * column[i]!, 0));
      const second = plainRegression([taken, x, ...constants], y, weights, errors, groups, [moved, x, ...constants]);
      close(found.late[0]!.estimate, second.b[0]!);
      close(found.late[0]!.stdError, Math.sqrt(second.vcov.get(0, 0)));
      close(found.late[0]!.df, second.df[0]!);
    }
  });
});

/** Numbers of all effects, with what may differ by rounding rounded. */
const numbersOf = (found: ReturnType<typeof run>): unknown =>
  JSON.parse(
    JSON.stringify({ ...found, warnings: [] }, (_, value) =>
      typeof value === 'number' ? Number(value.toPrecision(9)) : value,
    ),
  );

const everything: Partial<ExperimentSpec> = {
  ...{ strata: 'stratum', cluster: 'cluster', errors: 'CR2', covariates: ['x'], takeUp: 'taken', outcomes: ['y', 'm'] },
  ...{ subgroups: ['by'], balance: ['x', 'w'], attrition: ['x'] },
  indices: [{ name: 'both', of: ['y', 'm'], reverse: ['m'], method: 'anderson', covariance: 'all' }],
  bounds: { methods: ['lee', 'horowitz_manski', 'kling_liebman'], by: null, support: null, sd: [0.5] },
};

const withMissing = (seed: number): Readonly<Record<string, Cells>> => {
  const columns = drawn(seed);
  const m = columns.y!.map((value, i) =>
    i % 7 === 0 || (i % 5 === 0 && columns.z![i] === 0) ? null : -value! + 8 * columns.w![i]!,
  );
  return { ...columns, m } as unknown as Readonly<Record<string, Cells>>;
};

describe('nothing is changed', () => {
  const columns = withMissing(3);
  const base = numbersOf(run(everything, columns));

  it('by the order of rows', () => {
    const order = Array.from({ length: 48 }, (_, i) => (i * 29) % 48);
    const turned = Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [name, order.map((i) => cells[i]!)]),
    ) as unknown as Readonly<Record<string, Cells>>;
    expect(numbersOf(run(everything, turned))).toEqual(base);
  });

  it('by names of clusters', () => {
    const named = { ...columns, cluster: columns.cluster!.map((each) => 100 - Number(each)) };
    expect(numbersOf(run(everything, named))).toEqual(base);
  });

  it('but for the scale of what is measured in other units', () => {
    const scaled = { ...columns, y: columns.y!.map((value) => 1000 * Number(value)) };
    const [own, other] = [run(everything, columns).effects[0]!, run(everything, scaled).effects[0]!];
    expect(other.estimate / own.estimate).toBeCloseTo(1000, 6);
    expect(other.statistic as number).toBeCloseTo(own.statistic as number, 8);
  });

  it('by repeated weights of 2', () => {
    const twice = run({ weights: 'two' }, { ...columns, two: columns.y!.map(() => 2) });
    expect(twice.effects[0]!.stdError as number).toBeCloseTo(run({}, columns).effects[0]!.stdError as number, 10);
  });

  it('where control and arm change places but the sign, and the bounds turn with it', () => {
    const turned = { ...columns, z: columns.z!.map((value) => 1 - Number(value)) };
    const spec = { outcomes: ['y', 'm'], bounds: everything.bounds! };
    const [own, other] = [run(spec, columns), run(spec, turned)];
    expect(other.effects[0]!.estimate).toBeCloseTo(-own.effects[0]!.estimate, 10);
    for (const [k, { lower, upper }] of own.bounds.entries()) {
      expect(other.bounds[k]!.lower).toBeCloseTo(-upper, 10);
      expect(other.bounds[k]!.upper).toBeCloseTo(-lower, 10);
    }
  });
});

describe('refuses by name', () => {
  const columns = withMissing(5);
  const message = (spec: Partial<ExperimentSpec>, more: Readonly<Record<string, Cells>> = {}): string => {
    try {
      run(spec, { ...columns, ...more });
    } catch (error) {
      if (error instanceof Refusal) return written(error.message);
      throw error;
    }
    return 'it was not refused';
  };
  const all = (value: number) => columns.y!.map(() => value);

  it.each<[string, Partial<ExperimentSpec>, Readonly<Record<string, Cells>>, RegExp]>([
    ['one arm', {}, { z: all(0) }, /all rows are in one arm: `0` of `z`/],
    ['no control', { control: 'placebo' }, {}, /no row of `z` is in the control arm `placebo`/],
    [
      'one arm in a stratum',
      { estimator: 'difference', strata: 'stratum' },
      { z: columns.z!.map((value, i) => (i < 12 ? 1 : value)) as unknown as Cells },
      /a stratum holds one arm only: `stratum` 0 has no row of `0`/,
    ],
    [
      'a row alone in its stratum',
      { strata: 's' },
      { s: columns.y!.map((_, i) => (i === 0 ? 9 : 1)) },
      /a stratum has one row alone: `s` 9/,
    ],
    [
      'fewer clusters than terms',
      { cluster: 'stratum', errors: 'CR2', covariates: ['x', 'w', 'taken'] },
      {},
      /fewer clusters than terms: 4 clusters for 5 terms/,
    ],
    [
      'a cluster with two arms',
      { cluster: 'cluster', errors: 'CR2', clustered: true },
      {},
      /the cluster `0` of `cluster` has rows of two arms/,
    ],
    ['weights of zero', { weights: 'v' }, { v: all(0) }, /expected weights above zero, got 0 in `v`/],
    ['chances above 1', { probability: 'v' }, { v: all(2) }, /expected chances above 0 and at most 1, got 2 in `v`/],
    ['a take-up that does not differ', { takeUp: 'v' }, { v: all(1) }, /`v` does not differ between the arms/],
    ['a covariate that is the treatment', { strata: 'z' }, {}, /the effect of `z` is not identified/],
  ])('%s', (_, spec, more, expected) => {
    expect(message(spec, more)).toMatch(expected);
  });
});

it('has factors with their product, whose contrasts are differences of four means', () => {
  const columns = drawn(8);
  const found = run({ treatment: ['z', 'half'] }, columns);
  const mean = (z: number, half: number): number => {
    const own = columns.y!.filter((_, i) => columns.z![i] === z && columns.half![i] === half) as number[];
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  };
  expect(found.effects.map(({ arm }) => arm)).toEqual(['z', 'half', 'z:half']);
  expect(found.effects[0]!.estimate).toBeCloseTo(mean(1, 0) - mean(0, 0), 10);
  expect(found.effects[2]!.estimate).toBeCloseTo(mean(1, 1) - mean(1, 0) - mean(0, 1) + mean(0, 0), 10);
});

it('compares covariates of factors by their terms, and tests each beside the others', () => {
  const columns = drawn(8);
  const found = run({ treatment: ['z', 'half'], balance: ['x', 'w'] }, columns);
  const { x, w, z, half } = columns as Record<'x' | 'w' | 'z' | 'half', number[]>;
  const own = (a: number, b: number): number[] => x.filter((_, i) => z[i] === a && half[i] === b);
  const mean = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length;
  const variance = (of: readonly number[]): number =>
    of.reduce((sum, value) => sum + (value - mean(of)) ** 2, 0) / (of.length - 1);
  const cells = [own(1, 1), own(1, 0), own(0, 1), own(0, 0)];
  const product = found.balance.find(({ variable }) => variable === 'x:z:half')!;
  const difference = mean(cells[0]!) - mean(cells[1]!) - mean(cells[2]!) + mean(cells[3]!);
  expect(product.estimate).toBeCloseTo(difference, 10);
  expect(product.meanTreated).toBeCloseTo(mean(cells[0]!), 10);
  expect(product.normalised).toBeCloseTo(difference / Math.sqrt(mean(cells.map(variance))), 10);
  expect(found.balance.find(({ variable }) => variable === 'x:half')!.estimate).toBeCloseTo(
    mean(cells[2]!) - mean(cells[3]!),
    10,
  );
  const both = z.map((value, i) => value * half[i]!);
  const rss = (regressors: readonly (readonly number[])[]): number => {
    const all = [z.map(() => 1), ...regressors].map((column) => [...column]);
    const { b } = plainRegression(
      all,
      half,
      half.map(() => 1),
      'HC0',
      null,
    );
    return half.reduce((sum, y, i) => sum + (y - all.reduce((fit, column, j) => fit + b[j]! * column[i]!, 0)) ** 2, 0);
  };
  const [free, bound] = [rss([z, both, x, w]), rss([z, both])];
  const test = found.balanceTests.find(({ variable }) => variable === 'half')!;
  expect((test.iid as { f: number }).f).toBeCloseTo(((bound - free) / 2 / free) * (48 - 5), 8);
  expect(found.attrition).toEqual([]);
});

describe('errors of Lee’s bounds', () => {
  const stream = createRng('lee').stream('rows', 1);
  const rows = Array.from({ length: 600 }, (_, i) => {
    const [z, x, u] = [i % 2, i % 3, stream.normal()];
    return { z, x, one: 1, y: stream.uniform() < 0.7 + 0.2 * z ? 2 + z + 0.4 * x + u : null, id: i };
  });
  const columns = Object.fromEntries(
    ['z', 'x', 'one', 'y', 'id'].map((name) => [name, rows.map((row) => row[name as 'y'])]),
  ) as unknown as Readonly<Record<string, Cells>>;
  const lee = (spec: Partial<ExperimentSpec>, of = columns, by: string | null = null) =>
    run({ bounds: { methods: ['lee'], by, support: null, sd: [] }, ...spec }, of).bounds[0]!;
  const errorsIn = ({ lowerError, upperError }: ReturnType<typeof lee>) => [lowerError, upperError] as number[];
  const near = (found: readonly number[], expected: readonly number[], within: number): void => {
    for (const [i, value] of found.entries()) expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(within);
  };

  it('are those of rows where each is a cluster, or all are in one cell, but for what thresholds round', () => {
    const usualErrors = errorsIn(lee({}));
    near(errorsIn(lee({ cluster: 'id', errors: 'CR2' })), usualErrors, 0.01);
    near(errorsIn(lee({}, columns, 'one')), usualErrors, 0.01);
  });

  it('count a row that is there twice, in one cluster, once', () => {
    const twice = Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [name, [...cells, ...cells]]),
    ) as unknown as Readonly<Record<string, Cells>>;
    const spec = { cluster: 'id', errors: 'CR2' } as const;
    near(errorsIn(lee(spec, twice)), errorsIn(lee(spec)), 1e-9);
    near(errorsIn(lee(spec, twice, 'x')), errorsIn(lee(spec, columns, 'x')), 1e-9);
  });

  it('turn with the bounds where arms change places, within cells too', () => {
    const turned = { ...columns, z: rows.map(({ z }) => 1 - z) };
    const [own, other] = [lee({}, columns, 'x'), lee({}, turned, 'x')];
    near([...errorsIn(other)].reverse(), errorsIn(own), 1e-9);
    expect(other.confLow as number).toBeCloseTo(-(own.confHigh as number), 9);
  });

  it('are not defined where an arm is one cluster', () => {
    const village = rows.map(({ z, id }) => (z === 1 ? -1 : id)) as unknown as Cells;
    expect(lee({ cluster: 'village', errors: 'CR0' }, { ...columns, village }).lowerError).toEqual({
      invalid: 'an arm lies in one cluster alone',
    });
  });
});
