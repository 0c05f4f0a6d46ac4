/** Says which programs a node starts: for users who are asked whether they may, and for clusters whose workers must have them. */
import { isAbsolute } from 'node:path';
import { defined } from '../../../src/base/defined.ts';
import type { NeededProgram } from '../../../src/engine/step.ts';
import type { AskedVersions } from './ask-versions.ts';
import type { ProgramSpec } from './keys.ts';
import { shellCall } from './shell.ts';
import { askedBy } from './versions.ts';

const LONGEST = 80;

/** A line for the shell, or a program and its arguments, in backticks on one line. */
export function startedText(run: string | readonly string[]): string {
  const line = (typeof run === 'string' ? run : run.join(' ')).replace(/\s+/g, ' ').trim();
  return `\`${line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`}\``;
}

/** The program of a list, or the shell of a line: which programs a line starts is the shell's to know. A script of the step's own comes with it. */
export function neededByProgram({ run, shell = 'sh', env }: ProgramSpec): readonly NeededProgram[] {
  const names = typeof run === 'string' ? shellCall(shell, run).programs : [run[0]!];
  const isOwn = names.some((name) => name.includes('/') && !isAbsolute(name));
  return isOwn ? [] : [defined({ names, path: env.PATH })];
}

/** The programs that lines ask for versions. */
export const neededByLines = ({ versions, env }: AskedVersions): readonly NeededProgram[] =>
  versions.flatMap((line) =>
    (askedBy(line)?.programs ?? []).map(({ name, path = env.PATH }) => defined({ names: [name], path })),
  );
