/** Folders among the system's temporary files, named after the process that makes them, so that what a killed one left is found and removed. */
import { lstatSync, mkdtempSync, readdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt } from '../attempt.ts';
import { isMarkInUse, processMark } from './process-name.ts';
import { removeInUse } from './remove.ts';

const PREFIX = 'papermake-';

/** A name that no folder of another process has; a library makes the folder itself. */
export const temporaryName = (): string => `${PREFIX}${processMark()}-`;

/** Makes a folder; its real path. Throws the system's error where none can be made. */
export const temporaryFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), temporaryName())));

/** Removes this account's folders that processes left which are dead; what cannot be removed stays. Returns how many went. */
export function removeLeftFolders(): number {
  let removed = 0;
  for (const name of attempt(() => readdirSync(tmpdir())) ?? []) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(tmpdir(), name);
    const stat = attempt(() => lstatSync(path));
    if (!stat?.isDirectory() || stat.uid !== (process.geteuid?.() ?? stat.uid)) continue;
    if (isMarkInUse(name.slice(PREFIX.length), stat.mtimeMs) !== false) continue;
    if (attempt(() => removeInUse(path)) === undefined) removed += 1;
  }
  return removed;
}
