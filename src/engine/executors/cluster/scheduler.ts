/** Speaks to a batch scheduler by the commands that its configuration has (`templates/*.scheduler.yaml`): submits arrays of workers, asks for their states, cancels. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../../base/canonical.ts';
import { type Problem, ProblemError, problemAt } from '../../../base/problem.ts';
import { quoted } from '../../../base/text/quoted.ts';
import type { Resources } from '../../step.ts';
import { pause } from './pause.ts';
import { firstWord, type SchedulerText } from './scheduler-text.ts';

export interface ArrayRequest {
  readonly name: string;
  readonly workers: number;
  readonly cpus: number;
  /** MiB */
  readonly memory?: number | undefined;
  readonly time?: string | undefined;
  readonly partition?: string | undefined;
  readonly account?: string | undefined;
  readonly options?: Resources['options'];
  readonly lane: string;
  /** The folder of what workers print. */
  readonly logs: string;
  /** The commands of the worker's batch script. */
  readonly body: string;
}

export interface TaskState {
  readonly ended: boolean;
  readonly outOfMemory: boolean;
  /** Is true where the scheduler keeps the task and will never start it. */
  readonly givenUp: boolean;
  /** Is true where it waits for a reason that waiting does not mend, such as a limit below what it asks for. */
  readonly never: boolean;
  /** Why it waits, in the scheduler's words; empty where it does not, or that is not said. */
  readonly why: string;
}

/** The scheduler does not take what is submitted. */
export class NotSubmitted extends ProblemError {
  /** Its own words. */
  readonly says: string;
  constructor(problem: Problem, says: string) {
    super([problem]);
    this.says = says;
  }
}

export interface CommandOutput {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The wait before the next try of a call to a busy scheduler, and how long it is tried at all. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
const PATIENCE_MS = 15 * 60_000;
/** A call that takes longer is one to a scheduler that is not there. */
const CALL_MS = 60_000;

export class Scheduler {
  readonly #text: SchedulerText;
  /** The number of calls of the scheduler. */
  calls = 0;

  constructor(text: SchedulerText) {
    this.#text = text;
  }

  /** The program that submits. */
  get program(): string {
    return this.#text.program('submit.run');
  }

  /** The programs without which nothing can be submitted, asked for and cancelled. */
  get programs(): string[] {
    return (['submit.run', 'status.run', 'cancel.run'] as const).map((key) => this.#text.program(key));
  }

  /** Submits an array of workers and returns the job's number; tries again while the scheduler is busy. Throws NotSubmitted where it refuses. */
  async submit(request: ArrayRequest, signal: AbortSignal, waiting: (says: string) => void): Promise<string> {
    const file = join(request.lane, 'worker.sh');
    const { options, ...plain } = request;
    const taken = Object.keys(options ?? {}).filter((name) => this.#text.own.includes(name));
    if (taken.length > 0) throw new ProblemError([ownOption(this.program, taken)]);
    const fields = {
      ...plain,
      ...limitOf(request.time),
      options: Object.entries(options ?? {}).map(optionWords),
      parallel: request.cpus > 1,
      last: request.workers - 1,
      logs: shellWord(request.logs),
      file: shellWord(file),
    };
    const text = this.#text.fill('submit.script', fields);
    writeFileSync(file, text);
    const command = this.#text.fill('submit.run', fields);
    const began = performance.now();
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      const said = await this.#call(command, text);
      const number = said.code === 0 ? this.#text.pattern('submit.id').exec(said.stdout)?.[1] : undefined;
      if (number !== undefined) return number;
      const why = firstLine(said);
      const isBusy = this.#text.pattern('busy').test(`${said.stderr}${said.stdout}`);
      if (!isBusy || performance.now() - began > PATIENCE_MS) throw new NotSubmitted(refused(this.program, why), why);
      if (wait === FIRST_WAIT_MS) waiting(why);
      await pause(wait, signal);
      signal.throwIfAborted();
    }
  }

  /** States of the tasks of all arrays of a name, `JOB.TASK` → state; where the scheduler does not tell them, what it says. */
  async status(name: string): Promise<ReadonlyMap<string, TaskState> | string> {
    const said = await this.#call(this.#text.fill('status.run', { name }), '');
    if (said.code !== 0) return firstLine(said);
    const states = new Map<string, TaskState>();
    for (const { groups } of said.stdout.matchAll(this.#text.pattern('status.line'))) {
      const { job, task = '0', state = '', why = '' } = groups!;
      states.set(`${job}.${task}`, {
        ended: this.#text.pattern('status.ended').test(state),
        outOfMemory: this.#text.pattern('status.outOfMemory').test(state),
        givenUp: why !== '' && this.#text.pattern('status.givenUp').test(why),
        never: why !== '' && this.#text.pattern('status.never').test(why),
        why,
      });
    }
    return states;
  }

  /** Ends those workers of a name that have not begun, where the scheduler knows how; otherwise all. */
  cancelWaiting(name: string, ids: readonly string[]): Promise<CommandOutput> {
    return this.#call(this.#text.fill('cancel.waiting', { name, ids: ids.join(' ') }), '');
  }

  cancel(name: string, ids: readonly string[]): Promise<CommandOutput> {
    return this.#call(this.#text.fill('cancel.run', { name, ids: ids.join(' ') }), '');
  }

  /** Tells whether a worker's log says that it ran out of memory. */
  toldOutOfMemory(log: string): boolean {
    return this.#text.pattern('outOfMemory').test(log);
  }

  #call(command: string, input: string): Promise<CommandOutput> {
    this.calls += 1;
    return new Promise((resolve) => {
      const child = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 'pipe', 'pipe'] });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk;
      });
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk;
      });
      child.stdin.on('error', () => {});
      // A program that the child started may hold its output open; it is left to itself.
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({ code: null, stdout, stderr: `\`${firstWord(command)}\` timed out` });
      }, CALL_MS);
      const end = (said: CommandOutput): void => {
        clearTimeout(timer);
        resolve(said);
      };
      child.on('error', (error) => end({ code: null, stdout, stderr: String(error) }));
      child.on('close', (code) => end({ code, stdout, stderr }));
      child.stdin.end(input);
    });
  }
}

