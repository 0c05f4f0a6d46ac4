/** The folders of the user and the system, in which calls of other languages find packages and settings. */

/** Lists the variables that tell programs where their users' own packages and settings of the system lie. */
const NAMES = [
  'HOME',
  'USERPROFILE',
  'SystemRoot',
  'SystemDrive',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramFiles',
  'COMSPEC',
  'PATHEXT',
];

export function homes(): Record<string, string> {
  return Object.fromEntries(
    NAMES.flatMap((name): [string, string][] => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
