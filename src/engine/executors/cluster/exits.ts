/** Reads how the batch scripts of workers ended, and what they printed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../../base/attempt.ts';
import { namesIfThere } from '../../system/files.ts';
import { namesIn } from './layout.ts';

/** Exit codes of programs that a signal ended begin here. */
const KILLED = 128;

/** The end of a batch script. */
export interface Exit {
  readonly code: number;
  /** Is true where it came no further than the lines of `setup`. */
  readonly isSetup: boolean;
}

export const isFailure = ({ code, isSetup }: Exit): boolean => isSetup || (code > 0 && code < KILLED);

/** Reads how the batch script of a worker ended; undefined where it has not, or was killed. `folder` is the lane's. */
export function exitOf(folder: string, worker: string): Exit | undefined {
  const text = attempt(() => readFileSync(join(folder, 'exits', worker), 'utf8'));
  const [, code, setup] = /^(\d+)( setup)?\n$/.exec(text ?? '') ?? [];
  return code === undefined ? undefined : { code: Number(code), isSetup: setup !== undefined };
}

/** A task that came to its end by itself, and not well. */
export function failedTask(folder: string): string | undefined {
  const failed = namesIn(folder, 'exits').find((name) => {
    const exit = exitOf(folder, name);
    return exit !== undefined && isFailure(exit);
  });
  return failed && taskOf(failed);
}

/** Bytes of a log that are read. */
const END = 4000;

/** The end of what a task's worker printed. */
export const logOf = (logs: string, task: string): string =>
  attempt(() => readFileSync(join(logs, task), 'utf8').slice(-END)) ?? '';

/** The first task of an array that wrote a log: some schedulers count from 0, others from 1. */
export const firstTask = (logs: string, array: string): string =>
  namesIfThere(logs).find((task) => task.startsWith(`${array}.`)) ?? `${array}.0`;

/** `JOB.TASK.PID` → `JOB.TASK` */
export const taskOf = (worker: string): string => worker.split('.').slice(0, 2).join('.');
