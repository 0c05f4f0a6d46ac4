/** The contract of whoever keeps a record of results beside the store: what is estimated is on it before anybody can read the estimate. */
import type { Digest, NodeId } from '../../base/brand.ts';
import type { Graph, GraphNode } from '../graph.ts';
import type { StoredArtifact } from '../store/records.ts';

/** Gives what is known of a result, and of what it was made from. */
export interface KnownResult {
  readonly nodes: Graph['nodes'];
  artifact(node: NodeId): StoredArtifact | undefined;
  /** Digest of a file of the project. */
  digest(path: string): Digest | null;
  /** Bytes of a part of the result; undefined where it has no such part. */
  part(name: string): Uint8Array | undefined;
}

export interface Recorder {
  /** Told which variables the pipeline withholds until its plan is registered, before anything is read. */
  withholds(names: readonly string[]): void;
  /** Told of a result that ran, was restored or came from a shared cache, before it is in the store and in outputs. */
  made(node: GraphNode, known: KnownResult): void;
  /** Writes what it was told to the disk; called before the store writes anything. Throws where that is refused. */
  write(): void;
}
