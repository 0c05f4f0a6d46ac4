/** A shared cache in a folder, such as one of Dropbox or NFS. */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Shelf, TooLarge } from './shelf.ts';

const isAbsent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '');
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** `path` is relative to the project. Only a writer makes the folder; to a reader, one that is absent is not mounted, and no empty cache. */
export function folderShelf(root: string, path: string, mayWrite: boolean): Shelf {
  const folder = resolve(root, path);
  return {
    name: path,
    async get(room, name, limit) {
      const file = join(folder, room, name);
      try {
        const { size } = await stat(file);
        if (size > limit) throw new TooLarge(limit);
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
        if (over) await rename(fresh, file);
        else await linkUnlessThere(fresh, file);
      } finally {
        await rm(fresh, { force: true });
      }
    },
  };
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
