/**
 * The executor that has a cluster's workers run nodes. It writes jobs into a spool on the shared file system, submits arrays of workers, and
 * takes the results that appear. Whoever reads the spool next takes over what was submitted.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '../../../base/brand.ts';
import { ProblemError } from '../../../base/problem.ts';
import { removeAll } from '../../../base/system/remove.ts';
import type { Progress, Resources } from '../../step.ts';
import { refusalOf } from '../../system/system-refusal.ts';
import type { Executor, Job, JobResult } from '../executor.ts';
import { cut, expected, sumOf, WORTH_MS } from './cut.ts';
import { DiskSpace } from './disk-space.ts';
import { endSpool } from './end-spool.ts';
import { taskOf } from './exits.ts';
import { inPlaceOf } from './in-place-of.ts';
import { Lane } from './lane.ts';
import type { LostJobs } from './lane-reply.ts';
import { SPOOL } from './layout.ts';
import { MemoryLimits } from './memory-limits.ts';
import { need } from './needed.ts';
import { makeSpool } from './new-spool.ts';
import { SpoolParts } from './parts.ts';
import { DeniedLane, Pilots } from './pilots.ts';
import type { AskedFor, ClusterPlace } from './place.ts';
import { cancelled, deniedJob, failedJob, notBegun, troubleAt, unfit } from './problems.ts';
import type { Here, QueuedJob } from './queued.ts';
import { ranOn } from './ran-on.ts';
import { laneName, type Standard, standardOf } from './resources.ts';
import { type NamedJob, spooled } from './shard.ts';
import { lanesLeft } from './take-over.ts';
import { Telling } from './telling.ts';
import { tryOut } from './try-out.ts';
import { Waiting } from './waiting.ts';
import { whole } from './whole.ts';

const INTERRUPTED: JobResult = { is: 'broken', error: 'the run was interrupted' };

/** Jobs that come within so long are cut into shards together. */
const GATHER_MS = 25;
const GATHER_BYTES = 64 * 1024 * 1024;
const FIRST_POLL_MS = 20;
const LONGEST_POLL_MS = 1000;
/** Workers are looked at so often, and more rarely where they are many. */
const LOOK_MS = 2000;
const LOOK_MS_WORKER = 50;
const SILENT_MS = 45_000;
/** A shard whose worker was lost is cut into so many. */
const PIECES = 4;

export class Cluster {
  readonly #place: ClusterPlace;
  readonly #lanes = new Map<string, Lane>();
  readonly #waiting = new Waiting();
  readonly #open = new Map<Lane, QueuedJob[]>();
  readonly #parts: SpoolParts;
  readonly #heeded = new WeakSet<AbortSignal>();
  readonly #pilots: Pilots;
  readonly #room: DiskSpace;
  readonly #prefix = `${Date.now().toString(36)}${process.pid.toString(36)}`;
  readonly #stop = new AbortController();
  #gathered = 0;
  #gathering: NodeJS.Timeout | undefined;
  #polling: NodeJS.Timeout | undefined;
  #wait = FIRST_POLL_MS;
  #isTurning = false;
  #looked = 0;
  #failure: unknown;
  #isFull = false;
  /** Jobs that were alone with a worker which ran out of memory, and how many MiB that had. */
  readonly #short = new Map<Digest, number | undefined>();
  readonly #limits = new MemoryLimits();
  readonly #telling: Telling;

  constructor(place: ClusterPlace) {
    this.#place = place;
    this.#parts = new SpoolParts(place.spool);
    this.#room = new DiskSpace(place);
    this.#pilots = new Pilots(place, this.#limits, this.#stop.signal);
    this.#telling = new Telling(place, this.#waiting);
    if (existsSync(place.spool)) this.#takeOver();
  }

