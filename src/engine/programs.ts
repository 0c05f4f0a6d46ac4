/** Programs of the system that nodes depend on. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { ProjectFiles } from './files.ts';

/**
 * Absolute path of a program on the PATH. Every place looked at before is remembered, so that a program that comes to
 * stand there is noticed.
 */
export function programPath(name: string, files: ProjectFiles): string | undefined {
  if (name === '' || name.includes('/')) return undefined;
  const searched = process.env.PATH ?? '';
  files.searched = searched;
  for (const folder of searched.split(delimiter).filter((each) => isAbsolute(each))) {
    const path = join(folder, name);
    if (isProgram(path)) return path;
    files.digest(path);
  }
  return undefined;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
