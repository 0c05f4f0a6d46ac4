/** The result of importing a script. */
import type { Draft } from './draft.ts';
import type { ReportedLine } from './outcome.ts';

export interface Imported {
  readonly draft: Draft;
  /** One for each line of the script. */
  readonly lines: readonly ReportedLine[];
  /** Data files: the path in the project → the path that the script has. */
  readonly files: ReadonlyMap<string, string>;
}
