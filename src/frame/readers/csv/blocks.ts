/** Reads a delimited text block by block, so that neither the file nor the places of its cells are ever held whole. */
import { isUtf8 } from 'node:buffer';
import type { FileBytes } from '../../../base/reader.ts';
import type { ChunkTags } from '../chunks.ts';
import { type Delimited, detectDelimiter, Tokenizer } from './tokens.ts';

/** Small enough to stay near the processor. */
export const BLOCK = 262_144;
/** The first records are gone through with more care than the others, and few are enough. */
const FIRST = 65_536;

/** Whole records, which hold until the next block is asked for. */
export interface RecordBlock {
  readonly tokens: Delimited;
  /** Records before these. */
  readonly before: number;
}

/** Thrown where the text is no UTF-8. */
export class NoUtf8 extends Error {}

/** Takes records at the start of a text that need no tokens: how many, and the bytes that they have. */
export interface Shortcut {
  /** Room for so many bytes, from which records are then taken; undefined where none are. */
  room(length: number): Uint8Array<ArrayBuffer> | undefined;
  take(bytes: Uint8Array, before: number, separator: number): { readonly nrecords: number; readonly used: number };
}

const LINE_FEED = 0x0a;

/** Records that get tokens before the shortcut is tried, and before it is tried again. */
const AHEAD = 256;
const DETOUR = 64;

interface Limits {
  /** Records that are enough. */
  readonly limit?: number;
  /** Bytes of a block. */
  readonly size?: number | undefined;
  /** Asked behind the first block. */
  readonly shortcut?: Shortcut;
  readonly tags?: ChunkTags | undefined;
}

/** `from`: the first byte. A quote or a cell that is wrong is thrown where it stands. */
export function* blocksOf(
  file: FileBytes,
  delimiter: string | undefined,
  from: number,
  { limit = Number.POSITIVE_INFINITY, size = BLOCK, shortcut, tags }: Limits = {},
): Generator<RecordBlock> {
  const most = Math.max(1, Math.min(size, file.size - from));
  // what is read at once needs no shortcut
  const isMore = file.size - from > Math.min(size, FIRST);
  const bytesFor = (length: number) => (isMore && shortcut?.room(length)) || new Uint8Array(length);
  let buffer = bytesFor(most);
  let tokenizer: Tokenizer | undefined;
  let held = 0;
  let before = 0;
  for (let at = from; ; ) {
    // twice as much each time, while the first record has no end yet
    const upTo = before === 0 ? held + Math.max(FIRST, held) : undefined;
    const read = file.fill(buffer.subarray(held, upTo), at);
    at += read;
    held += read;
    // a file that became shorter meanwhile ends where it ends
    const isEnd = at >= file.size || read === 0;
    const bytes = buffer.subarray(0, held);
    tokenizer ??= new Tokenizer(delimiter ?? detectDelimiter(bytes));
    let start = 0;
    const earlier = before;
    for (;;) {
      const detour = shortcut === undefined ? Number.POSITIVE_INFINITY : before === 0 ? AHEAD : DETOUR;
      if (shortcut !== undefined && before > 0) {
        const plain = shortcut.take(bytes.subarray(start), before, tokenizer.separator);
        refuseNoUtf8(bytes, start, start + plain.used);
        start += plain.used;
        before += plain.nrecords;
        // the beginning of a record, which goes on in the next block
        if (plain.used > 0 && !isEnd && before < limit && bytes.lastIndexOf(LINE_FEED) < start) break;
      }
      const wanted = Math.min(limit - before, detour);
      const { tokens, used } = tokenized(tokenizer, bytes.subarray(start), { isEnd, before, limit: wanted });
      refuseNoUtf8(bytes, start, start + used);
      start += used;
      if (tokens.nrecords > 0) yield { tokens, before };
      before += tokens.nrecords;
      if (tokens.nrecords < wanted || before >= limit) break;
    }
    tags?.add(bytes.subarray(0, start), before - earlier);
    if (isEnd || before >= limit) return;
    buffer.copyWithin(0, start, held);
    held -= start;
    // a record that is longer than a block
    if (held === buffer.length) {
      const grown = bytesFor(2 * buffer.length);
      grown.set(buffer);
      buffer = grown;
    }
  }
}

function refuseNoUtf8(bytes: Uint8Array, from: number, to: number): void {
  if (!isUtf8(bytes.subarray(from, to))) throw new NoUtf8();
}

function tokenized(tokenizer: Tokenizer, bytes: Uint8Array, options: Parameters<Tokenizer['next']>[1]) {
  try {
    return tokenizer.next(bytes, options);
  } catch (error) {
    // Bytes of another encoding look like quotes.
    if (!isUtf8(wholeCharacters(bytes))) throw new NoUtf8();
    throw error;
  }
}

/** Bytes without the beginning of a character at their end. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 3 && (bytes[end - 1]! & 0xc0) === 0x80) end--;
  return end > 0 && bytes[end - 1]! >= 0xc0 ? bytes.subarray(0, end - 1) : bytes.subarray(0, end);
}
