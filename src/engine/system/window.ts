/** Reads a file forward, a stretch at a time, so that a log of gigabytes is never in memory whole. */
import { fstatSync, readSync } from 'node:fs';

/** Bytes of the first read. A reader of one place reads little; one that goes on reads ever more at once. */
const FIRST = 64 * 1024;
const STRETCH = 4 * 1024 * 1024;

export class FileWindow {
  /** Size of the file when it was opened, in bytes. */
  readonly size: number;
  readonly #descriptor: number;
  /** The most bytes that are read at once. */
  readonly #most: number;
  #stretch = FIRST;
  #start = 0;
  #bytes = Buffer.alloc(0);

  constructor(descriptor: number, most = STRETCH) {
    this.#descriptor = descriptor;
    this.#most = most;
    this.size = fstatSync(descriptor).size;
  }

  /** Bytes of the file; zeros where it has become shorter. Buffers that were handed out stay as they are. */
  bytes(offset: number, length: number): Buffer {
    const from = offset - this.#start;
    if (from < 0 || from + length > this.#bytes.length) {
      this.#read(offset, length);
      return this.#bytes.subarray(0, length);
    }
    return this.#bytes.subarray(from, from + length);
  }

  #read(offset: number, length: number): void {
    const bytes = Buffer.alloc(Math.max(length, Math.min(this.#stretch, this.size - offset)));
    let read = 0;
    while (read < bytes.length) {
      const more = readSync(this.#descriptor, bytes, read, bytes.length - read, offset + read);
      if (more === 0) break;
      read += more;
    }
    this.#start = offset;
    this.#bytes = bytes;
    this.#stretch = Math.min(this.#most, 4 * this.#stretch);
  }
}
