/** Reads and writes the project's files: keeps paths inside, remembers digests by stamps, and writes atomically. */
import { closeSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { unless } from '../../base/attempt.ts';
import type { Digest } from '../../base/brand.ts';
import { sha256 } from '../../base/canonical.ts';
import { type FileBytes, heldBytes } from '../../base/reader.ts';
import { isTextName, plainLines } from '../../base/system/line-ends.ts';
import { pathInside } from '../../base/system/path-inside.ts';
import { removeEntry } from '../../base/system/remove.ts';
import { moveAcross } from './across-devices.ts';
import type { ContentTag, TagKey } from './content-tag.ts';
import { boundary } from './fault-points.ts';
import { removeFile, renameFile } from './file-calls.ts';
import { digestOfStored, LARGE_FILE, MOST_HELD, storedBytes, tagOfStored, writeFully } from './large-file.ts';
import { isOnDrive, plainPath } from './plain-path.ts';
import { realPathOf } from './real-path.ts';
import { temporaryFor } from './temporaries.ts';

/** The store's folder in a project. */
export const STORE = '.papermake';
/** The folder in the store that holds what was sent to clusters, unless an executor names another. */
export const SPOOLS = 'spool';
/** The folder of a project that outputs are written to. */
export const OUTPUT_FOLDER = 'out';
/** The log of the store, relative to the project. */
export const TRACES = `${STORE}/traces-v1.log`;

/** Figures that tell two states of a file apart without reading it. */
export type Stamp = readonly [size: number, mtimeMs: number, ctimeMs: number, inode: number];

export interface Seen {
  readonly stamp: Stamp;
  readonly digest: Digest;
  /** The time of reading, in milliseconds since 1970. A file changed within the clock's resolution of that may have changed since. */
  readonly at: number;
  /** The tag by which a large file is recognised after its time stamps changed, where the account has a key. */
  readonly tag?: ContentTag;
}

/** File systems stamp times at the kernel's tick (a few ms), some only at whole seconds (FAT, HFS+, old NFS). */
export const TICK_MS = 12;
const COARSE_TICK_MS = 2000;

/** True when a change after `at` could not show in the stamp (git calls such entries racily clean). */
export function isRacy(stamp: Stamp, at: number): boolean {
  const newest = Math.max(stamp[1], stamp[2]);
  const coarse = stamp[1] % 1000 === 0 && stamp[2] % 1000 === 0;
  return newest >= at - (coarse ? COARSE_TICK_MS : TICK_MS);
}

export const stampOf = (stat: Stats): Stamp => [stat.size, stat.mtimeMs, stat.ctimeMs, stat.ino];

export const sameStamp = (a: Stamp, b: Stamp): boolean =>
  a[0] === b[0] && a[1] === b[1] && a[2] === b[2] && a[3] === b[3];

/** Codes of errors that mean absence: no such file, a file in the place of a folder above, and names that no file can have (too long, with a NUL). */
const ABSENT: readonly string[] = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'];

/** Stats of a path; undefined where nothing is. Throws where the system refuses to look. */
export const statIfThere = (path: string, look: typeof statSync | typeof lstatSync = statSync): Stats | undefined =>
  unless(ABSENT, () => look(path, { throwIfNoEntry: false }));

export function stampAt(path: string): Stamp | null {
  const stat = statIfThere(path);
  return stat ? stampOf(stat) : null;
}

/** Names of the entries of a folder; empty where nothing is. */
export const namesIfThere = (folder: string): string[] => unless(ABSENT, () => readdirSync(folder)) ?? [];
const isThere = (path: string): boolean => statIfThere(path, lstatSync) !== undefined;
/** Tells whether a path lies in a folder; both must be real paths. */
const isWithin = (folder: string, path: string): boolean => pathInside(folder, path) !== undefined;

/** Files that were read before the engine was loaded, by absolute path. */
const taken = new Map<string, Seen>();
/** Sightings of the last run that were found unchanged before the engine was loaded. */
let untouched: ReadonlySet<Seen> = new Set();

export function rememberLook(root: string, read: ReadonlyMap<string, Seen | null>, asSeen: ReadonlySet<Seen>): void {
  for (const [path, each] of read) if (each !== null) taken.set(join(root, path), each);
  untouched = asSeen;
}

export class ProjectFiles {
  readonly root: string;
  readonly #seen: Map<string, Seen>;
  /** Files that were asked for in this process. Each is looked at once, so that a run sees one state of the world. */
  readonly used = new Map<string, Seen | null>();
  /** Folders of which the names were read, as they were then: relative to the project; null where nothing was. */
  readonly listed = new Map<string, Stamp | null>();
  /** The names in folders in which a file's own was looked for. */
  readonly names = new Map<string, ReadonlySet<string>>();
  /** The PATH on which programs were looked for; null where none was. */
  searched: string | null = null;
  /** Outputs that could not be written or removed, since another program has them open. */
  readonly held = new Set<string>();
  /** Is true where paths may lead out of the project. */
  readonly allowOutside: boolean;
  readonly #inside = new Map<string, boolean>();
  readonly #tagKey: TagKey | undefined;
  #realRoot: string | undefined;

  /** Says whether a plan may open a file of the project, or learn that it is there. */
  admits: (path: string) => boolean = () => true;

  /** Texts that a plan reads in the place of files that are there, by path, as an editor has them unsaved. */
  unsaved: ReadonlyMap<string, string> = new Map();

  /** `tagKey`: with it, large files that were seen are known again by their tags. */
  constructor(root: string, seen: Iterable<readonly [string, Seen]> = [], allowOutside = false, tagKey?: TagKey) {
    this.root = root;
    this.#tagKey = tagKey;
    this.#seen = new Map(seen);
    this.allowOutside = allowOutside;
  }

  /**
   * The path relative to the project, with forward slashes; undefined when it leaves the project, be it through a symbolic link. It is
   * absolute where leaving the project is allowed. Back slashes count as forward ones, and drives of Windows are elsewhere, on every system.
   */
  normalise(said: string): string | undefined {
    const path = this.#isName(said) ? said : plainPath(said);
    if (sep === '/' && isOnDrive(path)) return this.allowOutside ? path : undefined;
    const absolute = isAbsolute(path) ? path : resolve(this.root, path);
    const inside = pathInside(this.root, absolute) || undefined;
    if (this.allowOutside) return inside ?? absolute.replaceAll(sep, '/');
    return inside === undefined || !this.#staysInside(inside) ? undefined : inside;
  }

  /** Tells whether a backslash is a part of a name, as it may be on other systems than Windows. */
  #isName(said: string): boolean {
    return sep === '/' && said.includes('\\') && isThere(this.absolute(said));
  }

  /** False when the folder of an output is, behind a symbolic link, not the project's own `out/` or below it. */
  mayWrite(path: string): boolean {
    if (this.allowOutside) return true;
    const real = this.#realPath(dirname(path));
    return real !== undefined && isWithin(join(this.#root(), OUTPUT_FOLDER), real);
  }

  /** `out/a/x.csv` for a path that, links followed, lies among what runs write; undefined for any other. */
  resultAt(path: string): string | undefined {
    const real = this.#realPath(path);
    for (const folder of [OUTPUT_FOLDER, STORE]) {
      const own = this.#realPath(folder);
      const inside = real === undefined || own === undefined ? undefined : pathInside(own, real);
      if (inside !== undefined) return inside === '' ? folder : `${folder}/${inside}`;
    }
    return undefined;
  }

  #staysInside(path: string): boolean {
    const known = this.#inside.get(path);
    if (known !== undefined) return known;
    const real = this.#realPath(path);
    const stays = real !== undefined && isWithin(this.#root(), real);
    this.#inside.set(path, stays);
    return stays;
  }

  #root(): string {
    this.#realRoot ??= realPathOf(this.root);
    return this.#realRoot;
  }

  /** The real path of a file that exists or will; the parts that do not exist are taken by their names. */
  #realPath(path: string): string | undefined {
    let rest = '';
    for (let at = this.absolute(path); ; at = dirname(at)) {
      try {
        return join(realPathOf(at), rest);
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException;
        if (code === 'ELOOP') return undefined;
        if (!ABSENT.includes(code)) throw error;
        // A link that leads nowhere may lead somewhere when it is written to.
        if (isThere(at)) return undefined;
        // A drive of Windows that is not there has nothing above it.
        if (dirname(at) === at) return join(at, rest);
        rest = join(basename(at), rest);
      }
    }
  }

  absolute(path: string): string {
    return isAbsolute(path) ? path : join(this.root, path);
  }

  /** A pipe or a device is special: reading it may wait for ever, or never end. */
  kind(path: string): 'file' | 'directory' | 'special' | 'missing' {
    const stat = statIfThere(this.absolute(path));
    if (stat === undefined) return 'missing';
    return stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'special';
  }

  /** Digest of a file's bytes as `read` gives them, or null when there is no such file. Reads only what the stamp cannot vouch for. */
  digest(path: string): Digest | null {
    const known = this.used.get(path);
    if (known !== undefined) return known?.digest ?? null;
    const last = this.#seen.get(path);
    if (last && untouched.has(last)) {
      this.used.set(path, last);
      return last.digest;
    }
    const stat = statIfThere(this.absolute(path));
    if (!stat?.isFile()) {
      this.used.set(path, null);
      return null;
    }
    const stamp = stampOf(stat);
    const vouches = (seen: Seen | undefined): boolean =>
      seen !== undefined && sameStamp(seen.stamp, stamp) && !isRacy(stamp, seen.at);
    const seen = [last, taken.get(this.absolute(path))].find(vouches) ?? this.#sameContent(path);
    if (seen) {
      this.used.set(path, seen);
      return seen.digest;
    }
    return this.#look(path).seen.digest;
  }

  /** The bytes that `digest(path)` speaks of; undefined when the file has changed since. */
  read(path: string): Uint8Array | undefined {
    const before = this.used.get(path);
    const bytes = before ? undefined : this.#look(path).bytes;
    if (bytes !== undefined) return bytes;
    const read = this.#bytesOf(path);
    return sha256(read) === this.used.get(path)!.digest ? read : undefined;
  }

  /** Returns the contents of a file of any size. A large one is read in parts as these are asked for. */
  contents(path: string): FileBytes | undefined {
    const unsaved = this.unsaved.get(path);
    if (unsaved !== undefined) return heldBytes(new TextEncoder().encode(unsaved));
    const size = this.used.has(path) ? 0 : (statIfThere(this.absolute(path))?.size ?? 0);
    return size > MOST_HELD ? this.#partsOf(path, size) : this.#contents(path);
  }

  /** A file that can be read in parts alone, hashed when the first is asked for: whoever asks for the whole is refused before. */
  #partsOf(path: string, size: number): FileBytes {
    const stored = storedBytes(this.absolute(path), size);
    const hashed = <T>(read: () => T): T => {
      this.digest(path);
      return read();
    };
    return {
      ...stored,
      part: (from, to) => hashed(() => stored.part(from, to)),
      fill: (into, from) => hashed(() => stored.fill(into, from)),
    };
  }

  #contents(path: string): FileBytes | undefined {
    const seen = this.digest(path) === null ? undefined : this.used.get(path);
    if (!seen) return undefined;
    if (seen.stamp[0] >= LARGE_FILE) return storedBytes(this.absolute(path), seen.stamp[0]);
    const bytes = this.read(path);
    return bytes && heldBytes(bytes);
  }

  /** The stamp of a file that `digest` speaks of, where it is large. */
  largeStamp(path: string): Stamp | undefined {
    const seen = this.digest(path) === null ? undefined : this.used.get(path);
    return seen && seen.stamp[0] >= LARGE_FILE ? seen.stamp : undefined;
  }

  /** Forgets what was seen, as after removing the file. */
  forget(path: string): void {
    this.used.delete(path);
    this.#seen.delete(path);
  }

  /** Writes a file that `mayWrite`, by renaming a temporary one: a reader sees the old bytes or the new, a kill leaves the old. */
  write(path: string, bytes: Uint8Array): void {
    writeAtomically(this.absolute(path), bytes, { temporaries: join(this.root, STORE, 'tmp') });
    // The file is too young for its stamp to be trusted, so `confirm` reads it once more.
    const seen: Seen = { stamp: stampOf(statSync(this.absolute(path))), digest: sha256(bytes), at: Date.now() };
    this.used.set(path, seen);
    this.#seen.set(path, seen);
  }

  /** Reads again what changed too lately for its stamp to be trusted; false when any of it is no longer what was used. */
  confirm(): boolean {
    for (const [path, seen] of [...this.used]) {
      if (!seen || !isRacy(seen.stamp, seen.at)) continue;
      if (this.kind(path) === 'file' && this.#look(path).seen.digest === seen.digest) continue;
      // The entry is kept as the run used it.
      this.used.set(path, seen);
      return false;
    }
    return true;
  }

  /** A large file that has the bytes which were seen in it, as its tag tells, with its stamp of before they were read. */
  #sameContent(path: string): Seen | undefined {
    const seen = this.#seen.get(path);
    if (seen?.tag === undefined || this.#tagKey === undefined) return undefined;
    const at = Date.now();
    const stamp = stampOf(statSync(this.absolute(path)));
    if (stamp[0] !== seen.stamp[0]) return undefined;
    if (tagOfStored(this.absolute(path), this.#tagKey, seen.tag.salt) !== seen.tag.tag) return undefined;
    const same = { ...seen, stamp, at };
    this.#seen.set(path, same);
    return same;
  }

  /** The bytes of a file that is not large. Ends of lines do not count in the texts of the project; outputs are what was written. */
  #bytesOf(path: string): Uint8Array {
    const bytes = readFileSync(this.absolute(path));
    return path.startsWith(`${OUTPUT_FOLDER}/`) ? bytes : plainLines(path, bytes);
  }

  /** Tells whether an output holds the bytes that were written. Git may have changed its ends of lines. */
  holds(path: string, written: Digest): boolean {
    const found = this.digest(path);
    return found === written || (found !== null && this.plainDigest(path) === written);
  }

  /** Digest of an output as it would be with `\n` at the ends of its lines; that of its bytes where it is large, or no text. */
  plainDigest(path: string): Digest | null {
    const found = this.digest(path);
    if (found === null || !isTextName(path) || this.used.get(path)!.stamp[0] >= LARGE_FILE) return found;
    return sha256(plainLines(path, readFileSync(this.absolute(path))));
  }

  /** Reads a file; the bytes of a large one are hashed alone. Its stamp is taken before the bytes, so that a change in between makes the next look read again. */
  #look(path: string): { seen: Seen; bytes: Uint8Array | undefined } {
    const at = Date.now();
    const stamp = stampOf(statSync(this.absolute(path)));
    const bytes = stamp[0] < LARGE_FILE ? this.#bytesOf(path) : undefined;
    const found = bytes ? { digest: sha256(bytes) } : digestOfStored(this.absolute(path), this.#tagKey);
    const seen: Seen = { stamp, ...found, at };
    this.used.set(path, seen);
    this.#seen.set(path, seen);
    return { seen, bytes };
  }
}

/**
 * Makes a folder and those above it. Node's own recursive `mkdir` says of a read-only disk that nothing is there, and below /proc does not
 * come to an end.
 */
export function makeFolder(path: string, mode?: number): void {
  if (statIfThere(path)?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path), mode);
  try {
    mkdirSync(path, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' || statIfThere(path)?.isDirectory() !== true) throw error;
  }
}

/**
 * Writes a file by renaming a temporary one from the folder `temporaries`, so that a kill leaves nothing beside the target; where that is
 * another file system, `moveAcross` does it. Nothing is flushed to the disk otherwise: what a power cut tears is found by its digest and
 * made again.
 */
export function writeAtomically(path: string, bytes: Uint8Array | string, options: { temporaries: string }): void {
  boundary('create');
  makeFolder(dirname(path));
  makeFolder(options.temporaries);
  const temporary = temporaryFor(path, options.temporaries);
  try {
    const descriptor = openSync(temporary, 'w');
    try {
      writeFully(descriptor, typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
    } finally {
      closeSync(descriptor);
    }
    rename(temporary, path);
  } catch (error) {
    removeFile(temporary);
    throw error;
  }
}

function rename(temporary: string, path: string): void {
  try {
    renameFile(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    moveAcross(temporary, path);
    removeEntry(temporary);
  }
}
