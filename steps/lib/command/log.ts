/** Captures what a program printed: its beginning and its end, however much it was. */
import { printedText } from './printed-text.ts';

/** Bytes that are kept of the beginning, and as many of the end. */
const HALF = 32 * 1024;

export class CapturedLog {
  #head: Buffer = Buffer.alloc(0);
  #tail: Buffer[] = [];
  #tailSize = 0;
  #dropped = 0;

  push(chunk: Buffer): void {
    const room = HALF - this.#head.length;
    if (room > 0) this.#head = Buffer.concat([this.#head, chunk.subarray(0, room)]);
    const rest = chunk.subarray(Math.max(0, room));
    if (rest.length === 0) return;
    this.#tail.push(rest);
    this.#tailSize += rest.length;
    if (this.#tailSize > 2 * HALF) this.#shrink();
  }

  /** The log, at most 64 KiB, which says how much was left out between the two halves. */
  text(): string {
    this.#shrink();
    const gap = this.#dropped === 0 ? '' : `\n… ${this.#dropped} bytes left out …\n`;
    const tail = Buffer.concat(this.#tail);
    // Without a gap the halves are joined as bytes, so that no character is cut in two.
    if (gap === '') return printedText(Buffer.concat([this.#head, tail]));
    return `${printedText(this.#head.subarray(0, wholeTo(this.#head)))}${gap}${printedText(tail.subarray(wholeFrom(tail)))}`;
  }

  #shrink(): void {
    const all = Buffer.concat(this.#tail);
    const kept = all.subarray(Math.max(0, all.length - HALF));
    this.#dropped += all.length - kept.length;
    this.#tail = [kept];
    this.#tailSize = kept.length;
  }
}

/** Tells whether a byte of UTF-8 goes on with a character. */
const isWithin = (byte: number): boolean => (byte & 0xc0) === 0x80;

/** Offset of the first whole character of UTF-8. */
function wholeFrom(bytes: Uint8Array): number {
  let at = 0;
  while (at < 3 && isWithin(bytes[at]!)) at++;
  return at;
}

/** Offset behind the last whole character of UTF-8. */
function wholeTo(bytes: Uint8Array): number {
  let at = bytes.length - 1;
  while (at > bytes.length - 4 && isWithin(bytes[at]!)) at--;
  const lead = bytes[at]!;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return at + length <= bytes.length ? bytes.length : at;
}

export function lastLines(text: string, count: number): string[] {
  return text.trimEnd().split('\n').slice(-count);
}
