/** Defines the storage of a shared cache: results by what they are of (`ac`), bytes by their digest (`cas`). */
import type { Digest } from '../../base/brand.ts';

export type CacheKind = 'ac' | 'cas';

export interface Shelf {
  /** For messages; never with a password or a token. */
  readonly name: string;
  /** At most `limit` bytes; undefined where there is nothing of that name. Throws where it cannot be known. */
  get(room: CacheKind, name: Digest, limit: number): Promise<Uint8Array | undefined>;
  /** The first who writes wins, unless what is there is known to be damaged. */
  put(room: CacheKind, name: Digest, bytes: Uint8Array, over: boolean): Promise<void>;
}

/** A shelf that did not answer in time is not asked again: each question would cost as long. */
export class Silent extends Error {
  constructor() {
    super('it does not answer, or too slowly');
  }
}

/** Thrown where an entry is larger than it says or than is allowed, so that it is not read. */
export class TooLarge extends Error {
  constructor(limit: number) {
    super(`more than ${limit} bytes`);
  }
}
