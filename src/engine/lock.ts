/**
 * One writer per store. Locks are numbered files `lock-N`; the highest one counts and is never deleted, so
 * that taking over from a dead or finished holder is one atomic creation of `lock-(N+1)`. Nothing needs to be
 * unlocked by hand after a kill.
 */
import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { boundary } from './fault-points.ts';
import { STORE, writeFully } from './files.ts';
import { isRunning } from './temporaries.ts';

interface LockText {
  readonly pid: number;
  /** Start time of the process where the system tells it, since pids are reused. */
  readonly born: string | null;
  readonly host: string;
  readonly released: boolean;
}

/** For whom another one waits. */
export interface Holder {
  readonly pid: number;
  /** Where the process runs, when that is not here: whether it lives is told by its lock alone. */
  readonly host: string | null;
  /** When it last touched its lock. */
  readonly heard: Date;
  /** The lock, relative to the project. */
  readonly file: string;
}

export interface Lock {
  release(): void;
}

const POLL_MS = 50;
/** A holder touches its lock so often. */
const BEAT_MS = 10_000;
/** One on another host whose lock was not touched for so long is dead: a machine switched off, a container ended. */
export const SILENT_MS = 120_000;

/** Waits while another process holds the store; `waiting` is told once who it is. */
export async function lockStore(
  root: string,
  waiting: (holder: Holder) => void,
  signal: AbortSignal,
  silentMs = SILENT_MS,
): Promise<Lock> {
  const folder = join(root, STORE);
  const silence = new Silence(silentMs);
  let told = false;
  for (;;) {
    // `clean` may have removed it while we waited.
    mkdirSync(folder, { recursive: true });
    const lock = tryLock(folder, silence);
    if (lock && !('pid' in lock)) return lock;
    if (lock && !told) waiting(lock);
    told ||= lock !== undefined;
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, lock ? POLL_MS : 1));
  }
}

/** undefined when the folder changed under our hands: look again. */
function tryLock(folder: string, silence: Silence): Lock | Holder | undefined {
  const highest = highestLock(folder);
  const holder = highest === 0n ? undefined : holderOf(folder, `lock-${highest}`, silence);
  if (holder) return holder;
  const mine = highest + 1n;
  const path = join(folder, `lock-${mine}`);
  const me: LockText = { pid: process.pid, born: birthOf(process.pid), host: hostname(), released: false };
  const text = JSON.stringify(me);
  if (!createWhole(path, text, join(folder, 'tmp'))) return undefined;
  // Someone slower may have created an old number after it was cleared away: only the highest counts.
  if (highestLock(folder) > mine) {
    rmSync(path, { force: true });
    return undefined;
  }
  for (const old of lockNumbers(folder)) {
    if (old >= mine) continue;
    // `clean` removes all numbers, and who comes after it begins at 1: nobody who counted before it may overtake them.
    const other = holderOf(folder, `lock-${old}`, silence);
    if (other) {
      rmSync(path, { force: true });
      return other;
    }
    boundary('remove');
    rmSync(join(folder, `lock-${old}`), { recursive: true, force: true });
  }
  const beat = setInterval(() => touch(path), BEAT_MS).unref();
  return {
    release: () => {
      clearInterval(beat);
      overwriteEnd(path, text);
    },
  };
}

function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // `clean` has removed it, or the disk is out of reach for a moment.
  }
}

/** How long a lock of another host has not been touched, by our own clock: the two hosts' need not agree. */
class Silence {
  readonly #longest: number;
  #last = '';
  #from = 0;

  constructor(longest: number) {
    this.#longest = longest;
  }

  isBroken({ file, heard }: Holder): boolean {
    const sign = `${file} ${heard.getTime()}`;
    if (sign !== this.#last) {
      this.#last = sign;
      this.#from = performance.now();
    }
    return performance.now() - this.#from < this.#longest;
  }
}

/**
 * The file appears with its text or not at all, so that nobody reads a lock whose holder has not said yet who it is.
 * False when another came first.
 */
function createWhole(path: string, text: string, temporaries: string): boolean {
  const temporary = join(temporaries, `${process.pid}-lock`);
  try {
    boundary('create');
    mkdirSync(temporaries, { recursive: true });
    // A process of the same number may have been killed before it removed its own: that is another name of its lock.
    rmSync(temporary, { force: true });
    const descriptor = openSync(temporary, 'wx');
    try {
      writeFully(descriptor, Buffer.from(text));
    } finally {
      closeSync(descriptor);
    }
    boundary('rename');
    linkSync(temporary, path);
    return true;
  } catch (error) {
    // ENOENT: `clean` has removed the folder meanwhile.
    if (['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  } finally {
    boundary('remove');
    rmSync(temporary, { force: true });
  }
}

/** In place and no longer than before: a full disk does not keep a lock from being released. */
function overwriteEnd(path: string, text: string): void {
  const [held, released] = ['false}', 'true }'];
  boundary('remove');
  const descriptor = openSync(path, 'r+');
  try {
    writeSync(descriptor, released!, Buffer.byteLength(text) - held!.length);
  } finally {
    closeSync(descriptor);
  }
}

/** Ascending. Of any size: whoever can write here may have left one beyond what a number holds. */
const lockNumbers = (folder: string): bigint[] =>
  readdirSync(folder)
    .flatMap((name) => /^lock-([1-9]\d*)$/.exec(name)?.[1] ?? [])
    .map(BigInt)
    .sort((a, b) => (a < b ? -1 : 1));

const highestLock = (folder: string): bigint => lockNumbers(folder).at(-1) ?? 0n;

/** Locks appear whole and are released in one write: one that cannot be read is damaged, and nobody holds it. */
function holderOf(folder: string, name: string, silence: Silence): Holder | undefined {
  try {
    const path = join(folder, name);
    const lock = JSON.parse(readFileSync(path, 'utf8')) as LockText;
    if (lock.released || !isAlive(lock)) return undefined;
    const host = lock.host === hostname() ? null : lock.host;
    const holder = { pid: lock.pid, host, heard: statSync(path).mtime, file: `${STORE}/${name}` };
    return host === null || silence.isBroken(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(lock: LockText): boolean {
  if (lock.host !== hostname()) return true;
  if (!isRunning(lock.pid)) return false;
  if (lock.born === null) return true;
  return birthOf(lock.pid) === lock.born;
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
