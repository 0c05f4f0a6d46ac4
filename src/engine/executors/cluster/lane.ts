/** The submitter's side of a lane: jobs that ask for the same resources, their shards, the workers that run them, and what became of those. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../../base/attempt.ts';
import type { Digest } from '../../../base/brand.ts';
import { removeEntry } from '../../../base/system/remove.ts';
import { statIfThere } from '../../system/files.ts';
import { type Exit, exitOf, failedTask, isFailure, logOf, taskOf } from './exits.ts';
import type { Claimed, LaneReply, Loss, LostJobs, Tally, UnclaimedJobs } from './lane-reply.ts';
import { makeLane, namesIn, put, type Refusal } from './layout.ts';
import type { ResourceRequest, Standard } from './resources.ts';
import { readResults } from './results.ts';
import type { TaskState } from './scheduler.ts';
import type { Shard } from './shard.ts';

const ASKED = 'asked.json';

/** The worker of a claim that names none. */
const NOBODY = '0.0.0';

/** A scheduler that has given up more workers than this is not asked for others in their place. */
const MOST_GIVEN_UP = 100;

/** No more workers are submitted after this many ended before they could begin. */
const MOST_UNBORN = 20;

/** The lane that an earlier run left in a folder. */
export function laneLeft(folder: string, prefix: string, logs: string | undefined): Lane | undefined {
  const standard = attempt(() => JSON.parse(readFileSync(join(folder, ASKED), 'utf8')) as Standard);
  return standard && new Lane(folder, standard, prefix, logs);
}

interface Live {
  /** `JOB.TASK` */
  readonly task: string;
  readonly shards: Set<string>;
  /** The time at which its file was last seen to have changed, by this machine's clock alone. */
  heard: number;
  stamp: number;
}

interface Standing {
  /** Jobs whose results are not here yet. */
  readonly left: Set<Digest>;
  readonly attempt: number;
}

export class Lane {
  readonly folder: string;
  /** The folder of what workers print. */
  readonly logs: string;
  readonly asked: ResourceRequest;
  /** The step's own request, from before memory was doubled. */
  readonly first: ResourceRequest;
  /** Arrays that were submitted, and how many workers each has. */
  readonly arrays = new Map<string, number>();
  readonly #shards = new Map<string, Standing>();
  readonly #shardOf = new Map<Digest, string>();
  readonly #claimed = new Map<string, string>();
  readonly #live = new Map<string, Live>();
  readonly #ended = new Set<string>();
  /** Tasks that the scheduler keeps and starts no more. */
  readonly #held = new Set<string>();
  /** Tasks that came to their end before papermake had begun there. */
  readonly #unborn = new Set<string>();
  /** Tasks of which a worker was seen. */
  readonly #seen = new Set<string>();
  /** Claims that hold no name yet, and since when. */
  readonly #unnamed = new Map<string, number>();
  readonly #hosts = new Map<string, string>();
  #begun: Claimed[] = [];
  /** Shards of which it was told who has begun with them. */
  readonly #told = new Set<string>();
  #done = 0;
  #next = 0;
  readonly #prefix: string;

  /** `prefix` is of this process alone, so that no name of a shard is given twice. */
  constructor(folder: string, { asked, first }: Standard, prefix: string, logs = join(folder, 'logs')) {
    this.folder = folder;
    this.logs = logs;
    this.asked = asked;
    this.first = first;
    this.#prefix = prefix;
    makeLane(folder);
    if (!statIfThere(join(folder, ASKED))) writeFileSync(join(folder, ASKED), JSON.stringify({ asked, first }));
    for (const id of namesIn(folder, 'arrays'))
      this.arrays.set(id, Number(attempt(() => readFileSync(join(folder, 'arrays', id), 'utf8'))) || 1);
    for (const name of namesIn(folder, 'ready')) this.#reattach(name);
  }

