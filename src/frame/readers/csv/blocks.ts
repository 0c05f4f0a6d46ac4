/** Reads a delimited text block by block, so that neither the file nor the places of its cells are ever held whole. */
import { isUtf8 } from 'node:buffer';
import type { FileBytes } from '../../../base/reader.ts';
import { type Delimited, detectDelimiter, Tokenizer } from './tokens.ts';

/** Small enough to stay near the processor. */
const BLOCK = 262_144;

/** Whole records, which hold until the next block is asked for. */
export interface Block {
  readonly tokens: Delimited;
  /** Records before these. */
  readonly before: number;
}

/** Thrown where the text is no UTF-8. */
export class NoUtf8 extends Error {}

/** `from`: the first byte; `limit`: records that are enough; `size`: bytes of a block. A quote or a cell that is wrong is thrown where it stands. */
export function* blocksOf(
  file: FileBytes,
  delimiter: string | undefined,
  from: number,
  limit = Number.POSITIVE_INFINITY,
  size = BLOCK,
): Generator<Block> {
  let buffer = new Uint8Array(Math.max(1, Math.min(size, file.size - from)));
  let tokenizer: Tokenizer | undefined;
  let held = 0;
  let before = 0;
  for (let at = from; ; ) {
    const read = file.fill(buffer.subarray(held), at);
    at += read;
    held += read;
    // a file that became shorter meanwhile ends where it ends
    const isEnd = at >= file.size || read === 0;
    const bytes = buffer.subarray(0, held);
    tokenizer ??= new Tokenizer(delimiter ?? detectDelimiter(bytes));
    const { tokens, used } = tokenized(tokenizer, bytes, { isEnd, before, limit: limit - before });
    if (!isUtf8(bytes.subarray(0, used))) throw new NoUtf8();
    if (tokens.nrecords > 0) yield { tokens, before };
    before += tokens.nrecords;
    if (isEnd || before >= limit) return;
    buffer.copyWithin(0, used, held);
    held -= used;
    // a record that is longer than a block
    if (held === buffer.length) buffer = larger(buffer);
  }
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

function larger(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(2 * bytes.length);
  grown.set(bytes);
  return grown;
}
