/** The result of an experiment: effects by outcome and arm. */
import { datum } from '../../../src/base/value.ts';
import type { RowsLost, Warning } from '../../../src/econ/fit.ts';
import { type Effect, type JointEffect, type OutcomeEffects, outcomeEffects } from './effects.ts';
import type { Experiment } from './sample.ts';
import type { ErrorName, EstimatorName, ExperimentSpec } from './spec.ts';

/** How effects and their errors were made, as notes say it. */
export interface Method {
  readonly estimator: EstimatorName;
  readonly errors: ErrorName | 'Neyman';
  /** Names of variables. */
  readonly strata: string | null;
  readonly cluster: string | null;
  readonly weighted: boolean;
  /** How many there are. */
  readonly covariates: number;
}

export interface ExperimentResult {
  readonly effects: readonly Effect[];
  readonly joint: readonly JointEffect[];
  readonly design: {
    readonly arms: readonly { readonly name: string; readonly n: number }[];
    readonly nobs: number;
    readonly strata: number | null;
    readonly clusters: number | null;
    readonly clustered: boolean;
  };
  readonly method: Method;
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
}

export function experimentResult(spec: ExperimentSpec, experiment: Experiment): ExperimentResult {
  const { design, columns, rowsLost } = experiment;
  const found = columns.outcomes.map((outcome) => outcomeEffects(spec, experiment, outcome));
  return {
    effects: found.flatMap(({ effects }) => effects),
    joint: found.flatMap(({ joint }) => joint ?? []),
    design: {
      arms: design.arms.map((name, i) => ({ name, n: design.arm.filter((own) => own === i).length })),
      nobs: design.nobs,
      strata: design.strata?.levels.length ?? null,
      clusters: design.clusters?.levels.length ?? null,
      clustered: design.clustered,
    },
    method: methodOf(spec),
    rowsLost,
    warnings: [...experiment.warnings, ...warningsOf(spec, found)],
  };
}

function methodOf({ estimator, errors, strata, cluster, weights, probability, covariates }: ExperimentSpec): Method {
  return {
    ...{ estimator, errors: estimator === 'difference' && cluster === null ? 'Neyman' : errors, strata, cluster },
    ...{ weighted: weights !== null || probability !== null, covariates: covariates.length },
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
