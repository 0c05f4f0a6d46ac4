/**
 * Faults in the real binary, several to a project: a run that is killed, the run after it that is killed again, and so
 * on, and only then one that must make all of it good. Every process is a real one and ends for real.
 */
import { expect } from 'vitest';
import type { Project } from '../cli/harness.ts';
import {
  Bench,
  boundariesOf,
  type Case,
  copyOf,
  type Ended,
  emptyFolder,
  expectNothing,
  type Outputs,
  removeFolder,
  runFaulty,
  sideBySide,
  tally,
  wrongAfterNextRun,
} from './harness.ts';

export interface Fault {
  readonly name: string;
  readonly sort: Sort;
  readonly fault?: string;
  readonly after?: readonly [NodeJS.Signals, number];
}

type Sort = 'kill' | 'tear' | 'interrupt' | 'full' | 'full-once' | 'instant';

/** Where the faults strike, and what is right afterwards. */
export interface Scene {
  readonly from: Project;
  /** Of the run that is struck. */
  readonly args: readonly string[];
  /** Of a clean build. */
  readonly outputs: Outputs;
  /** Nothing that the pipeline needs may have been lost: the next run restores, and runs nothing. */
  readonly onRecord?: boolean;
}

/** How many runs of one project are struck before it is judged. */
const CHAIN = 3;

/** `count` numbers below `size`, evenly wherever one stops: by the golden ratio. */
const evenly = (count: number, size: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.floor(((i * 0.618_033_988_749_895) % 1) * size));

/** Faults of one sort over the boundaries of a run where they can strike. */
export function faultsAt(sort: Exclude<Sort, 'instant'>, boundaries: readonly string[], count: number): Fault[] {
  const where = boundaries.flatMap((operation, i) => (strikesAt(sort, operation) ? [{ operation, n: i + 1 }] : []));
  return evenly(Math.round(count), where.length).map((i) => {
    const { operation, n } = where[i]!;
    return { name: `${sort}:${n} (${operation})`, sort, fault: `${sort}:${n}` };
  });
}

function strikesAt(sort: Sort, operation: string): boolean {
  if (sort === 'tear') return operation === 'write';
  return sort.startsWith('full') ? operation !== 'remove' : true;
}

/** SIGKILL some milliseconds after the start; when most of a run happens depends on the machine. */
export const faultsInTime = (count: number): Fault[] =>
  evenly(Math.round(count), 250).map((i) => ({
    name: `SIGKILL after ${40 + i} ms`,
    sort: 'instant',
    after: ['SIGKILL', 40 + i],
  }));

/** Windows has no signals: a process that sends itself one is ended with 1, an interrupt too, and says no more. */
const endOf = ({ code, signal, stderr }: Ended): NodeJS.Signals | null =>
  process.platform === 'win32' && code === 1 && !/failed|cannot/.test(stderr) ? 'SIGKILL' : signal;

/** What a run may end with that is struck so; undefined where all is well. */
function unexpected({ sort }: Fault, ended: Ended): string | undefined {
  const { code, stderr } = ended;
  const signal = endOf(ended);
  const told = `${code} ${signal} ${stderr.slice(-300)}`;
  if (/Internal error/.test(stderr)) return told;
  // It may have less to do than it takes to come to this boundary: a later one of a chain, or one that is quick.
  const done = code === 0;
  const isKilled = signal === 'SIGKILL' || done;
  // On a machine that has much else to do, a run may not hear a signal in time, and is then ended by the thread that does.
  const isEnded = signal === 'SIGKILL' && /^papermake: interrupted within a node/m.test(stderr);
  const sound = {
    kill: isKilled,
    tear: isKilled,
    instant: isKilled,
    interrupt: code === 130 || signal === 'SIGINT' || done || isEnded || (process.platform === 'win32' && isKilled),
    full: done || (code === 1 && /no space left/.test(stderr)),
    'full-once': done || (code === 1 && /no space left/.test(stderr)),
  }[sort];
  return sound ? undefined : told;
}

function count({ sort }: Fault, ended: Ended): void {
  const { code } = ended;
  const signal = endOf(ended);
  if (signal === 'SIGKILL') tally('killed');
  else if (signal === 'SIGINT' || code === 130) tally('interrupted');
  else if (sort.startsWith('full')) tally(code === 0 ? 'out of space and done all the same' : 'out of space');
  else tally('not struck');
}

/** Strikes copies of a project, and says what the runs after that did not make good. */
export async function strike(scene: Scene, faults: readonly Fault[]): Promise<void> {
  const bench = new Bench();
  const temporaries = emptyFolder();
  const odd: string[] = [];
  const firsts: boolean[] = [];
  const chains = Array.from({ length: Math.ceil(faults.length / CHAIN) }, (_, i) =>
    faults.slice(i * CHAIN, (i + 1) * CHAIN),
  );
  const cases = await sideBySide(
    chains.map((chain) => async (): Promise<Case> => {
      const project = bench.add(copyOf(scene.from));
      for (const [i, fault] of chain.entries()) {
        const ended = await runFaulty(project, { ...fault, args: scene.args, temporaries });
        const told = unexpected(fault, ended);
        if (told !== undefined) odd.push(`${chain.map(({ name }) => name).join(', ')}: ${told}`);
        count(fault, ended);
        if (i === 0 && fault.sort === 'kill') firsts.push(endOf(ended) === 'SIGKILL');
      }
      return { name: chain.map(({ name }) => name).join(', '), project };
    }),
  );
  expect(odd.slice(0, 5), `${odd.length} ended in another way`).toEqual([]);
  // The harness strikes at all.
  expect(firsts.filter((killed) => killed).length).toBeGreaterThanOrEqual(0.8 * firsts.length);
  expectNothing(await wrongAfterNextRun(cases, scene.outputs, scene.onRecord));
  bench.dispose();
  removeFolder(temporaries);
}

/** Every boundary that a run of the scene comes to. */
export async function boundariesIn({ from, args }: Scene): Promise<string[]> {
  const copy = copyOf(from);
  const boundaries = await boundariesOf(copy, args);
  copy.dispose();
  return boundaries;
}
