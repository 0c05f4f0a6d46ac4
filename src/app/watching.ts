/** Waits for changes of the files that a run looked at, and of what might become one of them. */
import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { FSWatcher } from 'chokidar';
import { type Seen, STORE, sameStamp, stampOf, statIfThere } from '../engine/files.ts';
import { isForeign } from '../engine/foreign-files.ts';

/** Editors write in several steps, and version control changes many files at once. */
const QUIET_MS = 80;

/** What happens in a folder before it is watched is announced by nobody; how long that takes, neither. */
const LOOKS_MS = [50, 400, 2000];

/** A new file in one of these may be a new step kind or template. */
const FOLDERS = ['steps', 'templates'];

export interface Watching {
  /** Also these files, project-relative, as they were used, there or not: one that is another by now has changed. */
  add(used: ReadonlyMap<string, Seen | null>): void;
  /** The files that changed since the last call, once none has for a moment; undefined when aborted. */
  next(): Promise<readonly string[] | undefined>;
  close(): Promise<void>;
}

/** Folders are watched, not files: a file that is replaced, removed or not there yet is seen all the same. */
export async function startWatching(root: string, pipeline: string, signal: AbortSignal): Promise<Watching> {
  const wanted = new Set<string>();
  const folders = new Set<string>();
  const { watch } = await import('chokidar');
  const watcher = watch(root, { ignoreInitial: true, depth: 0 });
  const add = (path: string): void => {
    wanted.add(path);
    for (const folder of foldersOf(path)) {
      if (folders.has(folder) || !existsSync(join(root, folder))) continue;
      folders.add(folder);
      watcher.add(join(root, folder));
    }
  };
  const concerns = (path: string): boolean => wanted.has(path) || isNewcomer(path) || isAbove(path, wanted);
  const changes = collectChanges(root, watcher, signal, (event, path) => {
    // A folder that goes is no longer watched; when it comes back it holds files that nobody announces.
    if (event === 'unlinkDir') folders.delete(path);
    else if (event === 'addDir') for (const each of [...wanted]) if (each.startsWith(`${path}/`)) add(each);
    return concerns(path);
  });
  add(pipeline);
  for (const folder of FOLDERS) add(`${folder}/*`);
  await new Promise<void>((ready) => watcher.once('ready', () => ready()));
  let looks: readonly NodeJS.Timeout[] = [];
  const stopLooking = (): void => looks.forEach(clearTimeout);
  return {
    add: (used) => {
      const inside = [...used].filter(([path]) => !isAbsolute(path) && !path.startsWith(`${STORE}/`));
      const watched = folders.size;
      for (const [path] of inside) add(path);
      const look = (): void =>
        inside.filter((each) => isAnother(root, each)).forEach(([path]) => void changes.note(path));
      stopLooking();
      looks = folders.size > watched ? LOOKS_MS.map((after) => setTimeout(look, after)) : [];
    },
    next: changes.next,
    close: () => {
      stopLooking();
      return watcher.close();
    },
  };
}

function isAnother(root: string, [path, seen]: readonly [string, Seen | null]): boolean {
  try {
    const stat = statIfThere(join(root, path));
    if (!stat?.isFile()) return seen !== null;
    return seen === null || !sameStamp(stampOf(stat), seen.stamp);
  } catch {
    return true;
  }
}

/** `out/tables/a.md` → `out`, `out/tables`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

const isNewcomer = (path: string): boolean =>
  FOLDERS.some((folder) => path.startsWith(`${folder}/`) && /^[^/]+\.\w+$/.test(path.slice(folder.length + 1))) &&
  !isForeign(path);

const isAbove = (path: string, wanted: ReadonlySet<string>): boolean =>
  [...wanted].some((each) => each.startsWith(`${path}/`));

function collectChanges(
  root: string,
  watcher: FSWatcher,
  signal: AbortSignal,
  concerns: (event: string, path: string) => boolean,
): Pick<Watching, 'next'> & { note(path: string): void } {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let wake: (() => void) | undefined;
  const note = (path: string): void => {
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      wake?.();
    }, QUIET_MS);
  };
  watcher.on('all', (event, absolute) => {
    const path = relative(root, absolute).split(sep).join('/');
    if (concerns(event, path)) note(path);
  });
  signal.addEventListener('abort', () => wake?.());
  return {
    note,
    async next() {
      if ((changed.size === 0 || timer !== undefined) && !signal.aborted) {
        await new Promise<void>((resume) => {
          wake = resume;
        });
      }
      wake = undefined;
      if (signal.aborted) return undefined;
      const paths = [...changed].sort();
      changed.clear();
      return paths;
    },
  };
}
