/** Finds the real path of what is there, links followed. */
import { realpathSync } from 'node:fs';

/** By the system's own call, which Windows refuses for paths of more than 260 characters; then link by link. Throws where nothing is. */
export function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'UNKNOWN') throw error;
    return realpathSync(path);
  }
}
