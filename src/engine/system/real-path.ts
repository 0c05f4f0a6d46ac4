/** Finds the real path of what is there, links followed. */
import { realpathSync } from 'node:fs';

/**
 * Resolves a path by the system's own call, or link by link, since Windows refuses paths of more than 260 characters. It throws where
 * nothing is there.
 */
export function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'UNKNOWN') throw error;
    return realpathSync(path);
  }
}
