/** Effects in draws of a design against the estimator of the step, on rows repeated as often as they are drawn; and inference that neither order, names nor units move. */
import { expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { Refusal } from '../../../src/base/problem.ts';
import type { NamedCodes, NamedColumn } from '../../../src/econ/design.ts';
import { eachRow } from '../../../src/econ/panel/effects.ts';
import { pickDesign } from '../../../steps/experiment/numbers/design.ts';
import { drawingOf } from '../../../steps/experiment/numbers/drawn.ts';
import { outcomeEffects } from '../../../steps/experiment/numbers/effects.ts';
import { redrawnEffects } from '../../../steps/experiment/numbers/redrawn/effects.ts';
import { redrawnDesign } from '../../../steps/experiment/numbers/redrawn/redrawn-design.ts';
import type { DrawnSpec } from '../../../steps/experiment/numbers/redrawn/spec.ts';
import type { Experiment } from '../../../steps/experiment/numbers/sample.ts';
import { levels, type Made, made } from './experiment-made.ts';

const rng = createRng('experiment');
const cases = Number(process.env.PAPERMAKE_FUZZ ?? 40);

/** Rows as often as what holds them is drawn, with a cluster of its own for every copy. */
function repeated({ design, columns }: Experiment, times: Uint8Array, drawnOf: Int32Array): Experiment {
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
    const { units, drawn, groups, places } = redrawn;
    const assigned = [...redrawn.assignments.of({ from: k, to: k + 1, draws: 0 }, (i) => rng.stream('arm', i))][0]!;
    const times = new Uint8Array(drawn.levels).fill(1);
    // of Lin's regression the covariates are about the means of the actual rows, and not of those that are drawn
    if (spec.estimator !== 'lin' && stream.int(2) === 0)
      for (const [from, to] of groups) {
        times[from]!++;
        times[to - 1]!--;
      }
    const at = { ...experiment, design: { ...design, arm: units.codes.map((unit) => assigned[unit]!) } };
    const placeOf = drawn.codes.map((each) => places[each]!);
    const literal = repeated(at, times, placeOf);
    // the one after another that has other rows, in which nothing of it may be left
    const { estimates, errors } = effects(assigned, [new Uint8Array(drawn.levels).fill(1), times])[1]!;
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
