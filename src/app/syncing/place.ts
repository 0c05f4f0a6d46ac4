/** The folder that `papermake sync` writes into: the one that is named, or the files of a bare repository while they are checked out. */
import { join } from 'node:path';
import { gitOrThrow } from '../../base/system/git-program.ts';
import { removeInUse } from '../../base/system/remove.ts';
import { temporaryFolder } from '../../base/system/temporary-folder.ts';
import { statIfThere } from '../../engine/system/files.ts';
import { isFolder } from './unfit.ts';

export interface Place {
  readonly folder: string;
  /** Commits these files where the place is a bare repository; gives the commit, or undefined where nothing is committed. Throws GitError. */
  keep(paths: readonly string[]): string | undefined;
  /** Removes what stood there for a while. */
  leave(): void;
}

export const isBare = (folder: string): boolean =>
  isFolder(join(folder, 'objects')) &&
  isFolder(join(folder, 'refs')) &&
  statIfThere(join(folder, 'HEAD')) !== undefined;

/** Throws GitError where a bare repository cannot be checked out. */
export const placeOf = (folder: string): Place =>
  isBare(folder) ? checkedOut(folder) : { folder, keep: () => undefined, leave: () => {} };

/** The branch is the one that a clone checks out. Nobody else sees the files before they are committed whole. */
function checkedOut(bare: string): Place {
  const aside = temporaryFolder();
  const leave = (): void => removeInUse(aside);
  const folder = join(aside, 'text');
  try {
    gitOrThrow(aside, ['clone', '--quiet', '--no-hardlinks', '--config', 'core.autocrlf=false', '--', bare, folder]);
  } catch (error) {
    leave();
    throw error;
  }
  const keep = (paths: readonly string[]): string | undefined => {
    if (paths.length === 0) return undefined;
    // The text's own `.gitignore` may leave out `out/`, which the text takes in.
    gitOrThrow(folder, ['--literal-pathspecs', 'add', '--force', '--', ...paths]);
    if (gitOrThrow(folder, ['diff', '--cached', '--name-only']) === '') return undefined;
    gitOrThrow(folder, ['commit', '--quiet', '--message', 'Write the results of papermake']);
    gitOrThrow(folder, ['push', '--quiet', 'origin', 'HEAD']);
    return gitOrThrow(folder, ['rev-parse', '--short', 'HEAD']);
  };
  return { folder, keep, leave };
}
