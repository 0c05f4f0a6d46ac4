/** Holds what the jobs of a run are gathered from: the store, the project's files, and where nodes came to stand. */
import { type JobSource, readable } from '../executors/gather.ts';
import { lastResultOf } from '../executors/last-result.ts';
import type { Store } from '../store/store.ts';
import type { Settled } from './settled.ts';

/** `isWhole` says that all of a result is made anew, with nothing taken over from a node's last run. */
export function jobSource(
  from: Pick<JobSource, 'files' | 'template' | 'trusted'> & { readonly store: Store },
  settled: Settled,
  isWhole: boolean,
): JobSource {
  const { store, files } = from;
  return {
    ...from,
    result(id) {
      const at = settled.standing(id);
      return at && readable(store, at);
    },
    lasted: (id) => settled.last(id, store)?.milliseconds,
    last: (node) => (isWhole ? undefined : lastResultOf(node, store, files)),
  };
}
