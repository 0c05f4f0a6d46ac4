/** The canonical specification of a synthetic control or of a synthetic difference in differences, which enters a node's key. */
import { variablesOfList } from '../../../src/econ/compile/variable-list.ts';

export const blockMethods = ['sdid', 'did'] as const;
export type BlockMethod = (typeof blockMethods)[number];
/** Methods that impute what the treated would have been by factors. */
export const imputedMethods = ['gsc', 'ife', 'mc'] as const;
export type ImputedMethod = (typeof imputedMethods)[number];
/** Columns of tables of factors and loadings; no more factors are asked for. */
export const factorNames: readonly string[] = Array.from({ length: 20 }, (_, l) => `f${l + 1}`);
export const syntheticMethods = ['sc', ...blockMethods, ...imputedMethods] as const;
export type SyntheticMethod = (typeof syntheticMethods)[number];
export const isImputed = (method: SyntheticMethod): method is ImputedMethod =>
  (imputedMethods as readonly string[]).includes(method);
export const syntheticErrors = ['jackknife', 'placebo', 'bootstrap', 'parametric', 'none'] as const;
export type SyntheticErrors = (typeof syntheticErrors)[number];

/** A predictor: the mean of a variable over a window of periods, every `step`-th of it. */
export interface Predictor {
  /** Canonical term of one column. */
  readonly of: string;
  readonly over: readonly [first: number, last: number];
  readonly step: number;
}

/** The periods of a predictor in words: `1980–1988`, `1975`, `1980–1988 (2)`. */
export function windowOf({ over: [first, last], step }: Predictor): string {
  const ends = first === last ? String(first) : `${first}–${last}`;
  return step === 1 ? ends : `${ends} (${step})`;
}

/** The name of a predictor among all: its variable, with its window where the variable stands in several. */
export const predictorName = (predictor: Predictor, all: readonly Predictor[]): string =>
  all.filter(({ of }) => of === predictor.of).length === 1 ? predictor.of : `${predictor.of} ${windowOf(predictor)}`;

export interface SyntheticSpec {
  readonly method: SyntheticMethod;
  /** Canonical term of one column. */
  readonly outcome: string;
  /** The unit that is treated from `start` on, as its level is written; null where `treatment` says it. */
  readonly treated: string | null;
  readonly start: number | null;
  /** A column of zeros and ones: 1 where a unit is treated. */
  readonly treatment: string | null;
  /** First and last period that synthetic outcomes are fitted to; null: all before treatment. */
  readonly fit: readonly [first: number, last: number] | null;
  /** null: the outcomes of the periods of `fit`, unscaled, each with the same weight. */
  readonly predictors: readonly Predictor[] | null;
  /** Weights of the predictors. */
  readonly v: 'equal' | 'nested' | readonly number[];
  /** Penalty of the ridge augmentation, in squared units of the outcome; null: none. */
  readonly ridge: number | null;
  /** True: every donor is treated once as if it were the treated unit. */
  readonly placebos: boolean;
  /** True: the weights are fitted anew without each donor that has one. */
  readonly leaveOneOut: boolean;
  readonly errors: SyntheticErrors;
  /** Draws of the bootstrap, and of placebos where several units are treated. */
  readonly draws: number;
  readonly covariates: readonly string[];
  /** The number of factors of `gsc` and `ife`, or the most of those among which periods that are left out choose. */
  readonly factors?: number | { readonly most: number };
  /** The penalty of the nuclear norm of `mc`; periods that are left out choose it by `cv`. */
  readonly lambda?: number | 'cv';
  readonly sample: string | null;
  readonly exclude: string | null;
}

/** Terms of one column each that rows need. */
export const leavesOf = ({ outcome, covariates }: SyntheticSpec): readonly string[] => [outcome, ...covariates];

/** Terms of the predictors, each once. */
export const predictorTerms = ({ predictors }: SyntheticSpec): readonly string[] => [
  ...new Set((predictors ?? []).map(({ of }) => of)),
];

/** Columns of the frame that are read, sorted, besides the panel's keys. */
export function syntheticReads(spec: SyntheticSpec): string[] {
  const { sample, exclude, treatment } = spec;
  const list = variablesOfList({ variables: [...leavesOf(spec), ...predictorTerms(spec)], sample, exclude });
  return [...new Set([...list, ...(treatment === null ? [] : [treatment])])].sort();
}
