/** Gives turns to this thread's event loop between short nodes, so that a Ctrl-C is obeyed at once. */

/** Short nodes may follow each other for so long without a turn. */
const TURN_MS = 25;

export class Turns {
  #last = performance.now();

  get isDue(): boolean {
    return performance.now() - this.#last >= TURN_MS;
  }

  async take(): Promise<void> {
    await new Promise((resume) => setImmediate(resume));
    this.#last = performance.now();
  }
}
