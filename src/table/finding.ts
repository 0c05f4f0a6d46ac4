/** Defines the finding, which says what is wrong with an entry of a table, and where. */
import type { Diagnostic } from '../base/problem.ts';

/** Says what is wrong with an option; `at` leads from the option's value to the place. */
export type OptionFinding = Diagnostic<{
  readonly option: string;
  readonly at?: readonly (string | number)[];
  readonly within?: readonly [number, number];
  /** Says whether the key is wrong, not its value. */
  readonly key?: boolean;
  /** Stands where the finding leaves the table as it is, as that of a row that no column has any more does. */
  readonly severity?: 'warning';
}>;
