/** Measures what programs take that are started on behalf of a node: their processor time and their memory (proc(5) of Linux). */
import type { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { attempt } from '../attempt.ts';
import { memoryOfTree } from './process-memory.ts';

/** A tick of the clock by which Linux counts the time of programs that have ended, in milliseconds (USER_HZ is 100). */
const TICK_MS = 10;
/** Places of `cutime` and `cstime` behind the name of the program in `/proc/self/stat`. */
const ENDED = [13, 14] as const;

/** A program is looked at soon after its start, then more and more rarely. */
const FIRST_LOOK_MS = 50;
const RARER = 1.5;
const RAREST_LOOK_MS = 1000;

/** Meters of programs that are running in this thread. */
const open = new Set<ProgramMeter>();

let storage: AsyncLocalStorage<ProgramMeter> | undefined;

export class ProgramMeter {
  #running = 0;
  #started = 0;
  #seen = 0;
  #peak = 0;
  #cpu: number | undefined = 0;
  #isAlone = true;
  #before: number | undefined;

  /** Does the work, whose programs are this meter's, also while a promise that it returns is open. */
  during<T>(work: () => T): T {
    storage ??= new (process.getBuiltinModule('node:async_hooks').AsyncLocalStorage)();
    return storage.run(this, work);
  }

  /** Milliseconds of processor time that the programs had; undefined where none was started, others ran beside them, or the system does not tell. */
  get cpu(): number | undefined {
    return this.#started > 0 && this.#isAlone ? this.#cpu : undefined;
  }

  /** The most memory in MiB that was seen of the programs, 0 where there were none; undefined where one ended unseen. */
  get peak(): number | undefined {
    return this.#seen < this.#started ? undefined : this.#peak;
  }

  /** Watches a program; returns what is called at its end. */
  watch(pid: number): () => void {
    if (this.#running === 0) this.#before = timeOfEnded();
    this.#running += 1;
    this.#started += 1;
    open.add(this);
    if (open.size > 1) for (const each of open) each.#isAlone = false;
    let isSeen = false;
    let wait = FIRST_LOOK_MS;
    let timer: NodeJS.Timeout;
    const look = (): void => {
      const memory = memoryOfTree(pid);
      if (memory !== undefined && !isSeen) this.#seen += 1;
      isSeen ||= memory !== undefined;
      this.#peak = Math.max(this.#peak, memory ?? 0);
      wait = Math.min(RARER * wait, RAREST_LOOK_MS);
      timer = setTimeout(look, wait).unref();
    };
    timer = setTimeout(look, wait).unref();
    return () => {
      clearTimeout(timer);
      this.#end();
    };
  }

  #end(): void {
    this.#running -= 1;
    if (this.#running > 0) return;
    open.delete(this);
    const [before, after] = [this.#before, timeOfEnded()];
    this.#cpu =
      this.#cpu === undefined || before === undefined || after === undefined ? undefined : this.#cpu + after - before;
  }
}

/** Watches a program for the node on whose behalf it was started, if there is one; returns what is called at its end. */
export const watchProgram = (pid: number | undefined): (() => void) =>
  (pid === undefined ? undefined : storage?.getStore()?.watch(pid)) ?? (() => {});

/** Milliseconds of processor time of all programs that this process started and that have ended. */
const timeOfEnded = (): number | undefined =>
  attempt(() => {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
    return ENDED.reduce((sum, at) => sum + Number(fields[at]), 0) * TICK_MS;
  });
