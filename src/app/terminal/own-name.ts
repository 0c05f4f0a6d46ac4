/** The words by which a user calls papermake once more, as it was called this time. */
import { existsSync } from 'node:fs';
import { programPlaces } from '../../base/system/program-places.ts';
import type { Call } from '../command.ts';

interface Called {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The script that Node runs. */
  readonly script: string;
  isThere(path: string): boolean;
}

const thisCall = (): Called => ({ env: process.env, script: process.argv[1] ?? '', isThere: existsSync });

/** The script that started this papermake, where it is one of an archive with its own Node, which says so in the environment. */
export function launcher({ env, isThere }: Pick<Called, 'env' | 'isThere'> = thisCall()): string | undefined {
  const path = env.PAPERMAKE_LAUNCHER ?? '';
  return path !== '' && isThere(path) ? path : undefined;
}

/** `npx papermake` for whoever came through npx or has it in `node_modules`, since no `papermake` is on the PATH then; the launcher of an archive; without any, Node and the script. */
export function ownName(called: Called = thisCall()): string {
  const { env, script, isThere } = called;
  const launched = launcher(called);
  if (launched === undefined && env.npm_command === 'exec') return 'npx papermake';
  if (programPlaces('papermake', env.PATH ?? env.Path ?? '').some(isThere)) return 'papermake';
  if (launched !== undefined) return shellWord(launched);
  if (/[\\/]node_modules[\\/]/.test(script)) return 'npx papermake';
  return script === '' ? 'papermake' : `node ${shellWord(script)}`;
}

/** Gives papermake's own name with a command, and with the options that name the project: `papermake view -C paper`. */
export function ownCommand(command: string, { values }: Pick<Call, 'values'>): string {
  const where = [
    ...(typeof values.directory === 'string' ? ['-C', shellWord(values.directory)] : []),
    ...(typeof values.file === 'string' ? ['-f', shellWord(values.file)] : []),
  ];
  return [ownName(), command, ...where].join(' ');
}

/** A word quoted for a shell: PowerShell and cmd on Windows. */
export function shellWord(word: string): string {
  if (process.platform === 'win32') return /^[\w.:\\/~-]+$/.test(word) ? word : `"${word}"`;
  return /^[\w./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
