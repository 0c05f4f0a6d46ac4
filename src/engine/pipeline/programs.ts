/** Programs of the system that nodes depend on. */
import { isAbsolute } from 'node:path';
import { isFile, isProgram } from '../../base/system/found-program.ts';
import { programPlaces } from '../../base/system/program-places.ts';
import type { ProjectFiles } from '../system/files.ts';
import { tryLook } from '../system/system-refusal.ts';

/**
 * Absolute path of a program, on the PATH or where its installer puts it where it is a bare name. Every place looked at before is remembered, so that a
 * program that comes to stand there is noticed.
 */
export function programPath(name: string, files: ProjectFiles, given?: string): string | undefined {
  if (/[/\\]/.test(name)) return isAbsolute(name) ? firstProgram([name], files) : undefined;
  if (name === '') return undefined;
  const searched = given ?? process.env.PATH ?? '';
  if (given === undefined) files.searched = searched;
  return firstProgram(programPlaces(name, searched), files);
}

/** The first of these absolute paths at which a file stands. Every place looked at before is remembered. */
export const systemFile = (paths: readonly string[], files: ProjectFiles): string | undefined =>
  first(paths, isFile, files);

const firstProgram = (paths: readonly string[], files: ProjectFiles): string | undefined =>
  first(paths, isProgram, files);

function first(paths: readonly string[], isRight: (path: string) => boolean, files: ProjectFiles): string | undefined {
  for (const path of paths) {
    if (isRight(path)) return path;
    // A folder that may not be looked into holds nothing for us.
    tryLook(() => files.digest(path));
  }
  return undefined;
}
