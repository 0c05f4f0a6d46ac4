/** What a node’s run reads and hands back: artifacts by their parts, and input files. */
import type { Json } from './json.ts';

/**
 * A stored artifact seen through the parts a node declared. Reading any other part throws, so that what a
 * node reads and what its key holds cannot differ.
 */
export interface ArtifactReader {
  /** `frame`, `fit`, `describe`, `files`, … as the producing kind named it */
  readonly type: string;
  /** Names of the parts that may be read, in stored order. */
  readonly parts: readonly string[];
  /** Aligned to 8, so that typed arrays can be laid over it. */
  bytes(part: string): Uint8Array;
  json(part: string): Json;
}

/** An input file, read at most once; its digest is in the key. */
export interface FileReader {
  /** project-relative, forward slashes */
  readonly path: string;
  bytes(): Uint8Array;
  text(): string;
}

/** What a node's run hands back: named parts. JSON parts are stored as canonical JSON. */
export interface Artifact {
  readonly type: string;
  readonly parts: ReadonlyMap<string, Uint8Array>;
}
