/**
 * Discontinuities and densities of random specifications against plain matrices, and against themselves in other units, places and orders.
 * @module-tag slow
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../src/base/number/rng.ts';
import { Refusal } from '../../src/base/problem.ts';
import { checksFit } from '../../steps/rd/numbers/checks/fit.ts';
import type { ChecksSpec } from '../../steps/rd/numbers/checks/spec.ts';
import { densityFit, mccraryFit } from '../../steps/rd/numbers/density/fit.ts';
import type { DensitySpec } from '../../steps/rd/numbers/density/spec.ts';
import { rdFit } from '../../steps/rd/numbers/fit.ts';
import { randomisationFit } from '../../steps/rd/numbers/randomisation/fit.ts';
import type { RandomisationSpec } from '../../steps/rd/numbers/randomisation/spec.ts';
import { balanceWindows } from '../../steps/rd/numbers/randomisation/window.ts';
import { ofRunning, rdSample } from '../../steps/rd/numbers/sample.ts';
import { kernelNames, type RdSpec, type VceName } from '../../steps/rd/numbers/spec.ts';
import { dataOf } from '../support/data.ts';
import { trials } from './budget.ts';
import { plainBandwidths } from './plain-bandwidths.ts';
import { type PlainSide, plainDensity, plainDiscontinuity, withoutCovariates } from './plain-discontinuity.ts';

const pick = <T>(list: readonly T[], draw: RandomStream): T => list[draw.int(list.length)]!;

interface Drawn {
  readonly spec: RdSpec;
  readonly columns: Readonly<Record<'x' | 'y' | 't' | 'w' | 'c' | 'z1' | 'z2', number[]>>;
}

function drawn(seed: number, n = 60 + (seed % 60)): Drawn {
  const draw = createRng(String(seed)).stream('case', 0);
  // repeats in one of three samples
  const digits = pick([10, 1e9, 1e9], draw);
  const x = Array.from({ length: n }, () => Math.round(draw.normal() * digits) / digits);
  const t = x.map((value) => Number(draw.uniform() < (value >= 0.1 ? 0.8 : 0.2)));
  const y = x.map((value, i) => 1 + value - 0.4 * value * value + 2 * t[i]! + draw.normal());
  const p = draw.int(3);
  const h: [number, number] = [1 + draw.uniform(), 1 + draw.uniform()];
  const vce = pick<VceName>(['nn', 'nn', 'hc0', 'hc1', 'hc2', 'hc3', 'cr1'], draw);
  const b = draw.uniform() < 0.5 ? h : ([h[0] * 1.3, h[1] * 1.1] as const);
  const spec: RdSpec = {
    ...{ outcome: 'y', running: 'x', takeUp: draw.uniform() < 0.4 ? 't' : null, covariates: [] },
    ...{ weights: draw.uniform() < 0.3 ? 'w' : null, cutoff: 0.1, cluster: vce === 'cr1' ? 'c' : null, donut: 0 },
    ...{ sample: null, exclude: null, p, q: p + 1 + draw.int(2), deriv: p > 0 ? draw.int(2) : 0 },
    ...{ kernel: pick(kernelNames, draw), vce, matches: 1 + draw.int(4), bandwidth: 'mserd', h, b, rho: null },
    ...{ massPoints: true, regularise: 1, sharpBandwidth: false, bins: 'esmv', binCount: null, curve: 1 },
  };
  const columns = { x, y, t, w: x.map(() => 0.5 + draw.uniform()), c: x.map(() => draw.int(12)) };
  const z1 = y.map((value) => 0.3 * value + draw.normal());
  const z2 = x.map((value) => value + Number(draw.uniform() < 0.5));
  return { spec, columns: { ...columns, z1, z2 } };
}

function plainSides({ spec, columns }: Drawn): readonly [PlainSide, PlainSide] {
  const d = columns.x.map((value) => value - spec.cutoff);
  const side = (isIn: (value: number) => boolean): PlainSide => {
    const rows = d.flatMap((value, i) => (isIn(value) ? [i] : []));
    const of = (column: readonly number[]): number[] => rows.map((i) => column[i]!);
    return {
      d: of(d),
      y: of(columns.y),
      t: spec.takeUp === null ? rows.map(() => 0) : of(columns.t),
      weights: spec.weights === null ? rows.map(() => 1) : of(columns.w),
      clusters: of(columns.c),
      covariates: spec.covariates.map((name) => of(columns[name as 'z1'])),
    };
  };
  return [side((value) => value < 0), side((value) => value >= 0)];
}

const near = (found: unknown, expected: number, tolerance = 1e-7): void => {
  expect(Math.abs((found as number) - expected)).toBeLessThan(tolerance * Math.max(1, Math.abs(expected)));
};

/** Runs `work`, unless the sample has no such estimate. */
function unlessRefused(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

const covariates: readonly { readonly covariates: readonly string[] }[] = [
  { covariates: [] },
  { covariates: ['z1'] },
  { covariates: ['z2', 'z1'] },
];

it.each(covariates)('are the estimates and errors of plain matrices, with covariates $covariates', (own) => {
  let compared = 0;
  const { numRuns, ...options } = trials(0.1);
  fc.assert(
    fc.property(seeds, (seed) => {
      const plain = drawn(seed);
      const one: Drawn = { ...plain, spec: { ...plain.spec, ...own } };
      const { h, b, ...design } = one.spec;
      const [left, right] = withoutCovariates(plainSides(one), { ...design, h: h!, b: b! });
      compared += Number(
        unlessRefused(() => {
          const { fit } = rdFit(one.spec, rdSample(one.spec, dataOf(one.columns)));
          const found = (name: string) => fit.terms.find(({ term }) => term === name)!;
          const expected = plainDiscontinuity(left, right, { ...design, h: h!, b: b! }, one.spec.takeUp !== null);
          near(found('conventional').estimate, expected.conventional[0]);
          near(found('conventional').stdError, expected.conventional[1]);
          near(found('robust').estimate, expected.robust[0], 1e-6);
          near(found('robust').stdError, expected.robust[1], 1e-6);
        }),
      );
    }),
    { ...options, numRuns },
  );
  expect(compared).toBeGreaterThan(numRuns / 2);
});

const densitySpec = (seed: number): DensitySpec => {
  const draw = createRng(String(seed)).stream('density', 0);
  const restricted = draw.uniform() < 0.4;
  const below = 1 + draw.uniform();
  return {
    ...{ method: 'density', running: 'x', cutoff: 0.1, sample: null, exclude: null, p: 1 + draw.int(2) },
    ...{ kernel: pick(kernelNames, draw), errors: 'jackknife', bandwidth: 'comb', restricted },
    h: [below, restricted ? below : 1 + draw.uniform()],
  };
};

it('have densities whose jackknife is the sum over all pairs of rows', () => {
  let compared = 0;
  const { numRuns, ...options } = trials(0.05);
  fc.assert(
    fc.property(seeds, (seed) => {
      const { columns } = drawn(seed);
      const spec = densitySpec(seed);
      compared += Number(
        unlessRefused(() => {
          const { fit } = densityFit(spec, rdSample(ofRunning(spec), dataOf(columns)));
          const expected = plainDensity(
            columns.x.map((value) => value - spec.cutoff),
            { ...spec, order: spec.p + 1, h: spec.h! },
          );
          const [below, above, difference] = fit.terms;
          near(below!.estimate, expected.density[0]);
          near(above!.estimate, expected.density[1]);
          near(below!.stdError, Math.sqrt(expected.variance[0]));
          near(above!.stdError, Math.sqrt(expected.variance[1]));
          const total = expected.variance[0] + expected.variance[1] - 2 * expected.covariance;
          near(difference!.stdError, Math.sqrt(total));
        }),
      );
    }),
    { ...options, numRuns },
  );
  expect(compared).toBeGreaterThan(numRuns / 2);
});

/** Estimates, errors and bandwidths of every method. */
function allOf(columns: Drawn['columns'], cutoff: number, window: readonly [number, number]): Record<string, number> {
  const { spec } = drawn(1, 300);
  const auto: RdSpec = {
    ...spec,
    cutoff,
    h: null,
    b: null,
    p: 1,
    q: 2,
    deriv: 0,
    takeUp: null,
    vce: 'nn',
    cluster: null,
  };
  const alone = { running: 'x', cutoff, sample: null, exclude: null };
  const density: DensitySpec = {
    ...{ ...alone, method: 'density', p: 2, kernel: 'triangular', errors: 'jackknife' },
    ...{ bandwidth: 'comb', h: null, restricted: false },
  };
  const random: RandomisationSpec = {
    ...{ ...alone, method: 'randomisation', outcome: 'y', window, search: null, covariates: [], p: 0 },
    ...{ statistic: 'difference', draws: 1, seed: '1' },
  };
  const data = dataOf(columns);
  const fits = {
    rd: rdFit(auto, rdSample(auto, data)).fit,
    density: densityFit(density, rdSample(ofRunning(alone), data)).fit,
    mccrary: mccraryFit({ ...alone, method: 'mccrary', bin: null, h: null }, rdSample(ofRunning(alone), data)).fit,
    random: randomisationFit(random, rdSample({ ...ofRunning(alone), outcome: 'y' }, data)).fit,
  };
  return Object.fromEntries(
    Object.entries(fits).flatMap(([name, { terms, stats }]) => [
      ...terms.flatMap(({ term, estimate, stdError }): [string, number][] => [
        [`${name} ${term}`, estimate],
        [`${name} ${term} se`, stdError as number],
      ]),
      ...['hBelow', 'hAbove', 'bBelow', 'bin'].flatMap((stat): [string, number][] =>
        stats[stat] === undefined ? [] : [[`${name} ${stat}`, stats[stat] as number]],
      ),
    ]),
  );
}

it('are the same in another place and order, and scale with their units', () => {
  const { columns } = drawn(2, 300);
  const base = allOf(columns, 0.1, [-0.4, 0.6]);
  const order = columns.x.map((_, i) => (i * 7) % columns.x.length);
  const shuffled = Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, order.map((i) => values[i]!)]),
  ) as unknown as Drawn['columns'];
  const moved = { ...columns, x: columns.x.map((value) => value + 8) };
  const scaled = { ...columns, x: columns.x.map((value) => value * 4), y: columns.y.map((value) => value * 2) };
  for (const [name, value] of Object.entries(allOf(shuffled, 0.1, [-0.4, 0.6]))) near(value, base[name]!, 1e-9);
  for (const [name, value] of Object.entries(allOf(moved, 8.1, [7.6, 8.6]))) near(value, base[name]!, 1e-6);
  for (const [name, value] of Object.entries(allOf(scaled, 0.4, [-1.6, 2.4]))) {
    const ofRunningUnits = /hBelow|hAbove|bBelow|bin$/.test(name) ? 4 : 1;
    const ofDensity = /^density (?:density|difference)/.test(name) ? 0.25 : 1;
    const ofOutcome = /^(?:rd|random) (?!hB|hA|bB)/.test(name) ? 2 : 1;
    near(value, base[name]! * ofRunningUnits * ofDensity * ofOutcome, 1e-8);
  }
});

