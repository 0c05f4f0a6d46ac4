/** `exp_itt`: experiments by the specs that `kind: experiment` makes, through its own sample. */
import { written as unmarked } from '../../../src/base/value.ts';
import type { Data } from '../../../src/econ/data.ts';
import { outcomeEffects } from '../../../steps/experiment/numbers/effects.ts';
import type { Contrasted, Fitted } from '../../../steps/experiment/numbers/equation.ts';
import { type ExperimentResult, experimentResult } from '../../../steps/experiment/numbers/experiment.ts';
import { experimentSample } from '../../../steps/experiment/numbers/sample.ts';
import type { ErrorName, EstimatorName, ExperimentSpec } from '../../../steps/experiment/numbers/spec.ts';
import type { Run } from '../case.ts';
import { type Actual, differences, type Fields, type Lookup } from '../compare.ts';
import { conditionOf, written } from './linear.ts';
import type { Runner } from './runner.ts';

export type ExperimentRun = Omit<Run, 'weights'> & NonNullable<Run['experiment']>;

/** Names of the difference of means in runs: errors by Neyman, and differences between clusters. */
const isDifference = ({ design, se }: ExperimentRun): boolean => se === 'neyman' || design === 'clustered';

export function specOf(run: ExperimentRun): ExperimentSpec {
  const adjust = run.adjust ?? 'none';
  const isAdjusted = adjust === 'fixed_effects' || run.design === 'blocked' || run.est !== 'exp_itt';
  const errors = run.se === 'neyman' || run.se === undefined ? (run.cluster === undefined ? 'HC2' : 'CR2') : run.se;
  return {
    treatment: [run.treatment!],
    control: run.control ?? null,
    arms: null,
    strata: isAdjusted ? (run.strata ?? null) : null,
    cluster: run.cluster ?? null,
    clustered: run.design === 'clustered' ? true : null,
    probability: null,
    weights: typeof run.weights === 'string' ? written(run.weights) : null,
    outcomes: run.y === undefined ? [] : [written(run.y)],
    covariates: (run.x ?? []).map(written),
    estimator: (isDifference(run) ? 'difference' : adjust === 'lin' ? 'lin' : 'regression') as EstimatorName,
    errors: errors as ErrorName,
    strataMin: run.drop_strata_below ?? null,
    sample: run.filter ? run.filter.map(conditionOf).join(' and ') : null,
    exclude: null,
  };
}

interface Result {
  readonly found: ExperimentResult;
  readonly fit: Fitted | null;
  readonly left: readonly string[];
}

/** Covariates less their means have names that end in `_c`. */
const ownName = (name: string): string => name.replace(/_c$/, '');

function contrastOf({ found, fit }: Result, name: string): Contrasted | undefined {
  const effect = found.effects.find(({ arm }) => arm === name || (name === 'treat' && found.effects.length === 1));
  return effect ?? fit?.test({ [ownName(name)]: 1 });
}

const of =
  (field: keyof Contrasted): Lookup<Result> =>
  (result, [name]): Actual =>
    contrastOf(result, name!)?.[field];

const jointNames: Readonly<Record<string, 'f' | 'df1' | 'df2' | 'pValue'>> = {
  F: 'f',
  df1: 'df1',
  df2: 'df2',
  p: 'pValue',
};

const fields: Fields<Result> = {
  known: {
    ...{ coef: of('estimate'), se: of('stdError'), df: of('df'), t: of('statistic'), p: of('pValue') },
    ...{ low: of('confLow'), high: of('confHigh') },
    N: ({ found }) => found.effects[0]!.n,
    G: ({ found }) => found.effects[0]!.clusters,
    control_mean: ({ found }) => found.effects[0]!.controlMean,
    joint_F: ({ found }, [name]) => found.joint[0]?.[jointNames[name!]!],
    strata: ({ found, left }) => found.design.strata! - left.length,
    strata_dropped: ({ left }, [index]) => left[Number(index)],
  },
  ignored: { design: 'the word of another program for the design' },
};

const refusals: readonly (readonly [meaning: RegExp, said: RegExp])[] = [
  [/a stratum holds one arm only: schoolidk 14/, /a stratum holds one arm only: `schoolidk` 14/],
];

/** A run that must be refused says the error's meaning. */
function refusedAs(meaning: string, work: () => unknown): string[] {
  const said = refusals.find(([each]) => each.test(meaning))?.[1];
  if (said === undefined) return [`this suite does not know the refusal \`${meaning}\``];
  try {
    work();
  } catch (error) {
    const { message } = error as Error;
    return said.test(unmarked(message)) ? [] : [message];
  }
  return ['it was not refused'];
}

export const runItt: Runner = (run, data: Data) => {
  const spec = specOf(run as unknown as ExperimentRun);
  const result = (): Result => {
    const sample = experimentSample(spec, data);
    const { fit, leftStrata } = outcomeEffects(spec, sample, sample.columns.outcomes[0]!);
    return { found: experimentResult(spec, sample), fit, left: leftStrata };
  };
  const { error } = run.expected;
  return typeof error === 'string' ? refusedAs(error, result) : differences(run, result(), fields);
};
