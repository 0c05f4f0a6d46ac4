/**
 * Locks the store, so that it has one writer. Locks are numbered files `lock-N`. The highest one counts and is never deleted, so that
 * taking over from a dead or finished holder is one exclusive creation of `lock-(N+1)`, which every file system has. Nothing needs to be
 * unlocked by hand after a kill.
 */
import { closeSync, futimesSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, unless, unlessRefused } from '../../base/attempt.ts';
import { ProblemError, problemAt } from '../../base/problem.ts';
import { onOneMachine, type ProcessName, thisProcess, vitalOf } from '../../base/system/process-name.ts';
import { removeEntry } from '../../base/system/remove.ts';
import { boundary } from '../system/fault-points.ts';
import { removeTree } from '../system/file-calls.ts';
import { makeFolder, STORE } from '../system/files.ts';
import { writeFully } from '../system/large-file.ts';

interface LockText extends ProcessName {
  readonly released: boolean;
}

/** The run that holds the store while another waits for it. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /**
   * The place of the run; `container` is one of this machine. Only `here` can the process be asked whether it lives; elsewhere its lock
   * alone tells.
   */
  readonly where: 'here' | 'container' | 'elsewhere';
  /** The time at which it last touched its lock. */
  readonly heard: Date;
  /** Path of the lock, relative to the project. */
  readonly file: string;
}

export interface Lock {
  release(): void;
}

export interface LockRequest {
  /** Called once with the holder of the store, before it is waited for. */
  readonly waiting: (holder: Holder) => void;
  readonly signal: AbortSignal;
  /** The longest wait in milliseconds; without it, the wait has no end. */
  readonly patience?: number | undefined;
  readonly silence?: number;
}

const POLL_MS = 50;
/** A lock appears empty and is written at once: one that still says nothing of its holder after this was left so by a kill, or is damaged. */
const UNSAID_MS = 1000;
const UNSAID_POLL_MS = 5;
/** A holder touches its lock at this interval. */
const BEAT_MS = 10_000;
/**
 * A holder whose lock was not touched for so long is dead where it is out of sight (its machine was switched off, or its container ended), and where its number
 * may be that of another process (elsewhere than on Linux).
 */
export const SILENT_MS = 120_000;

/** Waits for the store and locks it. Throws a ProblemError when patience is at an end. */
export async function lockStore(root: string, request: LockRequest): Promise<Lock> {
  const folder = join(root, STORE);
  const began = performance.now();
  const look = new LockWatch(folder, request.silence ?? SILENT_MS);
  let told = false;
  for (;;) {
    // `clean` may have removed the folder while we waited.
    makeFolder(folder);
    const found = tryLock(folder, look);
    if (found.is === 'mine') return found.lock;
    request.signal.throwIfAborted();
    if (found.is === 'held') {
      const { holder } = found;
      if (performance.now() - began >= (request.patience ?? Number.POSITIVE_INFINITY)) throw busy(holder);
      if (!told) request.waiting(holder);
      told = true;
    }
    await new Promise((resolve) => setTimeout(resolve, found.is === 'held' ? POLL_MS : UNSAID_POLL_MS));
  }
}

const busy = (holder: Holder): ProblemError =>
  new ProblemError([
    problemAt({
      code: 'store-busy',
      message: `not waiting for ${holderText(holder)}`,
      hint: holder.where === 'here' ? 'wait for it, or end it' : freeHint(holder),
    }),
  ]);

/** Names a holder: `the run of process 17 on host \`a\`, which was last heard of at 2026-01-31 09:30 UTC`. */
export function holderText({ pid, host, where, heard }: Holder): string {
  if (where === 'here') return `the run of process ${pid} on this project`;
  const place =
    where === 'container' ? `in another container of this machine (host \`${host}\`)` : `on host \`${host}\``;
  const time = heard.toISOString().slice(0, 16).replace('T', ' ');
  return `the run of process ${pid} ${place}, which was last heard of at ${time} UTC`;
}

/** Hint at how to free a store whose holder cannot be asked whether it lives. */
export const freeHint = ({ file }: Holder): string =>
  `it is taken for dead when nothing is heard for ${SILENT_MS / 60_000} minutes; if you know that it is, remove \`${file}\``;

type LockAttempt =
  | { readonly is: 'mine'; readonly lock: Lock }
  | { readonly is: 'held'; readonly holder: Holder }
  /** The folder changed under our hands, or a lock does not say yet whose it is: look again. */
  | { readonly is: 'unclear' };

