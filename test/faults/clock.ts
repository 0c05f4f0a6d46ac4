/**
 * One thread and one clock for many edit sequences: one of them acts at a time, and while it waits until the stamps of
 * its files can be trusted, others go on. A run's own wait for the clock is made up for after it: to the run the clock
 * has jumped, and nobody touches its files until the real one has come there.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { vi } from 'vitest';

export class SharedClock {
  readonly #queue: (() => void)[] = [];
  #taken = false;

  /** Waits for its turn. */
  async take(): Promise<void> {
    if (this.#taken) await new Promise<void>((next) => this.#queue.push(next));
    this.#taken = true;
  }

  give(): void {
    const next = this.#queue.shift();
    if (next) next();
    else this.#taken = false;
  }

  /** Lets time go by, and others act. */
  async pass(milliseconds: number): Promise<void> {
    this.give();
    await sleep(milliseconds);
    await this.take();
  }

  async during<T>(run: () => Promise<T>): Promise<T> {
    const real = Date.now;
    let ahead = 0;
    const wait = vi.spyOn(Atomics, 'wait').mockImplementation((_array, _index, _value, milliseconds = 0) => {
      ahead += milliseconds;
      return 'timed-out';
    });
    const now = vi.spyOn(Date, 'now').mockImplementation(() => Math.floor(real() + ahead));
    try {
      return await run();
    } finally {
      now.mockRestore();
      wait.mockRestore();
      if (ahead > 0) await this.pass(Math.ceil(ahead) + 1);
    }
  }
}
