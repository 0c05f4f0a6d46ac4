/** Remembers what runs in one thread leave for later ones, by the digest of the artifact it was made from; the latest few. */
import type { Digest } from '../../base/brand.ts';

const MOST = 4;

export class Scratch {
  readonly #kept = new Map<string, unknown>();

  recall<T>(kind: string, artifact: Digest, make: () => T): T {
    const name = `${kind} ${artifact}`;
    const value = this.#kept.has(name) ? (this.#kept.get(name) as T) : make();
    this.#kept.delete(name);
    this.#kept.set(name, value);
    if (this.#kept.size > MOST) this.#kept.delete(this.#kept.keys().next().value!);
    return value;
  }
}
