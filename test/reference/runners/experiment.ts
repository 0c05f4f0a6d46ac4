/** `exp_itt`: experiments by the specs that `kind: experiment` makes, through its own sample. */
import { written as unmarked } from '../../../src/base/value.ts';
import type { Data } from '../../../src/econ/data.ts';
import type { Balance } from '../../../steps/experiment/numbers/balance.ts';
import { outcomeEffects } from '../../../steps/experiment/numbers/effects.ts';
import type { Contrasted, FittedEquation } from '../../../steps/experiment/numbers/equation.ts';
import type { ArmsFTest } from '../../../steps/experiment/numbers/errors.ts';
import { type ExperimentResult, experimentResult } from '../../../steps/experiment/numbers/experiment.ts';
import { lateOf } from '../../../steps/experiment/numbers/late.ts';
import { momentsOf } from '../../../steps/experiment/numbers/moments.ts';
import { experimentSample } from '../../../steps/experiment/numbers/sample.ts';
import type {
  BoundsSpec,
  ErrorName,
  EstimatorName,
  ExperimentSpec,
  IndexSpec,
} from '../../../steps/experiment/numbers/spec.ts';
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
    takeUp: run.takeup === undefined ? null : written(run.takeup),
    indices: indicesOf(run),
    subgroups: run.est === 'exp_subgroup' ? [run.by!] : [],
    balance: (run.covariates ?? []).map(written),
    attrition: (run.interactions ?? []).map(written),
    bounds: boundsOf(run),
    sample: run.filter ? run.filter.map(conditionOf).join(' and ') : null,
    exclude: null,
  };
}

function indicesOf({ est, outcomes = [], signs = [], method, covariance = 'all' }: ExperimentRun): IndexSpec[] {
  if (est !== 'exp_index') return [];
  const reverse = outcomes.filter((_, j) => signs[j] === -1).map(written);
  return [{ name: 'index', of: outcomes.map(written), reverse, method: method as 'klk', covariance }];
}

function boundsOf({ est, method, tighten, support, sd = 0.25 }: ExperimentRun): BoundsSpec | null {
  if (est !== 'exp_bounds') return null;
  return { methods: [method as 'lee'], by: tighten ?? null, support: support ?? null, sd: [sd] };
}

