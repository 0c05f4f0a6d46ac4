/** The parts of a spool as the submitting side writes them: each once, and again where one was damaged. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../../base/attempt.ts';
import type { Digest } from '../../../base/brand.ts';
import { sha256 } from '../../../base/canonical.ts';
import { PARTS } from './layout.ts';

export class SpoolParts {
  readonly #folder: string;
  readonly #written = new Set<Digest>();
  /** Digests of parts whose jobs are being gathered. */
  readonly #gathered = new Set<Digest>();

  constructor(spool: string) {
    this.#folder = join(spool, PARTS);
  }

  /** Returns the bytes that these parts will add to the spool. A part that thousands of jobs read counts once. */
  gather(parts: ReadonlyMap<Digest, Uint8Array>): number {
    let sum = 0;
    for (const [digest, bytes] of parts) {
      if (this.#written.has(digest) || this.#gathered.has(digest)) continue;
      this.#gathered.add(digest);
      sum += bytes.length;
    }
    return sum;
  }

  write(parts: ReadonlyMap<Digest, Uint8Array>): void {
    for (const [digest, bytes] of parts) {
      if (this.#written.has(digest)) continue;
      const file = join(this.#folder, digest);
      const isThere = attempt(() => sha256(readFileSync(file)) === digest) === true;
      if (!isThere) {
        // Workers may be reading what is damaged.
        writeFileSync(`${file}.new`, bytes);
        renameSync(`${file}.new`, file);
      }
      this.#written.add(digest);
    }
    this.#gathered.clear();
  }

  /** Writes what is damaged, or gone. */
  mend(parts: ReadonlyMap<Digest, Uint8Array>): void {
    for (const digest of parts.keys()) this.#written.delete(digest);
    this.write(parts);
  }
}
