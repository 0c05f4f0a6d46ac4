/** Defines the canonical specification of a panel threshold model: equal meaning, equal JSON. */
import { type ModelSpec, variablesRead } from '../../../src/econ/spec.ts';
import type { GridSize } from './grid.ts';

/** `xthreg` (Wang 2015) or the textbook (Hansen 1999); they differ in degrees of freedom, the triple test's draws and the refinement. */
export type ThresholdConvention = 'xthreg' | 'hansen';

/** The tests of one threshold against none, of two against one and of three against two. */
export type ThresholdTest = 'single' | 'double' | 'triple';
export const testNames: readonly ThresholdTest[] = ['single', 'double', 'triple'];

/** The members on which the search depends. */
export interface ThresholdSpec {
  /** The regression without the split regressors: its terms are the controls. One absorbed effect. */
  readonly model: ModelSpec;
  /** Canonical texts of the terms whose coefficients depend on the regime; none is in `model.terms`. */
  readonly slope: readonly string[];
  /** Canonical text of the threshold variable: a column, lag or function. */
  readonly on: string;
  readonly max: 1 | 2 | 3;
  readonly grid: GridSize;
  /** One share for each threshold, each below 1/3. */
  readonly trim: readonly number[];
  /** Around which positions candidates are left out: those of the thresholds, or as `xthreg` counts them where this is left out. */
  readonly refinement?: 'textbook';
}

/** A spec that stands for the same rows: all that is evaluated is among its terms. */
export function rowsSpec(spec: ThresholdSpec): ModelSpec {
  return { ...spec.model, terms: [...spec.slope, ...spec.model.terms, spec.on] };
}

/** Exactly the frame's columns that the model reads, sorted. */
export function thresholdReads(spec: ThresholdSpec): string[] {
  return variablesRead(rowsSpec(spec));
}
