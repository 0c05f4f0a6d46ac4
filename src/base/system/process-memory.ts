/** Reads the memory of processes: of this one by Node, of those that it started by proc(5) of Linux. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { attempt } from '../attempt.ts';

const KIB = 1 / 1024;

/** The most memory in MiB that this process had, threads and all: since `forgetPeak`, where the system can forget, and otherwise since it began. */
export const peakMemory = (): number => process.resourceUsage().maxRSS * KIB;

/** Has the kernel forget the highest mark of what came before. */
export function forgetPeak(): void {
  if (process.platform === 'linux') attempt(() => writeFileSync('/proc/self/clear_refs', '5'));
}

/** The memory in MiB of a process and of all that it has started, each at its highest; undefined where the system does not tell it, or it has ended. */
export function memoryOfTree(pid: number): number | undefined {
  const own = memoryOf(String(pid));
  return own === undefined ? undefined : own + memoryBelow(String(pid));
}

/** The memory in MiB of all that a process has started, each at its highest. */
export const memoryBelow = (pid: string): number =>
  childrenOf(pid)
    .flatMap(tree)
    .reduce((sum, each) => sum + (memoryOf(each) ?? 0), 0);

/** The line of a process's status that has its memory at its highest. */
const HIGHEST = /^VmHWM:\s*(\d+) kB/m;

const memoryOf = (pid: string): number | undefined =>
  attempt(() => Number(HIGHEST.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * KIB);

/** Lists the processes that the threads of a process have started. */
const childrenOf = (pid: string): string[] =>
  (attempt(() => readdirSync(`/proc/${pid}/task`)) ?? []).flatMap((thread) =>
    (attempt(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')) ?? '').split(' ').filter(Boolean),
  );

const tree = (pid: string): string[] => [pid, ...childrenOf(pid).flatMap(tree)];
