/** Checks the log of runs, from which `gc` knows what earlier runs need. */
import path from 'node:path';
import { RUNS, RUNS_MAGIC, readRuns, rewriteRuns, statesOf } from '../store/runs.ts';
import { statIfThere } from '../system/files.ts';
import { damageOf } from './damage.ts';
import type { StoreCheck } from './section.ts';

export const runs: StoreCheck = (root) => {
  if (statIfThere(path.join(root, RUNS))?.isFile() !== true) return { findings: [] };
  return {
    findings: damageOf(root, RUNS, RUNS_MAGIC),
    mend: () => rewriteRuns(root, [...statesOf(readRuns(root).runs, () => true).values()]),
  };
};
