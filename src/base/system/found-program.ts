/** Finds programs of the system where they are about to be started. */
import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { attempt } from '../attempt.ts';
import { programPlaces } from './program-places.ts';

export const isFile = (path: string): boolean => attempt(() => statSync(path).isFile()) ?? false;

export const isProgram = (path: string): boolean =>
  attempt(() => {
    accessSync(path, constants.X_OK);
    return isFile(path);
  }) ?? false;

/** Returns the absolute path of the first of these programs that is there: by its name on a PATH, or by its absolute path. */
export function foundProgram(names: readonly string[], searched = process.env.PATH ?? ''): string | undefined {
  return names.flatMap((name) => (isAbsolute(name) ? [name] : programPlaces(name, searched))).find(isProgram);
}
