/** A shared cache in a folder, such as one of Dropbox or NFS. */
import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Shelf, TooLarge } from './shelf.ts';

const isAbsent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '');
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

interface FolderRights {
  readonly mayWrite: boolean;
  /** Is true where files get the rights that the folder gives its group. */
  readonly forGroup: boolean;
}

/** Milliseconds in which a result's last use is not noted anew. */
const USED = 600_000;

/** Only a writer makes the folder; to a reader, one that is absent is not mounted, and no empty cache. */
export function folderShelf(folder: string, name: string, { mayWrite, forGroup }: FolderRights): Shelf {
  return {
    name,
    async get(room, name, limit) {
      const file = join(folder, room, name);
      try {
        const { size, mtimeMs } = await stat(file);
        if (size > limit) throw new TooLarge(limit);
        if (mayWrite && Date.now() - mtimeMs > USED) await noteUse(file);
        return await readFile(file);
      } catch (error) {
        if (!isAbsent(error)) throw error;
        if (!mayWrite) await stat(folder);
        return undefined;
      }
    },
    async put(room, name, bytes, over) {
      const file = join(folder, room, name);
      const fresh = join(folder, room, `.${name}.${randomUUID()}`);
      await makeFolder(join(folder, room));
      try {
        await writeFile(fresh, bytes, { flag: 'wx' });
        if (forGroup) await openToGroup(folder, join(folder, room), fresh);
        if (over) await rename(fresh, file);
        else await linkUnlessThere(fresh, file);
      } finally {
        await rm(fresh, { force: true });
      }
    },
  };
}

/** A file's time is its last use, by which old results are found; another's file may refuse it. */
async function noteUse(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => {});
}

/** Bits of a mode: what the group may do, and that what is made in a folder gets the folder's group. */
const [GROUP, INHERITED] = [0o070, 0o2000];

/** Gives a file and its folder the rights that the cache's own folder gives its group; what another made has them already. */
async function openToGroup(cache: string, folder: string, file: string): Promise<void> {
  const { mode } = await stat(cache);
  const rights = mode & (GROUP | INHERITED);
  const isRight = ((await stat(folder)).mode & rights) === rights;
  if (!isRight) await chmod(folder, 0o700 | rights).catch(() => {});
  // A file is data: nobody executes it.
  await chmod(file, 0o600 | (mode & 0o060));
}

/** Whole at once, and never over another's; some file systems of clouds have no links. */
async function linkUnlessThere(fresh: string, file: string): Promise<void> {
  try {
    await link(fresh, file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    const isThere = await stat(file).then(
      () => true,
      () => false,
    );
    if (!isThere) await rename(fresh, file);
  }
}

/** Makes a folder and those above it, step by step: Node's own recursive `mkdir` does not come to an end below /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path).catch((second: unknown) => {
      // Another run may have made it meanwhile.
      if (codeOf(second) !== 'EEXIST') throw second;
    });
  }
}
