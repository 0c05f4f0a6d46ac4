/** Finds files that are on record as written and are not there as they were. The next run writes them again; nothing else may. */

import { isOutput } from '../pipeline/outputs.ts';
import { writtenBy } from '../run/outputs/orphans.ts';
import { Store } from '../store/store.ts';
import { ProjectFiles } from '../system/files.ts';
import type { StoreCheck } from './section.ts';

/** Finds outputs that differ from the record; of two pipelines that write one path, the one that ran last has written it. */
export const outputs: StoreCheck = (root) => {
  const store = new Store(root);
  const files = new ProjectFiles(root);
  const states = new Map<string, string | undefined>();
  for (const key of store.standees.values()) {
    for (const { name, digest } of writtenBy(store.trace(key)?.artifact)) {
      if (!isOutput(name) || !files.mayWrite(name) || (states.has(name) && states.get(name) === undefined)) continue;
      const wrong = files.digest(name) === null ? 'is not there' : 'was changed since it was written';
      states.set(name, files.holds(name, digest) ? undefined : wrong);
    }
  }
  const wrong = [...states].sort(([a], [b]) => (a < b ? -1 : 1));
  return { findings: wrong.flatMap(([path, is]) => (is === undefined ? [] : [{ what: 'output', path, is } as const])) };
};
