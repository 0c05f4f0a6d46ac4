/** Records that wait to be written, laid out as they will stand in the file. */
import { hash } from 'node:crypto';

/** `[length u32][sha256 32]` before each payload. */
export const HEAD = 4 + 32;
const CHUNK = 320 * 1024;

export const digest = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

export class LogTail {
  #bytes = Buffer.allocUnsafe(0);
  #used = 0;

  get length(): number {
    return this.#used;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#used);
  }

  /** A record whose payload `fill` writes; the payload, which stays as it is. */
  add(length: number, fill: (payload: Buffer) => void): Buffer {
    this.#reserve(HEAD + length);
    const from = this.#used;
    const payload = this.#bytes.subarray(from + HEAD, from + HEAD + length);
    fill(payload);
    this.#bytes.writeUInt32LE(length, from);
    digest(payload).copy(this.#bytes, from + 4);
    this.#used = from + HEAD + length;
    return payload;
  }

  /** What is handed out is not written over: the next records lie elsewhere. */
  clear(): void {
    this.#bytes = Buffer.allocUnsafe(0);
    this.#used = 0;
  }

  #reserve(more: number): void {
    const needed = this.#used + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(CHUNK, 2 * this.#bytes.length, needed));
    this.#bytes.copy(larger, 0, 0, this.#used);
    this.#bytes = larger;
  }
}