interface Result {
  readonly found: Pick<ExperimentResult, 'effects' | 'joint'>;
  readonly strata: number | null;
  readonly fit: FittedEquation | null;
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

/** A joint test by the names that runs have. */
const inTest = (test: Partial<ArmsFTest> | { invalid: string } | undefined, name: string): Actual =>
  (test as Partial<ArmsFTest> | undefined)?.[jointNames[name]!];

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
    strata: ({ strata, left }) => strata! - left.length,
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

const sampleOf = (run: Run, data: Data, more: Partial<ExperimentSpec> = {}) => {
  const spec = { ...specOf(run as unknown as ExperimentRun), ...more };
  return { spec, sample: experimentSample(spec, data) };
};

export const runLate: Runner = (run, data) => {
  const { spec, sample } = sampleOf(run, data);
  const { late, fit } = lateOf(sample, sample.columns.outcomes[0]!, sample.columns.takeUp[0]!, spec);
  const found = { late: [late] };
  const at =
    (field: keyof Contrasted): Lookup<typeof found> =>
    (result, [name]) =>
      name === late.takeUp ? result.late[0]![field] : fit.test({ [name!]: 1 })[field];
  return differences(run, found, {
    known: {
      ...{ coef: at('estimate'), se: at('stdError'), df: at('df'), t: at('statistic'), p: at('pValue') },
      ...{ low: at('confLow'), high: at('confHigh') },
      N: (result) => result.late[0]!.n,
      first_stage: (result) => result.late[0]!.firstStage,
    },
    ignored: {},
  });
};

export const runSubgroup: Runner = (run, data) => {
  const { spec, sample } = sampleOf(run, data);
  const found = experimentResult(spec, sample);
  const level =
    (field: 'estimate' | 'stdError'): Lookup<ExperimentResult> =>
    ({ subgroups }, [name]) =>
      subgroups.find((each) => each.level === name && each.from === undefined)?.[field];
  const difference =
    (field: 'estimate' | 'stdError' | 'pValue'): Lookup<ExperimentResult> =>
    ({ subgroups }) =>
      subgroups.find((each) => each.from !== undefined)?.[field];
  return differences(run, found, {
    known: {
      ...{ effect: level('estimate'), se: level('stdError'), difference: difference('estimate') },
      ...{ difference_se: difference('stdError'), difference_p: difference('pValue') },
      N: ({ effects }) => effects[0]!.n,
    },
    ignored: {},
  });
};

const balanceNames: Readonly<Record<string, keyof Balance>> = {
  ...{ mean_control: 'meanControl', sd_control: 'sdControl', mean_treated: 'meanTreated', sd_treated: 'sdTreated' },
  ...{ difference: 'estimate', se: 'stdError', p: 'pValue', normalised: 'normalised', n: 'n' },
};

export const runBalance: Runner = (run, data) => {
  const { spec, sample } = sampleOf(run, data);
  return differences(run, experimentResult(spec, sample), {
    known: {
      rows: ({ balance }, [name, field]) =>
        balance.find(({ covariate }) => covariate === name)?.[balanceNames[field!]!],
      joint: ({ balanceTests: [test], method }, [part, name]) => {
        if (part === 'N') return test!.n;
        if (name === 'type') return method.cluster === null ? 'HC1' : 'CR2';
        return inTest(test![part as 'iid' | 'robust'], name!);
      },
    },
    ignored: {},
  });
};

export const runAttrition: Runner = (run, data) => {
  const { interactions_filter: filter } = run as unknown as ExperimentRun;
  const { outcome } = run as unknown as { readonly outcome: string };
  const { spec, sample } = sampleOf(run, data, { outcomes: [written(outcome)], attrition: [] });
  const found = experimentResult(spec, sample);
  const two = { ...specOf(run as unknown as ExperimentRun), outcomes: [written(outcome)] };
  const part = experimentResult(
    two,
    experimentSample({ ...two, sample: filter!.map(conditionOf).join(' and ') }, data),
  );
  const control = found.attrition[0]!;
  const fit = outcomeEffects(spec, sample, {
    name: outcome,
    values: sample.columns.outcomes[0]!.values.map((value) => (Number.isNaN(value) ? 1 : 0)),
  });
  const at =
    (field: keyof Contrasted): Lookup<ExperimentResult> =>
    (result, [name]) =>
      name === '_cons' ? fit.fit!.test({ _cons: 1 })[field] : result.attrition.find(({ arm }) => arm === name)?.[field];
  return differences(run, found, {
    known: {
      ...{ coef: at('estimate'), se: at('stdError'), df: at('df'), t: at('statistic'), p: at('pValue') },
      ...{ low: at('confLow'), high: at('confHigh') },
      rate: (result, [name]) =>
        name === spec.control ? control.rateControl : result.attrition.find(({ arm }) => arm === name)?.rate,
      N: (result) => result.attrition[0]!.n,
      interactions_joint: (_, [name]) =>
        name === 'vcov' ? 'HC1' : inTest(part.attritionTests[0]!.interactions, name!),
    },
    ignored: {},
  });
};

export const runBounds: Runner = (run, data) => {
  const { spec, sample } = sampleOf(run, data);
  const { bounds, attrition } = experimentResult(spec, sample);
  return differences(
    run,
    { bounds },
    {
      known: {
        selected: (_, [arm]) => 1 - attrition[0]![arm === 'treated' ? 'rate' : 'rateControl'],
        trim_arm: ({ bounds: [each] }) => each!.trimmed,
        trim_share: ({ bounds: [each] }) => each!.trimShare,
        thresholds: ({ bounds: [each] }, [name]) => each![name === 'keep_above' ? 'keepAbove' : 'keepBelow'],
        n_kept: ({ bounds: [each] }, [name]) => each![name === 'above' ? 'keptAbove' : 'keptBelow'],
        lower: ({ bounds: [each] }) => each!.lower,
        upper: ({ bounds: [each] }) => each!.upper,
        se: ({ bounds: [each] }, [name]) => each![name === 'lower' ? 'lowerError' : 'upperError'],
        imbens_manski: ({ bounds: [each] }, [index]) => each![index === '0' ? 'confLow' : 'confHigh'],
        cells: ({ bounds: [each] }, [level, name]) => {
          const cell = each!.cells!.find((own) => own.level === level)!;
          const names = { trim_share: 'trimShare', trim_arm: 'trimmed' } as const;
          return cell[(names[name as 'trim_arm'] ?? name) as 'weight'];
        },
      },
      ignored: {},
    },
  );
};

export const runIndex: Runner = (run, data) => {
  const { spec, sample } = sampleOf(run, data);
  const values = [...sample.indices[0]!.column.values];
  const { mean, variance } = momentsOf(values.filter((value) => !Number.isNaN(value)));
  const { effects, indices } = experimentResult(spec, sample);
  return differences(
    run,
    { effects, indices },
    {
      known: {
        N: ({ effects: [each] }) => each!.n,
        mean: () => mean,
        sd: () => Math.sqrt(variance),
        // a mean of z scores is zero but for rounding
        control_mean: ({ effects: [each] }) => {
          const { control_mean: expected } = run.expected as { readonly control_mean: number };
          const isZero = [each!.controlMean as number, expected].every((value) => Math.abs(value) < 1e-15);
          return isZero ? expected : each!.controlMean;
        },
        control_sd: ({ effects: [each] }) => each!.controlSd,
        first5: (_, [index]) => values[Number(index)],
        effect: ({ effects: [each] }) => each!.estimate,
        se: ({ effects: [each] }) => each!.stdError,
        p: ({ effects: [each] }) => each!.pValue,
        weights: ({ indices: [each] }, [name]) => each!.weights.find(({ variable }) => variable === name)?.weight,
      },
      ignored: {},
    },
  );
};

export const runItt: Runner = (run, data: Data) => {
  const spec = specOf(run as unknown as ExperimentRun);
  const result = (): Result => {
    const sample = experimentSample(spec, data);
    const { fit, leftStrata } = outcomeEffects(spec, sample, sample.columns.outcomes[0]!);
    const { effects, joint, design } = experimentResult(spec, sample);
    const isJoint = Object.hasOwn(run.expected, 'joint_F');
    return { found: { effects, joint: isJoint ? joint : [] }, strata: design.strata, fit, left: leftStrata };
  };
  const { error } = run.expected;
  return typeof error === 'string' ? refusedAs(error, result) : differences(run, result(), fields);
};
