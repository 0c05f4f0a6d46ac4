/** Notes what a run saw and left, for the hot path, for the warm start, and to spare hashing unchanged files. */
import { join } from 'node:path';
import type { Digest } from '../../base/brand.ts';
import { type Memory, stampAt, unchangedSince, writeMemory } from '../resume/memory.ts';
import { writeWarm } from '../resume/warm.ts';
import { type ProjectFiles, type Stamp, TICK_MS, TRACES } from '../system/files.ts';
import { outputsOf } from './orphans.ts';
import type { RunResult } from './session.ts';

/**
 * `ownFiles` are the parts of papermake itself whose change makes the memory worthless. `complete`: the whole pipeline
 * was asked for and left fresh. False when a file is no longer what the run used. Needs the lock.
 */
export function remember(result: RunResult & { is: 'ran' }, ownFiles: readonly string[], complete: boolean): boolean {
  const { files, options, warm } = result.session;
  // Code was loaded before anything noted what it looked like.
  const code = [
    ...ownFiles,
    ...[...options.kinds.values()].flatMap(({ module, code: { files: sources }, lookedAt = [] }) =>
      module === null ? [] : [...Object.keys(sources), ...lookedAt],
    ),
  ];
  for (const path of code) files.digest(path);
  const absolute = code.map((path) => files.absolute(path));
  const log = stampAt(join(options.root, TRACES));
  // Without the records, what was noted would be believed for ever.
  if (log === null) return false;
  const at = past([...[...files.used.values()].flatMap((seen) => (seen ? [seen.stamp] : [])), log]);
  // Without the flag, the next run may not read what this one did.
  const whole = complete && options.allowOutside !== true;
  if (whole) {
    const { planned, run } = result;
    const left = { planned, standings: () => run.standings(), moved: () => run.moved() };
    writeWarm(options.root, options.file, options.kinds, left, at, warm);
  }
  waitUntil(at);
  if (whole) for (const [path, digest] of result.blobs) noteBlob(files, path, digest);
  const confirmed = files.confirm() && unchangedSince(options.began, options.root, absolute);
  const allFresh = confirmed && whole ? result.nodes : null;
  const outputs = allFresh === null ? new Set<string>() : outputsOf(result.planned.graph.nodes);
  const memory: Memory = {
    pipeline: options.file,
    allFresh,
    files: [...files.used].map(([path, seen]) => (outputs.has(path) ? [path, seen, 1] : [path, seen])),
    folders: [...options.began.folders, [TRACES, log]],
    searched: files.searched,
    at,
  };
  writeMemory(options.root, memory);
  return confirmed;
}

/** One whose stamp is another is damaged, or gone: no node that it belongs to is fresh. */
function noteBlob(files: ProjectFiles, path: string, digest: Digest): void {
  const at = Date.now();
  const stamp = stampAt(files.absolute(path));
  if (stamp !== null) files.used.set(path, { stamp, digest, at });
}

/**
 * Files written a moment ago share their time stamp with an edit that may follow at once. When the clock has ticked past them, the
 * next run can trust the stamps instead of reading the files again. Now, where that is long gone or too far ahead to wait for.
 */
function past(stamps: readonly Stamp[]): number {
  let newest = 0;
  for (const [, modified, changed] of stamps) newest = Math.max(newest, modified, changed);
  const now = Date.now();
  // The first moment at which none of them is racy. A stamp may be a fraction of a millisecond ahead of the clock.
  const then = Math.floor(newest + TICK_MS) + 1;
  return then > now && then <= now + 2 * TICK_MS ? then : now;
}

function waitUntil(then: number): void {
  const wait = then - Date.now();
  if (wait > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
}