it('have the bandwidths of plain matrices', () => {
  let compared = 0;
  const { numRuns, ...options } = trials(0.1);
  fc.assert(
    fc.property(seeds, (seed) => {
      const one = drawn(seed);
      const draw = createRng(String(seed)).stream('rule', 0);
      const goal = pick(['mse', 'cer'] as const, draw);
      const form = pick(['rd', 'two', 'sum', 'comb1', 'comb2'] as const, draw);
      const p = draw.int(2);
      const vce = pick(['nn', 'hc0', 'hc1', 'hc2', 'hc3'] as const, draw);
      const spec: RdSpec = {
        ...one.spec,
        ...{ p, q: p + 1, deriv: 0, h: null, b: null, bandwidth: `${goal}${form}`, vce, cluster: null },
        ...{ massPoints: draw.uniform() < 0.5, regularise: pick([1, 0.5], draw) },
      };
      const { kernel, matches, massPoints, regularise, takeUp } = spec;
      compared += Number(
        unlessRefused(() => {
          const { stats } = rdFit(spec, rdSample(spec, dataOf(one.columns))).fit;
          const rule = { p, q: p + 1, deriv: 0, kernel, vce, matches, goal, form, regularise };
          const plain = plainBandwidths(plainSides({ ...one, spec }), {
            ...{ ...rule, masspoints: massPoints, isFuzzy: takeUp !== null },
          });
          near(stats.hBelow, plain.h[0], 1e-6);
          near(stats.hAbove, plain.h[1], 1e-6);
          near(stats.bBelow, plain.b[0], 1e-6);
          near(stats.bAbove, plain.b[1], 1e-6);
        }),
      );
    }),
    { ...options, numRuns },
  );
  expect(compared).toBeGreaterThan(numRuns / 2);
});

