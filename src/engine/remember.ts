/** Notes what a run saw and left, for the hot path, for the warm start, and to spare hashing unchanged files. */
import { join } from 'node:path';
import type { Stamp } from './files.ts';
import { type Memory, stampAt, unchangedSince, writeMemory } from './memory.ts';
import type { RunResult } from './session.ts';
import { TRACES } from './store.ts';
import { writeWarm } from './warm.ts';

/**
 * `ownFiles` are the parts of papermake itself whose change makes the memory worthless. `complete`: the whole pipeline
 * was asked for and left fresh. False when a file is no longer what the run used. Needs the lock.
 */
export function remember(result: RunResult & { is: 'ran' }, ownFiles: readonly string[], complete: boolean): boolean {
  const { files, options, warm } = result.session;
  // Code was loaded before anything noted what it looked like.
  const code = [
    ...ownFiles,
    ...[...options.kinds.values()].flatMap((kind) => (kind.module === null ? [] : Object.keys(kind.code.files))),
  ];
  for (const path of code) files.digest(path);
  const absolute = code.map((path) => files.absolute(path));
  const log = stampAt(join(options.root, TRACES));
  settleClock([...[...files.used.values()].flatMap((seen) => (seen ? [seen.stamp] : [])), ...(log ? [log] : [])]);
  const confirmed = files.confirm() && unchangedSince(options.began, options.root, absolute);
  const memory: Memory = {
    pipeline: options.file,
    // Without the flag, the next run may not read what this one did.
    allFresh: confirmed && complete && options.allowOutside !== true ? result.nodes : null,
    files: [...files.used],
    folders: [...options.began.folders, [TRACES, log]],
    searched: files.searched,
    at: Date.now(),
  };
  if (memory.allFresh !== null) {
    const { planned, run } = result;
    const left = { planned, standings: () => run.standings(), settled: () => run.settled() };
    writeWarm(options.root, options.file, options.kinds, left, memory.at, warm);
  }
  writeMemory(options.root, memory);
  return confirmed;
}

/**
 * Files written a moment ago share their time stamp with an edit that may follow at once. Waiting for the clock to
 * tick past them lets the next run trust the stamps instead of reading the files again.
 */
function settleClock(stamps: readonly Stamp[]): void {
  let newest = 0;
  for (const [, modified, changed] of stamps) newest = Math.max(newest, modified, changed);
  const wait = newest + CLOCK_TICK_MS - Date.now();
  // A stamp may be a fraction of a millisecond ahead of the clock; one far ahead is no reason to wait for it.
  if (wait > 0 && wait <= 2 * CLOCK_TICK_MS) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
}

const CLOCK_TICK_MS = 15;
