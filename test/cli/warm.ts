/** Calls of the built command line in processes that are kept for the next call. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finished } from './harness.ts';

const DRIVER = join(import.meta.dirname, 'warm.mjs');

/** What calls leave in a process's memory goes with it. */
const CALLS = 60;

interface Warm {
  readonly child: ChildProcess;
  calls: number;
}

/** What was written a moment ago bears stamps that are not trusted yet; a start of its own takes longer. */
const SETTLED_MS = 25;

/** Those that wait for a call. */
const idle: Warm[] = [];

export async function runWarm(
  binary: string,
  args: readonly string[],
  { cwd, env = process.env }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<Finished> {
  const warm = idle.pop() ?? {
    child: fork(DRIVER, [binary], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
    calls: 0,
  };
  const { child } = warm;
  await sleep(SETTLED_MS);
  child.ref();
  child.channel?.ref();
  const finished = await new Promise<Finished>((done, fail) => {
    const lost = (code: number | null, signal: string | null): void =>
      fail(new Error(`the process of \`${args.join(' ')}\` ended with ${code ?? signal}`));
    child.once('exit', lost);
    child.once('message', (answer) => {
      child.off('exit', lost);
      done(answer as Finished);
    });
    child.send({ args, cwd, env });
  });
  warm.calls += 1;
  if (warm.calls >= CALLS) child.disconnect();
  else idle.push(warm);
  child.unref();
  child.channel?.unref();
  return finished;
}
