/**
 * Decides when V8 optimises code: in first runs on Node 20 later than it would by itself. Its V8 (11) optimises thoroughly or not at all, and
 * begins with code that a run of less than a second hardly needs again; the V8 of later Nodes has a quicker optimising compiler in
 * between. By V8's own budget the first run of the flagship takes 1.1 times the processor time, that of 1,024 small fits 1.3 times
 * (bench/late-optimisation.ts, bench/RESULTS.md). Nothing but time depends on it.
 */
import { setFlagsFromString } from 'node:v8';

/** Code runs so often, in V8's own unit, before it is optimised; `usual` is what V8 starts with. */
const budgets = { usual: 67584, late: 200000 } as const;

/** Sets the budget. It must be `usual` when scripts are loaded and when they are kept (code-cache.ts), since kept code belongs to one set of flags. */
export function optimise(when: keyof typeof budgets): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString(`--interrupt-budget=${budgets[when]}`);
}
