/** The environment in which calls of other languages run. */
import { environment } from '../command/run.ts';

/** What tells programs where their users' own packages and settings of the system lie. */
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

/** As commands have it, with the user's home: packages that lie there count, since their versions are in the key. */
export const bridgeEnvironment = (
  temporaries: string,
  declared: Readonly<Record<string, string>>,
): Record<string, string> => environment(temporaries, { ...homes(), TMP: temporaries, TEMP: temporaries, ...declared });
