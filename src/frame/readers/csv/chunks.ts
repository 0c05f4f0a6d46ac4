/** Digests of a text's stretches of whole records, by which a later reading finds what of it is as it was. */
import { createHash, type Hash, hash } from 'node:crypto';
import type { FileBytes } from '../../../base/reader.ts';

/** Whole records: their bytes, how many they are, and the digest of the bytes. */
export type Chunk = readonly [bytes: number, records: number, digest: string];

/** A text that is rows alone behind its first line: bytes before it, the separator, and its records from the first on. */
export interface Chunks {
  readonly from: number;
  readonly separator: number;
  readonly list: readonly Chunk[];
}

/** So many chunks are enough to find an edit. */
const MOST_CHUNKS = 512;
const LEAST_BYTES = 262_144;
/** Smaller files are read sooner than remembered. */
const REMEMBERED_FROM = 32 * 1024 * 1024;

/** Bytes that a chunk of such a file has at least; undefined where it is not worth it. */
export const chunkBytesOf = (size: number): number | undefined =>
  size < REMEMBERED_FROM ? undefined : Math.max(LEAST_BYTES, Math.ceil(size / MOST_CHUNKS));

/** Takes the records of a text in their order. */
export class ChunkDigests {
  readonly #least: number;
  readonly #list: Chunk[] = [];
  #hash: Hash | undefined;
  #bytes = 0;
  #records = 0;

  /** `least`: bytes of a chunk. */
  constructor(least: number) {
    this.#least = least;
  }

  add(bytes: Uint8Array, records: number): void {
    if (bytes.length === 0 && records === 0) return;
    this.#hash ??= createHash('sha256');
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    this.#records += records;
    // The first block is the one with the names.
    if (this.#bytes >= this.#least || this.#list.length === 0) this.#close();
  }

  #close(): void {
    if (this.#hash === undefined) return;
    this.#list.push([this.#bytes, this.#records, this.#hash.digest('base64url')]);
    this.#hash = undefined;
    this.#bytes = 0;
    this.#records = 0;
  }

  finish(): readonly Chunk[] {
    this.#close();
    return this.#list;
  }
}

/** The one stretch of a text that holds all that is otherwise than it was: chunks from `first` to before `end`, now bytes `from` to `to`. */
export interface Edited {
  readonly first: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

const digestOf = (bytes: Uint8Array): string => hash('sha256', bytes, 'base64url');

/** Undefined where the first or the last chunk is another, or the text is shorter than what is left of the old one. */
export function editedStretch(file: FileBytes, { from, list }: Chunks): Edited | undefined {
  const room = new Uint8Array(Math.max(...list.map(([bytes]) => bytes)));
  const isAt = ([bytes, , digest]: Chunk, at: number): boolean =>
    at >= from && file.fill(room.subarray(0, bytes), at) === bytes && digestOf(room.subarray(0, bytes)) === digest;
  let first = 0;
  let start = from;
  while (first < list.length && isAt(list[first]!, start)) start += list[first++]![0];
  let end = list.length;
  let to = file.size;
  while (end > first && to - list[end - 1]![0] >= start && isAt(list[end - 1]!, to - list[end - 1]![0]))
    to -= list[--end]![0];
  return first === 0 || end === list.length || end === first ? undefined : { first, end, from: start, to };
}
