/** Reads large files in parts: hashes, tags and shows them without holding them. Writes files in parts, too. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import type { Digest } from '../../base/brand.ts';
import type { FileBytes } from '../../base/reader.ts';
import { type ContentTag, Tagging, type TagKey } from './content-tag.ts';
import { boundary } from './fault-points.ts';

/** Files of so many bytes are read in parts, and hashed without being held. */
export const LARGE_FILE = 8 * 1024 * 1024;

/** The most bytes that Node reads of a file at once. */
export const MOST_HELD = 2 ** 31 - 1;

/** Bytes that are read at a time of a large file: few enough to stay in the processor's cache until they are hashed. */
const PIECE = 1024 * 1024;

/** Digest of a file's bytes, and its tag where there is a key. */
export function digestOfStored(
  path: string,
  key: TagKey | undefined,
): { readonly digest: Digest; readonly tag?: ContentTag } {
  const hash = createHash('sha256');
  const tagging = key && new Tagging(key);
  forPieces(path, (piece) => {
    hash.update(piece);
    tagging?.add(piece);
  });
  return { digest: hash.digest('hex') as Digest, ...(tagging && { tag: tagging.finish() }) };
}

/** The tag of a file's bytes under a key and the salt of an earlier tag. */
export function tagOfStored(path: string, key: TagKey, salt: ContentTag['salt']): ContentTag['tag'] {
  const tagging = new Tagging(key, salt);
  forPieces(path, (piece) => tagging.add(piece));
  return tagging.finish().tag;
}

/** Tells the bytes of a file in their order; a piece holds until the next is told. */
function forPieces(path: string, tell: (piece: Uint8Array) => void): void {
  const piece = new Uint8Array(PIECE);
  const descriptor = openSync(path, 'r');
  try {
    for (let read = -1; read !== 0; ) {
      read = readSync(descriptor, piece, 0, PIECE, null);
      tell(piece.subarray(0, read));
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The bytes of a file as they lie on the disk. */
export function storedBytes(path: string, size: number): FileBytes {
  const fill = (into: Uint8Array, from: number): number => {
    const descriptor = openSync(path, 'r');
    try {
      let at = 0;
      for (let read = -1; read !== 0 && at < into.length; at += read)
        read = readSync(descriptor, into, at, into.length - at, from + at);
      return at;
    } finally {
      closeSync(descriptor);
    }
  };
  const part = (from: number, to: number): Uint8Array => {
    const start = Math.max(0, from);
    const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - start));
    return bytes.subarray(0, fill(bytes, start));
  };
  return { size, part, fill, bytes: () => readFileSync(path) };
}

/**
 * The number of bytes written at once. For more, Linux takes memory in large pieces, which a virtual machine has to be given by its host first. That
 * takes several times as long as the copy.
 */
const WRITTEN_AT_ONCE = 128 * 1024;

/** Writes all bytes, since write(2) may write less than asked (on a nearly full disk). */
export function writeFully(descriptor: number, bytes: Uint8Array): void {
  boundary('write', () => writeSync(descriptor, bytes, 0, bytes.length >> 1));
  for (let written = 0; written < bytes.length; )
    written += writeSync(descriptor, bytes, written, Math.min(WRITTEN_AT_ONCE, bytes.length - written));
}
