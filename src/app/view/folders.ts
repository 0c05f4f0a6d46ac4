/** The folders that `papermake view` may compare with: those that were named as it began, which the page knows by their numbers. */
import { resolve } from 'node:path';
import { statIfThere } from '../../engine/system/files.ts';
import type { FolderView } from './model.ts';

export interface NamedFolder extends FolderView {
  /** absolute */
  readonly root: string;
}

/** No run, commit, tag or branch has such a name, and no path either. */
const nameOf = (index: number): string => `folder~${index + 1}`;

export const namedFolders = (paths: readonly string[]): NamedFolder[] =>
  paths.map((path, i) => ({ name: nameOf(i), path, root: resolve(path) }));

export const isFolder = (root: string): boolean => statIfThere(root)?.isDirectory() === true;
