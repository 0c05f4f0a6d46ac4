/** Keeps the callers that wait for jobs of a cluster, and results that came before anybody waited. */
import type { Digest } from '../../../base/brand.ts';
import type { Progress } from '../../step.ts';
import type { Job, JobResult } from '../executor.ts';

export interface Waiter {
  readonly resolve: (result: JobResult) => void;
  readonly reject: (error: unknown) => void;
  readonly report: Progress;
}

interface Waited {
  readonly job: Job;
  /** The expected time of the job. */
  readonly milliseconds: number;
  readonly waiters: readonly Waiter[];
}

export class Waiting {
  readonly #waited = new Map<Digest, Waited>();
  readonly #early = new Map<Digest, JobResult>();
  /** The expected time of all jobs that are waited for. */
  milliseconds = 0;

  /** Returns the number of jobs that are waited for. */
  get size(): number {
    return this.#waited.size;
  }

  /** Waits for a job; false where its result was here already, and the waiter has it. */
  add(name: Digest, job: Job, milliseconds: number, waiter: Waiter): boolean {
    const early = this.#early.get(name);
    if (early) {
      this.#early.delete(name);
      waiter.resolve(early);
      return false;
    }
    const known = this.#waited.get(name);
    if (!known) this.milliseconds += milliseconds;
    this.#waited.set(name, { job, milliseconds, waiters: [...(known?.waiters ?? []), waiter] });
    return true;
  }

  /** Returns a job that is waited for, in case the spool lost it. */
  job(name: Digest): Job | undefined {
    return this.#waited.get(name)?.job;
  }

  report(name: Digest, what: string): void {
    for (const { report } of this.#waited.get(name)?.waiters ?? []) report(0, what);
  }

  settle(name: Digest, result: JobResult): void {
    const waited = this.#waited.get(name);
    this.#waited.delete(name);
    this.milliseconds -= waited?.milliseconds ?? 0;
    if (!waited) this.#early.set(name, result);
    for (const { resolve } of waited?.waiters ?? []) resolve(result);
  }

  /** Answers all with the same; they are waited for still, by name, until the run is over. */
  answer(result: JobResult): void {
    for (const { waiters } of [...this.#waited.values()]) for (const { resolve } of waiters) resolve(result);
  }

  fail(error: unknown): void {
    const all = [...this.#waited.values()];
    this.#waited.clear();
    for (const { waiters } of all) for (const { reject } of waiters) reject(error);
  }
}
