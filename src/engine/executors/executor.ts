/** The contract of executors, which run nodes' jobs somewhere. Every executor gives the same bytes for the same job. */
import type { Digest, NodeId } from '../../base/brand.ts';
import type { Json } from '../../base/json.ts';
import type { LoadedKind } from '../kinds.ts';
import type { Complaint, Cost, Progress } from '../step.ts';
import type { MadeArtifact } from '../store/artifact.ts';
import type { NodeUse, WorkerRun } from '../store/records.ts';
import type { Stamp } from '../system/files.ts';
import type { GivenResult } from './last-result.ts';

export interface PartBytes {
  readonly name: string;
  readonly digest: Digest;
  readonly bytes: Uint8Array;
}

export type JobInput =
  | {
      readonly is: 'artifact';
      readonly type: string;
      /** Digest of the whole artifact, while `parts` holds only those parts that the node declared. */
      readonly digest: Digest;
      readonly parts: readonly PartBytes[];
    }
  | {
      readonly is: 'file';
      readonly path: string;
      /** The bytes, or for a large file its place and the stamp that vouches for it. */
      readonly bytes: Uint8Array | StoredFile;
    };

export interface StoredFile {
  /** absolute */
  readonly at: string;
  readonly stamp: Stamp;
}

/** One run of a node. It is self-contained: everything the run reads is in it. */
export interface Job {
  readonly node: NodeId;
  readonly kind: LoadedKind;
  /** Type of the artifact that the node's description promises, where it promises one. */
  readonly artifact?: string;
  readonly params: Json;
  readonly inputs: Readonly<Record<string, JobInput>>;
  readonly seed: string | undefined;
  readonly how: Json;
  /** The project's folder; absolute. */
  readonly root: string;
  readonly cost: Cost;
  /** Milliseconds of the node's last run. */
  readonly lasted: number | undefined;
  readonly last?: GivenResult | undefined;
  /** Is true where other threads of the process may start programs at the same time. */
  readonly isCrowded?: boolean;
}

export type JobResult =
  | {
      readonly is: 'done';
      readonly made: MadeArtifact;
      readonly warnings: readonly Complaint[];
      readonly notes: readonly string[];
      readonly milliseconds: number;
      readonly log?: string;
      readonly use: NodeUse;
      /** Is present where it ran on a cluster. */
      readonly ranOn?: WorkerRun;
      /** For the node's next run. */
      readonly left?: Json;
    }
  | { readonly is: 'failed'; readonly complaints: readonly Complaint[]; readonly log?: string }
  /** The kind threw what is no expected failure, so it has a bug. */
  | { readonly is: 'broken'; readonly error: string };

export interface Executor {
  readonly name: string;
  /** The number of places for nodes that are taken. A node that is sent together with others takes no place of its own. */
  readonly busy: number;
  /** Starts beforehand what takes time to start, since jobs of the project's own kinds are likely to come. */
  prepare(): void;
  run(job: Job, signal: AbortSignal, report: Progress): Promise<JobResult>;
  close(): Promise<void>;
}

/** The settings with which an executor is opened. */
export interface ExecutorContext {
  /** The entry of worker threads: the bundle's `worker.js`, or the TypeScript source under a loader. */
  readonly workers: URL;
  /** At most this many nodes at once. */
  readonly jobs: number;
}

export interface ExecutorKind {
  readonly name: string;
  /** Tells whether this executor should run the job. */
  takes(job: Job): boolean;
  open(place: ExecutorContext): Executor;
}
