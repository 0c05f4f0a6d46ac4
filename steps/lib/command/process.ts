/** Runs one program in a process group of its own, and never leaves a part of the group behind. */
import { closeSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { Refusal } from '../../../src/base/problem.ts';
import { CapturedLog } from './log.ts';
import { openPipe } from './pipe.ts';

export interface ProgramCall {
  /** A line for the shell, or a program and its arguments. */
  readonly run: string | readonly string[];
  readonly cwd: string;
  /** Where nothing is: place for the pipe that it prints to. */
  readonly pipe: string;
  /** All that it sees of the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** seconds */
  readonly timeout: number | null;
  readonly signal: AbortSignal;
  /** Goes before the program: `strace …`. */
  readonly wrapper?: readonly string[];
}

export type Ending =
  | { readonly is: 'exit'; readonly code: number }
  | { readonly is: 'signal'; readonly signal: string }
  | { readonly is: 'timeout' };

export interface Ended {
  readonly ending: Ending;
  /** stdout and stderr as they came. */
  readonly log: string;
}

/** Between asking a group to end (SIGTERM) and ending it (SIGKILL). */
const GRACE_MS = 2000;
const LOOK_MS = 20;
const PIPE_MS = 200;

/**
 * A shell comes first in any case, since its exit codes say why a program could not be started. It stops at the first command
 * that fails: by itself it would go on, and a line whose last command succeeds would hide that.
 */
function commandLine({ run, wrapper = [] }: ProgramCall): string[] {
  const line = typeof run === 'string' ? ['sh', '-ec', run] : run;
  return ['-c', 'exec "$@"', 'sh', ...wrapper, ...line];
}

/** Throws when it was interrupted, once the group has ended. */
export async function runProgram(call: ProgramCall): Promise<Ended> {
  call.signal.throwIfAborted();
  const log = new CapturedLog();
  const { reader, writer } = await openPipe(call.pipe);
  reader.on('data', (chunk: Buffer) => log.push(chunk));
  const read = finished(reader).catch(() => {});
  const child = await start(call, writer);
  let overdue = false;
  let gone: Promise<void> | undefined;
  const stop = (): void => {
    gone ??= endGroup(child.pid);
  };
  call.signal.addEventListener('abort', stop);
  if (call.signal.aborted) stop();
  const tooLate = (): void => {
    overdue = true;
    stop();
  };
  const timer = call.timeout === null ? undefined : setTimeout(tooLate, call.timeout * 1000);
  // What is left of the group when the command has ended could still write, and would keep the pipe open.
  child.onExit(() => {
    gone ??= Promise.resolve(signalGroup(child.pid, 'SIGKILL')).then(() => {});
    // A process that left the group may hold the pipe still: what is in it is read, and no more is waited for.
    void gone.then(() => setTimeout(() => setImmediate(() => reader.destroy()), PIPE_MS).unref());
  });
  const result = await child.ended;
  clearTimeout(timer);
  call.signal.removeEventListener('abort', stop);
  // A shell that did not start leaves a pipe that nobody has written to.
  if (child.pid === undefined) reader.destroy();
  await read;
  await gone;
  call.signal.throwIfAborted();
  return { ending: overdue ? { is: 'timeout' } : endingOf(result), log: log.text() };
}

interface Result {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly originalMessage?: string | undefined;
}

interface Started {
  readonly pid: number | undefined;
  onExit(listen: () => void): void;
  readonly ended: Promise<Result>;
}

/** Takes `writer` over: with a copy of it in this process the pipe would never end. */
async function start(call: ProgramCall, writer: number): Promise<Started> {
  try {
    const { execa } = await import('execa');
    // Any descriptor will do; the types know of single digits alone.
    const pipe = writer as 3;
    const child = execa('sh', commandLine(call), {
      cwd: call.cwd,
      env: call.env,
      extendEnv: false,
      // A group of its own: what the command starts ends with it, and a terminal's Ctrl-C reaches it through us.
      detached: true,
      // One pipe for both, so that the order is kept.
      stdio: ['ignore', pipe, pipe],
      buffer: false,
      reject: false,
    });
    return { pid: child.pid, onExit: (listen) => void child.once('exit', listen), ended: child };
  } finally {
    closeSync(writer);
  }
}

/** A line that is too long, or too many processes, and no shell starts. */
function endingOf(result: Result): Ending {
  if (result.signal !== undefined) return { is: 'signal', signal: result.signal };
  if (result.exitCode !== undefined) return { is: 'exit', code: result.exitCode };
  const why = result.originalMessage ?? 'for no reason that it told';
  throw new Refusal('no-start', `cannot start a program: ${why}`);
}

/** SIGTERM, then SIGKILL for what has not ended in two seconds. */
async function endGroup(pid: number | undefined): Promise<void> {
  let alive = signalGroup(pid, 'SIGTERM');
  for (let waited = 0; alive && waited < GRACE_MS; waited += LOOK_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    alive = signalGroup(pid, 0);
  }
  if (alive) signalGroup(pid, 'SIGKILL');
}

/** False when no process of the group is left. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
