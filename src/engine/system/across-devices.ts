/**
 * Moves files to another file system than that of `.papermake/` (a mounted `out/`, a store on a scratch disk), where no rename leads.
 * They are copied beside their place, and renamed once the disk has them.
 */
import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { removeEntry } from '../../base/system/remove.ts';
import { boundary } from './fault-points.ts';
import { removeFile, renameFile } from './file-calls.ts';

const NOTE = '.beside';

const besideName = (temporary: string): string => `.papermake-${basename(temporary)}`;

/** Moves a file, and leaves the temporary one. A note says meanwhile where the copy lies, so that after a kill a later run removes both. */
export function moveAcross(temporary: string, path: string): void {
  const beside = join(dirname(path), besideName(temporary));
  const note = `${temporary}${NOTE}`;
  boundary('create');
  writeFileSync(note, beside);
  try {
    removeEntry(beside);
    boundary('create');
    copyFileSync(temporary, beside, constants.COPYFILE_EXCL);
    flush(beside);
    renameFile(beside, path);
  } catch (error) {
    removeFile(beside);
    throw error;
  } finally {
    removeFile(note);
  }
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes the copy that a note names, where `file` is a note. Only names of such copies are believed, since a store may come from elsewhere. */
export function removeNoted(file: string): void {
  if (!file.endsWith(NOTE)) return;
  const beside = attempt(() => readFileSync(file, 'utf8'));
  const name = besideName(file.slice(0, -NOTE.length));
  if (beside === undefined || !isAbsolute(beside) || basename(beside) !== name) return;
  if (lstatSync(beside, { throwIfNoEntry: false })?.isFile() !== true) return;
  removeFile(beside);
}
