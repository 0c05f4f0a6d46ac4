/**
 * A spool: the folder on the file system that a cluster shares, through which whoever submits nodes and the workers that run them speak. All
 * in it is written whole or not at all, and a name is given once.
 *
 * - `spool.json`: which papermake and Node submit here, and for which folder
 * - `parts/DIGEST`: what jobs read, by digest
 * - `needed.json`: programs that workers must have
 * - `room.UUID`: tried for a moment, whether there is room
 * - `LANE/`: the jobs that ask for the same resources
 *   - `arrays/ID`: an array of workers that was submitted, and how many they are
 *   - `ready/SHARD`: jobs that one worker takes together
 *   - `claims/SHARD`: the worker that took them
 *   - `workers/NAME`: a worker that lives; it touches the file
 *   - `exits/NAME`: the code with which a worker's batch script ended, and `setup` where it came no further
 *   - `refused/NAME`: why a worker does not work
 *   - `results/SHARD.N`: results of some of the shard's jobs
 *   - `logs/`: what the workers print, unless the executor names another folder
 *   - `stop`: workers end.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, linkSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeEntry } from '../../../base/system/remove.ts';
import { makeFolder, namesIfThere } from '../../system/files.ts';

export const SPOOL = 'spool.json';
export const PARTS = 'parts';
export const NEEDED = 'needed.json';
const ROOMS = ['arrays', 'ready', 'claims', 'workers', 'exits', 'refused', 'results', 'logs', 'tmp'] as const;
export type SpoolFolder = (typeof ROOMS)[number];

/** The content of `spool.json`: who submits, a number of its own by which a worker knows a spool again, and the project's folder. */
export interface SpoolNote extends Maker {
  readonly id: string;
  readonly root: string;
}

/** The papermake and the Node that submit to a spool. */
export interface Maker {
  /** Digest of papermake's own files. */
  readonly build: string;
  readonly version: string;
  readonly node: string;
}

/** Why a worker does not work: its papermake or Node is another, or programs are not there, each by the names of which one must be. */
export type Refusal =
  | { readonly maker: string }
  | { readonly lacks: readonly (readonly string[])[]; readonly host: string };

export function makeLane(folder: string): void {
  for (const room of ROOMS) makeFolder(join(folder, room), 0o700);
}

/** Names in a room; files being written have names of another form. */
export const namesIn = (folder: string, room: SpoolFolder): string[] => namesIfThere(join(folder, room));

/** Writes a file of a lane whole, over what has its name. */
export function put(folder: string, room: SpoolFolder, name: string, bytes: Uint8Array | string): void {
  const fresh = join(folder, 'tmp', `${name}.${randomUUID()}`);
  try {
    writeFileSync(fresh, bytes);
    renameSync(fresh, join(folder, room, name));
  } catch (error) {
    removeEntry(fresh);
    throw error;
  }
}

/** Codes with which file systems refuse links that they do not have. */
const NO_LINKS: readonly string[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EACCES'];

/**
 * Takes a shard for a worker, unless another has it: by a link, which is one step on every file system that has links (NFS included), or else
 * by an exclusive creation. The claim holds the worker's name.
 */
export function claim(folder: string, shard: string, worker: string, link: typeof linkSync = linkSync): boolean {
  const own = join(folder, 'tmp', `claim.${worker}`);
  const wanted = join(folder, 'claims', shard);
  try {
    writeFileSync(own, worker, { flag: 'a' });
    link(own, wanted);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // The answer to a link that was made may be lost on its way, and the link asked for again.
    if (code === 'EEXIST') return readFileSync(wanted, 'utf8') === worker;
    if (!NO_LINKS.includes(code)) throw error;
  } finally {
    removeEntry(own);
  }
  try {
    const descriptor = openSync(wanted, 'wx');
    try {
      writeFileSync(descriptor, worker);
    } finally {
      closeSync(descriptor);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
