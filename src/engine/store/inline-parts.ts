/** Reads the small parts of an artifact, which lie one after another in a record of the log. */
import type { Digest } from '../../base/brand.ts';
import { sha256 } from '../../base/canonical.ts';
import type { StoredArtifact, StoredPart } from './records.ts';

/** Parts up to this size lie in the log, so that thousands of tiny fits cost one file. */
const INLINE_LIMIT = 16 * 1024;

export const isInline = ({ size }: StoredPart): boolean => size <= INLINE_LIMIT;

/** Parts of this size and more are kept once they have been cut out and verified; smaller ones are cut out anew each time. */
const KEPT_FROM = 512;

/** The small parts of one record, each cut out when it is asked for. */
export class InlineParts {
  readonly #artifact: StoredArtifact;
  readonly #record: Uint8Array;
  readonly #start: number;
  /** Parts that were cut out, by digest. */
  #cut: Map<Digest, Uint8Array> | undefined;

  /** The parts begin at `start` of the record. */
  constructor(artifact: StoredArtifact, record: Uint8Array, start: number) {
    this.#artifact = artifact;
    this.#record = record;
    this.#start = start;
  }

  /** Bytes of the whole record. */
  get length(): number {
    return this.#record.length;
  }

  /** Bytes of a part, aligned to 8, since readers lay typed arrays over them; undefined where the record holds other bytes. */
  get({ name, digest }: StoredPart): Uint8Array | undefined {
    const cut = this.#cut?.get(digest);
    if (cut) return cut;
    const known = this.#artifact.parts.find((part) => part.name === name);
    const bytes = known?.digest === digest ? this.#slice(known) : undefined;
    if (!bytes || bytes.length < KEPT_FROM) return bytes;
    this.#cut ??= new Map();
    this.#cut.set(digest, bytes);
    return bytes;
  }

  #slice(part: StoredPart): Uint8Array | undefined {
    let from = this.#start;
    for (const before of this.#artifact.parts) {
      if (before === part) break;
      if (isInline(before)) from += before.size;
    }
    const bytes = aligned(this.#record.subarray(from, from + part.size));
    return bytes.length === part.size && sha256(bytes) === part.digest ? bytes : undefined;
  }
}

interface Places {
  /** The last bytes of the result's record; undefined where it is gone. */
  readonly last: (bytes: number) => Buffer | undefined;
  /** Bytes of a part that has a file of its own, verified. */
  readonly large: (part: StoredPart) => Uint8Array | undefined;
}

/**
 * Reads parts of a result on record, each when it is asked for. Each is verified by its own digest, so that the rest of its record is neither
 * verified nor taken apart: of thousands of results an export needs a few short texts each.
 */
export class StandingParts {
  readonly #artifact: StoredArtifact;
  readonly #places: Places;
  /** The small parts, one behind another; null where they are gone. */
  #inline: Buffer | null | undefined;

  constructor(artifact: StoredArtifact, places: Places) {
    this.#artifact = artifact;
    this.#places = places;
  }

  find(name: string): StoredPart | undefined {
    for (const part of this.#artifact.parts) if (part.name === name) return part;
    return undefined;
  }

  /** Bytes of a part, aligned to 8; undefined where it is lost or damaged. */
  bytes(part: StoredPart): Uint8Array | undefined {
    if (!isInline(part)) return this.#places.large(part);
    const from = this.#placeOf(part);
    const bytes = this.#small?.subarray(from, from + part.size);
    return bytes?.length === part.size && sha256(bytes) === part.digest ? aligned(bytes) : undefined;
  }

  /** The text of a part, which is sound where its digest is that of the part: bytes that are no UTF-8 make another. */
  text(part: StoredPart): string | undefined {
    if (!isInline(part)) {
      const bytes = this.#places.large(part);
      return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
    }
    const from = this.#placeOf(part);
    const text = this.#small?.toString('utf8', from, from + part.size);
    return text !== undefined && sha256(text) === part.digest ? text : undefined;
  }

  #placeOf(part: StoredPart): number {
    let from = 0;
    for (const before of this.#artifact.parts) {
      if (before === part) break;
      if (isInline(before)) from += before.size;
    }
    return from;
  }

  /** A record ends with its small parts. */
  get #small(): Buffer | null {
    if (this.#inline === undefined) {
      let size = 0;
      for (const part of this.#artifact.parts) if (isInline(part)) size += part.size;
      this.#inline = this.#places.last(size) ?? null;
    }
    return this.#inline;
  }
}

export function aligned(bytes: Uint8Array): Uint8Array {
  if (bytes.byteOffset % 8 === 0) return bytes;
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy;
}
