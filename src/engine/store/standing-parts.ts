/**
 * Reads parts of a result on record, each when it is asked for. Each is verified by its own digest, so that the rest of its record is neither
 * verified nor taken apart: of thousands of results an export needs a few short texts each.
 */
import { sha256 } from '../../base/canonical.ts';
import { aligned, isInline } from './inline-parts.ts';
import type { StoredArtifact, StoredPart } from './records.ts';

interface Places {
  /** The last bytes of the result's record; undefined where it is gone. */
  readonly last: (bytes: number) => Buffer | undefined;
  /** Bytes of a part that has a file of its own, verified. */
  readonly large: (part: StoredPart) => Uint8Array | undefined;
}

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
