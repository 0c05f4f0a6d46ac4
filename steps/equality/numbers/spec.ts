/** Declares the parameters of a node that tests equality: the models and the terms that are compared. */
import type { ModelSpec } from '../../../src/econ/spec.ts';

export const equalityTests = ['suest', 'hausman'] as const;
export type EqualityTest = (typeof equalityTests)[number];

export interface EqualitySpec {
  readonly models: readonly [ModelSpec, ModelSpec];
  /** The columns that they are. */
  readonly columns: readonly [string, string];
  /** Terms by the names of results; null for all but the constant that both have. */
  readonly of: readonly string[] | null;
  readonly by: readonly EqualityTest[];
  /** A variable to sum scores over, or several; null where the columns say. */
  readonly cluster: string | readonly string[] | null;
}
