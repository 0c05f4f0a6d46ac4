/** The draws of an experiment: a chunk of them, and all of them together. */
import type { Chunk } from '../../../src/econ/draws/assignments.ts';
import { powerDraws } from './power/draws.ts';
import { type Assigned, type Inference, inferenceOf, type Streams } from './redrawn/inference.ts';
import { redrawnDesign } from './redrawn/redrawn-design.ts';
import type { DrawnSpec } from './redrawn/spec.ts';
import { type Experiment, outcomesOf } from './sample.ts';
import type { ExperimentSpec } from './spec.ts';

/** The statistics that a chunk of draws hands over, by names that JSON has: null where a draw identifies no statistic. */
export interface Draws {
  /** By the statistic: of every assignment, all tests. */
  readonly tests: Readonly<Record<string, readonly (number | null)[]>>;
  readonly permuted: readonly (number | null)[];
  readonly bootstrapped: readonly (number | null)[];
  /** Numbers in pairs: an estimate, then its reach. */
  readonly power: readonly (number | null)[];
}

export interface DrawPlan {
  readonly inference: Inference;
  of(chunk: Chunk, streams: Streams): Draws;
}

/** Prepares what every chunk draws from. */
export function drawingOf(spec: ExperimentSpec, drawn: DrawnSpec, experiment: Experiment): DrawPlan {
  const isDifference = spec.estimator === 'difference' && experiment.design.clusters === null;
  const estimator = spec.estimator === 'difference' && !isDifference ? 'regression' : spec.estimator;
  const assigned = assignedOf(spec, experiment);
  const inference = inferenceOf(drawn, { estimator, strataMin: spec.strataMin }, assigned);
  const powers = drawn.level === null ? null : powersOf(spec, experiment, drawn.level, assigned);
  return {
    inference,
    of: (chunk, streams) => {
      const { tests, permuted, bootstrapped } = inference.of(chunk, streams);
      return {
        tests: Object.fromEntries(Object.entries(tests).map(([name, values]) => [name, withNulls(values)])),
        permuted: withNulls(permuted),
        bootstrapped: withNulls(bootstrapped),
        power: powers === null ? [] : powers(chunk, streams),
      };
    },
  };
}

function assignedOf(spec: ExperimentSpec, experiment: Experiment): Assigned {
  const { design, columns } = experiment;
  return {
    design: {
      ...design,
      weights: columns.weights[0]?.values ?? null,
      chances: columns.probability[0]?.values ?? null,
    },
    outcomes: outcomesOf(experiment),
    covariates: spec.estimator === 'difference' ? [] : columns.covariates,
  };
}

/** Estimates and reaches in turn, in assignments that are always at random: where there are few, some come again. */
function powersOf(
  spec: ExperimentSpec,
  experiment: Experiment,
  level: number,
  { design, outcomes, covariates }: Assigned,
) {
  const redrawn = redrawnDesign(design, [...outcomes, ...covariates]);
  const drawn = powerDraws(spec, experiment, redrawn, level);
  return ({ from, to }: Chunk, streams: Streams): (number | null)[] => {
    const out: number[] = [];
    for (const arm of redrawn.assignments.of({ from, to, draws: 0 }, streams.power))
      for (const { estimate, reach } of drawn(arm)) out.push(estimate, reach);
    return withNulls(out);
  };
}

const withNulls = (values: ArrayLike<number>): (number | null)[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : value));

/** The values of several chunks in one. */
export function joined(chunks: readonly (readonly (number | null)[])[]): Float64Array {
  return Float64Array.from(chunks.flat(), (value) => value ?? Number.NaN);
}
