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

/** What two paths have in common that lead to one file on some system: case does not count, nor how accents are written. */
export const foldedPath = (path: string): string => path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
