/** Reads how much processor time a thread has had: by Node where it tells it, otherwise by proc(5) of Linux. */
import { openSync, readSync } from 'node:fs';
import { attempt } from '../../base/attempt.ts';

interface ThreadUsage {
  /** Microseconds. */
  readonly user: number;
  readonly system: number;
}

/** Newer versions of Node tell it to the microsecond. */
const { threadCpuUsage } = process as { readonly threadCpuUsage?: () => ThreadUsage };

/** Linux counts a thread's time when the thread is interrupted, every few milliseconds: what lasts less than this is not measured by it. */
const COARSE_MS = 100;

/** Milliseconds that work must last for its processor time to be known. */
export const MEASURABLE_MS = threadCpuUsage === undefined ? COARSE_MS : 0;

const NANOSECOND = 1e-6;
const LINE = Buffer.alloc(128);

/** The open file of this thread's times; null where the system has none. */
let times: number | null | undefined;

/** Milliseconds of processor time that this thread has had; undefined where the system does not tell them. */
export function threadTime(): number | undefined {
  if (threadCpuUsage !== undefined) {
    const { user, system } = threadCpuUsage.call(process);
    return (user + system) / 1000;
  }
  times ??= attempt(() => openSync('/proc/thread-self/schedstat', 'r')) ?? null;
  if (times === null) return undefined;
  const length = readSync(times, LINE, 0, LINE.length, 0);
  return Number(LINE.toString('latin1', 0, length).split(' ', 1)[0]) * NANOSECOND;
}
