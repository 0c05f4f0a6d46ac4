/** Finds the files that a command reached outside of its folder, with strace. */
import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { attempt } from '../../../src/base/attempt.ts';
import { projectFile } from './failure.ts';

/** Calls of the system that open, run or test for a file; processors differ in which of them exist. */
const CALLS = [
  ...['open', 'openat', 'openat2', 'execve', 'execveat', 'chdir', 'access', 'faccessat', 'faccessat2'],
  ...['stat', 'lstat', 'stat64', 'lstat64', 'newfstatat', 'fstatat64', 'statx'],
];

/**
 * The call of strace. The program stays our own child (`-D`), so that what it leaves running is not waited for, and is stopped only by the
 * calls that are traced (`--seccomp-bpf`).
 */
export function straceCall(strace: string, output: string): string[] {
  const calls = ['-e', `trace=${CALLS.map((call) => `?${call}`).join(',')}`, '-e', 'signal=none'];
  return [strace, '-D', '-f', '--seccomp-bpf', '-qq', '-y', '-s', '4096', ...calls, '-o', output, '--'];
}

export interface Reached {
  /** Files and folders outside of the command's folder that are no part of the system; those of the project by their path in it. */
  readonly outside: readonly string[];
  /** Project files that the command looked for in its folder, where they were not. */
  readonly missed: readonly string[];
}

interface FileAccess {
  readonly how: 'open' | 'run' | 'test';
  /** Absolute path. */
  readonly path: string;
  readonly found: boolean;
}

const SYSTEM = /^\/(usr|lib[^/]*|bin|sbin|etc|proc|sys|dev|run|opt)(\/|$)/;

export function filesReached(output: string, project: string, folder: string): Reached {
  const root = realPath(project);
  const looks = looksOf(readFileSync(output, 'latin1'), folder);
  const missed = new Set<string>();
  for (const { path, found } of looks) {
    const file = found || !path.startsWith(`${folder}/`) ? undefined : projectFile(path.slice(folder.length + 1), root);
    if (file !== undefined) missed.add(file);
  }
  const trees = looks.flatMap(({ how, path, found }) => (how === 'run' && found ? treesOf(path, root) : []));
  // The command's own temporary files lie beside the folder.
  const passed = (path: string): boolean =>
    !isWithin(path, dirname(folder)) &&
    (isWithin(path, root) || !(SYSTEM.test(path) || trees.some((tree) => isWithin(path, tree))));
  const outside = new Set<string>();
  const tested = new Set<string>();
  for (const { how, path, found } of looks) {
    if (!found || !passed(path)) continue;
    const stat = statOf(path);
    if (stat?.isFile() === true || (stat?.isDirectory() === true && how === 'open')) outside.add(path);
    else if (stat?.isDirectory() === true) tested.add(path);
  }
  // A folder that lies on the way to something else was not asked for itself.
  const ends = [...outside, ...tested, ...trees, root, folder];
  for (const path of tested)
    if (path !== root && !ends.some((end) => end !== path && isWithin(end, path))) outside.add(path);
  const named = [...outside].map((path) => (isWithin(path, root) ? path.slice(root.length + 1) || '.' : path));
  return { outside: named.sort(), missed: [...missed].sort() };
}

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** The folders that belong to an installed program, such as `PREFIX/bin/python`. A project's own programs are files of the project. */
function treesOf(program: string, root: string): string[] {
  const parts = ['bin', 'shims', 'include', 'lib', 'lib32', 'lib64', 'libexec', 'share', 'pyvenv.cfg'];
  return [program, realPath(program)].flatMap((path) => {
    const prefix = /^(.*)\/(?:bin|shims|libexec)\/[^/]+$/.exec(path)?.[1];
    return prefix === undefined || isWithin(path, root) ? [] : parts.map((part) => `${prefix}/${part}`);
  });
}

const statOf = (path: string): Stats | undefined => attempt(() => statSync(path, { throwIfNoEntry: false }));

function looksOf(trace: string, folder: string): FileAccess[] {
  const seen = new Map<string, FileAccess>();
  const begun = new Map<string, string>();
  const standing = new Map<string, string>();
  for (const line of trace.split('\n')) {
    const [, pid = '', rest = ''] = /^(\d+) +(.*)$/s.exec(line) ?? [];
    const unfinished = / <unfinished \.\.\.>$/.exec(rest);
    if (unfinished) begun.set(pid, rest.slice(0, unfinished.index));
    const resumed = /^<\.\.\. \w+ resumed>/.exec(rest);
    const call = resumed ? `${begun.get(pid) ?? ''}${rest.slice(resumed[0].length)}` : rest;
    const look = unfinished ? undefined : lookOf(call, pid, standing, folder);
    if (look) seen.set(`${look.how} ${look.found} ${look.path}`, look);
  }
  return [...seen.values()];
}

const CALL = /^(\w+)\((?:(AT_FDCWD|\d+)<((?:[^>\\]|\\.)*)>, )?"((?:[^"\\]|\\.)*)".* = (-?\d+)(?:<(.*)>)?/;

/** The look of one traced call. `standing` has the folder in which each process was last known to work. */
function lookOf(call: string, pid: string, standing: Map<string, string>, folder: string): FileAccess | undefined {
  const [, name = '', at, told, given = '', result = '', opened] = CALL.exec(call) ?? [];
  if (name === '') return undefined;
  if (at === 'AT_FDCWD') standing.set(pid, unescaped(told!));
  // A call without a path is about a file that is open already.
  if (given === '') return undefined;
  const path = resolve(told === undefined ? (standing.get(pid) ?? folder) : unescaped(told), unescaped(given));
  const found = !result.startsWith('-');
  if (name === 'chdir') {
    if (found) standing.set(pid, path);
    return undefined;
  }
  if (name.startsWith('exec')) return { how: 'run', path, found };
  if (name.startsWith('open')) return { how: 'open', path: opened === undefined ? path : unescaped(opened), found };
  return { how: 'test', path: found ? realPath(path) : path, found };
}

/** A path with its links followed, where they still lead somewhere. */
const realPath = (path: string): string => attempt(() => realpathSync(path)) ?? path;

/** A string of strace's, in which `\346\225\260` is bytes of UTF-8, as text. */
function unescaped(text: string): string {
  const simple: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v' };
  const bytes = text.replace(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (simple[code] ?? code),
  );
  return Buffer.from(bytes, 'latin1').toString();
}
