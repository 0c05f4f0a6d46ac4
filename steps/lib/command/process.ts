/** Runs one program in a process group of its own (on Windows, behind a small process of ours), and never leaves a part of the group behind. */
import { closeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { attempt } from '../../../src/base/attempt.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { watchProgram } from '../../../src/base/system/program-meter.ts';
import { CapturedLog } from './log.ts';
import { openPipe } from './pipe.ts';
import { type CommandLine, type ShellName, shellCall } from './shell.ts';
import { type Guarded, locatedCall, WINDOWS_GUARD } from './windows.ts';

export interface ProgramCall {
  /** A line for the shell, or a program and its arguments. */
  readonly run: string | readonly string[];
  /** The shell of a line; without it, `sh`. */
  readonly shell?: ShellName | undefined;
  readonly cwd: string;
  /** Path at which the pipe that it prints to is made; nothing may be there. */
  readonly pipe: string;
  /** The whole environment of the program. */
  readonly env: Readonly<Record<string, string>>;
  /** The time limit in seconds; null where there is none. */
  readonly timeout: number | null;
  readonly signal: AbortSignal;
  /** A command before the program: `strace …`. */
  readonly wrapper?: readonly string[];
  /** Is true where the list in `run` is started without a shell, and without anything that only POSIX has. */
  readonly bare?: boolean;
}

export type Ending =
  | { readonly is: 'exit'; readonly code: number }
  | { readonly is: 'signal'; readonly signal: string }
  | { readonly is: 'timeout' };

export interface EndedProcess {
  readonly ending: Ending;
  /** The text of stdout and stderr, in order. */
  readonly log: string;
}

/** A group that was asked to end (SIGTERM) has so long before it is ended (SIGKILL). */
const GRACE_MS = 700;
const LOOK_MS = 20;
const PIPE_MS = 200;

/** The program with its arguments, of a line its shell. */
function lineOf({ run, shell = 'sh' }: ProgramCall): CommandLine {
  return typeof run === 'string' ? shellCall(shell, run) : { programs: [run[0]!], args: run.slice(1) };
}

/**
 * Returns the command that POSIX starts. A shell comes first, since its exit codes say why a program could not start. A line stops at the
 * first command that fails; otherwise a success of its last command would hide the failure.
 */
function posixCall(call: ProgramCall): readonly string[] {
  const { programs, args } = lineOf(call);
  const line = [programs[0]!, ...args];
  return call.bare === true ? line : ['sh', '-c', 'exec "$@"', 'sh', ...(call.wrapper ?? []), ...line];
}

/** The exit code by which a shell says that there is no such program. */
const NO_PROGRAM = 127;

/** Runs a program to its end. Throws when it was interrupted, once the group has ended. */
export async function runProgram(call: ProgramCall): Promise<EndedProcess> {
  call.signal.throwIfAborted();
  const log = new CapturedLog();
  const child = process.platform === 'win32' ? await startOnWindows(call) : await start(call);
  if (child === undefined) return { ending: { is: 'exit', code: NO_PROGRAM }, log: '' };
  const { readers, release } = child;
  for (const reader of readers) reader.on('data', (chunk: Buffer) => log.push(chunk));
  const read = Promise.all(readers.map((reader) => finished(reader).catch(() => {})));
  const leave = (): void => readers.forEach((reader) => void reader.destroy());
  let overdue = false;
  let gone: Promise<void> | undefined;
  const stop = (): void => {
    gone ??= child.end();
  };
  call.signal.addEventListener('abort', stop);
  if (call.signal.aborted) stop();
  const tooLate = (): void => {
    overdue = true;
    stop();
  };
  const timer = call.timeout === null ? undefined : setTimeout(tooLate, call.timeout * 1000);
  // Processes of the group that outlive the command could still write, and would keep the pipe open.
  child.onExit(() => {
    release();
    gone ??= Promise.resolve(child.endRest());
    // A process that left the group may still hold the pipe, so what is in it is read, and no more is waited for.
    void gone.then(() => setTimeout(() => setImmediate(leave), PIPE_MS).unref());
  });
  const seen = watchProgram(child.pid);
  const result = await child.ended;
  seen();
  release();
  clearTimeout(timer);
  call.signal.removeEventListener('abort', stop);
  // A shell that did not start leaves a pipe that nobody has written to.
  if (child.pid === undefined) leave();
  await read;
  await gone;
  call.signal.throwIfAborted();
  return { ending: overdue ? { is: 'timeout' } : endingOf(result), log: log.text() };
}

/** Waits until its input closes, which it does with this process; ends the group then, and removes the folder with what lies beside it. */
const GUARD = 'read -r _; kill -s TERM -- "-$1"; sleep 2; kill -s KILL -- "-$1"; rm -rf -- "$2"';

/**
 * Has a program ended that outlives this process, however that ends: nothing can be done any more by a process that was killed. Returns what
 * releases the program, once it has come to its end.
 */
function guard(pid: number | undefined, folder: string): () => void {
  if (pid === undefined) return () => {};
  const { spawn } = process.getBuiltinModule('node:child_process');
  const watching = spawn('sh', ['-c', GUARD, 'sh', String(pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watching.on('error', () => {});
  watching.unref();
  watching.stdin.on('error', () => {});
  (watching.stdin as Socket).unref();
  return () => void watching.kill('SIGKILL');
}

interface Result {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly originalMessage?: string | undefined;
}

interface Started {
  readonly pid: number | undefined;
  /** The streams of its output. On POSIX it is one stream, in order. */
  readonly readers: readonly Readable[];
  onExit(listen: () => void): void;
  readonly ended: Promise<Result>;
  /** Ends the program with all that it started. */
  end(): Promise<void>;
  /** Ends what the program has left running. */
  endRest(): void;
  /** Lets go of what would end it where this process is gone. */
  release(): void;
}

/** Starts the program, and closes the end of the pipe to write to, since it would never end with a copy of it in this process. */
async function start(call: ProgramCall): Promise<Started> {
  const { reader, writer } = await openPipe(call.pipe);
  try {
    const { execa } = await import('execa');
    const [file, ...args] = posixCall(call);
    // Any descriptor will do, but the types allow single digits alone.
    const out = writer as 3;
    const child = execa(file!, args, {
      cwd: call.cwd,
      env: call.env,
      extendEnv: false,
      // In a group of its own, what the command starts ends with it, and a terminal's Ctrl-C reaches it through us.
      detached: true,
      // One pipe serves both, so that the order is kept.
      stdio: ['ignore', out, out],
      buffer: false,
      reject: false,
    });
    const { pid } = child;
    return {
      pid,
      readers: [reader],
      onExit: (listen) => void child.once('exit', listen),
      ended: child,
      end: () => endGroup(pid),
      endRest: () => void signalGroup(pid, 'SIGKILL'),
      release: guard(pid, dirname(call.pipe)),
    };
  } finally {
    closeSync(writer);
  }
}

/** Starts the program behind a small process of ours; undefined where there is no such program. */
async function startOnWindows(call: ProgramCall): Promise<Started | undefined> {
  const located = locatedCall(lineOf(call), { cwd: call.cwd, searched: call.env.PATH ?? '' });
  if (located === undefined) return undefined;
  const told: Guarded = { ...located, folder: dirname(call.pipe) };
  const { execa } = await import('execa');
  const child = execa(process.execPath, ['-e', WINDOWS_GUARD, JSON.stringify(told)], {
    cwd: call.cwd,
    env: call.env,
    extendEnv: false,
    // Otherwise it would end with this process, before it has ended the program.
    detached: true,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    buffer: false,
    reject: false,
  });
  child.stdin.on('error', () => {});
  const readers = [child.stdout, child.stderr];
  const end = async (): Promise<void> => {
    child.stdin.end('keep the folder\n');
    await Promise.race([child, new Promise((resolve) => setTimeout(resolve, 2 * GRACE_MS).unref())]);
    child.kill('SIGKILL');
  };
  const onExit = (listen: () => void): void => void child.once('exit', listen);
  return { pid: child.pid, readers, onExit, ended: child, end, endRest: () => {}, release: () => {} };
}

/** Returns the ending of the program. No shell starts where the line is too long, or processes are too many. */
function endingOf(result: Result): Ending {
  if (result.signal !== undefined) return { is: 'signal', signal: result.signal };
  if (result.exitCode !== undefined) return { is: 'exit', code: result.exitCode };
  const why = result.originalMessage ?? 'for no reason that it told';
  throw new Refusal('no-start', `cannot start a program: ${why}`);
}

/** Ends the group: by SIGTERM, then by SIGKILL what has not ended by then. */
async function endGroup(pid: number | undefined): Promise<void> {
  let alive = signalGroup(pid, 'SIGTERM');
  for (let waited = 0; alive && waited < GRACE_MS; waited += LOOK_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    alive = signalGroup(pid, 0);
  }
  if (alive) signalGroup(pid, 'SIGKILL');
}

/** Sends a signal to the group; false when no process of it is left. */
const signalGroup = (pid: number | undefined, signal: NodeJS.Signals | 0): boolean =>
  pid !== undefined && attempt(() => process.kill(-pid, signal)) === true;
