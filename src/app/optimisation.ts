import { setFlagsFromString } from 'node:v8';

/**
 * How much code runs, in V8's own unit, before it is optimised. The V8 of Node 20 does so early, which for first runs of less than a second
 * is a tenth of their time; later ones have a quicker compiler in between.
 */
const budgets = { usual: 67584, late: 200000 } as const;

/** Code that is kept (code-cache.ts) is of one set of flags: `usual` when scripts are loaded and when they are kept. */
export function optimise(when: keyof typeof budgets): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString(`--interrupt-budget=${budgets[when]}`);
}
