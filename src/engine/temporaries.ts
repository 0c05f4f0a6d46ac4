/** `.papermake/tmp`: files that are being written, named after the process that writes them. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { boundary } from './fault-points.ts';

/** Removes what killed processes left; what a living one is writing at this moment stays. */
export function clearTemporaries(folder: string): void {
  for (const name of namesIn(folder)) {
    const pid = Number(/^\d+(?=-)/.exec(name)?.[0]);
    if (pid !== process.pid && isRunning(pid)) continue;
    boundary('remove');
    rmSync(join(folder, name), { force: true, recursive: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Also false for what is no process number. */
export function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
