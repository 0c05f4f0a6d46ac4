/** A commit's files in a folder of their own, as git stores them: no filter, hook or attribute of the repository has a say. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { git } from '../../base/system/git-program.ts';
import { removeInUse } from '../../base/system/remove.ts';
import { temporaryFolder } from '../../base/system/temporary-folder.ts';
import { STORE } from '../../engine/system/files.ts';

export interface Commit {
  readonly id: string;
  /** `main (1a2b3c4)` */
  readonly name: string;
}

/** Returns the commit that git has under a name, or undefined where there is none or no repository. */
export function commitNamed(root: string, name: string): Commit | undefined {
  const found = git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  const id = found?.toString().trim();
  if (!id) return undefined;
  const short = id.slice(0, 7);
  return { id, name: name.startsWith(short) ? short : `${name} (${short})` };
}

/** The project's folder as it was; `dispose` removes it. undefined where the commit has no such folder, or git cannot give its files. */
export function checkedOut(root: string, commit: Commit): { readonly root: string; dispose(): void } | undefined {
  const prefix = git(root, ['rev-parse', '--show-prefix'])?.toString().trim() ?? '';
  const listed = git(root, ['ls-tree', '-r', '-z', '--full-tree', `${commit.id}:${prefix.replace(/\/$/, '')}`]);
  if (!listed) return undefined;
  const entries = listed.toString().split('\0').flatMap(readEntry);
  const contents = git(root, ['cat-file', '--batch'], entries.map(({ id }) => `${id}\n`).join(''));
  if (!contents) return undefined;
  const folder = temporaryFolder();
  const dispose = (): void => removeInUse(folder);
  try {
    let at = 0;
    for (const { path } of entries) {
      const line = contents.indexOf('\n', at);
      const head = contents.toString('latin1', at, line);
      at = line + 1;
      // A partial clone may lack it: what reads the file is then named as not compared.
      if (head.endsWith(' missing')) continue;
      const size = Number(head.split(' ').at(-1));
      write(join(folder, path), contents.subarray(at, at + size));
      at += size + 1;
    }
    return { root: folder, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** Plain files alone: links and submodules are left out, and what no file of a project can be called. */
function readEntry(text: string): { id: string; path: string }[] {
  const [, mode, id, path] = /^(\d+) blob ([0-9a-f]+)\t(.+)$/s.exec(text) ?? [];
  if (!mode?.startsWith('100') || !id || !path) return [];
  const leaves = isAbsolute(path) || path.split(/[\\/]/).includes('..');
  return leaves || path.startsWith(`${STORE}/`) ? [] : [{ id, path }];
}

function write(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
