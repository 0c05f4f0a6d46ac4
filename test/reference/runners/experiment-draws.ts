/** `exp_pvalues`, `exp_multiple`, `exp_ri`: families of p values and inference by the assignments of a design. */
import { createRng } from '../../../src/base/number/rng.ts';
import { type Data, groupsOf } from '../../../src/econ/data.ts';
import type { NamedCodes } from '../../../src/econ/design.ts';
import { adjustedP } from '../../../src/econ/distributions/adjusted-p.ts';
import { onGrid } from '../../../src/econ/distributions/sharpened-q.ts';
import { summarise } from '../../../src/econ/draws/permutation.ts';
import { randomisationTest } from '../../../src/econ/draws/randomisation.ts';
import { type StepDown, stepDownMaxT } from '../../../src/econ/draws/step-down.ts';
import type { RedrawnEstimator } from '../../../steps/experiment/numbers/redrawn/effects.ts';
import { adjustedFamily } from '../../../steps/experiment/numbers/redrawn/families.ts';
import { type Assigned, inferenceOf } from '../../../steps/experiment/numbers/redrawn/inference.ts';
import type { DrawnSpec, StatisticName } from '../../../steps/experiment/numbers/redrawn/spec.ts';
import type { Run } from '../case.ts';
import { differences, type Lookup } from '../compare.ts';
import type { Runner } from './runner.ts';

interface DrawsRun extends Omit<Run, 'draws' | 'method'> {
  readonly outcomes?: readonly string[];
  readonly treatment: string;
  readonly strata?: string;
  readonly statistic: string;
  readonly null?: number;
  readonly method?: string;
  readonly t?: readonly number[];
  readonly draws?: readonly string[];
  readonly p?: string;
  readonly test?: string;
}

export const runPValues: Runner = (run, data) => {
  const { p, test, filter } = run as unknown as DrawsRun;
  const [[column, , value]] = filter as [readonly [string, string, string]];
  const family = groupsOf(data, column);
  const rows = Array.from(family.codes.keys()).filter((row) => family.levels[family.codes[row]!] === value);
  const names = groupsOf(data, test!);
  const places = new Map(rows.map((row, place) => [names.levels[names.codes[row]!]!, place]));
  const values = rows.map((row) => data.numbers(p!)[row]!);
  const of =
    (found: readonly (number | null)[], shown = (each: number) => each): Lookup<unknown> =>
    (_, [name]) =>
      shown(found[places.get(name!)!]!);
  const sharpened = adjustedP(values, 'sharpened_q');
  const known = Object.fromEntries(
    (['bonferroni', 'holm', 'hochberg', 'bh', 'by'] as const).map((by) => [by, of(adjustedP(values, by))]),
  );
  return differences(run, values, {
    known: { ...known, sharpened_q: of(sharpened), sharpened_q_grid001: of(sharpened, onGrid) },
    ignored: {},
  });
};

/** The rows of a case as a design of two arms. */
function assignedOf(run: DrawsRun, data: Data): Assigned {
  const strata: NamedCodes | null =
    run.strata === undefined ? null : { name: run.strata, ...groupsOf(data, run.strata) };
  return {
    design: {
      nobs: data.nrows,
      treatment: [run.treatment],
      arms: ['0', '1'],
      arm: Int32Array.from(data.numbers(run.treatment)),
      coding: [[0, 1]],
      strata,
      clusters: null,
      clustered: false,
      weights: null,
      chances: null,
    },
    outcomes: (run.outcomes ?? [run.y!]).map((name) => ({ name, values: data.numbers(name) })),
    covariates: [],
  };
}

/** More than there are assignments of fourteen units. */
const draws = 4000;
const rng = createRng('1');
const streams = {
  assignment: (i: number) => rng.stream('assignment', i),
  sample: (i: number) => rng.stream('sample', i),
  power: (i: number) => rng.stream('power', i),
};
const all = { from: 0, to: draws, draws };

