/**
 * Removes what may be there, by the calls of the system themselves: Node 24's `rmSync` ends the process on Windows where the system refuses to remove
 * something whose path its code page does not have, as a file in `论文\` that is open in Word.
 */
import { lstatSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { sep } from 'node:path';
import { insist, unless } from '../attempt.ts';

const GONE = ['ENOENT'];

/** Removes a file or a link. */
export function removeEntry(path: string | Buffer): void {
  unless(GONE, () => unlinkSync(path));
}

/** Removes a file, a link, or a folder with all that is in it. */
export function removeAll(path: string | Buffer): void {
  if (unless(GONE, () => lstatSync(path))?.isDirectory() !== true) {
    removeEntry(path);
    return;
  }
  // Names as they are stored: on Linux they need be no UTF-8.
  const names = unless(GONE, () => readdirSync(path, { encoding: 'buffer' })) ?? [];
  for (const name of names) removeAll(Buffer.concat([Buffer.from(path), Buffer.from(sep), name]));
  unless(GONE, () => rmdirSync(path));
}

/** Reasons that pass when a process which comes to its end has let go. */
const PASSING: readonly string[] = ['EBUSY', 'ENOTEMPTY', 'EPERM'];

/** Removes a folder with all that is in it, also where processes that come to their end still write there. */
export const removeInUse = (path: string): void =>
  insist(
    () => removeAll(path),
    (error) => PASSING.includes((error as NodeJS.ErrnoException).code ?? ''),
  );
