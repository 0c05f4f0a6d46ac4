/** The names that a user may write after a command, as the last run left them. They are looked up at each press of a key, so that nothing is planned. */
import { isInternal, stepOf } from '../../engine/pipeline/reference.ts';
import { idsLeft } from '../../engine/resume/ids-left.ts';

/** Steps, and nodes where a step has several, in the order of the pipeline; none before a run. */
export function namesLeft(root: string): string[] {
  const names = idsLeft(root).flatMap((id) => (isInternal(id) ? [] : [stepOf(id), id]));
  // Nothing in a name steers a terminal, or makes two lines of one.
  return [...new Set(names)].filter((name) => !/\p{Cc}/u.test(name));
}

/** Recognises `papermake completion --names [-C DIR]`, which the scripts of shells call; undefined for every other call. */
export function readNamesCall([command, option, where, directory, ...more]: readonly string[]): string | undefined {
  if (command !== 'completion' || option !== '--names' || more.length > 0) return undefined;
  if (where === undefined) return '.';
  return where === '-C' ? directory : undefined;
}