  /** An executor that asks for what a step asks for, and for so many MiB as the node needed before. */
  for(resources: Resources | undefined, isSmall: boolean, needs?: number): Executor {
    const asked = standardOf(this.#place.declared, resources, needs);
    return {
      name: this.#place.name,
      busy: 0,
      prepare() {},
      run: async (given, signal, report) => {
        const job = whole(given);
        return 'is' in job ? job : await this.#run(job, asked, isSmall, signal, report);
      },
      close: async () => {},
    };
  }

  /** Has a worker begin for each of what steps ask for. Throws a ProblemError where the cluster does not take or reach it, or lacks a program. */
  async tryOut({ nodes, programs }: AskedFor, signal: AbortSignal): Promise<void> {
    try {
      const lanes = new Set(
        nodes.map(({ resources, needs }) => this.#lane(standardOf(this.#place.declared, resources, needs))),
      );
      need(this.#place.spool, programs);
      this.#room.check();
      await tryOut([...lanes], this.#place, this.#pilots, signal);
    } catch (error) {
      // A node that needed more than its step asks for, and more than the cluster gives now, asks for less.
      if (this.#askLess(error)) return await this.tryOut({ nodes, programs }, signal);
      // Nodes whose input a full disk does not take run here.
      if (refusalOf(error)) return;
      this.#failure ??= error;
      throw error;
    }
  }

  /** Numbers of the arrays that were submitted. */
  get arrays(): string[] {
    return [...this.#lanes.values()].flatMap((lane) => [...lane.arrays.keys()]);
  }

  /** Removes the spool. */
  async finish(): Promise<void> {
    await this.#halt();
    await endSpool(this.#place, [...this.#lanes.values()], this.#failure !== undefined);
  }

  /** Leaves the workers at work, for the next run; ends them where they cannot do their work. */
  async leave(): Promise<void> {
    const isIdle = [...this.#lanes.values()].every(({ isEmpty }) => isEmpty);
    if (this.#failure !== undefined || isIdle) return await this.finish();
    await this.#halt();
    const { name, spool, tell } = this.#place;
    const jobs = this.#waiting.size === 1 ? 'one job stays' : `${this.#waiting.size} jobs stay`;
    if (this.arrays.length === 0) removeAll(spool);
    else
      tell(
        `${jobs} on \`${name}\`, and the next run with \`--on ${name}\` takes what they give; \`papermake cancel\` ends them`,
      );
  }

  async #halt(): Promise<void> {
    for (const timer of [this.#gathering, this.#polling]) clearTimeout(timer);
    this.#stop.abort();
    await this.#pilots.settled();
  }

  #takeOver(): void {
    for (const [name, lane] of lanesLeft(this.#place, this.#prefix)) this.#lanes.set(name, lane);
    if (this.arrays.length > 0) this.#place.tell(`taking over what an earlier run left on \`${this.#place.name}\``);
    this.#pilots.askSoon();
  }

  #run(job: Job, asked: Standard, isSmall: boolean, signal: AbortSignal, report: Progress): Promise<JobResult> {
    if (signal.aborted) return Promise.resolve(INTERRUPTED);
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    this.#heed(signal);
    return new Promise((resolve, reject) => {
      const one = spooled(job);
      const milliseconds = expected(job);
      if (!this.#waiting.add(one.name, job, milliseconds, { resolve, reject, report })) return;
      this.#waiting.report(one.name, `waits for a worker of ${this.#place.name}`);
      this.#wake();
      if ([...this.#lanes.values()].some((lane) => lane.has(one.name))) return;
      this.#gather({ ...one, given: job, signal, isSmall, milliseconds }, asked);
    });
  }

  /** Lets go of all that is waited for when the run is interrupted. */
  #heed(signal: AbortSignal): void {
    if (this.#heeded.has(signal)) return;
    this.#heeded.add(signal);
    signal.addEventListener('abort', () => this.#waiting.answer(INTERRUPTED));
  }

  #lane(standard: Standard): Lane {
    const { asked, first } = this.#limits.within(standard);
    const name = laneName(asked, first);
    const known = this.#lanes.get(name);
    if (known) return known;
    const { spool } = this.#place;
    if (!existsSync(join(spool, SPOOL))) makeSpool(this.#place);
    const lane = new Lane(join(spool, name), { asked, first }, this.#prefix, this.#place.logs);
    this.#lanes.set(name, lane);
    return lane;
  }

  #gather(entry: QueuedJob, asked: Standard): void {
    let lane: Lane;
    try {
      lane = this.#lane(asked);
    } catch (error) {
      this.#keepHere([entry], error);
      return;
    }
    const open = this.#open.get(lane);
    if (open) open.push(entry);
    else this.#open.set(lane, [entry]);
    this.#gathered += this.#parts.gather(entry.parts);
    clearTimeout(this.#gathering);
    if (this.#gathered >= GATHER_BYTES) this.#send();
    else this.#gathering = setTimeout(() => this.#send(), GATHER_MS);
  }

  #send(): void {
    this.#gathered = 0;
    for (const [lane, all] of this.#open) {
      const small = all.filter(({ isSmall }) => isSmall);
      const isLittle = sumOf(small) < WORTH_MS;
      if (isLittle) for (const each of small) this.#runHere(each);
      const entries = isLittle ? all.filter(({ isSmall }) => !isSmall) : all;
      if (entries.length === 0) continue;
      try {
        for (const { parts } of entries) this.#parts.write(parts);
        for (const jobs of cut(entries, this.#place.declared.workers, this.#waiting.milliseconds - sumOf(entries)))
          lane.add({ attempt: 0, jobs: jobs.map(named) });
        this.#room.check();
      } catch (error) {
        lane.retract(entries.map(({ name }) => name));
        this.#keepHere(entries, error);
      }
    }
    this.#open.clear();
    this.#supply();
  }

  /** Runs what the spool does not take on this machine; costs time, and no result. */
  #keepHere(entries: readonly Here[], error: unknown): void {
    const refused = refusalOf(error);
    const isCancelled = !existsSync(this.#place.spool) && this.arrays.length > 0;
    if (!refused || isCancelled) {
      this.#fail(refused ? new ProblemError([cancelled(this.#place.name)]) : error);
      return;
    }
    if (!this.#isFull)
      this.#place.tell(`the spool \`${this.#place.spool}\` takes no more jobs (${refused.reason}); they are run here`);
    this.#isFull = true;
    for (const each of entries) this.#runHere(each);
  }

  #runHere({ given, signal, name }: Here): void {
    const running = this.#place.here(given).run(given, signal, () => {});
    running.then(
      (result) => this.#waiting.settle(name, result),
      (broken: unknown) => this.#fail(broken),
    );
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#waiting.fail(error);
  }

  #supply(): void {
    this.#pilots.supply([...this.#lanes.values()], (error) => {
      if (!this.#askLess(error)) this.#fail(troubleAt(this.#place, error));
    });
  }

  /** Has the jobs of a lane ask for less where the scheduler refuses more memory than their steps ask for; false where that is not so. */
  #askLess(error: unknown): boolean {
    if (!(error instanceof DeniedLane)) return false;
    const { lane, says } = error;
    if (!this.#limits.refused(lane, says)) return false;
    const next = this.#limits.within(lane);
    const { moved, failed } = inPlaceOf(lane, next.asked, this.#short, (name) => this.#waiting.job(name));
    this.#telling.denied(lane, {
      next: next.asked.memory,
      nodes: [...moved.flatMap(({ jobs }) => jobs), ...failed],
      says,
    });
    for (const { name } of failed)
      this.#waiting.settle(name, deniedJob(this.#place.name, this.#short.get(name), lane, this.#limits.of(lane)!));
    for (const shard of moved) this.#lane(next).add(shard);
    this.#supply();
    return true;
  }

  /** Looks for results soon, since something has been asked for. */
  #wake(): void {
    if (this.#isTurning || (this.#polling && this.#wait === FIRST_POLL_MS)) return;
    this.#wait = FIRST_POLL_MS;
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#polling);
    if (!this.#stop.signal.aborted) this.#polling = setTimeout(() => void this.#turn(), this.#wait);
  }

  async #turn(): Promise<void> {
    this.#isTurning = true;
    try {
      const found = this.#take();
      this.#wait = found > 0 ? FIRST_POLL_MS : Math.min(1.3 * this.#wait, LONGEST_POLL_MS);
      if (this.#waiting.size > 0) await this.#look();
      else this.#telling.show([...this.#lanes.values()], '');
    } catch (error) {
      this.#fail(troubleAt(this.#place, error));
    }
    this.#isTurning = false;
    this.#polling = undefined;
    if (this.#waiting.size > 0) this.#schedule();
  }

  #take(): number {
    let found = 0;
    for (const lane of [...this.#lanes.values()]) {
      const { results, damaged } = lane.results();
      found += results.length;
      // Which node a job is, is not known any more when it is settled.
      this.#telling.begin(lane);
      for (const { name, result, use } of results)
        this.#waiting.settle(name, ranOn(result, use, { on: this.#place.name, lane, wasShort: this.#short.has(name) }));
      for (const each of damaged) this.#again(lane, each);
    }
    return found;
  }

  async #look(): Promise<void> {
    const now = performance.now();
    const live = [...this.#lanes.values()].reduce((sum, lane) => sum + lane.live, 0);
    if (now - this.#looked < Math.max(LOOK_MS, live * LOOK_MS_WORKER)) return;
    this.#looked = now;
    if (this.#lanes.size > 0 && !existsSync(this.#place.spool)) throw new ProblemError([cancelled(this.#place.name)]);
    const silence = (this.#place.declared.silence ?? SILENT_MS / 1000) * 1000;
    if (this.#lanes.size > 0) this.#room.waitFor(silence);
    const refused = [...this.#lanes.values()].flatMap((lane) => lane.refusals());
    if (refused.length > 0) throw new ProblemError([unfit(this.#place.name, refused[0]!)]);
    let states = await this.#pilots.states(now);
    for (const lane of [...this.#lanes.values()]) {
      const lost = lane.lost(now, silence, states);
      // Results that the lost workers wrote before they ended are taken first.
      if (lost.size > 0) this.#take();
      if ([...lost.values()].some((code) => code !== 0)) this.#pilots.askSoon();
      for (const [worker, code] of lost) {
        const task = taskOf(worker);
        let outOfMemory = code !== 0 && this.#place.scheduler.toldOutOfMemory(lane.log(task));
        if (!outOfMemory && code !== 0 && code !== undefined) states ??= await this.#pilots.statesNow(now);
        outOfMemory ||= states?.get(task)?.outOfMemory === true;
        const loss = { code, outOfMemory, log: lane.log(task) };
        for (const each of lane.takeBack(worker, loss)) this.#again(lane, each);
      }
      const isReached = [...this.#lanes.values()].some(({ hasSeenWorkers }) => hasSeenWorkers);
      const stillborn = isReached && !lane.isBarren ? undefined : lane.stillborn();
      if (stillborn !== undefined) throw new ProblemError([notBegun(this.#place, lane, stillborn)]);
      if (!states) continue;
      const denied = lane.isEmpty ? undefined : this.#pilots.denied(lane, states);
      if (denied && !this.#askLess(denied)) throw denied;
      this.#pilots.check(lane, states, now, isReached);
    }
    this.#supply();
    this.#telling.show([...this.#lanes.values()], this.#pilots.waits);
  }

  /** Has jobs of a lost worker done by others. */
  #again(lane: Lane, lost: LostJobs): void {
    const { attempt: tried, loss } = lost;
    const { outOfMemory, code, damaged } = loss;
    // Nobody waits yet for some of what an earlier run left; they are written when somebody does.
    const jobs = lost.jobs.flatMap((name) => {
      const job = this.#waiting.job(name);
      return job ? [spooled(job)] : [];
    });
    if (damaged !== undefined) this.#telling.damage(damaged, lost.jobs.length);
    if (jobs.length === 0) return;
    const isTheirs = outOfMemory || damaged !== undefined || (code !== undefined && code !== 0);
    const next = isTheirs ? tried + 1 : tried;
    const more = outOfMemory ? this.#limits.above(lane) : undefined;
    const isEnd = next >= lane.asked.attempts || (outOfMemory && !more);
    if (isEnd && jobs.length === 1) {
      const limit = outOfMemory ? this.#limits.of(lane) : undefined;
      this.#waiting.settle(jobs[0]!.name, failedJob(this.#place.name, next, lane, loss, limit));
      return;
    }
    if (more && jobs.length === 1) this.#short.set(jobs[0]!.name, lane.asked.memory);
    if (more) this.#telling.outOfMemory(jobs, lane.asked.memory, more.memory!);
    const to = more ? this.#lane({ asked: more, first: lane.first }) : lane;
    const size = isEnd ? 1 : Math.ceil(jobs.length / PIECES);
    try {
      for (const { parts } of jobs) {
        if (damaged === undefined) this.#parts.write(parts);
        else this.#parts.mend(parts);
      }
      for (let at = 0; at < jobs.length; at += size)
        to.add({ attempt: isEnd ? tried : next, jobs: jobs.slice(at, at + size).map(named) });
    } catch (error) {
      const left = jobs.filter(({ name }) => !to.has(name));
      this.#keepHere(
        left.map(({ name }) => ({ name, given: this.#waiting.job(name)!, signal: this.#stop.signal })),
        error,
      );
    }
  }
}

const named = ({ name, job }: NamedJob): NamedJob => ({ name, job });
