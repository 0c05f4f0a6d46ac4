/** Holds what a run works with, and what its jobs are gathered from: the store, the project's files, and where nodes came to stand. */
import type { SharedCache } from '../cache/shared-cache.ts';
import { type JobSource, readable } from '../executors/gather.ts';
import { lastResultOf } from '../executors/last-result.ts';
import type { Executors } from '../executors/registry.ts';
import type { GraphNode } from '../graph.ts';
import type { Recorder } from '../ledger/recorder.ts';
import type { PipelineSpec } from '../pipeline/load.ts';
import type { Store } from '../store/store.ts';
import type { ProjectFiles } from '../system/files.ts';
import type { Declares } from './hidden/confidential.ts';
import type { Withholding } from './hidden/withholding.ts';
import type { Manifest } from './outputs/manifest.ts';
import type { SettledNodes } from './settled.ts';

/** `isWhole` says that all of a result is made anew, with nothing taken over from a node's last run. */
export function jobSource(
  from: Pick<JobSource, 'files' | 'template' | 'trusted' | 'waits'> & { readonly store: Store },
  settled: SettledNodes,
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

/** All that a run works with. */
export interface RunEngine {
  readonly session: { readonly spec: PipelineSpec; readonly options: { readonly trusted: boolean } } & Declares;
  readonly store: Store;
  readonly files: ProjectFiles;
  readonly manifest: Manifest;
  readonly template: (name: string) => string | undefined;
  readonly executors: Pick<Executors, 'choose' | 'busy'>;
  /** The cache that the project shares, where there is one. */
  readonly shared?: SharedCache | undefined;
  readonly recorder?: Recorder | undefined;
  /** Gives what a node's run starts that the user has not let the project do. */
  readonly withheld: (node: GraphNode) => string | undefined;
  readonly withholding: Withholding;
}
