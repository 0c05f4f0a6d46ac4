/** THE list of languages whose scripts are imported. */
import type { Host } from './host.ts';
import type { Imported } from './imported.ts';
import { readR } from './r/read.ts';
import { readStata } from './stata/read.ts';

export interface ImportLanguage {
  readonly name: string;
  /** Endings of its scripts. */
  readonly endings: readonly string[];
  read(source: string, host: Host): Imported;
}

export const importLanguages: readonly ImportLanguage[] = [
  { name: 'Stata', endings: ['.do'], read: readStata },
  { name: 'R', endings: ['.r'], read: readR },
];
