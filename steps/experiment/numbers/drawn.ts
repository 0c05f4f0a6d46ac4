/** The draws of an experiment: a chunk of them, and all of them together. */
import type { Chunk } from '../../../src/econ/draws/assignments.ts';
import { type PowerDraw, powerDraw } from './power/simulated.ts';
import { type Assigned, type Inference, inferenceOf, type Streams } from './redrawn/inference.ts';
import { redrawnDesign } from './redrawn/redrawn-design.ts';
import type { DrawnSpec } from './redrawn/spec.ts';
import { type Experiment, outcomesOf } from './sample.ts';
import type { ExperimentSpec } from './spec.ts';

/** What a chunk of draws hands over, by names that JSON has: null where a draw identifies no statistic. */
export interface Draws {
  /** By the statistic: of every assignment, all tests. */
  readonly tests: Readonly<Record<string, readonly (number | null)[]>>;
  readonly permuted: readonly (number | null)[];
  readonly bootstrapped: readonly (number | null)[];
  /** Estimates and reaches in turn. */
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
  return {
    inference,
    of: (chunk, streams) => {
      const { tests, permuted, bootstrapped } = inference.of(chunk, streams);
      return {
        tests: Object.fromEntries(Object.entries(tests).map(([name, values]) => [name, withNulls(values)])),
        permuted: withNulls(permuted),
        bootstrapped: withNulls(bootstrapped),
        power: drawn.level === null ? [] : powersOf(spec, experiment, drawn.level, assigned, chunk, streams),
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

/** Assignments of a simulation are always at random: where there are few, some come again. */
function powersOf(
  spec: ExperimentSpec,
  experiment: Experiment,
  level: number,
  assigned: Assigned,
  { from, to }: Chunk,
  streams: Streams,
): (number | null)[] {
  const { units, assignments } = redrawnDesign(assigned.design, [...assigned.outcomes, ...assigned.covariates]);
  const out: PowerDraw[] = [];
  for (const arm of assignments.of({ from, to, draws: 0 }, streams.power))
    out.push(
      ...powerDraw(
        spec,
        experiment,
        units.codes.map((unit) => arm[unit]!),
        level,
      ),
    );
  return withNulls(out.flatMap(({ estimate, reach }) => [estimate, reach]));
}

const withNulls = (values: ArrayLike<number>): (number | null)[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : value));

/** The values of several chunks in one. */
export function joined(chunks: readonly (readonly (number | null)[])[]): Float64Array {
  return Float64Array.from(chunks.flat(), (value) => value ?? Number.NaN);
}
