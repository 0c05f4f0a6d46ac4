/** The canonical specification of a matching or balancing of treated rows with controls, which enters a node's key. */
import { variablesOfList } from '../../../src/econ/compile/variable-list.ts';
import { columnsOfLevels, variablesOfCondition } from '../../../src/econ/spec.ts';
import type { ScoreName } from './score.ts';

export const matchMethods = ['nearest', 'radius', 'kernel', 'entropy'] as const;

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
  readonly outcomes: readonly string[];
  readonly sample: string | null;
  readonly exclude: string | null;
  /** Rows on which whole units are matched; null: every row by itself. */
  readonly at: string | null;
  /** A column, or several joined by `^`, within whose levels rows are matched; absent where all are matched together. */
  readonly by?: string;
  /** The column that the weights become. */
  readonly name: string;
}

/** Treated rows with the highest scores are hardest to match and choose first; psmatch2 goes by rising scores unless told otherwise. */
export const usualOrder = (algorithm: MatchSpec['algorithm']): MatchSpec['order'] =>
  algorithm === 'psmatch2' ? 'ascending' : 'descending';

/** The columns whose levels are matched alone. */
export const byColumns = (by: string | undefined): readonly string[] => (by === undefined ? [] : columnsOfLevels(by));

/** Columns that decide the weights, sorted. */
export function matchReads({ treatment, on, outcomes, sample, exclude, at, by }: MatchSpec): string[] {
  const list = variablesOfList({ variables: [...on, ...outcomes], sample, exclude });
  return [...new Set([...list, treatment, ...(at === null ? [] : variablesOfCondition(at)), ...byColumns(by)])].sort();
}
