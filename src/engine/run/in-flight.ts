/** The work that has begun and not come to its end, of which the next to end is waited for. */

export class InFlight {
  readonly #all = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;
  #wake: () => void = () => {};

  get size(): number {
    return this.#all.size;
  }

  add(work: Promise<void>): void {
    this.#all.add(work);
    const end = (): void => {
      this.#all.delete(work);
      this.#wake();
    };
    work.then(end, (error: unknown) => {
      this.#failure ??= { error };
      end();
    });
  }

  /** Waits until one more came to its end; throws what one of them threw. */
  async next(): Promise<void> {
    if (!this.#failure && this.#all.size > 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.throwFailure();
  }

  throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#all);
  }
}
