/** The environment in which calls of other languages run. */
import { environment } from '../command/environment.ts';
import { homes } from './homes.ts';

/** Returns the environment of commands with the user's home. Packages that lie there are allowed, since their versions are in the key. */
export const bridgeEnvironment = (
  temporaries: string,
  declared: Readonly<Record<string, string>>,
): Record<string, string> => environment(temporaries, { ...homes(), TMP: temporaries, TEMP: temporaries, ...declared });
