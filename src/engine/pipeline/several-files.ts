/** The files that a path in a pipeline means: one, or those of a folder by their names. */
import { isSeveral } from '../../base/several.ts';
import type { PlanContext, PlannedFile, YamlPath } from '../step.ts';
import type { ProjectFiles } from '../system/files.ts';
import { listFiles } from '../system/listed.ts';
import { plainPath } from '../system/plain-path.ts';
import { tryLook } from '../system/system-refusal.ts';
import { longPath, noMatches, pathOutside, unreadable } from './reference-problems.ts';

export function severalFiles(
  path: string,
  at: YamlPath,
  files: ProjectFiles,
  plan: Pick<PlanContext, 'file' | 'complain'>,
): readonly PlannedFile[] | undefined {
  if (!isSeveral(plainPath(path))) {
    const one = plan.file(path, at);
    return one && [one];
  }
  const long = longPath(path, at);
  if (long !== undefined) return void plan.complain(long);
  const look = tryLook(() => listFiles(plainPath(path), files));
  if ('refused' in look) return void plan.complain(unreadable(path, at, look.refused));
  if (look.found === undefined) return void plan.complain(pathOutside(path, at));
  if (look.found.length === 0) return void plan.complain(noMatches(path, at));
  const found = look.found.map((each) => plan.file(each, at));
  return found.includes(undefined) ? undefined : (found as PlannedFile[]);
}
