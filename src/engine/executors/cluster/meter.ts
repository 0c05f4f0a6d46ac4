/** Measures the memory of a worker and of the programs that it started, while it is at work with a shard. */
import { forgetPeak, memoryBelow, peakMemory } from '../../../base/system/process-memory.ts';

/** Programs are looked at so often. */
const LOOK_MS = 1000;

export class Meter {
  #most = 0;
  readonly #timer: NodeJS.Timeout;

  constructor() {
    forgetPeak();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#timer.unref();
  }

  #look(): void {
    this.#most = Math.max(this.#most, process.memoryUsage.rss() / 1024 / 1024 + memoryBelow('self'));
  }

  /** The most memory in MiB since the shard was begun; undefined where the system does not tell that of programs. */
  get peak(): number | undefined {
    if (process.platform !== 'linux') return undefined;
    return Math.ceil(Math.max(this.#most, peakMemory()));
  }

  end(): void {
    clearInterval(this.#timer);
  }
}
