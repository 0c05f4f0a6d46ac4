/**
 * Names of files that mean the same on every system. Windows keeps some names to itself and cuts points and blanks off the end; Windows and macOS take
 * names for one that differ by case alone, or by how a letter with an accent is written.
 */

/** Devices of Windows, which it finds in every folder and with every extension: `con`, `con.tex`. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])$/i;

const FORBIDDEN = '<>:"|?*\\';

/** Says why a name cannot be a file's on Windows; undefined where it can. */
export function whyNoFileName(name: string): string | undefined {
  if (DEVICE.test(name.split('.')[0]!.trimEnd())) return 'the name of a device on Windows';
  if (/[. ]$/.test(name)) return 'Windows cuts the point or blank off its end';
  const sign = [...name].find((each) => each < ' ' || FORBIDDEN.includes(each));
  if (sign === undefined) return undefined;
  return sign < ' ' ? 'it holds a control character' : `Windows has no \`${sign}\` in names`;
}

/** Folds a path so that two paths to one file on some system are equal: without case, with accents composed. */
export const foldedPath = (path: string): string => path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');

/**
 * A path as the folders on its way list it. A name that is listed stands as it is, any other as the listed one from which case or the
 * spelling of accents alone tells it. Undefined where a name is in no list. `namesIn` gives the names in a folder, which is `''` for the first.
 */
export function listedPath(path: string, namesIn: (folder: string) => ReadonlySet<string>): string | undefined {
  let at = '';
  for (const name of path.split('/')) {
    const names = namesIn(at);
    const isAlike = (each: string): boolean => foldedPath(each) === foldedPath(name);
    const listed = names.has(name) ? name : [...names].find(isAlike);
    if (listed === undefined) return undefined;
    at = at === '' ? listed : `${at}/${listed}`;
  }
  return at;
}

/** Hint at a file that is listed by another name than the one that was said. */
export const alikeHint = (listed: string): string =>
  `\`${listed}\` is there, which is another file where case and the spelling of accents count`;
