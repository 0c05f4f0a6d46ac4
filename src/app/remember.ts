/** Notes what a run saw, for the hot path and to spare the next run hashing unchanged files. */
import { join } from 'node:path';
import { folderStamp, type Memory, writeMemory } from '../engine/memory.ts';
import type { Session } from '../engine/session.ts';
import { packageFile } from './place.ts';

/** The parts of papermake itself whose change makes the memory worthless. */
const OWN_FILES = ['kinds.json', 'cli.js'];
const WATCHED_FOLDERS = ['steps', 'templates'];

/**
 * `allFresh` is the number of nodes when the whole pipeline was left fresh. False when a file is no longer what the
 * run used.
 */
export function remember(session: Session, allFresh: number | null): boolean {
  const { files, options } = session;
  for (const name of OWN_FILES) files.digest(packageFile(name));
  for (const { code, module } of options.kinds.values()) {
    if (module !== null) for (const file of Object.keys(code.files)) files.digest(file);
  }
  settleClock(files.used);
  const confirmed = files.confirm();
  const memory: Memory = {
    pipeline: options.file,
    allFresh: confirmed ? allFresh : null,
    files: [...files.used],
    folders: WATCHED_FOLDERS.map((name) => [name, folderStamp(join(options.root, name))] as const),
    searched: files.searched,
    at: Date.now(),
  };
  writeMemory(options.root, memory);
  return confirmed;
}

/**
 * Files written a moment ago share their time stamp with an edit that may follow at once. Waiting for the clock to
 * tick past them lets the next run trust the stamps instead of reading the files again.
 */
function settleClock(used: ReadonlyMap<string, { readonly stamp: readonly number[] } | null>): void {
  const newest = Math.max(
    0,
    ...[...used.values()].map((seen) => (seen ? Math.max(seen.stamp[1]!, seen.stamp[2]!) : 0)),
  );
  const wait = newest + CLOCK_TICK_MS - Date.now();
  // A stamp may be a fraction of a millisecond ahead of the clock; one far ahead is no reason to wait for it.
  if (wait > 0 && wait <= 2 * CLOCK_TICK_MS) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
}

const CLOCK_TICK_MS = 25;
