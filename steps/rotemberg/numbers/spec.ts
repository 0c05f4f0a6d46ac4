/** The specification of Rotemberg weights, as a node's parameters hold it. */
import { variablesOfList } from '../../../src/econ/compile/variable-list.ts';
import { columnsOfLevels } from '../../../src/econ/spec.ts';

export interface RotembergSpec {
  /** Canonical terms of one column each. */
  readonly outcome: string;
  readonly endogenous: string;
  /** Columns of shares and of the shocks that they are multiplied with, in the same order. */
  readonly shares: readonly string[];
  readonly shocks: readonly string[];
  /** The column of the period, in each of which a sector has a shock of its own; null: one period. */
  readonly period: string | null;
  readonly controls: readonly string[];
  readonly absorb: readonly string[];
  readonly weights: string | null;
  readonly sample: string | null;
  readonly exclude: string | null;
  /** The number of sectors, by period, with the largest weights that are rows of tables. */
  readonly top: number;
}

/** Terms of one column each, in the order in which a run reads them. */
export const leavesOf = ({ outcome, endogenous, shares, shocks, weights }: RotembergSpec): readonly string[] => [
  outcome,
  endogenous,
  ...shares,
  ...shocks,
  ...(weights === null ? [] : [weights]),
];

/** Columns that stand for levels. */
export const levelsOf = ({ period, absorb }: RotembergSpec): readonly string[] => [
  ...(period === null ? [] : [period]),
  ...absorb,
];

/** Columns of the frame that are read, sorted. */
export function rotembergReads(spec: RotembergSpec): string[] {
  const { controls, sample, exclude } = spec;
  const list = variablesOfList({ variables: [...leavesOf(spec), ...controls], sample, exclude });
  return [...new Set([...list, ...levelsOf(spec).flatMap(columnsOfLevels)])].sort();
}
