/** What a difference of a coefficient between two groups is asked of. */
import type { ModelSpec } from '../spec.ts';

export interface DifferenceSpec {
  /** The model of each group, which has no split of its own. */
  readonly model: ModelSpec;
  /** The column that parts the rows, and the two levels compared: the first less the second. */
  readonly group: string;
  readonly between: readonly [string, string];
  /** Text of the term. */
  readonly of: string;
}

/** What permutations of the groups are made of besides. */
export interface PermutationSpec extends DifferenceSpec {
  /** What is shuffled; null leaves it to the data: units where none is in both groups, else rows. */
  readonly permute: 'rows' | 'units' | null;
  /** The panel's unit; null where the data is no panel. */
  readonly unit: string | null;
}

/** The model of one group, as a column of its own estimates it. */
export const modelOf = ({ model, group }: DifferenceSpec, level: string): ModelSpec => ({
  ...model,
  split: { column: group, level },
});
