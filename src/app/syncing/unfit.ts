/** Says which folders `papermake sync` does not write into. */
import { basename, dirname, join } from 'node:path';
import { pathInside } from '../../base/system/path-inside.ts';
import { namesIfThere, OUTPUT_FOLDER, STORE, statIfThere } from '../../engine/system/files.ts';
import { realPathOf } from '../../engine/system/real-path.ts';
import { whyNoList } from './plan.ts';
import { SUMS } from './sums.ts';

/** Says why nothing is written into a folder, or no pair into another one, with a hint; undefined where all may be. */
export function whyUnfit(folder: string, root: string, pair: string | undefined): string | undefined {
  if (!isFolder(folder))
    return `\`${folder}\` is no folder\nhint: clone the repository of the text, and name the clone`;
  const [real, project] = [realPathOf(folder), realPathOf(root)];
  if (real === project || isOwn(project, real))
    return `\`${folder}\` is where papermake writes results itself\nhint: name the folder of the coauthors’ text`;
  if (pair === undefined) return undefined;
  if (statIfThere(pair) !== undefined && (!isFolder(pair) || namesIfThere(pair).length > 0))
    return `\`${pair}\` is not empty\nhint: name a new folder with \`--pair\``;
  if (pair === folder || isOwn(project, realPlaceOf(pair)))
    return `\`${pair}\` is no place for a pair\nhint: name a new folder with \`--pair\``;
  return undefined;
}

/** Says why the folder cannot keep the list of what was written, with a hint; undefined where it can. */
export function whyListless(folder: string): string | undefined {
  const why = whyNoList(folder);
  return why === undefined ? undefined : `\`${SUMS}\` cannot be kept in \`${folder}\`: ${why}\nhint: move it away`;
}

export const isFolder = (path: string): boolean => statIfThere(path)?.isDirectory() === true;

/** Tells whether a real path is that of the project's results or store, or below it. */
const isOwn = (project: string, real: string): boolean =>
  [OUTPUT_FOLDER, STORE].some((name) => {
    const own = join(project, name);
    return isFolder(own) && pathInside(realPathOf(own), real) !== undefined;
  });

/** The real path of a folder that is there, or will be below one that is. */
function realPlaceOf(path: string): string {
  for (let [at, rest] = [path, '']; ; [at, rest] = [dirname(at), join(basename(at), rest)])
    if (statIfThere(at) !== undefined || dirname(at) === at) return join(realPathOf(at), rest);
}