  #reattach(name: string): void {
    const shard = attempt(() => JSON.parse(readFileSync(join(this.folder, 'ready', name), 'utf8')) as Shard);
    if (shard) this.#register(name, shard);
  }

  #register(name: string, { attempt: tried, jobs }: Shard): void {
    this.#shards.set(name, { left: new Set(jobs.map((job) => job.name)), attempt: tried });
    for (const job of jobs) this.#shardOf.set(job.name, name);
  }

  has(job: Digest): boolean {
    return this.#shardOf.has(job);
  }

  get isEmpty(): boolean {
    return this.#shards.size === 0;
  }

  /** Counts the workers that have work: one for each shard that nobody has claimed, and each worker that has claimed others. */
  get wanted(): number {
    return this.#shards.size - this.#claimed.size + new Set(this.#claimed.values()).size;
  }

  /** An array that has come to its end. */
  forget(id: string): void {
    this.arrays.delete(id);
    this.#forgetTasks(id);
    removeEntry(join(this.folder, 'arrays', id));
  }

  #forgetTasks(id: string): void {
    for (const task of this.#ended) if (task.startsWith(`${id}.`)) this.#ended.delete(task);
  }

  /** Returns the number of workers that were submitted and are not known to have ended. */
  get workers(): number {
    let sum = 0;
    for (const count of this.arrays.values()) sum += count;
    return sum - this.#ended.size;
  }

  get live(): number {
    return this.#live.size;
  }

  get hasSeenWorkers(): boolean {
    return this.#seen.size > 0;
  }

  /** Tells whether batch scripts have left exit codes. */
  get hasExits(): boolean {
    return namesIn(this.folder, 'exits').length > 0;
  }

  add(shard: Shard): void {
    const name = `${this.#prefix}-${String(this.#next).padStart(6, '0')}`;
    this.#next += 1;
    put(this.folder, 'ready', name, JSON.stringify(shard));
    this.#register(name, shard);
  }

  /** Takes jobs back that were added; who has taken one meanwhile does it in vain. */
  retract(jobs: readonly Digest[]): void {
    for (const job of jobs) {
      const name = this.#shardOf.get(job);
      this.#shardOf.delete(job);
      if (name !== undefined && this.#shards.has(name)) this.#drop(name);
    }
  }

  submitted(id: string, workers: number): void {
    // A scheduler that has lost its memory gives a number twice.
    this.#forgetTasks(id);
    this.arrays.set(id, workers);
    put(this.folder, 'arrays', id, String(workers));
  }

  /** Results that have come since, each once. What a damaged file held is not known: all of its shard that is not here is lost. */
  results(): LaneReply {
    const results: LaneReply['results'][number][] = [];
    const damaged: LostJobs[] = [];
    for (const file of namesIn(this.folder, 'results')) {
      const path = join(this.folder, 'results', file);
      const bytes = attempt(() => readFileSync(path));
      // It is read at the next look, or made again when its worker has ended.
      if (!bytes) continue;
      const shard = file.slice(0, file.lastIndexOf('.'));
      const found = readResults(bytes);
      removeEntry(path);
      if (found && !this.#told.has(shard)) this.#tell(shard);
      if (!found) damaged.push(...this.#lose(shard, `results/${file}`));
      for (const { name, result, use } of found ?? []) {
        if (result.is === 'damaged') damaged.push(...this.#lose(shard, result.what, name));
        else if (result.is === 'short') damaged.push(...this.#lose(shard, undefined, name));
        else if (name !== '' && this.#settle(name)) results.push({ name, result, use });
      }
    }
    return { results, damaged };
  }

  /** Takes back one job of a shard, or all that is left of it: for a damaged file, or for lack of memory. */
  #lose(name: string, damaged: string | undefined, job?: Digest | ''): LostJobs[] {
    const shard = this.#shards.get(name);
    if (!shard) return [];
    const jobs = job && shard.left.has(job) ? [job] : [...shard.left];
    for (const each of jobs) this.#settle(each, 'lost');
    const loss = { code: undefined, outOfMemory: damaged === undefined, ...(damaged !== undefined && { damaged }) };
    return [{ jobs, attempt: shard.attempt, loss }];
  }

  #settle(job: Digest, is: 'done' | 'lost' = 'done'): boolean {
    const name = this.#shardOf.get(job);
    const shard = name === undefined ? undefined : this.#shards.get(name);
    if (name === undefined || !shard?.left.delete(job)) return false;
    this.#shardOf.delete(job);
    if (shard.left.size === 0) {
      if (is === 'done') this.#done += 1;
      this.#drop(name);
    }
    return true;
  }

  #drop(name: string): void {
    this.#shards.delete(name);
    const worker = this.#claimed.get(name);
    if (worker !== undefined) this.#live.get(worker)?.shards.delete(name);
    this.#claimed.delete(name);
    this.#told.delete(name);
    for (const room of ['ready', 'claims']) removeEntry(join(this.folder, room, name));
  }

  /** Takes back what no worker has claimed, since none is to come. */
  giveUp(): UnclaimedJobs[] {
    const unclaimed = [...this.#shards].filter(([name]) => !this.#claimed.has(name));
    return unclaimed.map(([name, { left, attempt: tried }]) => {
      for (const job of left) this.#shardOf.delete(job);
      this.#drop(name);
      return { jobs: [...left], attempt: tried };
    });
  }

  /** Why workers do not work. */
  refusals(): Refusal[] {
    return namesIn(this.folder, 'refused').flatMap(
      (name) => attempt(() => JSON.parse(readFileSync(join(this.folder, 'refused', name), 'utf8')) as Refusal) ?? [],
    );
  }

  /** The end of what a task's worker printed. */
  log(task: string): string {
    return logOf(this.logs, task);
  }

  /** Reads how the batch script of a task ended, where it says so. */
  exit(task: string): Exit | undefined {
    const name = namesIn(this.folder, 'exits').find((each) => taskOf(each) === task);
    return name === undefined ? undefined : exitOf(this.folder, name);
  }

  /** Tells whether so many workers have ended before they could begin that no more are submitted. */
  get isBarren(): boolean {
    return this.#unborn.size >= MOST_UNBORN;
  }

  /** The number of workers that have not begun yet. */
  get waiting(): number {
    const begun = new Set([...this.#seen, ...this.#ended]);
    for (const room of ['workers', 'exits'] as const)
      for (const name of namesIn(this.folder, room)) begun.add(taskOf(name));
    const all = [...this.arrays.values()].reduce((sum, count) => sum + count, 0);
    const isBegun = (task: string): boolean => this.arrays.has(task.split('.')[0]!) && !this.#held.has(task);
    return all - [...begun].filter(isBegun).length;
  }

  /** Looks at the workers; returns the names of those that are lost, with their exit codes where they are known. */
  lost(
    now: number,
    silence: number,
    states: ReadonlyMap<string, TaskState> | undefined,
  ): Map<string, number | undefined> {
    const exits = new Map<string, number>();
    for (const name of namesIn(this.folder, 'exits')) {
      const exit = exitOf(this.folder, name);
      if (exit === undefined) continue;
      exits.set(name, exit.code);
      if (isFailure(exit) && !this.#seen.has(taskOf(name))) this.#unborn.add(taskOf(name));
    }
    const here = new Set(namesIn(this.folder, 'workers'));
    for (const name of here) this.#hear(name, now);
    for (const shard of namesIn(this.folder, 'claims')) this.#note(shard, now, silence);
    const lost = new Map<string, number | undefined>();
    for (const [name, { task, heard }] of this.#live) {
      const ended = states?.get(task)?.ended === true;
      if (exits.has(name) || !here.has(name) || ended || now - heard > silence) lost.set(name, exits.get(name));
    }
    // One that is silent has another submitted in its place at once: the scheduler may hear of a lost machine much later.
    for (const name of [...exits.keys(), ...lost.keys()]) this.#end(taskOf(name));
    const all = [...(states ?? [])];
    const isOver = all.filter(([, { givenUp }]) => givenUp).length <= MOST_GIVEN_UP;
    for (const [task, { ended, givenUp }] of all) {
      if (givenUp) this.#held.add(task);
      if (ended || (givenUp && isOver)) this.#end(task);
    }
    // A worker that lives again after its node was lost is one of the array's still.
    for (const [name, { task }] of this.#live) if (!lost.has(name)) this.#ended.delete(task);
    return lost;
  }

  #end(task: string): void {
    if (this.arrays.has(task.split('.')[0]!)) this.#ended.add(task);
  }

  /** The task of a worker that came to its end before it could begin: papermake is not there, or cannot start. */
  stillborn(): string | undefined {
    if (this.isEmpty || this.arrays.size === 0 || this.workers > 0) return undefined;
    if (this.isBarren && this.live === 0) return this.failedExit();
    return this.hasSeenWorkers ? undefined : this.failedExit();
  }

  /** A worker is at work here, or was killed. */
  get isReached(): boolean {
    return namesIn(this.folder, 'workers').length > 0 || (this.hasExits && this.failedExit() === undefined);
  }

  /** A task that came to its end by itself, and not well. */
  failedExit(): string | undefined {
    return failedTask(this.folder);
  }

  #hear(name: string, now: number): void {
    const stamp = statIfThere(join(this.folder, 'workers', name))?.mtimeMs;
    if (stamp === undefined) return;
    const known = this.#live.get(name);
    this.#seen.add(taskOf(name));
    if (!known) this.#live.set(name, { task: taskOf(name), shards: new Set(), heard: now, stamp });
    else if (known.stamp !== stamp) Object.assign(known, { stamp, heard: now });
  }

  #note(shard: string, now: number, silence: number): void {
    if (this.#claimed.has(shard) || !this.#shards.has(shard)) return;
    let name = attempt(() => readFileSync(join(this.folder, 'claims', shard), 'utf8'));
    if (!name) {
      // Where there are no links, a claim is empty for a moment, and for ever where its worker dies then.
      const since = this.#unnamed.get(shard) ?? now;
      this.#unnamed.set(shard, since);
      if (now - since <= silence) return;
      name = NOBODY;
    }
    this.#unnamed.delete(shard);
    this.#claimed.set(shard, name);
    if (name !== NOBODY) this.#tell(shard, name);
    const live = this.#live.get(name) ?? { task: taskOf(name), shards: new Set<string>(), heard: now, stamp: 0 };
    live.shards.add(shard);
    this.#live.set(name, live);
  }

  /** Tells who has begun with a shard: when its claim is looked at, or when results come before that. */
  #tell(shard: string, name = attempt(() => readFileSync(join(this.folder, 'claims', shard), 'utf8'))): void {
    if (!name || this.#told.has(shard) || !this.#shards.has(shard)) return;
    this.#told.add(shard);
    const host = this.#hostOf(name);
    const worker = host === undefined ? taskOf(name) : `${taskOf(name)} on ${host}`;
    this.#begun.push({ worker, jobs: [...this.#shards.get(shard)!.left] });
  }

  #hostOf(name: string): string | undefined {
    if (!this.#hosts.has(name)) {
      const text = attempt(() => readFileSync(join(this.folder, 'workers', name), 'utf8'));
      const host = attempt(() => (JSON.parse(text!) as { readonly host?: string }).host);
      if (host !== undefined) this.#hosts.set(name, host);
    }
    return this.#hosts.get(name);
  }

  /** Returns the jobs that workers began since the last call. */
  begun(): Claimed[] {
    const begun = this.#begun;
    this.#begun = [];
    return begun;
  }

  get tally(): Tally {
    const { size } = this.#shards;
    const [workers, submitted] = [this.#live.size, Math.max(0, this.workers)];
    return { workers, submitted, shards: size + this.#done, claimed: this.#claimed.size, done: this.#done };
  }

  /** Takes back what a lost worker has not done. */
  takeBack(worker: string, loss: Loss): LostJobs[] {
    const live = this.#live.get(worker);
    this.#live.delete(worker);
    for (const room of ['workers', 'exits']) removeEntry(join(this.folder, room, worker));
    this.#hosts.delete(worker);
    return [...(live?.shards ?? [])].map((name) => {
      const { left, attempt: tried } = this.#shards.get(name)!;
      for (const job of left) this.#shardOf.delete(job);
      this.#drop(name);
      return { jobs: [...left], attempt: tried, loss };
    });
  }
}
