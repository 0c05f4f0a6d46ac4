/** Files that a pattern means: those of one folder whose names fit its last part. */
import { globTest } from '../../base/glob.ts';
import { namesIfThere, type ProjectFiles, stampAt } from './files.ts';

/**
 * Paths by code unit; undefined where the folder lies outside the project. Names that begin with a point, and Excel's locks, are nobody's
 * files. A pattern in the name of a folder is one of none.
 */
export function listFiles(pattern: string, files: ProjectFiles): readonly string[] | undefined {
  const cut = pattern.lastIndexOf('/');
  const [said, name] = [pattern.slice(0, Math.max(cut, 0)) || '.', pattern.slice(cut + 1) || '*'];
  const folder = said === '.' ? '.' : files.normalise(said);
  if (folder === undefined) return undefined;
  const absolute = files.absolute(folder);
  // The stamp comes first, so that a file which appears meanwhile shows in it.
  files.listed.set(folder, stampAt(absolute));
  const isMeant = globTest(name, '*?');
  const names = namesIfThere(absolute).filter((each) => isMeant(each) && !/^(\.|~\$)/.test(each));
  const paths = names.map((each) => (folder === '.' ? each : `${folder}/${each}`));
  return paths.filter((path) => files.kind(path) !== 'directory').sort(byCodeUnit);
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
