/** Defines what a node's run reads (artifacts by their parts, input files) and what it returns. */
import type { Digest } from './brand.ts';
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

/**
 * Types of artifacts that are frames: an index has its weights beside the data, a matching what it balanced, efficiency its means by period, productivity its
 * elasticities.
 */
const FRAMES: ReadonlySet<string> = new Set(['frame', 'index', 'match', 'efficiency', 'tfp']);

export const isFrame = (type: string): boolean => FRAMES.has(type);

/** The bytes of a file, of which a part may be read alone: a file may be larger than what can be held at once. */
export interface FileBytes {
  readonly size: number;
  /** Bytes from one place to another, or as many of them as there are. */
  part(from: number, to: number): Uint8Array;
  /** Fills `into` with the bytes that begin at `from`; how many there are. */
  fill(into: Uint8Array, from: number): number;
  bytes(): Uint8Array;
}

/** An input file; its digest is in the key. */
export interface FileReader extends FileBytes {
  /** project-relative, forward slashes */
  readonly path: string;
  text(): string;
}

/** The result of a node's run: named parts. JSON parts are stored as canonical JSON. */
export interface Artifact {
  readonly type: string;
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

/** A part that is the one which the node's last run made: it stays in the store, unread. */
export interface KeptPart {
  readonly digest: Digest;
  readonly size: number;
}

/** Named parts, some of which are those of the node's last run. */
export interface PatchedArtifact {
  readonly type: string;
  readonly parts: ReadonlyMap<string, Uint8Array | KeptPart>;
}

/** The result of a node's last run, for a run that makes nearly the same. */
export interface LastResult {
  readonly type: string;
  /** JSON that the last run left beside its result. */
  readonly left: Json;
  /** Parts that may be handed on. Small ones are given by their bytes. */
  readonly parts: PatchedArtifact['parts'];
  /** A part as it lies in the store, which nobody has verified: good for finding out what to read. */
  unverified(part: string): FileBytes | undefined;
  /** A part's bytes, verified; undefined where they are lost or damaged. */
  bytes(part: string): Uint8Array | undefined;
}

/** Bytes that are held, as those of a file. */
export const heldBytes = (bytes: Uint8Array): FileBytes => ({
  size: bytes.length,
  part: (from, to) => bytes.subarray(Math.max(0, from), to),
  fill(into, from) {
    const part = bytes.subarray(from, from + into.length);
    into.set(part);
    return part.length;
  },
  bytes: () => bytes,
});

export const fileReader = (path: string, file: FileBytes): FileReader => ({
  path,
  get size() {
    return file.size;
  },
  part: file.part,
  fill: file.fill,
  bytes: file.bytes,
  text: () => new TextDecoder().decode(file.bytes()),
});
