/** Effects in draws of a design against the estimator of the step, on rows repeated as often as they are drawn; and inference that neither order, names nor units move. */
import { expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../../src/base/number/rng.ts';
import { Refusal } from '../../../src/base/problem.ts';
import type { NamedCodes, NamedColumn } from '../../../src/econ/design.ts';
import { eachRow } from '../../../src/econ/panel/effects.ts';
import { type ExperimentDesign, pickDesign } from '../../../steps/experiment/numbers/design.ts';
import { drawingOf } from '../../../steps/experiment/numbers/drawn.ts';
import { outcomeEffects } from '../../../steps/experiment/numbers/effects.ts';
import { redrawnEffects } from '../../../steps/experiment/numbers/redrawn/effects.ts';
import { redrawnDesign } from '../../../steps/experiment/numbers/redrawn/redrawn-design.ts';
import type { DrawnSpec } from '../../../steps/experiment/numbers/redrawn/spec.ts';
import type { Experiment } from '../../../steps/experiment/numbers/sample.ts';
import type { ExperimentSpec } from '../../../steps/experiment/numbers/spec.ts';

const rng = createRng('experiment');
const cases = Number(process.env.PAPERMAKE_FUZZ ?? 40);

const levels = (name: string, codes: Int32Array, count: number): NamedCodes => ({
  name,
  codes,
  levels: Array.from({ length: count }, (_, i) => `${name}${i}`),
});

interface Made {
  readonly spec: ExperimentSpec;
  readonly experiment: Experiment;
}

/** A random design whose estimator and errors are those of the draws. */
function made(stream: RandomStream): Made {
  const n = 60 + stream.int(60);
  const arms = 2 + stream.int(2);
  const clustering = ['none', 'none', 'assigned', 'apart'][stream.int(4)]!;
  const groups = 14 + stream.int(6);
  const strataCount = 1 + stream.int(3);
  const cluster = Int32Array.from({ length: n }, (_, i) => i % groups);
  // strata of clusters, so that these lie within one where they were assigned
  const stratum = cluster.map((g) => g % strataCount);
  const drawnArm = Int32Array.from({ length: n }, (_, i) => Math.floor(i / strataCount) % arms);
  const arm = clustering === 'assigned' ? cluster.map((g) => Math.floor(g / strataCount) % arms) : drawnArm;
  const column = (name: string, missing: boolean): NamedColumn => ({
    name,
    values: Float64Array.from(arm, (a, i) =>
      missing && stream.uniform() < 0.1 ? Number.NaN : 50 + a + cluster[i]! / 5 + stream.normal(),
    ),
  });
  const estimator = (['regression', 'difference', 'lin', 'regression'] as const)[stream.int(4)]!;
  const isDifference = estimator === 'difference';
  const covariates =
    estimator === 'lin' || (!isDifference && stream.int(2) === 1) ? [column('x', false), column('z', true)] : [];
  const isWeighted = !isDifference && stream.int(3) === 0;
  const weights = isWeighted ? Float64Array.from(arm, () => 0.5 + stream.uniform()) : null;
  const design: ExperimentDesign = {
    nobs: n,
    treatment: ['arm'],
    arms: ['control', 'a', 'b'].slice(0, arms),
    arm,
    terms: ['a', 'b'].slice(0, arms - 1),
    coding: Array.from({ length: arms - 1 }, (_, j) => Array.from({ length: arms }, (_1, a) => Number(a === j + 1))),
    strata: stream.int(2) === 0 ? null : levels('s', stratum, strataCount),
    clusters: clustering === 'none' || isDifference ? null : levels('g', cluster, groups),
    clustered: clustering === 'assigned' && !isDifference,
    weights,
  };
  const errors = design.clusters !== null ? 'CR0' : isWeighted ? 'HC0' : 'HC2';
  const spec = {
    ...{ treatment: ['t'], control: 'control', arms: null, strata: null, cluster: null, clustered: null },
    ...{ probability: null, weights: isWeighted ? 'w' : null, outcomes: ['y1', 'y2'], covariates: [] },
    ...{ estimator, errors, strataMin: null, sample: null, exclude: null },
  } as unknown as ExperimentSpec;
  const columns = {
    ...{ outcomes: [column('y1', false), column('y2', true)], covariates, candidates: [], probability: [] },
    weights: weights === null ? [] : [{ name: 'w', values: weights }],
  };
  return { spec, experiment: { design, columns, indices: [], rowsLost: [], warnings: [] } as unknown as Experiment };
}

/** Rows as often as what holds them is drawn, with a cluster of its own for every copy. */
function repeated({ design, columns }: Experiment, times: Float64Array, drawnOf: Int32Array): Experiment {
  const rows: number[] = [];
  const copies: number[] = [];
  for (let i = 0; i < design.nobs; i++)
    for (let copy = 0; copy < times[drawnOf[i]!]!; copy++) {
      rows.push(i);
      copies.push(copy);
    }
  const kept = Int32Array.from(rows);
  const picked = pickDesign(design, kept);
  const { clusters } = design;
  const most = 1 + Math.max(...copies);
  const all =
    clusters &&
    levels(
      'copy',
      Int32Array.from(kept, (i, k) => clusters.codes[i]! * most + copies[k]!),
      clusters.levels.length * most,
    );
  const seen = [...new Set(all?.codes ?? [])].sort((a, b) => a - b);
  const own = all && { ...all, codes: all.codes.map((code) => seen.indexOf(code)), levels: seen.map(String) };
  const list = (each: readonly NamedColumn[]) =>
    each.map(({ name, values }) => ({ name, values: Float64Array.from(kept, (i) => values[i]!) }));
  return {
    design: { ...picked, clusters: own },
    indices: [],
    columns: Object.fromEntries(Object.entries(columns).map(([name, each]) => [name, list(each)])),
  } as unknown as Experiment;
}

const close = (found: number, expected: unknown, what: string): void =>
  expect(Math.abs(found - (expected as number)), `${what}: ${found} for ${String(expected)}`).toBeLessThan(
    1e-8 * Math.max(1, Math.abs(expected as number)),
  );

it('effects and errors of a draw are those of the step on its rows', () => {
  let compared = 0;
  for (let k = 0; k < cases; k++) {
    const stream = rng.stream('made', k);
    const { spec, experiment } = made(stream);
    const { design, columns } = experiment;
    const redrawn = redrawnDesign({ ...design, chances: null }, [...columns.outcomes, ...columns.covariates]);
    const how = { estimator: spec.estimator as 'regression', strataMin: null };
    const effects = redrawnEffects(columns.outcomes, columns.covariates, redrawn, how);
    const { units, drawn, groups } = redrawn;
    const assigned = [...redrawn.assignments.of({ from: k, to: k + 1, draws: 0 }, (i) => rng.stream('arm', i))][0]!;
    const times = new Float64Array(drawn.levels).fill(1);
    // of Lin's regression the covariates are about the means of the actual rows, and not of those that are drawn
    if (spec.estimator !== 'lin' && stream.int(2) === 0)
      for (const members of groups) {
        times[members[0]!]!++;
        times[members.at(-1)!]!--;
      }
    const at = { ...experiment, design: { ...design, arm: units.codes.map((unit) => assigned[unit]!) } };
    const literal = repeated(at, times, drawn.codes);
    const { estimates, errors } = effects(assigned, times);
    for (const [o, outcome] of literal.columns.outcomes.entries()) {
      let expected: ReturnType<typeof outcomeEffects>['effects'];
      try {
        expected = outcomeEffects(spec, literal, outcome).effects;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        continue;
      }
      for (const [j, { estimate, stdError }] of expected.entries()) {
        const what = `${k} ${spec.estimator} ${spec.errors} ${outcome.name}`;
        close(estimates[o * expected.length + j]!, estimate, `${what} estimate`);
        close(errors[o * expected.length + j]!, stdError, `${what} error`);
        compared++;
      }
    }
  }
  expect(compared).toBeGreaterThan(2 * cases);
});

const asked: DrawnSpec = {
  statistics: ['t', 'ranks', 'ks'],
  ...{ null: 0, permuted: true, bootstrapped: true, level: null },
};
const streams = {
  assignment: (i: number) => rng.stream('assignment', i),
  sample: (i: number) => rng.stream('sample', i),
  power: (i: number) => rng.stream('power', i),
};
const drawsOf = ({ spec, experiment }: Made, from = 0, to = 12) =>
  drawingOf(spec, asked, experiment).of({ from, to, draws: 12 }, streams);

function expectAlike(a: object, b: object, what: string): void {
  const flat = (value: unknown): unknown[] =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(flat) : [value];
  const [x, y] = [flat(a), flat(b)];
  expect(x.length).toBe(y.length);
  for (const [i, value] of x.entries()) {
    if (typeof value === 'number') close(value, y[i], `${what} ${i}`);
    else expect(value).toBe(y[i]);
  }
}

it('draws are the same whatever rows, strata and clusters are called, in any order and unit, and in chunks', () => {
  for (let k = 0; k < Math.min(cases, 30); k++) {
    const base = made(rng.stream('metamorphic', k));
    const { spec, experiment } = base;
    const { design, columns } = experiment;
    const usual = drawsOf(base);
    const order = [...eachRow(design.nobs).codes];
    rng.stream('order', k).shuffle(order);
    const rows = Int32Array.from(order);
    const list = (each: readonly NamedColumn[]) =>
      each.map(({ name, values }) => ({ name, values: Float64Array.from(rows, (i) => values[i]!) }));
    const shuffled = {
      ...experiment,
      design: pickDesign(design, rows),
      columns: Object.fromEntries(Object.entries(columns).map(([name, each]) => [name, list(each)])),
    } as unknown as Experiment;
    expectAlike(usual, drawsOf({ spec, experiment: shuffled }), `order ${k}`);
    const renamed = (codes: NamedCodes | null): NamedCodes | null =>
      codes && {
        ...codes,
        codes: codes.codes.map((code) => codes.levels.length - 1 - code),
        levels: [...codes.levels].reverse(),
      };
    const named = {
      ...experiment,
      design: { ...design, strata: renamed(design.strata), clusters: renamed(design.clusters) },
    };
    expectAlike(usual, drawsOf({ spec, experiment: named }), `names ${k}`);
    const scaled = columns.outcomes.map(({ name, values }) => ({ name, values: values.map((y) => 1000 * y - 7) }));
    expectAlike(
      usual,
      drawsOf({ spec, experiment: { ...experiment, columns: { ...columns, outcomes: scaled } } }),
      `units ${k}`,
    );
    const [first, second] = [drawsOf(base, 0, 5), drawsOf(base, 5, 12)];
    expect([...first.permuted, ...second.permuted]).toEqual(usual.permuted);
    expect([...first.bootstrapped, ...second.bootstrapped]).toEqual(usual.bootstrapped);
  }
});
