/** The specification of Rotemberg weights, as a node's parameters hold it. */
import { variablesOfList } from '../../../src/econ/compile/variable-list.ts';
import type { VcovSpec } from '../../../src/econ/design.ts';
import type { ShiftShareDeclaration } from '../../../src/econ/regional/shift-share-of-panel.ts';
import { columnsOfLevels } from '../../../src/econ/spec.ts';

export interface RotembergSpec {
  /** Canonical terms of one column each. */
  readonly outcome: string;
  readonly endogenous: string;
  /** Columns of shares and of the shocks that they are multiplied with, in the same order; none where `shiftShare` has them. */
  readonly shares: readonly string[];
  readonly shocks: readonly string[];
  /** The declaration of the shift-share variable, whose frame of sectors is the input `sectors`. */
  readonly shiftShare: ShiftShareDeclaration | null;
  /** The column of the period, in each of which a sector has a shock of its own; null: one period. */
  readonly period: string | null;
  readonly controls: readonly string[];
  readonly absorb: readonly string[];
  readonly weights: string | null;
  /** The covariance of first stages and reduced forms: `iid`, `hc` or `cluster`. */
  readonly vcov: VcovSpec;
  readonly sample: string | null;
  readonly exclude: string | null;
  /** Is true where the records are sectors in periods, false where they are sectors over all periods. */
  readonly byPeriod: boolean;
  /** The number of records with the largest weights that are rows of tables. */
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
export const levelsOf = ({ period, absorb, vcov }: RotembergSpec): readonly string[] => [
  ...(period === null ? [] : [period]),
  ...absorb,
  ...(vcov.is === 'cluster' ? vcov.by : []),
];

/** Columns of the frame that are read, sorted. */
export function rotembergReads(spec: RotembergSpec): string[] {
  const { controls, sample, exclude, shiftShare } = spec;
  const list = variablesOfList({ variables: [...leavesOf(spec), ...controls], sample, exclude });
  const places = shiftShare === null ? [] : [shiftShare.panel.unit, shiftShare.panel.time];
  return [...new Set([...list, ...levelsOf(spec).flatMap(columnsOfLevels), ...places])].sort();
}
