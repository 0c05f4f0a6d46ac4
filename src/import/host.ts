/** Declares what an import of a script asks the system for. */
import type { Value } from './draft.ts';

export interface Host {
  /** Names of the columns of a data file, by the path that the script has; undefined where it is not there or cannot be read. */
  columns(path: string, options: Readonly<Record<string, Value>>): readonly string[] | undefined;
  /** The different values of a column of a data file that are not missing, in their order; undefined where they cannot be read. */
  levels(
    path: string,
    options: Readonly<Record<string, Value>>,
    column: string,
  ): readonly (number | string)[] | undefined;
  /** The text of another script that this one runs; undefined where it is not there. */
  script(path: string): string | undefined;
  isThere(path: string): boolean;
  /** Says how a command, or a function, that is not read is written here; undefined where nothing is known of it. */
  advice(word: string): string | undefined;
  /** Names of the formats of tables that a file of this ending asks for; none where the ending says nothing. */
  formats(ending: string): readonly string[];
}
