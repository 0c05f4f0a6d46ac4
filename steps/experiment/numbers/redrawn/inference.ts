/** Inference by the design’s own draws: randomisation tests, and the families of several outcomes. */
import { drawGroupsAgain, type RandomStream } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import type { NamedColumn } from '../../../../src/econ/design.ts';
import type { Chunk } from '../../../../src/econ/draws/assignments.ts';
import { type How, redrawnEffects } from './effects.ts';
import { distances, midranks } from './ranks.ts';
import { type AssignedRows, type RedrawnDesign, redrawnDesign } from './redrawn-design.ts';
import type { DrawnSpec, StatisticName } from './spec.ts';
import { inAssignments, ratios, samplesAtOnce } from './statistics.ts';

/** Statistics of draws, `[b * T + t]` of test t; NaN where a draw identifies none. */
export interface InferenceDraws {
  readonly tests: Readonly<Record<string, Float64Array>>;
  readonly permuted: Float64Array;
  readonly bootstrapped: Float64Array;
}

export interface Inference {
  readonly assignments: number;
  /** Effects of all outcomes beside their errors, one outcome after another. */
  readonly observed: Float64Array;
  /** By the statistic's name. */
  readonly tests: Readonly<Record<string, Float64Array>>;
  of(chunk: Chunk, streams: Streams): InferenceDraws;
}

export interface Streams {
  readonly assignment: (i: number) => RandomStream;
  readonly sample: (i: number) => RandomStream;
  /** Streams of simulations of power. */
  readonly power: (i: number) => RandomStream;
}

/** The rows that were assigned, and what is known of them. */
export interface Assigned {
  readonly design: AssignedRows;
  /** NaN is missing. */
  readonly outcomes: readonly NamedColumn[];
  readonly covariates: readonly NamedColumn[];
}

type Statistic = (arm: Float64Array) => Float64Array;

/** Refuses a null effect where there are several effects. */
export function inferenceOf(spec: DrawnSpec, how: How, experiment: Assigned): Inference {
  const { outcomes, covariates } = experiment;
  const design = redrawnDesign(experiment.design, [...outcomes, ...covariates]);
  const effects = redrawnEffects(outcomes, covariates, design, how);
  const assigned = inAssignments(effects, design);
  const t: Statistic = (arm) => ratios(assigned(arm));
  const supposed = spec.null === 0 ? outcomes : lessNull(outcomes, spec.null, experiment.design);
  const statistics = Object.fromEntries(
    spec.statistics.map((name) => [name, statistic(name, supposed, covariates, design, how)] as const),
  );
  const actual = assigned(design.arm).estimates.slice();
  const observed = t(design.arm);
  const samples = Array.from({ length: samplesAtOnce }, () => new Uint8Array(design.drawn.levels));
  const of = (chunk: Chunk, streams: Streams): InferenceDraws => {
    const tests = observed.length;
    const values: Record<string, number[]> = Object.fromEntries(spec.statistics.map((name) => [name, []]));
    const permuted: number[] = [];
    if (spec.permuted || spec.statistics.length > 0) {
      for (const arm of design.assignments.of(chunk, streams.assignment)) {
        for (const name of spec.statistics) values[name]!.push(...statistics[name]!(arm));
        if (spec.permuted) permuted.push(...t(arm));
      }
    }
    const bootstrapped = new Float64Array(spec.bootstrapped ? (chunk.to - chunk.from) * tests : 0);
    for (let i = chunk.from; spec.bootstrapped && i < chunk.to; i += samplesAtOnce) {
      const own = samples.slice(0, chunk.to - i);
      const drawing = own.map((_, d) => streams.sample(i + d));
      drawGroupsAgain(drawing, design.groups, own);
      for (const [d, found] of effects(design.arm, own).entries())
        bootstrapped.set(ratios(found, actual), (i + d - chunk.from) * tests);
    }
    return {
      tests: Object.fromEntries(Object.entries(values).map(([name, all]) => [name, Float64Array.from(all)])),
      permuted: Float64Array.from(permuted),
      bootstrapped,
    };
  };
  return {
    assignments: design.assignments.count,
    observed,
    tests: Object.fromEntries(spec.statistics.map((name) => [name, statistics[name]!(design.arm).slice()])),
    of,
  };
}

function statistic(
  name: StatisticName,
  outcomes: readonly NamedColumn[],
  covariates: readonly NamedColumn[],
  design: RedrawnDesign,
  how: How,
): Statistic {
  if (name === 'ks') {
    const compared = design.coding.map((_, j) => j + 1);
    const all = outcomes.map(({ values }) => distances(values, design, compared));
    return (arm) => Float64Array.from(all.flatMap((of) => Array.from(of(arm))));
  }
  if (name === 'ranks') {
    const ranked = outcomes.map((outcome) => ({ ...outcome, values: midranks(outcome.values) }));
    const isOfArms = design.coding.every((codes, j) => codes.every((code, a) => code === Number(a === j + 1)));
    const estimator = isOfArms ? 'difference' : 'regression';
    const effects = inAssignments(redrawnEffects(ranked, [], design, { estimator, strataMin: how.strataMin }), design);
    return (arm) => effects(arm).estimates;
  }
  const effects = inAssignments(redrawnEffects(outcomes, covariates, design, how), design);
  return (arm) => (name === 't' ? ratios(effects(arm)) : effects(arm).estimates);
}

/** Outcomes less the effect that is supposed of the treated: if it is true of every unit, these are what no arm changes. */
function lessNull(outcomes: readonly NamedColumn[], effect: number, { coding, arm }: AssignedRows): NamedColumn[] {
  if (coding.length > 1) {
    const message = 'a null effect other than 0 is of one arm beside the control, and the design has several effects';
    throw new Refusal('several-effects', message, { param: 'randomisation.null' });
  }
  return outcomes.map((outcome) => ({
    ...outcome,
    values: outcome.values.map((value, row) => value - effect * coding[0]![arm[row]!]!),
  }));
}
