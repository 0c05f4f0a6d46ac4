/**
 * Decides when V8 optimises code: in first runs on Node 20 later than it would by itself. Its V8 (11) optimises thoroughly or not at all, and
 * begins with code that a run of less than a second hardly needs again. The V8 of later Nodes has a quicker optimising compiler in
 * between. By V8's own budget the first run of the flagship takes 1.1 times the processor time, that of 1,024 small fits 1.3 times
 * (bench/late-optimisation.ts, bench/RESULTS.md). Nothing but time depends on it.
 */
import { setFlagsFromString } from 'node:v8';

/**
 * Code runs so often, in V8's own unit, before it is optimised; `usual` is what V8 starts with. By `latest` an export of 1,000 columns takes nine
 * tenths of the processor time that it takes by `late` (bench/export.ts).
 */
const budgets = { usual: 67584, late: 200000, latest: 2_000_000 } as const;

type When = keyof typeof budgets;

/** The key under which a thread holds the budget that was asked for last: the loader and what it loads have a copy of this module each. */
const ASKED = Symbol.for('papermake.optimisation');
const held = globalThis as { [ASKED]?: Int32Array };

/** The name of what a worker takes over from the thread that starts it (scripts/bundles.ts): flags are of the whole process. */
const SHARED = 'papermake.optimisation';

/** Sets the budget. It must be `usual` when scripts are kept (code-cache.ts), since kept code belongs to one set of flags. */
export function optimise(when: When): void {
  held[ASKED] ??= sharedWithWorkers();
  held[ASKED][0] = budgets[when];
  setBudget(budgets[when]);
}

function sharedWithWorkers(): Int32Array {
  const budget = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  process.getBuiltinModule('node:worker_threads').setEnvironmentData(SHARED, budget);
  return budget;
}

/** Does what needs V8's own budget, such as loading a script with its kept code; what was asked for holds again afterwards. */
export function optimisingAsUsual<T>(act: () => T): T {
  const asked = held[ASKED];
  if (asked === undefined || asked[0] === budgets.usual) return act();
  setBudget(budgets.usual);
  try {
    return act();
  } finally {
    setBudget(asked[0]!);
  }
}

function setBudget(budget: number): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString(`--interrupt-budget=${budget}`);
}
