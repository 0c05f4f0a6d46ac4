/** Says whether a file lies in a folder, and how it is named there: on Windows, another drive is no folder above. */
import path, { type PlatformPath } from 'node:path';

/**
 * Path of a file relative to a folder, with forward slashes, `''` for the folder itself; undefined where it lies outside. Both are absolute; links are
 * not followed. `system`: whose paths these are.
 */
export function pathInside(folder: string, file: string, system: PlatformPath = path): string | undefined {
  const inside = system.relative(folder, file);
  const leaves = inside === '..' || inside.startsWith(`..${system.sep}`) || system.isAbsolute(inside);
  return leaves ? undefined : inside.replaceAll(system.sep, '/');
}
