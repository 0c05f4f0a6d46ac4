/**
 * A worker of a cluster: claims shards of a lane, runs their jobs in its threads and writes what came of them, until nothing has come for a
 * while, or it is told to stop. It knows no graph and writes no record.
 */
import { readFileSync, utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { attempt } from '../../../base/attempt.ts';
import type { Digest } from '../../../base/brand.ts';
import { sha256 } from '../../../base/canonical.ts';
import { defined } from '../../../base/defined.ts';
import { removeEntry } from '../../../base/system/remove.ts';
import { statIfThere } from '../../system/files.ts';
import type { Executor, Job } from '../executor.ts';
import { claim, type Maker, namesIn, PARTS, put, type Refusal, SPOOL, type SpoolNote } from './layout.ts';
import { Meter } from './meter.ts';
import { lackedHere } from './needed.ts';
import { pause } from './pause.ts';
import { type NamedResult, type WorkerUse, writeResults } from './results.ts';
import { inputsFrom, isSound, type NamedJob, type Shard } from './shard.ts';

export interface Worker {
  /** Folder of the lane. */
  readonly lane: string;
  readonly name: string;
  readonly maker: Maker;
  /** The number of jobs that it runs at once. */
  readonly cpus: number;
  /** Runs the jobs. */
  readonly threads: Executor;
  /** Ends the worker; what is written by then is kept. */
  readonly signal: AbortSignal;
  /** The number of processes of the worker that were killed for memory so far. */
  readonly memoryKills: () => number;
}

/** A worker touches its file at this interval, and ends when nothing has come for so long. */
export const BEAT_MS = 5000;
const IDLE_MS = 60_000;
/** Results of a shard are written together: first when so much time has passed, then ever more rarely. */
const TOGETHER_MS = 2000;
const LONGEST_TOGETHER_MS = 16_000;
/** The first wait for work. A worker that finds none looks again after about a tenth of the time that it has waited. */
const FIRST_POLL_MS = 20;
const RARER = 1.1;
const LONGEST_POLL_MS = 2000;
/** On a full disk results wait for room so long. */
const FULL_MS = 60_000;
const FULL_POLL_MS = 500;
/** Parts that stay in memory, for the jobs that follow. */
const KEPT_BYTES = 512 * 1024 * 1024;

export type WorkEnding = 'idle' | 'stopped' | 'refused' | 'no-lane' | 'full';

export async function work(worker: Worker): Promise<WorkEnding> {
  const { lane, name, signal } = worker;
  const spool = join(lane, '..');
  const wanted = noteOf(spool);
  // A worker makes no folder: the run may have ended meanwhile, and its spool be on its way out.
  const isGone = (): boolean => statIfThere(join(lane, 'workers')) === undefined;
  if (!wanted || isGone()) return 'no-lane';
  const other = difference(wanted, worker.maker);
  const lacks = other === undefined ? lackedHere(spool) : [];
  if (other !== undefined || lacks.length > 0) {
    const refusal: Refusal = other === undefined ? { lacks, host: hostname() } : { maker: other };
    put(lane, 'refused', name, JSON.stringify(refusal));
    return 'refused';
  }
  const sign = join(lane, 'workers', name);
  const show = (): void => put(lane, 'workers', name, JSON.stringify({ pid: process.pid, host: hostname() }));
  try {
    show();
  } catch (error) {
    if (isGone()) return 'no-lane';
    throw error;
  }
  // Who was silent for long was taken for lost, and its file is gone.
  const live = (): void => (statIfThere(sign) ? utimesSync(sign, new Date(), new Date()) : show());
  // Nobody wants what a worker does whose run has ended, nor does a spool that has come in the place of its own.
  const over = new AbortController();
  const isOver = (): boolean => {
    const now = noteOf(spool);
    return now === undefined || now.id !== wanted.id || statIfThere(join(lane, 'stop')) !== undefined;
  };
  const beat = setInterval(() => (isOver() ? over.abort() : attempt(live)), BEAT_MS);
  const ending = AbortSignal.any([signal, over.signal]);
  try {
    return await takeTurns({ ...worker, signal: ending }, new SpoolParts(join(spool, PARTS)), isOver);
  } finally {
    clearInterval(beat);
    removeEntry(sign);
    if (ending.aborted) await worker.threads.close();
  }
}

const noteOf = (spool: string): SpoolNote | undefined =>
  attempt(() => JSON.parse(readFileSync(join(spool, SPOOL), 'utf8')) as SpoolNote);

function difference(wanted: Maker, here: Maker): string | undefined {
  if (wanted.node.split('.')[0] !== here.node.split('.')[0])
    return `Node ${here.node}, where Node ${wanted.node} submits`;
  if (wanted.build !== here.build)
    return `papermake ${here.version} (${here.build.slice(0, 8)}), where ${wanted.version} (${wanted.build.slice(0, 8)}) submits`;
  return undefined;
}

async function takeTurns(worker: Worker, parts: SpoolParts, isOver: () => boolean): Promise<WorkEnding> {
  const { lane, name, signal } = worker;
  let heard = performance.now();
  let wait = FIRST_POLL_MS;
  while (!signal.aborted) {
    if (isOver()) return 'stopped';
    const shard = attempt(() => claimOne(lane, name));
    if (shard !== undefined) {
      if ((await runShard(worker, shard, parts)) === 'full') return 'full';
      heard = performance.now();
      wait = FIRST_POLL_MS;
      continue;
    }
    if (performance.now() - heard > IDLE_MS) return 'idle';
    await pause(wait, signal);
    wait = Math.min(RARER * wait, LONGEST_POLL_MS);
  }
  return 'stopped';
}

/** Takes a shard that nobody has; workers begin at different places, so that few of them want the same. */
function claimOne(lane: string, name: string): string | undefined {
  const ready = namesIn(lane, 'ready');
  if (ready.length === 0) return undefined;
  const taken = new Set(namesIn(lane, 'claims'));
  const free = ready.filter((shard) => !taken.has(shard));
  if (free.length === 0) return undefined;
  free.sort();
  const start = Number.parseInt(sha256(name).slice(0, 8), 16) % Math.min(free.length, 64);
  for (let i = 0; i < free.length; i++) {
    const shard = free[(start + i) % free.length]!;
    if (claim(lane, shard, name)) return shard;
  }
  return undefined;
}

async function runShard(worker: Worker, shard: string, parts: SpoolParts): Promise<'done' | 'full'> {
  const { lane, name, signal } = worker;
  const file = join(lane, 'ready', shard);
  const text = attempt(() => readFileSync(file, 'utf8'));
  if (text === undefined && !statIfThere(file)) {
    // It was done by another, whose claim is gone too.
    attempt(() => removeEntry(join(lane, 'claims', shard)));
    return 'done';
  }
  const meter = new Meter();
  const out = new Out(worker, shard);
  const jobs = attempt(() => (JSON.parse(text!) as Shard).jobs.map((each) => each));
  if (!jobs) out.add({ name: '', result: { is: 'damaged', what: `ready/${shard}` } });
  const who = { worker: name.split('.').slice(0, 2).join('.'), machine: hostname(), shard: jobs?.length ?? 0 };
  const before = waited(lane, shard);
  const use = (): WorkerUse => ({ ...who, ...defined({ waited: before, peak: meter.peak }) });
  await Promise.all(
    (jobs ?? []).map(async (each) => {
      const result = isSound(each)
        ? await perform(worker, each, parts)
        : { is: 'damaged' as const, what: `ready/${shard}` };
      if (!signal.aborted) out.add({ name: each.name, result, use: use() });
    }),
  );
  meter.end();
  if (!signal.aborted) return await out.finish();
  out.leave();
  return 'done';
}

/** Milliseconds that a shard stood in the spool before it was claimed, by the clock of the spool's file system. */
function waited(lane: string, shard: string): number | undefined {
  const [sent, claimed] = (['ready', 'claims'] as const).map((room) => statIfThere(join(lane, room, shard))?.mtimeMs);
  return sent === undefined || claimed === undefined ? undefined : Math.max(0, Math.round(claimed - sent));
}

async function perform(
  { threads, cpus, signal, memoryKills }: Worker,
  { job }: NamedJob,
  parts: SpoolParts,
): Promise<NamedResult['result']> {
  let inputs: Job['inputs'];
  try {
    inputs = inputsFrom(job, (digest) => parts.get(digest));
    if (job.module !== undefined) parts.get(job.module);
  } catch (error) {
    if (error instanceof DamagedPart) return { is: 'damaged', what: `parts/${error.digest}` };
    return { is: 'broken', error: String(error) };
  }
  const { kind, code, module, inputs: _, ...rest } = job;
  const text = module === undefined ? null : Buffer.from(parts.get(module)).toString();
  const loaded = { name: kind, kind: { name: kind }, code: { digest: code, files: {}, packages: {} }, module: text };
  const whole = { ...rest, kind: loaded as Job['kind'], inputs, lasted: undefined, isCrowded: cpus > 1 };
  const kills = memoryKills();
  const result = await threads.run(whole, signal, () => {});
  // A program that was killed for memory leaves its worker alive, which tells it.
  return result.is === 'failed' && job.cost === 'external' && memoryKills() > kills ? { is: 'short' } : result;
}

/** Results of a shard on their way into the spool. */
class Out {
  readonly #worker: Worker;
  readonly #shard: string;
  #held: NamedResult[] = [];
  #written = 0;
  #together = TOGETHER_MS;
  #began = performance.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(worker: Worker, shard: string) {
    this.#worker = worker;
    this.#shard = shard;
  }

  add(result: NamedResult): void {
    this.#held.push(result);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // Where there is no room now, there may be some later.
      attempt(() => this.#write());
    }, this.#together);
  }

  /** Writes what there is, for a worker that is ended. */
  leave(): void {
    clearTimeout(this.#timer);
    attempt(() => this.#write());
  }

  async finish(): Promise<'done' | 'full'> {
    clearTimeout(this.#timer);
    this.#began = performance.now();
    for (;;) {
      try {
        this.#write();
        return 'done';
      } catch (error) {
        const isGone = !statIfThere(this.#worker.lane);
        if (isGone) return 'done';
        if (performance.now() - this.#began > FULL_MS) return 'full';
        await pause(FULL_POLL_MS, this.#worker.signal);
        if (this.#worker.signal.aborted) throw error;
      }
    }
  }

  #write(): void {
    if (this.#held.length === 0) return;
    const { lane } = this.#worker;
    put(lane, 'results', `${this.#shard}.${this.#written}`, writeResults(this.#held));
    this.#written += 1;
    this.#held = [];
    this.#together = Math.min(2 * this.#together, LONGEST_TOGETHER_MS);
  }
}

/** A part that is damaged or cannot be read. */
class DamagedPart extends Error {
  readonly digest: Digest;
  constructor(digest: Digest) {
    super(`the part ${digest} of the spool is damaged`);
    this.digest = digest;
  }
}

/** Parts of a spool, each checked by its digest and kept for a while. */
class SpoolParts {
  readonly #folder: string;
  readonly #kept = new Map<Digest, Uint8Array>();
  #bytes = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get(digest: Digest): Uint8Array {
    const known = this.#kept.get(digest);
    if (known) return known;
    const bytes = attempt(() => readFileSync(join(this.#folder, digest)));
    if (!bytes || sha256(bytes) !== digest) throw new DamagedPart(digest);
    if (this.#bytes + bytes.length > KEPT_BYTES) {
      this.#kept.clear();
      this.#bytes = 0;
    }
    this.#kept.set(digest, bytes);
    this.#bytes += bytes.length;
    return bytes;
  }
}
