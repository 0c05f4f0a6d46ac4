/** Keeps large parts as files named by their content. What is read is verified: a damaged blob counts as absent. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { availableMemory } from 'node:process';
import type { Digest } from '../../base/brand.ts';
import { sha256 } from '../../base/canonical.ts';
import { bytesToShare } from '../../base/system/shared-memory.ts';
import { STORE, statIfThere, writeAtomically } from '../system/files.ts';
import { isPassing } from '../system/system-refusal.ts';
import { RecentBytes } from './recent-bytes.ts';

const BLOBS = 'blobs-v1';

/** Tells whether a path, relative to the project, is a blob's. */
export const isBlob = (path: string): boolean => path.startsWith(`${STORE}/${BLOBS}/`);

const pathOf = (digest: Digest): string => `${STORE}/${BLOBS}/${digest.slice(0, 2)}/${digest.slice(2)}`;

/** Columns of some million rows, so that a step that reads them need not read back what the one before has just written. */
const LARGEST_HELD = 512 * 1024 * 1024;

/** Bytes that are read at a time of a file that is compared. */
const PIECE = 256 * 1024;

export class Blobs {
  readonly #root: string;
  readonly #sound = new Set<Digest>();
  /** Thousands of nodes may read one. Most of what is held is shared with whoever made it or reads it. */
  readonly #held = new RecentBytes<Digest, Uint8Array>(Math.min(LARGEST_HELD, availableMemory() / 16));

  constructor(root: string) {
    this.#root = root;
  }

  /** Blobs that were read or written here and found sound, by path relative to the project. */
  get sound(): ReadonlyMap<string, Digest> {
    return new Map([...this.#sound].map((digest) => [pathOf(digest), digest]));
  }

  /** Aligned to 8. */
  read(digest: Digest): Uint8Array | undefined {
    const held = this.#held.get(digest);
    if (held) return held;
    const bytes = this.#readFile(digest);
    if (bytes) this.#held.set(digest, bytes);
    return bytes;
  }

  /** Absolute path of a blob that is there, and of the right size. */
  place({ digest, size }: { readonly digest: Digest; readonly size: number }): string | undefined {
    const path = join(this.#root, pathOf(digest));
    return statIfThere(path)?.size === size ? path : undefined;
  }

  #readFile(digest: Digest): Uint8Array | undefined {
    const bytes = readOrNothing(join(this.#root, pathOf(digest)));
    if (!bytes || sha256(bytes) !== digest) return undefined;
    this.#sound.add(digest);
    return bytes;
  }

  /** `isFinal`: nobody writes to the bytes any more, and nodes that run next may read them as they are. */
  write(digest: Digest, bytes: Uint8Array, temporaries: string, isFinal: boolean): void {
    const path = join(this.#root, pathOf(digest));
    if (!holds(path, bytes)) writeAtomically(path, bytes, { temporaries });
    this.#sound.add(digest);
    // Other memory would be copied for each thread, and may lie at any place.
    if (isFinal && bytes.buffer instanceof SharedArrayBuffer && bytes.byteOffset === 0) this.#held.set(digest, bytes);
  }
}

/** Tells whether a file has these bytes, which takes less time than its digest. */
const holds = (path: string, bytes: Uint8Array): boolean =>
  orAbsent(() =>
    opened(path, (descriptor) => {
      if (fstatSync(descriptor).size !== bytes.length) return false;
      const piece = new Uint8Array(PIECE);
      for (let at = 0; at < bytes.length; ) {
        const read = readSync(descriptor, piece, 0, PIECE, at);
        if (read === 0 || Buffer.compare(piece.subarray(0, read), bytes.subarray(at, at + read)) !== 0) return false;
        at += read;
      }
      return true;
    }),
  ) ?? false;

/** A file's bytes in memory that workers share. */
const readOrNothing = (path: string): Uint8Array | undefined =>
  orAbsent(() =>
    opened(path, (descriptor) => {
      const bytes = bytesToShare(fstatSync(descriptor).size);
      let at = 0;
      for (let read = -1; read !== 0 && at < bytes.length; at += read)
        read = readSync(descriptor, bytes, at, bytes.length - at, at);
      return bytes.subarray(0, at);
    }),
  );

function orAbsent<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    // A file that may be read a moment later is not lost.
    if (isPassing(error)) throw error;
    return undefined;
  }
}

function opened<T>(path: string, work: (descriptor: number) => T): T {
  const descriptor = openSync(path, 'r');
  try {
    return work(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
