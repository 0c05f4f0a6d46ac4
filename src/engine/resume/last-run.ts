/**
 * Remembers what the last run saw: stamps and digests of every file it looked at. The file is derived, sealed and disposable. It saves
 * hashing unchanged files, and proves at once that nothing changed since a run that left everything fresh.
 */
import { isAbsolute, join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { removeEntry } from '../../base/system/remove.ts';
import { readSealed, writeSealed } from '../system/checked.ts';
import {
  isRacy,
  ProjectFiles,
  type Seen,
  STORE,
  type Stamp,
  sameStamp,
  stampAt,
  stampOf,
  statIfThere,
  TRACES,
} from '../system/files.ts';
import { keyFile, knownSeal } from '../system/seal.ts';

export interface LastRun {
  /** Pipeline file of that run, relative to the root. */
  readonly pipeline: string;
  /** Number of nodes, when that run left every node of the pipeline fresh; else null. */
  readonly allFresh: number | null;
  /**
   * Project-relative or absolute path → what was seen; null where there was no file. After a run that left everything fresh, a third
   * member marks the files that nodes wrote.
   */
  readonly files: readonly (readonly [path: string, seen: Seen | null, output?: 1])[];
  /**
   * Stamps of the folders whose listing matters (`steps/`, `templates/`), since a new file there may be a new kind or template; and that of
   * the log of traces, since a later run that was killed or failed has appended to it, and may have left outputs of its own.
   */
  readonly folders: readonly (readonly [path: string, stamp: Stamp | null])[];
  /** The PATH on which programs were looked for; null where none was. Another PATH may find others. */
  readonly searched: string | null;
  readonly at: number;
}

/** The stamps that are taken before anything is loaded: whatever changes from then on is no part of what the run used. */
export interface Beginning {
  readonly at: number;
  readonly folders: LastRun['folders'];
  /** Stamp of the log of traces: whoever holds the lock and finds another stamp has let a run go first. */
  readonly log: Stamp | null;
}

const WATCHED_FOLDERS = ['steps', 'templates'];

export const lookAround = (root: string): Beginning => ({
  at: Date.now(),
  folders: WATCHED_FOLDERS.map((name) => [name, stampAt(join(root, name))] as const),
  log: stampAt(join(root, TRACES)),
});

/** True when neither the folders nor any of these files changed after the beginning, as far as stamps can tell. */
export function unchangedSince({ at, folders }: Beginning, root: string, paths: Iterable<string>): boolean {
  const old = (stamp: Stamp | null): boolean => stamp === null || !isRacy(stamp, at);
  for (const path of paths) if (!old(stampAt(path))) return false;
  return folders.every(([name, stamp]) => {
    const now = stampAt(join(root, name));
    return old(now) && isSame(now, stamp);
  });
}

/** False when another run has written since the beginning: its own look came later than this one. */
export const isAlone = ({ log }: Beginning, root: string): boolean => isSame(stampAt(join(root, TRACES)), log);

const isSame = (a: Stamp | null, b: Stamp | null): boolean => (a === null || b === null ? a === b : sameStamp(a, b));

export const LAST_RUN = 'last-run-v1.json';

export const readLastRun = (root: string): LastRun | undefined => readSealed<LastRun>(root, LAST_RUN)?.body;

/** Holds the record that was read before the engine was loaded, for the first caller: later ones may come after another run. */
let handed: { readonly root: string; readonly last: LastRun } | undefined;

export function handLastRun(root: string, last: LastRun): void {
  handed = { root, last };
}

/** Gives the record that `handLastRun` was given, once; else it reads it. */
export function takeLastRun(root: string): LastRun | undefined {
  const last = handed?.root === root ? handed.last : undefined;
  handed = undefined;
  return last ?? readLastRun(root);
}

/** Removes the file when something was found to be otherwise than it says, so that everything is decided anew. */
export const dropLastRun = (root: string): void => removeEntry(join(root, STORE, LAST_RUN));

export const writeLastRun = (root: string, last: LastRun): void => void writeSealed(root, LAST_RUN, last);

/** Says why nothing is believed of what a run left here; undefined where it is believed. */
export function whyForgotten(root: string): string | undefined {
  if (readLastRun(root)) return undefined;
  if (statIfThere(join(root, STORE, LAST_RUN)) === undefined) return 'no run has left anything here';
  const file = keyFile(root);
  if (file === undefined) return 'there is no folder outside of the project to keep a key in';
  if (!knownSeal(root)) return `there is no key of this account alone at \`${file}\``;
  return `\`${STORE}/${LAST_RUN}\` was not left by a run of this account, or is damaged`;
}

/**
 * Number of nodes, where the remembered run left every node of this pipeline fresh with this code of papermake's, and nothing that it
 * looked at can have changed since; else undefined. It calls `stat` alone. A run looks at the pipeline, at all code, at every output and
 * at the log of traces; without these nothing follows from it.
 */
export function stillFresh(root: string, last: LastRun, pipeline: string, code: string): number | undefined {
  return saysFresh(last, pipeline, code) && nothingChanged(root, last) ? last.allFresh! : undefined;
}

function saysFresh({ allFresh, files, folders, pipeline: of }: LastRun, pipeline: string, code: string): boolean {
  if (allFresh === null || of !== pipeline) return false;
  const looked = [pipeline, code].every((path) => files.some(([file, seen]) => file === path && seen !== null));
  return looked && folders.some(([path, stamp]) => path === TRACES && stamp !== null);
}

/**
 * Gives the record that the remembered run would have left, had it come after files of the project were touched: read again, each holds what that run saw.
 * `fresh` is undefined where one does not, or where more than that is otherwise; `taken` are the files that were read, `asSeen` is what the
 * run saw of those that need not be.
 */
export function rereadTouched(root: string, last: LastRun, pipeline: string, code: string): Reread {
  const tagged = last.files.flatMap(([path, seen]) => (seen?.tag === undefined ? [] : [[path, seen] as const]));
  const files = new ProjectFiles(root, tagged, false, knownSeal(root));
  const asSeen = new Set<Seen>();
  const fresh = attempt((): LastRun | undefined => {
    if (!saysFresh(last, pipeline, code) || !sameSearchPath(last) || !foldersUnchanged(root, last)) return undefined;
    const touched = last.files.filter((file) => !isAsSeen(root, file));
    const others = new Set(touched);
    for (const file of last.files) if (file[1] && !others.has(file)) asSeen.add(file[1]);
    if (touched.length === 0 || !touched.every((file) => mayBeTouched(root, file))) return undefined;
    if (!touched.every(([path, seen]) => files.digest(path) === seen!.digest)) return undefined;
    return {
      ...last,
      files: last.files.map((file) => (others.has(file) ? [file[0], files.used.get(file[0])!] : file)),
    };
  });
  return { fresh, taken: files.used, asSeen };
}

export interface Reread {
  readonly fresh: LastRun | undefined;
  readonly taken: ReadonlyMap<string, Seen | null>;
  readonly asSeen: ReadonlySet<Seen>;
}

/** Says whether a file of the project that no node wrote is the very file that was seen, no link in its place, and has as many bytes. */
function mayBeTouched(root: string, [path, seen, output]: LastRun['files'][number]): boolean {
  if (seen === null || output === 1 || isAbsolute(path) || path.startsWith(`${STORE}/`)) return false;
  const stat = statIfThere(`${root}/${path}`);
  return stat?.isFile() === true && stat.size === seen.stamp[0] && stat.ino === seen.stamp[3];
}

/** True when nothing that the remembered run looked at can have changed since. It calls `stat` alone. */
export const nothingChanged = (root: string, last: LastRun): boolean =>
  // A file that may no longer be looked at counts as changed; the run that then plans anew complains of it.
  attempt(() => sameSearchPath(last) && allUntouched(root, last)) ?? false;

function allUntouched(root: string, last: LastRun): boolean {
  for (const file of last.files) if (!isAsSeen(root, file)) return false;
  return foldersUnchanged(root, last);
}

function isAsSeen(root: string, [path, seen]: LastRun['files'][number]): boolean {
  const stat = statIfThere(isAbsolute(path) ? path : `${root}/${path}`);
  return seen === null
    ? stat?.isFile() !== true
    : stat !== undefined && isUntouched(stampOf(stat), seen.stamp, seen.at);
}

/** True when programs that nodes depend on were looked for along the same PATH. */
export const sameSearchPath = (last: LastRun): boolean =>
  last.searched === null || last.searched === (process.env.PATH ?? '');

/** True when no file was added to or removed from `steps/` and `templates/`, and no other run has written since. */
export function foldersUnchanged(root: string, last: LastRun): boolean {
  return last.folders.every(([path, stamp]) => {
    const stat = statIfThere(isAbsolute(path) ? path : `${root}/${path}`);
    return stamp === null ? stat === undefined : stat !== undefined && isUntouched(stampOf(stat), stamp, last.at);
  });
}

/** Folders of which the names were read for the plan, as they were then. */
export const listedFolders = ({ folders }: LastRun): LastRun['folders'] =>
  folders.filter(([path]) => path !== TRACES && !WATCHED_FOLDERS.includes(path));

/** True when the file, or one below the folder, is not as it was seen; also for what was never looked at. */
export function hasChanged(root: string, last: LastRun, path: string): boolean {
  const folders = last.folders.filter(([folder]) => folder === path);
  if (!foldersUnchanged(root, { ...last, folders })) return true;
  const files = last.files.filter(([file]) => file === path || file.startsWith(`${path}/`));
  return files.length === 0 || !nothingChanged(root, { ...last, files, folders: [] });
}

const isUntouched = (now: Stamp, then: Stamp, at: number): boolean => sameStamp(now, then) && !isRacy(now, at);
