/** Names and clears the files of `.papermake/tmp`, which are being written, and are named after the process that writes them. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { sha256 } from '../../base/canonical.ts';
import { memo } from '../../base/memo.ts';
import { removeNoted } from './across-devices.ts';
import { isRunning, thisProcess } from './process-name.ts';
import { removeTree } from './remove.ts';

/** A process out of sight that has not written to its file for so long is taken for dead. */
const LEFT_MS = 60 * 60 * 1000;

/** Digest of the machine and container, within which process numbers tell processes apart. */
const spaceOf = memo((_process: number): string => {
  const { host, boot, space } = thisProcess();
  return sha256(`${host} ${boot} ${space}`).slice(0, 8);
});

/** The temporary file to which this process writes what is to stand at `path`. */
export const temporaryFor = (path: string, folder: string): string =>
  join(folder, `${process.pid}-${spaceOf(process.pid)}-${sha256(path).slice(0, 16)}`);

/** Removes what killed processes left; what a living one is writing at this moment stays. */
export function clearTemporaries(folder: string): void {
  for (const name of attempt(() => readdirSync(folder)) ?? []) {
    if (isInUse(folder, name)) continue;
    removeNoted(join(folder, name));
    removeTree(join(folder, name));
  }
}

/** Whether a process that runs, or may run, is writing the file. */
export function isInUse(folder: string, name: string): boolean {
  const [, pid, space] = /^(\d+)-([0-9a-f]{8})-/.exec(name) ?? [];
  if (pid === undefined) return false;
  if (space === spaceOf(process.pid)) return Number(pid) !== process.pid && isRunning(Number(pid));
  const stat = statSync(join(folder, name), { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs < LEFT_MS;
}
