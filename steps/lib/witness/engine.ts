/** The contract of engines, programs that estimate a paper's results once more from the scripts of an export. */
import type { ScriptFile } from '../../../src/export/data.ts';
import type { Language as Exported } from '../../../src/export/language.ts';
import type { Language as Program } from '../bridge/language.ts';

export interface Engine {
  readonly name: Program['kind'];
  /** The language of its scripts. */
  readonly scripts: Exported;
  /** Whether papermake writes none in it, so that the program is not called. */
  readonly isSilent?: true;
  /** How the program is found, asked for its versions and called. */
  readonly program: Program;
  /** Packages that its scripts may use, whose versions count where they are installed. */
  readonly packages: readonly string[];
  /** Digits that must agree. */
  readonly floor: number;
  /** What runs these scripts, which stand in the export, and writes values down instead of comparing them. */
  drive(files: readonly ScriptFile[], scripts: readonly string[]): Driven;
  /** A number as the program wrote it; null where it is none. */
  number(text: string): number | null;
}

/** Path of an engine's program; null where there is none, or nothing to run in it. */
export const programOf = (
  { isSilent, program: { programs } }: Engine,
  find: (name: string) => string | undefined,
): string | null =>
  isSilent === true ? null : (programs.map((name) => find(name)).find((path) => path !== undefined) ?? null);

export interface Driven {
  readonly files: readonly ScriptFile[];
  readonly args: readonly string[];
}

/**
 * The file that drivers write, lines of words divided by tabs: `at SCRIPT`, `value CELL NUMBER SCALE`, `other CELL NUMBER CONVENTION`,
 * `package NAME` where one is not installed, and `end` behind the last line of a script that ran to its end.
 */
export const ANSWERS = 'witness.tsv';
