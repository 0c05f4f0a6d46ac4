/** The lines of a text, block by block, so that the file is never held whole. */
import { isUtf8 } from 'node:buffer';
import type { FileBytes } from '../../../base/reader.ts';

const BLOCK = 1_048_576;
const newline = 0x0a;

/** Whole lines, which hold until the next block is asked for. */
export interface Lines {
  readonly bytes: Uint8Array;
  /** The place at which each line begins; the last entry is the end of the last line. */
  readonly starts: readonly number[];
  /** Lines before these. */
  readonly before: number;
}

/** Thrown where the text is no UTF-8. */
export class NoUtf8 extends Error {}

/** `from`: the first byte; `size`: bytes of a block. */
export function* linesOf(file: FileBytes, from: number, size = BLOCK): Generator<Lines> {
  let buffer = new Uint8Array(Math.max(1, Math.min(size, file.size - from)));
  let held = 0;
  let before = 0;
  for (let at = from; ; ) {
    const read = file.fill(buffer.subarray(held), at);
    at += read;
    held += read;
    // a file that became shorter meanwhile ends where it ends
    const isEnd = at >= file.size || read === 0;
    const starts = [0];
    for (let end = buffer.indexOf(newline); end >= 0 && end < held; end = buffer.indexOf(newline, end + 1))
      starts.push(end + 1);
    if (isEnd && starts.at(-1)! < held) starts.push(held);
    const used = starts.at(-1)!;
    const bytes = buffer.subarray(0, used);
    if (!isUtf8(bytes)) throw new NoUtf8();
    if (used > 0) yield { bytes, starts, before };
    before += starts.length - 1;
    if (isEnd) return;
    buffer.copyWithin(0, used, held);
    held -= used;
    // a line that is longer than a block
    if (held === buffer.length) {
      const grown = new Uint8Array(2 * buffer.length);
      grown.set(buffer);
      buffer = grown;
    }
  }
}
