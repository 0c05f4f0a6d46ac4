/** So long short nodes may follow each other before this thread looks what else there is, a Ctrl-C above all. */
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
