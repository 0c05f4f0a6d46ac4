/** Reads how much processor time a thread has had (proc(5) of Linux). */
import { readFileSync } from 'node:fs';
import { attempt } from '../../base/attempt.ts';
import type { Timed } from './executor.ts';

const NANOSECOND = 1e-6;
/** A tick of the clock by which Linux counts the time of programs that have ended, in milliseconds (USER_HZ is 100). */
const TICK_MS = 10;
/** Places of `cutime` and `cstime` behind the name of the program in `/proc/self/stat`. */
const ENDED = [13, 14] as const;

/** Milliseconds of this thread and, where they are wanted, of all programs that its process started and that have ended; undefined where the system does not tell them. */
export const processorTime = (timed: Timed): number | undefined =>
  attempt(() => {
    const own = Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ', 1)[0]) * NANOSECOND;
    const milliseconds = own + (timed === 'programs' ? ofPrograms() : 0);
    return Number.isFinite(milliseconds) ? milliseconds : undefined;
  });

function ofPrograms(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
  return ENDED.reduce((sum, at) => sum + Number(fields[at]), 0) * TICK_MS;
}
