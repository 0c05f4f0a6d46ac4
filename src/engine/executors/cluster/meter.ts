/** Measures the memory of a worker and of the programs that it started, while it is at work with a shard (proc(5) of Linux). */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { attempt } from '../../../base/attempt.ts';

const KIB = 1 / 1024;
/** Programs are looked at so often. */
const LOOK_MS = 1000;

export class Meter {
  #most = 0;
  readonly #timer: NodeJS.Timeout;

  constructor() {
    // The kernel forgets the highest mark of what came before.
    attempt(() => writeFileSync('/proc/self/clear_refs', '5'));
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#timer.unref();
  }

  #look(): void {
    const own = memoryOf('self', 'VmRSS');
    if (own === undefined) return;
    const programs = childrenOf('self').flatMap(tree);
    const sum = programs.reduce((total, pid) => total + (memoryOf(pid, 'VmHWM') ?? 0), own);
    this.#most = Math.max(this.#most, sum);
  }

  /** The most memory in MiB since the shard was begun; undefined where the system does not tell it. */
  get peak(): number | undefined {
    const own = memoryOf('self', 'VmHWM');
    return own === undefined ? undefined : Math.ceil(Math.max(this.#most, own));
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

/** Lines of a process's status: memory now, and at its highest. */
const marks = { VmRSS: /^VmRSS:\s*(\d+) kB/m, VmHWM: /^VmHWM:\s*(\d+) kB/m };

/** Memory of a process in MiB. */
const memoryOf = (pid: string, mark: keyof typeof marks): number | undefined =>
  attempt(() => {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(marks[mark].exec(text)![1]) * KIB;
  });

/** Lists the processes that the threads of a process have started. */
const childrenOf = (pid: string): string[] =>
  (attempt(() => readdirSync(`/proc/${pid}/task`)) ?? []).flatMap((thread) =>
    (attempt(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')) ?? '').split(' ').filter(Boolean),
  );

const tree = (pid: string): string[] => [pid, ...childrenOf(pid).flatMap(tree)];