function tryLock(folder: string, look: LockWatch): LockAttempt {
  const highest = highestLock(folder);
  if (highest > 0n) {
    const found = look.at(highest);
    if (found !== 'free') return found;
  }
  const mine = highest + 1n;
  const path = join(folder, `lock-${mine}`);
  const text = JSON.stringify({ ...look.own, released: false } satisfies LockText);
  const descriptor = createLock(path, text);
  if (descriptor === undefined) return { is: 'unclear' };
  const withdraw = (): void => {
    closeSync(descriptor);
    removeEntry(path);
  };
  // Someone slower may have created an old number after it was cleared away: only the highest counts.
  if (highestLock(folder) > mine) {
    withdraw();
    return { is: 'unclear' };
  }
  for (const old of lockNumbers(folder)) {
    if (old >= mine) continue;
    // `clean` removes all numbers, and a run that comes after it begins at 1: a run that counted before `clean` may not overtake it.
    // A lower lock that does not say yet whose it is will see ours when it looks for the highest, and withdraw.
    const other = look.at(old);
    if (other !== 'free' && other.is === 'held') {
      withdraw();
      return other;
    }
    removeTree(join(folder, `lock-${old}`));
  }
  return { is: 'mine', lock: held(descriptor, text) };
}

/** The lock that is held by its open file, so that no other run's lock is touched or released, whatever becomes of the folder or the disk. */
function held(descriptor: number, text: string): Lock {
  const beat = setInterval(() => unlessRefused(() => touch(descriptor)), BEAT_MS).unref();
  return {
    release: () => {
      clearInterval(beat);
      boundary('remove');
      // A lock that cannot be released ends with its process.
      unlessRefused(() => overwriteEnd(descriptor, text));
      unlessRefused(() => closeSync(descriptor));
    },
  };
}

function touch(descriptor: number): void {
  const now = new Date();
  futimesSync(descriptor, now, now);
}

/** Marks a lock as released by overwriting its end in place, so that a full disk does not keep it from being released. */
function overwriteEnd(descriptor: number, text: string): void {
  const [held, released] = ['false}', 'true }'];
  writeSync(descriptor, released!, Buffer.byteLength(text) - held!.length);
}

/** Creates a lock and returns its descriptor; undefined when another came first, or `clean` has removed the folder meanwhile. */
function createLock(path: string, text: string): number | undefined {
  boundary('create');
  const descriptor = unless(['EEXIST', 'ENOENT'], () => openSync(path, 'wx'));
  if (descriptor === undefined) return undefined;
  try {
    writeFully(descriptor, Buffer.from(text));
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    removeEntry(path);
    throw error;
  }
}

/** Numbers of the locks, ascending. They are big integers, since whoever can write here may have left one beyond what a number holds. */
const lockNumbers = (folder: string): bigint[] =>
  readdirSync(folder)
    .flatMap((name) => /^lock-([1-9]\d*)$/.exec(name)?.[1] ?? [])
    .map(BigInt)
    .sort((a, b) => (a < b ? -1 : 1));

const highestLock = (folder: string): bigint => lockNumbers(folder).at(-1) ?? 0n;

/** Looks at locks again and again, and measures by our own clock how long each is unchanged, since clocks of two hosts need not agree. */
class LockWatch {
  readonly own = thisProcess();
  readonly #folder: string;
  readonly #silence: number;
  readonly #seen = new Map<string, { readonly touched: number; readonly from: number }>();

  constructor(folder: string, silence: number) {
    this.#folder = folder;
    this.#silence = silence;
  }

  at(number: bigint): 'free' | Extract<LockAttempt, { is: 'held' | 'unclear' }> {
    const name = `lock-${number}`;
    const stat = statSync(join(this.#folder, name), { throwIfNoEntry: false });
    if (stat === undefined) return { is: 'unclear' };
    const lock = readLock(join(this.#folder, name));
    const unchanged = this.#unchanged(name, stat.mtimeMs);
    if (lock === undefined) return unchanged < UNSAID_MS ? { is: 'unclear' } : 'free';
    const vital = lock.released ? 'dead' : vitalOf(lock, this.own);
    // Where no system says when a process started, another program may have its number by now.
    const isHeardAlone = vital === 'out-of-sight' || lock.born === null;
    if (vital === 'dead' || (isHeardAlone && unchanged >= this.#silence)) return 'free';
    const where = vital === 'alive' ? 'here' : onOneMachine(lock, this.own) ? 'container' : 'elsewhere';
    return {
      is: 'held',
      holder: { pid: lock.pid, host: lock.host, where, heard: stat.mtime, file: `${STORE}/${name}` },
    };
  }

  /** For how many milliseconds the lock has not been touched. */
  #unchanged(name: string, touched: number): number {
    const now = performance.now();
    const seen = this.#seen.get(name);
    if (seen?.touched === touched) return now - seen.from;
    this.#seen.set(name, { touched, from: now });
    return 0;
  }
}

/** Reads a lock, or returns undefined where it does not say whose it is. */
const readLock = (path: string): LockText | undefined =>
  attempt(() => {
    const lock = JSON.parse(readFileSync(path, 'utf8')) as LockText;
    return typeof lock.pid === 'number' && typeof lock.host === 'string' ? lock : undefined;
  });
