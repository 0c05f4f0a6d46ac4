/** What never comes back cannot be timed out by its own thread: another one tells what it was given, and ends the process. */
import { Worker } from 'node:worker_threads';

const CODE = `
const { parentPort, workerData } = require('node:worker_threads');
let timer;
parentPort.on('message', (what) => {
  clearTimeout(timer);
  if (what === null) return;
  timer = setTimeout(() => {
    require('node:fs').writeSync(2, 'no end after ' + workerData / 1000 + ' s of:\\n' + what + '\\n');
    process.kill(process.pid, 'SIGKILL');
  }, workerData);
});`;

export class Watchdog {
  readonly #worker: Worker;

  constructor(milliseconds: number) {
    this.#worker = new Worker(CODE, { eval: true, workerData: milliseconds });
    this.#worker.unref();
  }

  /** From now on, until the next call; null for nothing. */
  watch(what: string | null): void {
    this.#worker.postMessage(what);
  }

  async dispose(): Promise<void> {
    await this.#worker.terminate();
  }
}
