/** The contract of commands of Stata that are read. */
import type { Outcome } from '../../outcome.ts';
import type { Reading } from '../reading.ts';
import type { Statement } from '../statement.ts';

export interface StataCommand {
  readonly name: string;
  /** The fewest letters that Stata takes for it; all where it is left out. */
  readonly least?: number;
  /** `data`: it changes the data, so that later lines hang on it; `model`: it leaves an estimate; `quiet`: it does neither, whatever stands behind it. */
  readonly is: 'data' | 'model' | 'quiet' | 'other';
  /** Is true where `bysort g:` may stand before it. */
  readonly by?: true;
  /** Throws NotUnderstood. */
  run(statement: Statement, reading: Reading): Outcome;
}

/** Commands of one meaning; a name is written `reg_ress`, with what may be left out behind the underscore. */
export const commandsOf = (
  names: string,
  is: StataCommand['is'],
  run: (command: string) => StataCommand['run'],
  by?: true,
): StataCommand[] =>
  names
    .trim()
    .split(/\s+/)
    .map((written) => {
      const name = written.replace('_', '');
      const least = written.includes('_') ? written.indexOf('_') : name.length;
      return { name, least, is, run: run(name), ...(by && { by }) };
    });

/** Why commands that print are not needed. */
export const SHOWS = 'it shows and changes nothing: `papermake show` and `kind: figure` have such views';

export const nothing = (why: string): Outcome => ({ is: 'nothing', why });
