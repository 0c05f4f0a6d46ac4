/** Waits for changes of the files that a run looked at, and of what might become one of them. */
import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { FSWatcher } from 'chokidar';
import { attempt } from '../../base/attempt.ts';
import { type Seen, STORE, type Stamp, sameStamp, stampAt, stampOf, statIfThere } from '../../engine/system/files.ts';
import { isForeign } from '../../engine/system/foreign-files.ts';
import { hidesChanges } from '../../engine/system/project-place.ts';

/** Changes count once there was none for so long, since editors write in several steps, and version control changes many files at once. */
const QUIET_MS = 80;

/** Files in new folders are looked at after these times, since nobody announces what happens before a folder is watched, nor when it is. */
const LOOKS_MS = [50, 400, 2000];

const LOOK_MS = 500;

/** The interval at which files are checked, where the system reports no changes. */
const POLL_MS = 500;

/** A new file in one of these may be a new step kind or template. */
const FOLDERS = ['steps', 'templates'];

export interface Watching {
  /** Watches these files too, and for new ones in the folders that were listed, project-relative, there or not, as a run used them. One that is another by now has changed. */
  add(used: ReadonlyMap<string, Seen | null>, listed: ReadonlyMap<string, Stamp | null>): void;
  /** Waits for files that changed since the last call, until none has for a moment; undefined when aborted. */
  next(): Promise<readonly string[] | undefined>;
  /** Watches anew after the project, or its pipeline, was away, since the old watcher may watch folders that are gone. */
  renew(): void;
  close(): Promise<void>;
}

/** Starts watching. `polls`: by looking again and again, where nobody tells of changes. Folders are watched, not files, so that a file that is replaced, removed or not there yet is noticed all the same. */
export async function startWatching(
  root: string,
  pipeline: string,
  signal: AbortSignal,
  polls = hidesChanges(root),
): Promise<Watching> {
  const { watch } = await import('chokidar');
  const wanted = new Set<string>([pipeline, ...FOLDERS.map((folder) => `${folder}/*`)]);
  const folders = new Set<string>();
  /** Folders in which a new file is one that a pipeline reads. */
  const newcomers = new Set<string>();
  const changes = collectChanges(signal);
  /** Is true where a folder may have changed before it was watched. */
  let unlooked = true;
  let watcher = begin();

  function begin(): FSWatcher {
    const begun = watch(root, { ignoreInitial: true, depth: 0, usePolling: polls, interval: POLL_MS });
    begun.on('all', (event, absolute) => notice(event, relative(root, absolute).split(sep).join('/')));
    // A file that cannot be watched is complained of by the round that reads it.
    begun.on('error', () => {});
    folders.clear();
    for (const path of wanted) follow(path, begun);
    return begun;
  }

  function follow(path: string, by: FSWatcher): void {
    for (const folder of foldersOf(path)) {
      if (folders.has(folder) || !existsSync(join(root, folder))) continue;
      folders.add(folder);
      unlooked = true;
      by.add(join(root, folder));
    }
  }

  function notice(event: string, path: string): void {
    // A folder that is removed is no longer watched; when it comes back it holds files that nobody announces.
    if (event === 'unlinkDir') folders.delete(path);
    else if (event === 'addDir') for (const each of wanted) if (each.startsWith(`${path}/`)) follow(each, watcher);
    const inListed = newcomers.has(path.slice(0, Math.max(path.lastIndexOf('/'), 0)) || '.');
    if (wanted.has(path) || inListed || isNewcomer(path) || isAbove(path, wanted)) changes.note(path);
  }

  function renew(): void {
    project = inodeOf(root);
    void watcher.close();
    watcher = begin();
    unlooked = true;
  }

  // Nobody announces when the project's own folder is moved, removed or made anew.
  let project = inodeOf(root);
  const looking = setInterval(() => {
    if (inodeOf(root) === project) return;
    renew();
    changes.note(pipeline);
  }, LOOK_MS);
  await new Promise<void>((ready) => watcher.once('ready', () => ready()));
  let looks: readonly NodeJS.Timeout[] = [];
  const stopLooking = (): void => looks.forEach(clearTimeout);
  return {
    add: (used, listed) => {
      for (const folder of listed.keys()) {
        newcomers.add(folder);
        wanted.add(`${folder}/*`);
        follow(`${folder}/*`, watcher);
      }
      const inside = [...used].filter(([path]) => !isAbsolute(path) && !path.startsWith(`${STORE}/`));
      for (const [path] of inside) {
        wanted.add(path);
        follow(path, watcher);
      }
      const look = (): void => {
        inside.filter((each) => isAnother(root, each)).forEach(([path]) => void changes.note(path));
        for (const [folder, stamp] of listed) if (isOtherFolder(root, folder, stamp)) changes.note(folder);
      };
      stopLooking();
      looks = unlooked ? LOOKS_MS.map((after) => setTimeout(look, after)) : [];
      unlooked = false;
    },
    next: changes.next,
    renew,
    close: () => {
      clearInterval(looking);
      stopLooking();
      return watcher.close();
    },
  };
}

/** Inode of a path; undefined where nothing is, or nothing can be seen. */
const inodeOf = (path: string): number | undefined => attempt(() => statIfThere(path)?.ino);

const isAnother = (root: string, [path, seen]: readonly [string, Seen | null]): boolean =>
  attempt(() => {
    const stat = statIfThere(join(root, path));
    return !stat?.isFile() ? seen !== null : seen === null || !sameStamp(stampOf(stat), seen.stamp);
  }) ?? true;

function isOtherFolder(root: string, folder: string, stamp: Stamp | null): boolean {
  const now = attempt(() => stampAt(join(root, folder))) ?? null;
  return now === null || stamp === null ? now !== stamp : !sameStamp(now, stamp);
}

/** The folders of a path: `out/tables/a.md` → `out`, `out/tables`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

const isNewcomer = (path: string): boolean =>
  FOLDERS.some((folder) => path.startsWith(`${folder}/`) && /^[^/]+\.\w+$/.test(path.slice(folder.length + 1))) &&
  !isForeign(path);

const isAbove = (path: string, wanted: ReadonlySet<string>): boolean =>
  [...wanted].some((each) => each.startsWith(`${path}/`));

function collectChanges(signal: AbortSignal): Pick<Watching, 'next'> & { note(path: string): void } {
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
