/** Removes what may be there, past a boundary of the fault harness. */
import { rmSync } from 'node:fs';
import { boundary } from './fault-points.ts';

export function removeFile(path: string): void {
  boundary('remove');
  rmSync(path, { force: true });
}

/** A file, or a folder with all that is in it. */
export function removeTree(path: string): void {
  boundary('remove');
  rmSync(path, { force: true, recursive: true });
}
