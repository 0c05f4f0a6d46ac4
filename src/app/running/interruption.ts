/** Obeys Ctrl-C, a polite kill and a closed terminal: the first signal tells what runs to come to its end, a second ends the process at once. */
import { fstatSync, constants as modes, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { basename } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import type { Agent } from '../command.ts';
import { postSentinel, type Sentinel } from './sentinel.ts';

/** Ctrl-Break, which is a signal of Windows alone, says the same as Ctrl-C. */
const STOPS = (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const).filter((name) => name in constants.signals);

/** The reason with which the abort signal of an interruption was aborted. */
export class Interrupted extends Error {
  /** The exit code by which shells say that this signal ended a program. */
  readonly exitCode: number;

  constructor(name: (typeof STOPS)[number]) {
    super(`interrupted by ${name}`);
    this.exitCode = 128 + constants.signals[name];
  }
}

export interface Interruption {
  /** Aborted by an `Interrupted`. */
  readonly signal: AbortSignal;
  /**
   * Does `act`, during which signals end the process as they do by themselves: for code that may never come back, while nothing is half
   * done that another run would have to make good.
   */
  unguarded<T>(act: () => T | Promise<T>): Promise<T>;
  /** From now on signals are obeyed though this thread is given to a node that takes long. */
  outlast(): void;
  release(): void;
}

/** All that an agent's call does ends with that call. Whoever answers agents then obeys the signals of the process. */
export function interruption(agent?: Agent): Interruption {
  if (agent)
    return { signal: agent.signal, unguarded: async (act) => await act(), outlast: agent.outlast, release() {} };
  const controller = new AbortController();
  let sentinel: Sentinel | undefined;
  const stop = (name: NodeJS.Signals): void => {
    sentinel?.notice();
    release();
    controller.abort(new Interrupted(name as (typeof STOPS)[number]));
  };
  // A signal that is to be ignored has a listener already.
  const names = STOPS.filter((name) => process.listenerCount(name) === 0);
  const guard = (): void => {
    if (!controller.signal.aborted) for (const name of names) process.on(name, stop);
  };
  const release = (): void => {
    for (const name of names) process.off(name, stop);
  };
  guard();
  return {
    signal: controller.signal,
    async unguarded(act) {
      release();
      try {
        return await act();
      } finally {
        guard();
      }
    },
    outlast() {
      sentinel ??= postSentinel(names);
    },
    release() {
      release();
      sentinel?.dismiss();
    },
  };
}

/** The exit code of an interrupted call. */
export const exitCodeOf = ({ reason }: AbortSignal): number => (reason as Interrupted).exitCode;

/** Ignores the end of the terminal for `nohup papermake`, which wants that; Node forgets it as it starts. */
export function outliveTerminal(): void {
  if (hangUpIsIgnored()) process.on('SIGHUP', () => {});
}

/**
 * Guesses from what is left whether the end of the terminal should be ignored: bash names the program it starts, `nohup` makes a
 * terminal's input one that cannot be read, and a shell that ignores the signal (`trap '' HUP`) is there to be asked.
 */
function hangUpIsIgnored(): boolean {
  const { _: started } = process.env;
  return (started !== undefined && basename(started) === 'nohup') || inputIsClosed() || ignoresHangUp(process.ppid);
}

function inputIsClosed(): boolean {
  const flags = foundIn('/proc/self/fdinfo/0', /^flags:\s*(\d+)/m);
  if (flags === undefined) return false;
  const access = Number.parseInt(flags, 8) & (modes.O_WRONLY | modes.O_RDWR);
  return access === modes.O_WRONLY && fstatSync(0).isCharacterDevice();
}

function ignoresHangUp(pid: number): boolean {
  const mask = foundIn(`/proc/${pid}/status`, /^SigIgn:\s*([0-9a-f]+)/m);
  return mask !== undefined && (BigInt(`0x${mask}`) & 1n) === 1n;
}

const foundIn = (file: string, pattern: RegExp): string | undefined =>
  pattern.exec(attempt(() => readFileSync(file, 'utf8')) ?? '')?.[1];
