/** Starts programs on Windows, which has no process groups: a small process beside each ends it with all that it started. */
import { accessSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { attempt } from '../../../src/base/attempt.ts';
import { programPlaces } from '../../../src/base/system/program-places.ts';
import type { CommandLine } from './shell.ts';

/** Variables without which many programs do not start; none of them says who the user is. */
const SYSTEM = [
  'SystemRoot',
  'SystemDrive',
  'windir',
  'COMSPEC',
  'PATHEXT',
  'OS',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
  'ProgramFiles',
  'ProgramFiles(x86)',
  'ProgramData',
  'CommonProgramFiles',
];

/** Returns the environment variables that programs get on Windows beyond the usual ones. */
export const windowsEnvironment = (temporaries: string): Record<string, string> => ({
  ...Object.fromEntries(
    SYSTEM.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]!] as const])),
  ),
  TEMP: temporaries,
  TMP: temporaries,
});

/** The orders of the small process: the program to start, and the folder to remove once this process is gone. */
export interface Guarded {
  readonly file: string;
  readonly args: readonly string[];
  readonly verbatim: boolean;
  readonly folder: string;
}

/**
 * Its code, for `node -e`. Its input closes with this process, however that ends; then it ends the program with all that this started, and removes
 * the folder. A line that comes before says that the folder is still needed. It is not of the job in which Node puts what it starts.
 */
export const WINDOWS_GUARD = `
const { spawn, spawnSync } = require('node:child_process');
const { lstatSync, readdirSync, rmdirSync, unlinkSync, writeSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { file, args, verbatim, folder } = JSON.parse(process.argv[1]);
const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'], windowsVerbatimArguments: verbatim, windowsHide: true });
let asked = false;
child.on('error', (error) => { writeSync(2, error.message); process.exit(126); });
child.on('exit', (code) => { if (!asked) process.exit(code ?? 1); });
let kept = false;
process.stdin.on('data', () => { kept = true; });
process.stdin.on('error', end).on('end', end);
function end() {
  asked = true;
  spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
  child.kill('SIGKILL');
  // A folder in which a process stands cannot be removed.
  process.chdir(dirname(folder));
  for (let tries = 0; !kept && tries < 5; tries++) {
    try { remove(folder); break; } catch { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200); }
  }
  process.exit(1);
}
function remove(path) {
  if (!lstatSync(path).isDirectory()) return unlinkSync(path);
  for (const name of readdirSync(path)) remove(join(path, name));
  rmdirSync(path);
}
`;

/** A command line with the absolute path of its program; undefined where there is none. Batch files are run by `cmd`, as Windows does itself. */
export function locatedCall(
  { programs, args, verbatim }: CommandLine,
  { cwd, searched }: { readonly cwd: string; readonly searched: string },
): Omit<Guarded, 'folder'> | undefined {
  const file = programs.map((name) => located(name, cwd, searched)).find((path) => path !== undefined);
  if (file === undefined) return undefined;
  if (!/^\.(bat|cmd)$/i.test(extname(file))) return { file, args, verbatim: verbatim === true };
  const line = [file, ...args].map(quotedForCmd).join(' ');
  return { file: process.env.COMSPEC ?? 'cmd.exe', args: ['/d', '/s', '/c', `"${line}"`], verbatim: true };
}

/** A name with a slash is a file, relative to the folder in which the command runs. */
const located = (name: string, cwd: string, searched: string): string | undefined =>
  (/[\\/]/.test(name) ? [resolve(cwd, name)] : programPlaces(name, searched)).find((path) => isThere(path));

const isThere = (path: string): boolean => attempt(() => (accessSync(path), true)) ?? false;

/** A word as the C runtime reads it, with the signs that mean something to `cmd` taken literally. */
export function quotedForCmd(word: string): string {
  const quoted = `"${word.replace(/(?<!\\)(\\*)"/g, '$1$1\\"').replace(/(?<!\\)(\\*)$/, '$1$1')}"`;
  return quoted.replace(/[()%!^"<>&|]/g, '^$&');
}
