/** Runs one program in a process group of its own, and never leaves a part of the group behind. */
import { CapturedLog } from './command-log.ts';

export interface ProgramCall {
  /** A line for the shell, or a program and its arguments. */
  readonly run: string | readonly string[];
  readonly cwd: string;
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
 * stdout and stderr are one pipe, so that their order is kept. The shell stops at the first command that fails: by
 * itself it would go on, and a line whose last command succeeds would hide that.
 */
function commandLine({ run, wrapper = [] }: ProgramCall): string[] {
  const line = typeof run === 'string' ? ['sh', '-ec', run] : run;
  return ['-c', 'exec "$@" 2>&1', 'sh', ...wrapper, ...line];
}

/** Throws when it was interrupted, once the group has ended. */
export async function runProgram(call: ProgramCall): Promise<Ended> {
  call.signal.throwIfAborted();
  const { execa } = await import('execa');
  const log = new CapturedLog();
  const child = execa('sh', commandLine(call), {
    cwd: call.cwd,
    env: call.env,
    extendEnv: false,
    // A group of its own: what the command starts ends with it, and a terminal's Ctrl-C reaches it through us.
    detached: true,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'ignore',
    buffer: false,
    reject: false,
  });
  child.stdout.on('data', (chunk: Buffer) => log.push(chunk));
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
  child.once('exit', () => {
    gone ??= Promise.resolve(signalGroup(child.pid, 'SIGKILL')).then(() => {});
    // A process that left the group may hold the pipe still: what is in it is read, and no more is waited for.
    void gone.then(() => setTimeout(() => setImmediate(() => child.stdout.destroy()), PIPE_MS).unref());
  });
  const result = await child;
  clearTimeout(timer);
  call.signal.removeEventListener('abort', stop);
  await gone;
  call.signal.throwIfAborted();
  return { ending: overdue ? { is: 'timeout' } : endingOf(result), log: log.text() };
}

interface Result {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly originalMessage?: string | undefined;
}

function endingOf(result: Result): Ending {
  if (result.signal !== undefined) return { is: 'signal', signal: result.signal };
  if (result.exitCode !== undefined) return { is: 'exit', code: result.exitCode };
  throw new Error(`the shell did not start: ${result.originalMessage ?? 'for no reason that it told'}`);
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
