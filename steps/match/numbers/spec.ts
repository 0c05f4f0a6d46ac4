/** The canonical specification of a matching or balancing of treated rows with controls, which enters a node's key. */
import { printName } from '../../../src/base/expression/print.ts';
import { variablesOfList } from '../../../src/econ/compile/variable-list.ts';
import { columnsOfLevels, variablesOfCondition } from '../../../src/econ/spec.ts';
import type { Nearness } from './metric.ts';
import type { ScoreName } from './score.ts';

export const matchMethods = ['nearest', 'radius', 'kernel', 'entropy', 'ipw', 'cem'] as const;

export const estimands = ['att', 'ate', 'atc'] as const;
export type Estimand = (typeof estimands)[number];

/** The number of rows of the same side that tell the variance of a row's outcome, as in Stata's `teffects nnmatch`. */
export const USUAL_NEIGHBOURS = 2;

/** The cuts of a covariate into intervals: at these values, into this many equal parts of its range, or nowhere, so that each value is by itself. */
export type Cuts = readonly number[] | number | 'exact';

export interface MatchSpec {
  /** Column of zeros and ones. */
  readonly treatment: string;
  /** Canonical terms of the score, or those that are balanced. */
  readonly on: readonly string[];
  readonly method: (typeof matchMethods)[number];
  readonly score: ScoreName;
  /** Distances in the index x'b rather than in the probability. */
  readonly index: boolean;
  readonly k: number;
  readonly replace: boolean;
  /** Is true where all controls at the k-th distance are taken. */
  readonly ties: boolean;
  /** Distances must be below it; of `radius`, at most it. */
  readonly caliper: number | null;
  /** Without replacement: in which order treated rows choose. */
  readonly order: 'descending' | 'ascending';
  readonly algorithm: 'greedy' | 'psmatch2';
  readonly kernel: 'epan' | 'normal' | 'biweight' | 'uniform' | 'tricube';
  readonly bandwidth: number;
  /** Leaves out treated rows whose score lies beyond those of the controls. */
  readonly common: boolean;
  /** Moments that entropy balancing makes equal. */
  readonly moments: 1 | 2;
  /** `nearest`: by what rows are near whose effect is estimated with an error of its own; absent where treated rows are matched by the score, and weights are taken as given. */
  readonly metric?: Nearness;
  /** With a metric of covariates: columns whose levels matched rows share. */
  readonly exact?: readonly string[];
  /** With a metric: the number of rows of the same side by which the variance of a row's outcome is told; 0 for one pooled variance. By the score the row itself is one of them. */
  readonly errorNeighbours?: number;
  /** With a metric, and of `ipw`: whose effect is estimated; absent where it is that of the treated. */
  readonly estimand?: Estimand;
  /** With a metric of covariates, and of `ipw`: terms of the outcome's regressions on each side. */
  readonly adjust?: readonly string[];
  /** `ipw`: rows whose score is nearer than this to 0 or 1 are left out. */
  readonly trim?: number;
  /** `cem`: where terms of `on` are cut; others by the rule of Sturges. */
  readonly cuts?: Readonly<Record<string, Cuts>>;
  readonly outcomes: readonly string[];
  readonly sample: string | null;
  readonly exclude: string | null;
  /** Rows on which whole units are matched; null: every row by itself. */
  readonly at: string | null;
  /** A column, or several joined by `^`, within whose levels rows are matched; absent where all are matched together. */
  readonly by?: string;
  /** The column that the weights become. */
  readonly name: string;
  /** The column that the score becomes; absent where it becomes none. */
  readonly scoreAs?: string;
}

/** Treated rows with the highest scores are hardest to match and choose first; psmatch2 goes by rising scores unless told otherwise. */
export const usualOrder = (algorithm: MatchSpec['algorithm']): MatchSpec['order'] =>
  algorithm === 'psmatch2' ? 'ascending' : 'descending';

/** The cuts of a column of `on`, by its name in results; undefined where the rule says. */
export const cutsOf = ({ cuts }: Pick<MatchSpec, 'cuts'>, name: string): Cuts | undefined =>
  cuts?.[name] ?? cuts?.[printName(name)];

/** The columns whose levels are matched alone. */
export const byColumns = (by: string | undefined): readonly string[] => (by === undefined ? [] : columnsOfLevels(by));

/** Columns that decide the weights, sorted. */
export function matchReads({
  treatment,
  on,
  outcomes,
  sample,
  exclude,
  at,
  by,
  exact = [],
  adjust = [],
}: MatchSpec): string[] {
  const list = variablesOfList({ variables: [...on, ...adjust, ...outcomes], sample, exclude });
  return [
    ...new Set([...list, treatment, ...(at === null ? [] : variablesOfCondition(at)), ...byColumns(by), ...exact]),
  ].sort();
}
