/** Follows a paper: looks at it anew when its files or its store change, and tells when something did. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { runNowPath } from '../../engine/store/run-now.ts';
import { RUNS } from '../../engine/store/runs.ts';
import { TRACES } from '../../engine/system/files.ts';
import { startWatching } from '../running/watching.ts';
import type { Paper } from './paper.ts';

/** The store is looked at as often, since a run in another terminal announces nothing. */
const POLL_MS = 200;

/** A run that says nothing is asked after this whether it lives. */
const ASK_MS = 1000;

/** Between two looks lie at least so many times what the last one took, so that a run is not slowed down. */
const REST = 4;

/** Follows until aborted; `told` is called after each change. */
export async function followPaper(paper: Paper, file: string, signal: AbortSignal, told: () => void): Promise<void> {
  const watching = await startWatching(paper.root, file, signal);
  watching.add(paper.used, paper.listed);
  let changed = false;
  const listening = (async () => {
    while ((await watching.next()) !== undefined) changed = true;
  })();
  const stamps = new Stamps(paper.root);
  let rest = 0;
  let looked = performance.now();
  while (!signal.aborted) {
    await pause(POLL_MS, signal);
    if (stamps.moved('store')) changed = true;
    const now = performance.now();
    if (now < looked + rest) continue;
    // No file tells of a run that was killed.
    const isAsked = paper.isRunning && now >= looked + ASK_MS;
    if (changed) {
      changed = false;
      await paper.look();
      watching.add(paper.used, paper.listed);
    } else if (stamps.moved('run') || isAsked) await paper.lookAtRun();
    else continue;
    looked = performance.now();
    rest = REST * (looked - now);
    told();
  }
  await listening;
  await watching.close();
}

/** Ends at once when aborted. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  process
    .getBuiltinModule('node:timers/promises')
    .setTimeout(ms, undefined, { signal })
    .catch(() => {});

/** Sizes and times of the files that runs write in the store. */
class Stamps {
  readonly #files: Readonly<Record<'store' | 'run', readonly string[]>>;
  readonly #last = new Map<string, string>();

  constructor(root: string) {
    this.#files = { store: [join(root, TRACES), join(root, RUNS)], run: [runNowPath(root)] };
    this.moved('store');
    this.moved('run');
  }

  /** Tells whether one of the files changed since the last call. */
  moved(which: 'store' | 'run'): boolean {
    const now = this.#files[which].map(stampText).join(' ');
    const moved = this.#last.get(which) !== now;
    this.#last.set(which, now);
    return moved;
  }
}

function stampText(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.ino}:${stat.size}:${stat.mtimeMs}` : '-';
}
