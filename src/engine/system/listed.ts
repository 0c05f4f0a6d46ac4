/** Files that a pattern means: those of one folder whose names fit its last part. */
import { isAbsolute } from 'node:path';
import { unlessRefused } from '../../base/attempt.ts';
import { listedPath } from '../../base/system/file-names.ts';
import { globTest } from '../../base/text/glob.ts';
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
  const inFolder = folder === '.' || isListed(folder, files) ? namesIfThere(absolute) : [];
  const names = inFolder.filter((each) => isMeant(each.normalize('NFC')) && !/^(\.|~\$)/.test(each));
  const paths = names.map((each) => (folder === '.' ? each : `${folder}/${each}`));
  return paths.filter((path) => files.admits(path) && files.kind(path) !== 'directory').sort(byCodeUnit);
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The path by which a file of the project is listed where case, or how accents are spelled, alone tells it from this one; undefined elsewhere. */
export function alikeFile(path: string, files: ProjectFiles): string | undefined {
  const cut = isAbsolute(path) ? path.lastIndexOf('/') + 1 : 0;
  const [before, inside] = [path.slice(0, cut), path.slice(cut)];
  const listed = unlessRefused(() => listedPath(inside, (folder) => namesIn(`${before}${folder}`, files)));
  return listed === undefined || listed === inside ? undefined : `${before}${listed}`;
}

/**
 * Tells whether a file that is there is listed by this path. Windows and macOS find it in any case, and Windows with points at its end or by its
 * short name, all of which other systems refuse. Accents may be spelled either way, since old file systems of macOS list but one.
 */
export function isListed(path: string, files: ProjectFiles): boolean {
  if (isAbsolute(path)) return true;
  const known = (folder: string): ReadonlySet<string> => {
    const names = files.names.get(folder) ?? namesIn(folder, files);
    files.names.set(folder, names);
    return names;
  };
  const isSaid = (): boolean => listedPath(path, known)?.normalize('NFC') === path.normalize('NFC');
  // A folder may let its files be read, and not be listed.
  const look = unlessRefused(isSaid) ?? true;
  if (look) return true;
  // The file may be younger than the list of its folder.
  files.names.clear();
  return isSaid();
}

const namesIn = (folder: string, files: ProjectFiles): ReadonlySet<string> =>
  new Set(namesIfThere(files.absolute(folder)));
