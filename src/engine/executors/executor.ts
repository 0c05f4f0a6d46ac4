/** Where a node's run happens. Every executor gives the same bytes for the same job. */
import type { Digest, NodeId } from '../../base/brand.ts';
import type { Json } from '../../base/json.ts';
import type { GraphNode } from '../graph.ts';
import type { LoadedKind } from '../kinds.ts';
import type { Complaint, Progress } from '../step.ts';
import type { MadeArtifact } from '../store/artifact.ts';

export interface PartBytes {
  readonly name: string;
  readonly digest: Digest;
  readonly bytes: Uint8Array;
}

export type JobInput =
  | {
      readonly is: 'artifact';
      readonly type: string;
      /** Of the whole artifact; `parts` are those that the node declared. */
      readonly digest: Digest;
      readonly parts: readonly PartBytes[];
    }
  | { readonly is: 'file'; readonly path: string; readonly bytes: Uint8Array };

/** Self-contained: everything the run reads is in it. */
export interface Job {
  readonly node: NodeId;
  readonly kind: LoadedKind;
  /** What the node is said to make, where that is said. */
  readonly artifact?: string;
  readonly params: Json;
  readonly inputs: Readonly<Record<string, JobInput>>;
  readonly seed: string | undefined;
  readonly how: Json;
  /** The project's folder; absolute. */
  readonly root: string;
}

export type JobResult =
  | {
      readonly is: 'done';
      readonly made: MadeArtifact;
      readonly warnings: readonly Complaint[];
      readonly milliseconds: number;
      readonly log?: string;
    }
  | { readonly is: 'failed'; readonly complaints: readonly Complaint[]; readonly log?: string }
  /** A throw that is no expected failure: a bug in the kind. */
  | { readonly is: 'broken'; readonly error: string };

export interface Executor {
  readonly name: string;
  /** How many of the places for nodes are taken. A node that joins others in theirs takes none of its own. */
  readonly busy: number;
  run(job: Job, signal: AbortSignal, report: Progress): Promise<JobResult>;
  close(): Promise<void>;
}

/** What an executor is opened with. */
export interface Place {
  /** The entry of worker threads: the bundle's `worker.js`, or the TypeScript source under a loader. */
  readonly workers: URL;
  /** At most this many nodes at once. */
  readonly jobs: number;
}

export interface ExecutorKind {
  readonly name: string;
  /** `lasted`: milliseconds of the node's last run. */
  takes(node: GraphNode, job: Job, lasted: number | undefined): boolean;
  open(place: Place): Executor;
}
