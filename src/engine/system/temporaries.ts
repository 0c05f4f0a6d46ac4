/** Names and clears the files of `.papermake/tmp`, which are being written, and are named after the process that writes them. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { sha256 } from '../../base/canonical.ts';
import { isMarkInUse, processMark } from '../../base/system/process-name.ts';
import { removeNoted } from './across-devices.ts';
import { removeTree } from './file-calls.ts';

/** The temporary file to which this process writes what is to stand at `path`. */
export const temporaryFor = (path: string, folder: string): string =>
  join(folder, `${processMark()}-${sha256(path).slice(0, 16)}`);

/** Removes what killed processes left; what a living one is writing at this moment stays. */
export function clearTemporaries(folder: string): void {
  for (const name of attempt(() => readdirSync(folder)) ?? []) {
    if (isInUse(folder, name)) continue;
    removeNoted(join(folder, name));
    removeTree(join(folder, name));
  }
}

/** Says whether another process that runs, or may run, is writing the file. */
export function isInUse(folder: string, name: string): boolean {
  if (name.startsWith(`${processMark()}-`)) return false;
  const stat = statSync(join(folder, name), { throwIfNoEntry: false });
  return stat !== undefined && isMarkInUse(name, stat.mtimeMs) === true;
}
