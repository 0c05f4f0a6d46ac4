/**
 * Tags of a text's stretches of whole records, by which a later reading finds what of it is as it was: AES-256-GCM without a text, the
 * bytes as what is authenticated (GMAC), three times as fast as SHA-256. The key is drawn for one text and kept beside its tags: nobody who
 * writes the next text by chance or without reading them makes other bytes with the same tag.
 */
import { type CipherGCM, createCipheriv, randomBytes } from 'node:crypto';
import type { FileBytes } from '../../base/reader.ts';

/** Whole records: their bytes, how many they are, and the tag of the bytes. */
export type RecordChunk = readonly [bytes: number, records: number, tag: string];

/** Chunks one after another, and the key of their tags. */
export interface Tagged {
  readonly key: string;
  readonly list: readonly RecordChunk[];
}

/** A text that is rows alone behind its first line: bytes before it, the separator, and its records from the first on. */
export interface Chunks extends Tagged {
  readonly from: number;
  readonly separator: number;
}

/** The largest number of chunks of a file: enough to find an edit, and each is soon read. */
const MOST_CHUNKS = 256;
const LEAST_BYTES = 131_072;
/** Smaller files are read sooner than remembered. */
const REMEMBERED_FROM = 32 * 1024 * 1024;

/** Bytes that a chunk of such a file has at least, or nearly so; undefined where it is not worth it. */
export const chunkBytesOf = (size: number): number | undefined =>
  size < REMEMBERED_FROM ? undefined : Math.max(LEAST_BYTES, Math.ceil(size / MOST_CHUNKS));

const IV = new Uint8Array(12);

class Tag {
  readonly #cipher: CipherGCM;

  constructor(key: string) {
    this.#cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'hex'), IV);
  }

  add(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#cipher.setAAD(bytes);
  }

  finish(): string {
    this.#cipher.final();
    return this.#cipher.getAuthTag().toString('base64url');
  }
}

/** Takes the records of a text in their order. */
export class ChunkTags {
  readonly #least: number;
  readonly #key: string;
  readonly #list: RecordChunk[] = [];
  #tag: Tag | undefined;
  #bytes = 0;
  #records = 0;

  /** `least`: bytes of a chunk, of which the end of a block may lack the beginning of a record. */
  constructor(least: number, key = randomBytes(32).toString('hex')) {
    this.#least = least - least / 16;
    this.#key = key;
  }

  add(bytes: Uint8Array, records: number): void {
    if (bytes.length === 0 && records === 0) return;
    this.#tag ??= new Tag(this.#key);
    this.#tag.add(bytes);
    this.#bytes += bytes.length;
    this.#records += records;
    // The first block is the one with the names.
    if (this.#bytes >= this.#least || this.#list.length === 0) this.#close();
  }

  #close(): void {
    if (this.#tag === undefined) return;
    this.#list.push([this.#bytes, this.#records, this.#tag.finish()]);
    this.#tag = undefined;
    this.#bytes = 0;
    this.#records = 0;
  }

  finish(): Tagged {
    this.#close();
    return { key: this.#key, list: this.#list };
  }
}

/** The one stretch of a text that holds all that is otherwise than it was: chunks from `first` to before `end`, now bytes `from` to `to`. */
export interface EditedChunks {
  readonly first: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** Shows stretches of a file that are asked for one after another, or one before another, from few readings. */
class ChunkWindow {
  readonly #file: FileBytes;
  readonly #room: Uint8Array;
  #start = 0;
  #end = 0;

  constructor(file: FileBytes, longest: number) {
    this.#file = file;
    this.#room = new Uint8Array(Math.max(READ_AT_ONCE, longest));
  }

  /** Bytes that hold until the next are asked for; fewer where the file is not as long any more. */
  bytes(from: number, to: number): Uint8Array {
    if (from < this.#start || to > this.#end) {
      this.#start = from < this.#start ? Math.max(0, to - this.#room.length) : from;
      this.#end = this.#start + this.#file.fill(this.#room, this.#start);
    }
    return this.#room.subarray(from - this.#start, Math.min(to, this.#end) - this.#start);
  }
}

/** Bytes that are read at a time: few enough to stay in the processor's cache until their tags are made. */
const READ_AT_ONCE = 1024 * 1024;

function tagOf(bytes: Uint8Array, key: string): string {
  const tag = new Tag(key);
  tag.add(bytes);
  return tag.finish();
}

/** Undefined where the first or the last chunk is another, or the text is shorter than what is left of the old one. */
export function editedStretch(file: FileBytes, { from, key, list }: Chunks): EditedChunks | undefined {
  const window = new ChunkWindow(file, Math.max(...list.map(([bytes]) => bytes)));
  const isAt = ([bytes, , tag]: RecordChunk, at: number): boolean =>
    at >= from && tagOf(window.bytes(at, at + bytes), key) === tag;
  let first = 0;
  let start = from;
  while (first < list.length && isAt(list[first]!, start)) start += list[first++]![0];
  let end = list.length;
  let to = file.size;
  while (end > first && to - list[end - 1]![0] >= start && isAt(list[end - 1]!, to - list[end - 1]![0]))
    to -= list[--end]![0];
  return first === 0 || end === list.length || end === first ? undefined : { first, end, from: start, to };
}
