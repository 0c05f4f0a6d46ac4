/** Declares the request for the code of a synthetic control: the step, papermake's result, and the words of a language. */
import type { Estimate, Stat } from '../../../src/econ/fit.ts';
import type { Columns, WordedValue } from '../../../src/export/worded.ts';
import type {
  ChoiceRecord,
  CohortRecord,
  PathRecord,
  PredictorRecord,
  TimeWeight,
  UnitWeight,
} from '../numbers/result.ts';
import type { SyntheticSpec } from '../numbers/spec.ts';
import type { Code } from './code.ts';

/** The parts of a result that scripts find. */
export interface Found {
  readonly terms: readonly Estimate[];
  readonly stats: Readonly<Record<string, Stat>>;
  readonly unitWeights: readonly UnitWeight[];
  readonly timeWeights: readonly TimeWeight[];
  readonly paths: readonly PathRecord[];
  readonly predictors: readonly PredictorRecord[];
  readonly cohorts: readonly CohortRecord[];
  readonly choices?: readonly ChoiceRecord[];
}

export interface CodeRequest {
  readonly spec: SyntheticSpec;
  readonly found: Found;
  readonly unit: string;
  readonly columns: Columns;
  readonly code: Code;
}

/** A part of a size: of weights 1, of gaps the effect. */
export const beside = (cell: string, code: string, value: Stat | undefined, scale: number): WordedValue => ({
  cell,
  code,
  value,
  scale,
});
