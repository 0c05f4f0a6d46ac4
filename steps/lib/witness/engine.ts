/** The contract of engines, programs that estimate a paper's results once more from the scripts of an export. */
import type { ScriptFile } from '../../../src/export/data.ts';
import type { ExportLanguage as Exported } from '../../../src/export/language.ts';
import type { EngineProgram } from './programs.ts';

export interface Engine extends EngineProgram {
  /** The language of its scripts. */
  readonly scripts: Exported;
  /** Digits that must agree. */
  readonly floor: number;
  /** Gives the files and arguments of a call that runs these scripts of the export, and writes values down instead of comparing them. */
  drive(files: readonly ScriptFile[], scripts: readonly string[]): Driven;
  /** A number as the program wrote it; null where it is none. */
  number(text: string): number | null;
}

export interface Driven {
  readonly files: readonly ScriptFile[];
  readonly args: readonly string[];
}

/**
 * The file that drivers write, lines of words divided by tabs: `at SCRIPT`, `value CELL NUMBER SCALE`, `other CELL NUMBER CONVENTION`,
 * `package NAME` where one is not installed, and `end` behind the last line of a script that ran to its end.
 */
export const ANSWERS = 'witness.tsv';
