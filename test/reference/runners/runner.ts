import type { Data } from '../../../src/econ/data.ts';
import type { Case, Run } from '../case.ts';

/** Runs one kind of estimation (`est`) and lists what differs from the expected values. */
export type Runner = (run: Run, data: Data, test: Case) => string[];
