/** The result of an experiment: effects by outcome and arm. */
import { datum } from '../../../src/base/value.ts';
import type { RowsLost, Warning } from '../../../src/econ/fit.ts';
import { type Balance, type BalanceTest, balanceOf, balanceTests } from './balance.ts';
import type { DoubleSelection } from './chosen/double-selection.ts';
import { type ExperimentEffect, effectsBy, type JointEffect, type OutcomeEffects } from './effects.ts';
import type { Index } from './indices.ts';
import { type Late, lateOf } from './late.ts';
import { type Attrition, type AttritionTest, attritionOf } from './missing/attrition.ts';
import { type Bounds, boundsOf } from './missing/bounds.ts';
import { type Experiment, outcomesOf } from './sample.ts';
import type { ErrorName, EstimatorName, ExperimentSpec } from './spec.ts';
import { type SubgroupEffect, subgroupEffects } from './subgroups.ts';

/** The method of effects and their errors, as notes say it. */
export interface EffectMethod {
  readonly estimator: EstimatorName;
  readonly errors: ErrorName | 'Neyman';
  /** Names of variables. */
  readonly strata: string | null;
  readonly cluster: string | null;
  readonly weighted: boolean;
  /** The number of covariates. */
  readonly covariates: number;
  /** Terms of which covariates were chosen; absent where none were named. */
  readonly candidates?: number;
}

/** Covariates that were chosen for an outcome. */
export interface Selection extends DoubleSelection {
  readonly variable: string;
}

export interface ExperimentResult {
  readonly effects: readonly ExperimentEffect[];
  readonly joint: readonly JointEffect[];
  /** Covariates that were chosen, by outcome; none where no candidates were named. */
  readonly selection: readonly Selection[];
  readonly late: readonly Late[];
  readonly subgroups: readonly SubgroupEffect[];
  readonly indices: readonly { readonly variable: string; readonly weights: Index['weights'] }[];
  readonly balance: readonly Balance[];
  readonly balanceTests: readonly BalanceTest[];
  readonly attrition: readonly Attrition[];
  readonly attritionTests: readonly AttritionTest[];
  readonly bounds: readonly Bounds[];
  readonly design: {
    readonly arms: readonly { readonly name: string; readonly n: number }[];
    readonly nobs: number;
    readonly strata: number | null;
    readonly clusters: number | null;
    readonly clustered: boolean;
  };
  readonly method: EffectMethod;
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
}

export function experimentResult(spec: ExperimentSpec, experiment: Experiment): ExperimentResult {
  const { design, columns, indices, rowsLost, levels } = experiment;
  const outcomes = outcomesOf(experiment);
  const found = outcomes.map(effectsBy(spec, experiment));
  const [takeUp] = columns.takeUp;
  const late = takeUp === undefined ? [] : outcomes.map((outcome) => lateOf(experiment, outcome, takeUp, spec));
  const attrition = columns.outcomes.map((outcome) => attritionOf(design, outcome, columns.attrition, spec.errors));
  return {
    effects: found.flatMap(({ effects }) => effects),
    joint: found.flatMap(({ joint }) => joint ?? []),
    selection: found.flatMap(({ selection }, k) =>
      selection === null ? [] : { variable: outcomes[k]!.name, ...selection },
    ),
    late: late.map((each) => each.late),
    subgroups: spec.subgroups.flatMap((by) =>
      outcomes.flatMap((outcome) => subgroupEffects(spec, experiment, outcome, levels(by))),
    ),
    indices: indices.map(({ column, weights }) => ({ variable: column.name, weights })),
    balance: balanceOf(design, columns.balance, spec.errors),
    balanceTests: columns.balance.length === 0 ? [] : balanceTests(design, columns.balance),
    attrition: attrition.flatMap((each) => each.attrition),
    attritionTests: attrition.flatMap(({ test }) => test ?? []),
    bounds: boundsIn(spec, experiment),
    design: {
      arms: design.arms.map((name, i) => ({ name, n: design.arm.filter((own) => own === i).length })),
      nobs: design.nobs,
      strata: design.strata?.levels.length ?? null,
      clusters: design.clusters?.levels.length ?? null,
      clustered: design.clustered,
    },
    method: methodOf(spec),
    rowsLost,
    warnings: [...experiment.warnings, ...warningsOf(spec, found), ...weakWarnings(late.map((each) => each.late))],
  };
}

function boundsIn({ bounds }: ExperimentSpec, { design, columns, levels }: Experiment): Bounds[] {
  if (bounds === null) return [];
  const by = bounds.by === null ? null : levels(bounds.by);
  return columns.outcomes
    .filter(({ values }) => values.some(Number.isNaN))
    .flatMap((outcome) => boundsOf(design, outcome, bounds, by));
}

/** Below it assignment moves take-up too little (Stock & Yogo's rule of thumb, for one instrument). */
const weakF = 10;

function weakWarnings(late: readonly Late[]): Warning[] {
  const found = late.flatMap(({ firstStageF: f }) => (typeof f === 'number' ? [f] : []));
  const least = Math.min(...found);
  if (!(least < weakF)) return [];
  return [
    {
      code: 'weak-first-stage',
      message: `assignment moves \`${late[0]!.takeUp}\` little: F = ${least.toFixed(2)}`,
      hint: 'intervals of a ratio with a weak denominator are too short',
    },
  ];
}

function methodOf({
  estimator,
  errors,
  strata,
  cluster,
  weights,
  probability,
  covariates,
  candidates,
}: ExperimentSpec): EffectMethod {
  return {
    ...{ estimator, errors: estimator === 'difference' && cluster === null ? 'Neyman' : errors, strata, cluster },
    ...{ weighted: weights !== null || probability !== null, covariates: covariates.length },
    ...(candidates === undefined ? {} : { candidates: candidates.length }),
  };
}

function warningsOf({ strata }: ExperimentSpec, found: readonly OutcomeEffects[]): Warning[] {
  const dropped = [...new Set(found.flatMap(({ fit }) => fit?.dropped ?? []))];
  const left = [...new Set(found.flatMap(({ leftStrata }) => leftStrata))];
  return [
    ...dropped.map((name) => ({
      code: 'collinear',
      message: `\`${name}\` was dropped from the covariates, which the others span`,
    })),
    ...(left.length === 0
      ? []
      : [
          {
            code: 'strata-left-out',
            message: `strata of \`${strata}\` with too few rows of an arm are left out: ${left.map((level) => datum(strata!, level)).join(', ')}`,
          },
        ]),
  ];
}