/** Samples whose density does not jump, and in which the outcome jumps by one. */
function coverage(
  runs: number,
): Readonly<Record<'robust' | 'balance' | 'density' | 'mccrary' | 'random' | 'window', number>> {
  const hits = { robust: 0, balance: 0, density: 0, mccrary: 0, random: 0, window: 0 };
  const { spec } = drawn(1);
  const rd: RdSpec = {
    ...{ ...spec, cutoff: 0, h: null, b: null, p: 1, q: 2, deriv: 0, takeUp: null, weights: null },
    ...{ vce: 'nn', cluster: null, kernel: 'triangular', matches: 3 },
  };
  const alone = { running: 'x', cutoff: 0, sample: null, exclude: null };
  for (let run = 0; run < runs; run++) {
    const draw = createRng('coverage').stream('sample', run);
    const x = Array.from({ length: 1000 }, () => draw.normal());
    const y = x.map((value) => Math.cos(2 * value) + Number(value >= 0) + draw.normal() / 2);
    const noise = x.map(() => draw.normal());
    const data = dataOf({ x, y, noise });
    const { confLow, confHigh } = rdFit(rd, rdSample(rd, data)).fit.terms.find(({ term }) => term === 'robust')!;
    hits.robust += Number((confLow as number) <= 1 && 1 <= (confHigh as number));
    const checks: ChecksSpec = {
      ...{ ...rd, method: 'checks', cutoffs: [], donuts: [], multiples: [], balance: ['noise'], row: 'robust' },
    };
    const { pValue } = checksFit(checks, data).fit.terms.find(({ term }) => term === 'noise')!;
    hits.balance += Number((pValue as number) >= 0.05);
    const [window] = balanceWindows(
      rdSample(ofRunning(alone, ['noise']), data).sides,
      ['noise'],
      { first: 0.3, step: 1, count: 1, level: 0.05 },
      0,
    );
    hits.window += Number(window!.pValue >= 0.05);
    const sample = rdSample(ofRunning(alone), data);
    const density = densityFit(
      {
        ...{ ...alone, method: 'density', p: 2, kernel: 'triangular', errors: 'jackknife' },
        ...{ bandwidth: 'comb', h: null, restricted: false },
      },
      sample,
    ).fit.terms[2]!;
    hits.density += Number((density.pValue as number) >= 0.05);
    const mccrary = mccraryFit({ ...alone, method: 'mccrary', bin: null, h: null }, sample).fit.terms[0]!;
    hits.mccrary += Number((mccrary.pValue as number) >= 0.05);
    const random = randomisationFit(
      {
        ...{ ...alone, method: 'randomisation', outcome: 'noise', window: [-0.1, 0.1], search: null, covariates: [] },
        ...{ p: 0, statistic: 'difference', draws: 99, seed: String(run) },
      },
      rdSample({ ...ofRunning(alone), outcome: 'noise' }, data),
    ).fit.stats.randomisationP as number;
    hits.random += Number(random > 0.05);
  }
  return hits;
}

it('have intervals that cover, and tests of the size that they say', () => {
  const { numRuns } = trials(0.05);
  const found = coverage(numRuns);
  // four standard errors of the share, and what errors of bandwidths cost in a thousand rows
  const slack = 4 * Math.sqrt((0.95 * 0.05) / numRuns);
  expect(found.random / numRuns).toBeGreaterThan(0.95 - slack);
  for (const name of ['robust', 'balance', 'density', 'mccrary', 'window'] as const) {
    expect(found[name] / numRuns, name).toBeGreaterThan(0.95 - slack - 0.025);
    expect(found[name] / numRuns, name).toBeLessThanOrEqual(0.95 + slack + 0.025);
  }
});
