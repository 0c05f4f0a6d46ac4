/** Notes what a run saw and left, for the hot path, for the warm start, and to spare hashing unchanged files. */
import { join } from 'node:path';
import { folderStamp, type Memory, writeMemory } from './memory.ts';
import type { RunResult } from './session.ts';
import { writeWarm } from './warm.ts';

const WATCHED_FOLDERS = ['steps', 'templates'];

/**
 * `ownFiles` are the parts of papermake itself whose change makes the memory worthless. `complete`: the whole pipeline
 * was asked for and left fresh. False when a file is no longer what the run used.
 */
export function remember(result: RunResult & { is: 'ran' }, ownFiles: readonly string[], complete: boolean): boolean {
  const { files, options, warm } = result.session;
  for (const path of ownFiles) files.digest(path);
  for (const { code, module } of options.kinds.values()) {
    if (module !== null) for (const file of Object.keys(code.files)) files.digest(file);
  }
  settleClock(files.used);
  const confirmed = files.confirm();
  const memory: Memory = {
    pipeline: options.file,
    // Without the flag, the next run may not read what this one did.
    allFresh: confirmed && complete && options.allowOutside !== true ? result.nodes : null,
    files: [...files.used],
    folders: WATCHED_FOLDERS.map((name) => [name, folderStamp(join(options.root, name))] as const),
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
function settleClock(used: ReadonlyMap<string, { readonly stamp: readonly number[] } | null>): void {
  let newest = 0;
  for (const seen of used.values()) if (seen) newest = Math.max(newest, seen.stamp[1]!, seen.stamp[2]!);
  const wait = newest + CLOCK_TICK_MS - Date.now();
  // A stamp may be a fraction of a millisecond ahead of the clock; one far ahead is no reason to wait for it.
  if (wait > 0 && wait <= 2 * CLOCK_TICK_MS) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
}

const CLOCK_TICK_MS = 25;
