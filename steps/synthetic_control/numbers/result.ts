/** The results of synthetic controls beside their effect: weights, paths, predictors, placebos. */
import type { Fit, Stat } from '../../../src/econ/fit.ts';

export interface UnitWeight {
  /** The unit; of several cohorts `unit:cohort`. */
  readonly name: string;
  readonly weight: number;
  /** The first treated period of the cohort that it is a control of; absent where there is one cohort. */
  readonly cohort?: number;
}

export interface TimeWeight {
  readonly period: number;
  readonly weight: number;
  readonly cohort?: number;
}

/** The outcome of the treated and of their synthetic control in a period. */
export interface PathRecord {
  readonly period: number;
  readonly treated: number;
  readonly synthetic: number;
  readonly gap: number;
  /** The standard error of the gap, by methods that impute and draw errors. */
  readonly stdError?: number;
  readonly isTreated: boolean;
  readonly cohort?: number;
}

export interface PredictorRecord {
  readonly predictor: string;
  /** Its periods: `1964–1969`, with the step behind it where that is above 1. */
  readonly window: string;
  readonly treated: number;
  readonly synthetic: number;
  /** Mean of the donors. */
  readonly donors: number;
  readonly weight: number;
}

export interface PlaceboRecord {
  /** The unit. */
  readonly name: string;
  readonly estimate: number;
  readonly msePre: number;
  readonly msePost: number;
  readonly ratio: Stat;
}

export interface GapRecord {
  /** The unit. */
  readonly name: string;
  readonly period: number;
  readonly gap: number;
}

export interface CohortRecord {
  readonly cohort: number;
  readonly estimate: number;
  readonly treated: number;
  readonly periods: number;
  readonly share: number;
  /** The penalties of a block. */
  readonly zetaOmega?: number;
  readonly zetaLambda?: number;
}

/** The values of the factors in a period by `f1`, `f2`, … */
export type FactorRecord = { readonly period: number } & Readonly<Record<string, number>>;

/** The loadings of a unit on the factors by `f1`, `f2`, … */
export interface LoadingRecord {
  /** The unit. */
  readonly name: string;
  readonly isTreated: boolean;
  readonly [factor: `f${number}`]: number;
}

export interface ChoiceRecord {
  /** A number of factors, or a penalty. */
  readonly value: number;
  /** Mean squared error of periods before treatment that were left out. */
  readonly mspe: Stat;
  readonly sigma2?: number;
  readonly isChosen: boolean;
}

export interface SyntheticResult {
  readonly fit: Fit;
  /** The variable of units, whose names stand in the records. */
  readonly unitsOf: string;
  readonly unitWeights: readonly UnitWeight[];
  readonly timeWeights: readonly TimeWeight[];
  readonly paths: readonly PathRecord[];
  readonly predictors: readonly PredictorRecord[];
  readonly placebos: readonly (PlaceboRecord | Pick<PlaceboRecord, 'name' | 'estimate'>)[];
  readonly placeboGaps: readonly GapRecord[];
  readonly leaveOneOut: readonly PlaceboRecord[];
  readonly cohorts: readonly CohortRecord[];
  /** Members that methods that impute have. */
  readonly factors?: readonly FactorRecord[];
  readonly loadings?: readonly LoadingRecord[];
  readonly choices?: readonly ChoiceRecord[];
}

/** The record of an effect. */
export interface Effect {
  readonly estimate: number;
  readonly stdError: Stat;
  readonly pValue?: Stat;
}
