/** The result of an experiment with what its draws tell: randomisation tests, families, and power. */
import { type RandomisationTest, randomisationTest } from '../../../src/econ/draws/randomisation.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { type DrawPlan, type Draws, joined } from './drawn.ts';
import type { ExperimentEffect } from './effects.ts';
import { type Power, powerOf } from './power/summary.ts';
import { adjustedFamily } from './redrawn/families.ts';
import { fieldOfMethod, type InferenceSpec, type StatisticName, usesPValues } from './redrawn/spec.ts';
import type { Experiment } from './sample.ts';

export interface Randomisation extends RandomisationTest {
  /** The effect with its statistic, `score:t`. */
  readonly variable: string;
  readonly outcome: string;
  readonly arm: string;
  readonly statistic: StatisticName;
  readonly null: number;
  /** Statistics of the assignments that identify it. */
  readonly drawn: readonly number[];
}

/** The method by which p values were adjusted, as notes say it. */
export interface FamilyMethod {
  readonly method: string;
  /** Draws that identify all tests of each family, the fewest; null where none are drawn. */
  readonly draws: number | null;
  /** True where these are all assignments. */
  readonly exact: boolean;
}

export interface Inferred {
  /** With `family`, and a p value by each method. */
  readonly effects: readonly (ExperimentEffect & { readonly family?: string })[];
  readonly randomisation: readonly Randomisation[];
  readonly families: readonly FamilyMethod[];
  readonly power: readonly Power[];
}

export function inferred(
  spec: InferenceSpec,
  experiment: Experiment,
  effects: readonly ExperimentEffect[],
  { inference }: Pick<DrawPlan, 'inference'>,
  chunks: readonly Draws[],
): Inferred {
  const { draws, power } = spec;
  const tests = effects.length;
  const exact = inference.assignments <= draws;
  const randomisation = spec.statistics.flatMap((name) => {
    const values = joined(chunks.map((chunk) => chunk.tests[name]!));
    return effects.map(({ variable, outcome, arm }, t): Randomisation => {
      const own = column(values, tests, t);
      const observed = orReason(inference.tests[name]![t]!);
      const test = randomisationTest(
        observed,
        own.map((value) => (Number.isNaN(value) ? null : value)),
        { assignments: inference.assignments, draws },
      );
      const drawn = own.filter((value) => !Number.isNaN(value));
      const named = { variable: `${variable}:${name}`, outcome, arm, statistic: name, null: spec.null };
      return { ...named, ...test, drawn };
    });
  });
  const { adjusted, methods } = familiesOf(spec, effects, inference.observed, chunks, exact);
  const [first] = spec.statistics;
  const pOf = (t: number): object => (first === undefined ? {} : { pRandomisation: randomisation[t]!.pValue });
  const reaches = power === null ? null : joined(chunks.map((chunk) => chunk.power));
  return {
    effects: effects.map((effect, t) => ({ ...effect, ...pOf(t), ...adjusted[t] })),
    randomisation,
    families: methods,
    power:
      power === null || reaches === null
        ? []
        : powerOf(
            power,
            experiment,
            effects,
            effects.map((_, t) => {
              const [estimates, reach] = [column(reaches, 2 * tests, 2 * t), column(reaches, 2 * tests, 2 * t + 1)];
              return estimates.map((estimate, b) => ({ estimate, reach: reach[b]! }));
            }),
          ),
  };
}

/** Values of test t of so many, draw by draw. */
const column = (values: Float64Array, tests: number, t: number): number[] =>
  Array.from({ length: values.length / tests }, (_, b) => values[b * tests + t]!);

const orReason = (value: number): Stat =>
  Number.isNaN(value) ? { invalid: 'the data do not identify the statistic' } : value;

function familiesOf(
  { families, multiple }: InferenceSpec,
  effects: readonly ExperimentEffect[],
  observed: Float64Array,
  chunks: readonly Draws[],
  exact: boolean,
): { readonly adjusted: readonly Readonly<Record<string, Stat | string>>[]; readonly methods: FamilyMethod[] } {
  const pValues = effects.map(({ pValue }) => (typeof pValue === 'number' ? pValue : null));
  const drawn = {
    ...{ observed, pValues, exact },
    permuted: joined(chunks.map((chunk) => chunk.permuted)),
    bootstrapped: joined(chunks.map((chunk) => chunk.bootstrapped)),
  };
  const adjusted: Record<string, Stat | string>[] = effects.map(() => ({}));
  const used = new Map<string, number | null>();
  for (const family of multiple.length === 0 ? [] : families) {
    const tests = effects.flatMap(({ outcome }, t) => (family.outcomes.includes(outcome) ? [t] : []));
    for (const t of tests) adjusted[t]!.family = family.name;
    for (const name of multiple) {
      const found = adjustedFamily(name, tests, drawn);
      const known = used.get(name);
      used.set(name, found.draws === null ? null : Math.min(known ?? found.draws, found.draws));
      for (const [k, t] of tests.entries())
        adjusted[t]![fieldOfMethod[name]] = found.pValues[k] ?? { invalid: 'its own test is not defined' };
    }
  }
  const methods = [...used].map(([method, draws]) => ({
    method,
    draws,
    exact: exact && !usesPValues(method as never) && method !== 'romano_wolf',
  }));
  return { adjusted, methods };
}
