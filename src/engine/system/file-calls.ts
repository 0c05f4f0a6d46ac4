/**
 * Renames and removes files as every system lets it. Windows refuses that for a file which another program has open: for a moment where a virus
 * scanner or an indexer looks at it, for long where it is open in Word. Calls are tried again a few times; then the refusal is told as what it is.
 */
import { renameSync, rmdirSync } from 'node:fs';
import { insist } from '../../base/attempt.ts';
import { removeAll, removeEntry } from '../../base/system/remove.ts';
import { boundary, type Operation } from './fault-points.ts';

/** Codes with which Windows refuses what another program, or a deletion that is still going on, holds. POSIX means permissions by most of them. */
const HELD_ON_WINDOWS: readonly string[] = ['EBUSY', 'EPERM', 'EACCES', 'ENOTEMPTY'];

/** Says whether an error of the system means that another program holds a file or folder. */
export function isHeld(error: unknown): boolean {
  const { code = '', syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return (
    syscall !== undefined && (code === 'EBUSY' || (process.platform === 'win32' && HELD_ON_WINDOWS.includes(code)))
  );
}

/** Programs with which people open files, and which keep these from being written. */
const HOLDERS: readonly (readonly [program: string, files: RegExp])[] = [
  ['Word', /\.(docx?|rtf)$/i],
  ['Excel', /\.(xlsx?|csv|tsv)$/i],
  ['PowerPoint', /\.pptx?$/i],
  ['a PDF viewer', /\.pdf$/i],
];

/** Names the program that most likely has a file open. */
export const likelyHolder = (path: string): string =>
  HOLDERS.find(([, files]) => files.test(path))?.[0] ?? 'another program';

export const renameFile = (from: string, to: string): void => call('rename', to, () => renameSync(from, to));

export const removeFile = (path: string): void => call('remove', path, () => removeEntry(path));

/** Removes a file, or a folder with all that is in it. */
export const removeTree = (path: string): void => call('remove', path, () => removeAll(path));

/** Removes an empty folder. Throws where it is not empty, too. */
export const removeFolder = (path: string): void => call('remove', path, () => rmdirSync(path), isHeldFolder);

/** A folder with files in it is nobody's fault: to wait for them to go would be in vain. */
const isHeldFolder = (error: unknown): boolean =>
  isHeld(error) && (error as NodeJS.ErrnoException).code !== 'ENOTEMPTY';

function call(operation: Operation, path: string, make: () => void, mayPass = isHeld): void {
  insist(() => {
    boundary(operation, undefined, path);
    make();
  }, mayPass);
}
