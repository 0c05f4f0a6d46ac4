/** Holds what was read or written last, up to so many bytes, so that nodes that run next need not read it again. */

const HELD_BYTES = 64 * 1024 * 1024;

export class RecentBytes<Name, Value extends { readonly length: number }> {
  readonly #held = new Map<Name, Value>();
  readonly #most: number;
  #bytes = 0;

  constructor(most = HELD_BYTES) {
    this.#most = most;
  }

  get(name: Name): Value | undefined {
    return this.#held.get(name);
  }

  /** Holds a value. The oldest ones go when all together are too many bytes; a value that is too long by itself is not held. */
  set(name: Name, value: Value): void {
    this.#drop(name);
    if (value.length > this.#most) return;
    this.#held.set(name, value);
    this.#bytes += value.length;
    for (const oldest of this.#held.keys()) {
      if (this.#bytes <= this.#most) break;
      this.#drop(oldest);
    }
  }

  #drop(name: Name): void {
    this.#bytes -= this.#held.get(name)?.length ?? 0;
    this.#held.delete(name);
  }
}