const statisticOf: Readonly<Record<string, readonly [StatisticName, RedrawnEstimator]>> = {
  difference: ['estimate', 'difference'],
  blocked_difference: ['estimate', 'difference'],
  ols: ['estimate', 'regression'],
  t_welch: ['t', 'difference'],
  rank_difference: ['ranks', 'difference'],
  ks: ['ks', 'difference'],
};

export const runRandomisation: Runner = (given, data) => {
  const run = given as unknown as DrawsRun;
  const [name, estimator] = statisticOf[run.statistic]!;
  const spec: DrawnSpec = {
    statistics: [name],
    null: run.null ?? 0,
    permuted: false,
    bootstrapped: false,
    level: null,
  };
  const inference = inferenceOf(spec, { estimator, strataMin: null }, assignedOf(run, data));
  const observed = inference.tests[name]![0]!;
  const values = Array.from(inference.of(all, streams).tests[name]!);
  const { countAbsGe, countGe } = summarise(observed, values);
  const found = randomisationTest(observed, values, { assignments: inference.assignments, draws });
  // a mean of 0 but for rounding
  const { mean, ...expected } = given.expected;
  const isNone = Math.abs(mean as number) < 1e-12 && Math.abs(found.mean as number) < 1e-12;
  return differences({ ...given, expected: isNone ? expected : given.expected }, found, {
    known: {
      statistic: ({ observed: statistic }) => statistic,
      assignments: ({ assignments }) => assignments,
      count_abs: () => countAbsGe,
      count_greater: () => countGe,
      p: ({ pValue }) => pValue,
      p_greater: ({ pUpper }) => pUpper,
      p_less: ({ pLower }) => pLower,
      mean: ({ mean: centre }) => centre,
      sd: ({ sd }) => sd,
    },
    ignored: {},
  });
};

export const runMultiple: Runner = (given, data) => {
  const run = given as unknown as DrawsRun;
  if (run.draws !== undefined) return ofGivenDraws(given, run, data);
  const spec: DrawnSpec = { statistics: [], null: 0, permuted: true, bootstrapped: false, level: null };
  const inference = inferenceOf(spec, { estimator: 'difference', strataMin: null }, assignedOf(run, data));
  const { permuted } = inference.of(all, streams);
  const { observed } = inference;
  const name = run.method === 'westfall_young_minP' ? 'westfall_young_minp' : 'westfall_young';
  const pValues = Array.from(observed, () => null);
  const drawn = { observed, pValues, permuted, bootstrapped: permuted, exact: true };
  const adjusted = adjustedFamily(name, Array.from(observed.keys()), drawn);
  const raw = stepDownMaxT(observed, { values: permuted, exact: true });
  const at = (outcome: string | undefined): number => run.outcomes!.indexOf(outcome!);
  return differences(given, adjusted, {
    known: {
      t: (_, [outcome]) => observed[at(outcome)],
      assignments: () => inference.assignments,
      raw_p: (_, [outcome]) => raw.raw[at(outcome)],
      adjusted_p: ({ pValues: found }, [outcome]) => found[at(outcome)]!,
    },
    ignored: {},
  });
};

/** The statistics of bootstrap samples stand in the case. */
function ofGivenDraws(given: Run, run: DrawsRun, data: Data): string[] {
  const columns = run.draws!.map((name) => data.numbers(name));
  const values = Float64Array.from({ length: data.nrows * columns.length }, (_, i) => {
    return columns[i % columns.length]![Math.floor(i / columns.length)]!;
  });
  const observed = Float64Array.from(run.t!);
  const found = stepDownMaxT(observed, { values, exact: false });
  const order = Array.from(observed.keys()).sort((a, b) => Math.abs(observed[b]!) - Math.abs(observed[a]!));
  const at = ([place]: readonly string[]): number => Number(place);
  return differences<StepDown>(given, found, {
    known: {
      order: (_, path) => order[at(path)]! + 1,
      raw_p: ({ raw }, path) => raw[at(path)],
      adjusted_p: ({ adjusted }, path) => adjusted[at(path)],
    },
    ignored: {},
  });
}
