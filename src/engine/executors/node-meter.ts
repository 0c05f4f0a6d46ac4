/** Measures what a node takes where it runs: how long it lasts, its processor time, and the memory of papermake meanwhile. */
import { isMainThread } from 'node:worker_threads';
import { defined } from '../../base/defined.ts';
import { peakMemory } from '../../base/system/process-memory.ts';
import { ProgramMeter } from '../../base/system/program-meter.ts';
import type { NodeUse } from '../store/records.ts';
import type { Job } from './executor.ts';
import { MEASURABLE_MS, threadTime } from './thread-time.ts';

/** Tells whether a result is yet to come. */
export const isPending = <T>(result: T | PromiseLike<T>): result is PromiseLike<T> =>
  typeof (result as Partial<PromiseLike<T>> | null)?.then === 'function';

export class NodeMeter {
  readonly #began = performance.now();
  readonly #before: number | undefined;
  readonly #programs: ProgramMeter | undefined;
  readonly #isCrowded: boolean;
  #waited = false;

  constructor({
    cost,
    lasted = Number.POSITIVE_INFINITY,
    isCrowded = false,
  }: Pick<Job, 'cost' | 'lasted' | 'isCrowded'>) {
    if (cost === 'external') this.#programs = new ProgramMeter();
    else if (lasted >= MEASURABLE_MS) this.#before = threadTime();
    this.#isCrowded = isCrowded;
  }

  /** Does the node's work. */
  during<T>(work: () => T): T {
    const begun = this.#programs ? this.#programs.during(work) : work();
    this.#waited = isPending(begun);
    return begun;
  }

  get milliseconds(): number {
    return performance.now() - this.#began;
  }

  /** The resources that the node has used by now, as far as they are known. */
  get use(): NodeUse {
    const cpu = this.#programs ? this.#ofPrograms() : this.#ofThread();
    const programs = this.#programs ? this.#programs.peak : 0;
    return defined({
      cpu: cpu === undefined ? undefined : Math.round(cpu),
      peak: programs === undefined ? undefined : Math.ceil(peakMemory() + programs),
    });
  }

  #ofThread(): number | undefined {
    // While a node waits in the main thread, others run there.
    if (this.#before === undefined || (this.#waited && isMainThread) || this.milliseconds < MEASURABLE_MS)
      return undefined;
    return threadTime()! - this.#before;
  }

  /** Programs of other threads end in the same process, which does not tell them apart. */
  #ofPrograms(): number | undefined {
    return this.#isCrowded ? undefined : this.#programs!.cpu;
  }
}
