/** The contract of models of counts with an equation of zeros. */
import type { Refusal } from '../../base/problem.ts';
import type { FurtherEquation } from '../../base/text/term-names.ts';
import type { PairMean } from '../margins/pair.ts';
import type { CountEquations } from './equations.ts';
import type { CountSlopes } from './likelihood.ts';

/** One model of counts with an equation of zeros. */
export interface CountKind {
  readonly estimator: string;
  /** The option that lists the terms of the second equation, which stands behind their names. */
  readonly equation: FurtherEquation;
  readonly slopes: CountSlopes;
  readonly mean: PairMean;
  /** Says whether counts are negative binomial. */
  readonly dispersed: boolean;
  /** Says of a count whether the second equation has it as a success. */
  isOf(count: number): boolean;
  /** Refuses outcomes of which the likelihood has no maximum whatever the indices. */
  require(name: string, y: Float64Array, equations: CountEquations): void;
  /** Says why there is none where the index of zeros runs away in all rows, or in some by a combination of terms. */
  runaway(rows: number | 'all', made: string): Refusal;
}
