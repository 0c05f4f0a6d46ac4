/**
 * Digests of a file that each reader can compute by its language alone: SHA-256 in Python, MD5 in R (`tools::md5sum`), Adler-32 in Mata. They tell
 * changes, not forgeries: whoever forges a file can forge the index too.
 */
import { createHash } from 'node:crypto';
import type { FileBytes } from '../../base/reader.ts';

export interface Digests {
  readonly bytes: number;
  readonly sha256: string;
  readonly md5: string;
  /** Adler-32 of RFC 1950, section 8.2, as eight hexadecimal digits. */
  readonly adler32: string;
}

/** The most bytes of a file that are held at once. */
const PIECE = 1 << 22;

export function digestsOf(file: FileBytes): Digests {
  const [sha, md5, adler] = [createHash('sha256'), createHash('md5'), new Adler32()];
  for (let at = 0; at < file.size; at += PIECE) {
    const piece = file.part(at, Math.min(at + PIECE, file.size));
    sha.update(piece);
    md5.update(piece);
    adler.update(piece);
  }
  return { bytes: file.size, sha256: sha.digest('hex'), md5: md5.digest('hex'), adler32: adler.digest() };
}

const MODULUS = 65_521;

/** The sums stay exact: 4,096 bytes add at most 4,096 times 255, and 4,096 times that, to numbers below the modulus. */
const RUN = 4096;

class Adler32 {
  #sum = 1;
  #sums = 0;

  update(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += RUN) {
      const end = Math.min(at + RUN, bytes.length);
      for (let i = at; i < end; i++) {
        this.#sum += bytes[i]!;
        this.#sums += this.#sum;
      }
      this.#sum %= MODULUS;
      this.#sums %= MODULUS;
    }
  }

  digest(): string {
    return [this.#sums, this.#sum].map((sum) => sum.toString(16).padStart(4, '0')).join('');
  }
}
