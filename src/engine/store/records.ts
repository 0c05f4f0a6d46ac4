/** The types of what is on record of nodes: results as lists of named parts, what they were made from, and why. */
import type { Digest, Key, NodeId } from '../../base/brand.ts';
import type { Json } from '../../base/json.ts';
import type { Complaint, Origin } from '../step.ts';

export interface StoredPart {
  readonly name: string;
  readonly digest: Digest;
  readonly size: number;
}

export interface StoredArtifact {
  readonly type: string;
  readonly parts: readonly StoredPart[];
}

/** Says where a node stands: the key it was last found at, what it holds, and how long that took to make. */
export interface NodeStanding {
  readonly key: Key;
  readonly artifact: StoredArtifact;
  readonly milliseconds: number;
}

/** Everything that determines a node's result. */
export interface Recipe {
  readonly format: 1;
  readonly kind: string;
  /** Digest of the kind's code. */
  readonly code: Digest;
  readonly params: Json;
  /** Input (`data/column:NQP`, `file`, `template:table.tex.hbs`) → digest of exactly what is read. */
  readonly inputs: Readonly<Record<string, Digest>>;
  readonly seed?: string;
}

export type Reason =
  | { readonly is: 'first-run' }
  | { readonly is: 'forced' }
  /** The store once held the result and no longer does (a damaged or deleted record). */
  | { readonly is: 'record-lost' }
  | { readonly is: 'kind-changed'; readonly before: string; readonly after: string }
  | { readonly is: 'code-changed'; readonly file: string }
  | {
      readonly is: 'param-changed';
      readonly path: string;
      readonly before: string | null;
      readonly after: string | null;
    }
  | {
      readonly is: 'input-changed';
      /** The node or file that changed. */
      readonly input: string;
      readonly column?: string;
      readonly part?: string;
      /** Digests before and after; null where it was not read before, or is not now. Both are null where it cannot be read. */
      readonly from: string | null;
      readonly to: string | null;
    }
  | { readonly is: 'output-missing'; readonly path: string }
  | { readonly is: 'output-modified'; readonly path: string };

/** Says who gave a result to the shared cache, from which machine, and when: an ISO time. */
export interface Giver {
  readonly name?: string;
  readonly machine: string;
  readonly at: string;
}

/** Says what a node took where it ran. */
export interface NodeUse {
  /** Milliseconds of processor time: of the node's thread, or of its programs. It is absent where that cannot be told from what ran beside it. */
  readonly cpu?: number;
  /** The most memory in MiB that papermake and the node's programs had while it ran, with what ran beside it. */
  readonly peak?: number;
}

/** Says on which machine a node ran. */
export interface MachineRun extends NodeUse {
  readonly machine: string;
}

/**
 * Says where a node ran on a cluster. Its `peak` is that of the worker and its programs, from the beginning of the shard until this node was
 * done.
 */
export interface WorkerRun extends MachineRun {
  /** The executor. */
  readonly on: string;
  /** The worker as the scheduler numbers it: `JOB.TASK`. */
  readonly worker: string;
  /** Milliseconds that its shard stood in the spool before a worker took it. */
  readonly waited?: number;
  /** The number of nodes of its shard. */
  readonly shard: number;
  /** MiB that the step asks for, where it asks for any, and that the worker had, where that was more. */
  readonly memory?: { readonly asked?: number; readonly had: number };
}

/** The record of one execution. Time is here and nowhere in an artifact. */
export interface Trace {
  readonly key: Key;
  readonly node: NodeId;
  readonly recipe: Recipe;
  readonly artifact: StoredArtifact;
  readonly origins: Readonly<Record<string, Origin>>;
  readonly warnings: readonly Complaint[];
  /** The key at which the node stood before it ran. */
  readonly before?: Key;
  /** Reasons why the node ran. */
  readonly because: readonly Reason[];
  readonly milliseconds: number;
  /** Is present where the result was taken from the shared cache, and so ran elsewhere. */
  readonly from?: 'cache';
  /** Whoever gave it there, as far as the cache says it. */
  readonly given?: Giver;
  /** Is absent where the result was taken from the shared cache. */
  readonly ranOn?: MachineRun | WorkerRun;
  /** The output that programs printed while it ran. */
  readonly log?: string;
  /** JSON that the run left for the node's next run. */
  readonly left?: Json;
}

/** MiB of memory that a node had on a cluster when it last ran, where its step asked for less; undefined otherwise. */
export const neededMemory = (last: Pick<Trace, 'ranOn'> | undefined): number | undefined =>
  last?.ranOn && isOfWorker(last.ranOn) ? last.ranOn.memory?.had : undefined;

export const isOfWorker = (run: MachineRun | WorkerRun): run is WorkerRun => 'worker' in run;

/** A trace that is to be recorded, with its recipe as the canonical JSON of which the key is the digest. */
export interface NewTrace extends Omit<Trace, 'recipe'> {
  readonly recipe: string;
}