const firstLine = ({ stderr, stdout }: CommandOutput): string =>
  `${stderr}\n${stdout}`
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim() ?? 'no word';

const refused = (program: string, why: string): Problem =>
  problemAt({
    code: 'not-submitted',
    message: `\`${program}\` does not take the workers: ${why}`,
    hint: '`partition`, `account`, `time`, `memory` and `cpus` of the executor in `executors:`, or of `resources:` of the step, say what is asked for',
  });

const ownOption = (program: string, names: readonly string[]): Problem =>
  problemAt({
    code: 'own-option',
    message: `\`options\` names ${quoted(names)}, which papermake says to \`${program}\` itself`,
    hint: '`partition`, `account`, `time`, `memory` and `cpus` have keys of their own beside `options`',
  });

/** An option of the submitting command; one that is `true` has no value. */
const optionWords = ([name, value]: [string, string | number | true]) =>
  value === true ? { name } : { name, value: shellWord(String(value)) };

/** A time limit (`2-00:30:00`, `1:00:00`) in minutes and in seconds. */
function limitOf(time: string | undefined): { readonly minutes?: number; readonly seconds?: number } {
  if (time === undefined) return {};
  const [, days = '0', hours, minutes, seconds] = /^(?:(\d+)-)?(\d+):(\d+):(\d+)$/.exec(time)!;
  const all = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return { minutes: Math.ceil(all / 60), seconds: all };
}

/** The one name of all workers of a spool, by which the scheduler is asked for them. */
export const jobName = (spool: string): string => `papermake-${sha256(spool).slice(0, 8)}`;

/** A text as one word of a shell command. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The lines by which a batch script runs one worker, which learns its name and its room from the environment, and leaves its exit code. */
export function workerBody(command: string, lane: string, cpus: number, setup: string | undefined): string {
  const own = setup === undefined ? [] : ["trap 'leave $? setup' EXIT", 'set -e', setup, 'set +e', 'trap - EXIT'];
  return [
    `PAPERMAKE_WORKER="$task.$$" PAPERMAKE_CPUS=${cpus}`,
    'export PAPERMAKE_WORKER PAPERMAKE_CPUS',
    `lane=${shellWord(lane)}`,
    // A run that has ended has removed the lane.
    'leave() { { echo "$@" >"$lane/exits/$PAPERMAKE_WORKER"; } 2>/dev/null; }',
    ...own,
    // The shell stays, to tell of a worker that was killed.
    `${command} work "$lane"`,
    'code=$?',
    'leave "$code"',
    'exit "$code"',
  ].join('\n');
}
