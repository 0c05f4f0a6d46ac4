/** Files that a pattern means: those of one folder whose names fit its last part. */
import { foldedPath } from '../../base/file-names.ts';
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
  const isMeant = globTest(name.normalize('NFC'), '*?');
  // File systems of macOS, and archives made there, spell letters with accents as two characters.
  const names = namesIfThere(absolute).filter((each) => isMeant(each.normalize('NFC')) && !/^(\.|~\$)/.test(each));
  const paths = names.map((each) => (folder === '.' ? each : `${folder}/${each}`));
  return paths.filter((path) => files.kind(path) !== 'directory').sort(byCodeUnit);
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A file whose path differs from that of one that is not there by case, or by how accents are spelled, alone; its folder must be there. */
export function alikeFile(path: string, files: ProjectFiles): string | undefined {
  const cut = path.lastIndexOf('/') + 1;
  const [folder, name] = [path.slice(0, cut), path.slice(cut)];
  const alike = namesIfThere(files.absolute(folder)).find((each) => foldedPath(each) === foldedPath(name));
  return alike === undefined ? undefined : `${folder}${alike}`;
}
