/**
 * One writer per store. Locks are numbered files `lock-N`; the highest one counts and is never deleted, so
 * that taking over from a dead or finished holder is one atomic creation of `lock-(N+1)`. Nothing needs to be
 * unlocked by hand after a kill.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { STORE, writeAtomically } from './files.ts';

interface Holder {
  readonly pid: number;
  /** Start time of the process where the system tells it, since pids are reused. */
  readonly born: string | null;
  readonly host: string;
  readonly released: boolean;
}

export interface Lock {
  release(): void;
}

const POLL_MS = 50;

/** Waits while another process holds the store; `waiting` is told its pid once. */
export async function lockStore(root: string, waiting: (pid: number) => void, signal: AbortSignal): Promise<Lock> {
  const folder = join(root, STORE);
  let told = false;
  for (;;) {
    // `clean` may have removed it while we waited.
    mkdirSync(folder, { recursive: true });
    const lock = tryLock(folder);
    if (!('pid' in lock)) return lock;
    if (!told) waiting(lock.pid);
    told = true;
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function tryLock(folder: string): Lock | Holder {
  const highest = highestLock(folder);
  const holder = highest === 0 ? undefined : readHolder(join(folder, `lock-${highest}`));
  if (holder && !holder.released && isAlive(holder)) return holder;
  const mine = highest + 1;
  const path = join(folder, `lock-${mine}`);
  const me: Holder = { pid: process.pid, born: birthOf(process.pid), host: hostname(), released: false };
  try {
    writeFileSync(path, JSON.stringify(me), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return tryLock(folder);
    throw error;
  }
  // Someone slower may have created an old number after it was cleared away: only the highest counts.
  if (highestLock(folder) > mine) {
    rmSync(path, { force: true });
    return tryLock(folder);
  }
  for (const old of lockNumbers(folder)) if (old < mine) rmSync(join(folder, `lock-${old}`), { force: true });
  return {
    release: () =>
      writeAtomically(path, JSON.stringify({ ...me, released: true }), { temporaries: join(folder, 'tmp') }),
  };
}

const lockNumbers = (folder: string): number[] =>
  readdirSync(folder)
    .flatMap((name) => /^lock-(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number);

const highestLock = (folder: string): number => Math.max(0, ...lockNumbers(folder));

/** A lock that cannot be read was cut short by a kill between creation and writing: nobody holds it. */
function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  if (holder.born === null) return true;
  return birthOf(holder.pid) === holder.born;
}

/** Start time from /proc (Linux); null elsewhere, for a dead process, and for a zombie. */
function birthOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : fields[19]!;
  } catch {
    return null;
  }
}
