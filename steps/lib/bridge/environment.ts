/** The environment in which calls of other languages run. */
import { environment } from '../command/run.ts';
import { homes } from './homes.ts';

/** As commands have it, with the user's home: packages that lie there count, since their versions are in the key. */
export const bridgeEnvironment = (
  temporaries: string,
  declared: Readonly<Record<string, string>>,
): Record<string, string> => environment(temporaries, { ...homes(), TMP: temporaries, TEMP: temporaries, ...declared });
