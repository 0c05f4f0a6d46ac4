/**
 * The executor that runs long nodes, and those of the project's own kinds, in worker threads. Workers start when first needed and are
 * reused. Nodes of kinds that answer at once are sent by the hundred: a message costs more than they do.
 */
import type { Worker } from 'node:worker_threads';
import type { Digest } from '../../base/brand.ts';
import { thrownText } from '../code/thrown.ts';
import type { Progress } from '../step.ts';
import type { Executor, ExecutorKind, Job, JobResult } from './executor.ts';
import { toWire, type WireJobs } from './wire.ts';

export interface ToWorker extends WireJobs {
  readonly is: 'jobs';
  /** Modules of those own kinds that this worker has not been sent yet, by the digest of their code. */
  readonly modules: ReadonlyMap<Digest, string>;
}

/** The settings of a new worker. One that imports modules first loads what they import of papermake. */
export interface WorkerStart {
  readonly importsModules: boolean;
}

/** Tells a worker that the run was interrupted, so that a kind that listens to its signal may end what it has started. */
export type Stop = { readonly is: 'stop' };

export type FromWorker =
  | { readonly is: 'progress'; readonly job: number; readonly done: number | undefined; readonly what: string }
  /** Results of the jobs that follow those already answered, in order. */
  | { readonly is: 'results'; readonly results: readonly JobResult[] };

/** A node that was told to stop has so long before the worker it runs in is ended. */
const GRACE_MS = 300;

export const pool: ExecutorKind = { name: 'pool', takes, open: ({ workers, jobs }) => new Pool(workers, jobs) };

/** A node whose last run took this long is worth a round trip. */
export const LONG_MS = 60;
/** A node that reads so much is worth one too: how long it takes is not known before it has run. */
const LARGE_BYTES = 8 * 1024 * 1024;
/** Going over so many bytes takes half a second or more, several times what starting a worker does. */
const LONG_WORK_BYTES = 1024 * 1024 * 1024;
const BYTE_MS = 500 / LONG_WORK_BYTES;
/** The number of passes up to which a node is long by the bytes that it reads alone. */
export const FEW_PASSES = 10;

/** Takes nodes that would keep the main thread from anything else, a Ctrl-C included. */
function takes(job: Job): boolean {
  // Code of the project's own may never come back, and a worker can be ended.
  if (job.kind.module !== null) return true;
  if (job.cost === 'external') return false;
  if (job.cost === 'long' || (job.lasted ?? 0) >= LONG_MS) return true;
  const bytes = bytesOf(job);
  const passes = typeof job.cost === 'object' ? job.cost.passes : 1;
  return bytes >= LARGE_BYTES || passes * bytes >= LONG_WORK_BYTES;
}

function bytesOf({ inputs }: Job): number {
  let sum = 0;
  for (const input of Object.values(inputs)) {
    if (input.is === 'file') sum += 'stamp' in input.bytes ? input.bytes.stamp[0] : input.bytes.length;
    else for (const { bytes } of input.parts) sum += bytes.length;
  }
  return sum;
}

/** Nodes that follow must take this long for other workers to prepare for them: one that starts and prepares does so for less than half a second. */
const WORTH_PREPARING_MS = 3000;

/** Returns the number of workers that pay off for the nodes that work on what a job prepares. */
function workersAfter(job: Job): number {
  const { cost, kind } = job;
  if (typeof cost !== 'object' || cost.before === undefined || kind.module !== null) return 0;
  return cost.passes * bytesOf(job) * BYTE_MS >= WORTH_PREPARING_MS ? cost.before : 0;
}

/** Returns the expected time of a node; infinite where it is not known before the node has run. */
function expectedMs(job: Job): number {
  if (job.kind.module !== null) return Number.POSITIVE_INFINITY;
  if (job.lasted !== undefined) return job.lasted;
  return typeof job.cost === 'object' ? job.cost.passes * bytesOf(job) * BYTE_MS : Number.POSITIVE_INFINITY;
}

/** Starting a worker and loading its code takes about as much: what is done sooner waits for a worker that is at work, or is waited for. */
const WORTH_MS = 150;
/** But not longer than this. */
const PATIENCE_MS = 400;

/** A batch takes about so long, so that nodes behind it do not wait for a worker longer than that. */
const BATCH_MS = 8;
const BATCH_SIZE = 128;
const BATCH_BYTES = 4 * 1024 * 1024;

interface PooledJob {
  readonly job: Job;
  readonly signal: AbortSignal;
  readonly report: Progress;
  readonly resolve: (result: JobResult) => void;
}

/** Jobs that one worker is sent at once. */
interface Batch {
  /** The signal that all jobs of the batch share. */
  readonly signal: AbortSignal;
  readonly entries: PooledJob[];
  milliseconds: number;
  bytes: number;
  /** Milliseconds that its jobs are expected to take. */
  expected: number;
}

const isForOwn = ({ entries }: Batch): boolean => entries.some(({ job }) => job.kind.module !== null);

interface Hand {
  readonly worker: Worker;
  /** Milliseconds that it was expected to work when it was sent a batch; 0 while it is idle. */
  expected: number;
  /** Digests of the own kinds' code that the worker has been sent. */
  readonly modules: Set<Digest>;
}

class Pool implements Executor {
  readonly name = 'pool';
  readonly #script: URL;
  readonly #size: number;
  readonly #all = new Set<Hand>();
  readonly #idle: Hand[] = [];
  /** Batches that are sent when a worker is free. */
  readonly #queue: Batch[] = [];
  /** Workers that do what another one does, only to be prepared. */
  #preparing = 0;
  #isClosed = false;
  /** Until another worker is started for what waits. */
  #patience: NodeJS.Timeout | undefined;
  /** The batch that takes more jobs until this thread waits, or the batch is full. */
  #open: Batch | undefined;
  /** The expected time of a node by the digest of its kind's code. It falls slowly from the longest seen. */
  readonly #expected = new Map<Digest, number>();

  constructor(script: URL, size: number) {
    this.#script = script;
    this.#size = size;
  }

  get busy(): number {
    return this.#all.size - this.#idle.length + this.#queue.length - this.#preparing;
  }

  /** The first worker, which is for kinds of the project, starts while this thread is still looking what there is to do. */
  prepare(): void {
    if (this.#all.size > 0) return;
    const hand = this.#start(true);
    hand.worker.unref();
    this.#idle.push(hand);
    // A worker that could not start is told of by the node that then starts another.
    const drop = (): void => {
      this.#all.delete(hand);
      const at = this.#idle.indexOf(hand);
      if (at >= 0) this.#idle.splice(at, 1);
    };
    hand.worker.once('error', drop).once('exit', drop);
  }

  run(job: Job, signal: AbortSignal, report: Progress): Promise<JobResult> {
    return new Promise((resolve) => this.#add({ job, signal, report, resolve }));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#patience);
    await Promise.all([...this.#all].map(({ worker }) => worker.terminate()));
  }

  #add(entry: PooledJob): void {
    const { job, signal } = entry;
    const { module, code } = job.kind;
    const isQuick = module !== null && job.cost === 'short';
    const milliseconds = (isQuick ? this.#expected.get(code.digest) : undefined) ?? BATCH_MS;
    const bytes = bytesOf(job);
    const open = this.#open;
    const hasRoom =
      open !== undefined &&
      open.signal === signal &&
      open.milliseconds + milliseconds <= BATCH_MS &&
      open.bytes + bytes <= BATCH_BYTES;
    if (!hasRoom) this.#send();
    const batch = this.#open ?? this.#begin(signal);
    batch.entries.push(entry);
    batch.milliseconds += milliseconds;
    batch.bytes += bytes;
    batch.expected += expectedMs(job);
    if (batch.milliseconds >= BATCH_MS || batch.entries.length >= BATCH_SIZE) this.#send();
    // After all that is given at once, which goes before.
    if (workersAfter(job) > 1) setImmediate(() => this.#prepareOthers(job, signal));
  }

  /** Has workers that nothing waits for do the same job, for what it leaves in their memory alone. */
  #prepareOthers(job: Job, signal: AbortSignal): void {
    const most = Math.min(this.#size, workersAfter(job));
    const entry: PooledJob = { job, signal, report: () => {}, resolve: () => void this.#preparing-- };
    for (let n = 1; n < most && this.#queue.length === 0 && !this.#isClosed; n++) {
      const hand = this.#idle.pop() ?? (this.#all.size < this.#size ? this.#start(false) : undefined);
      if (!hand) return;
      this.#preparing++;
      this.#work(hand, { signal, entries: [entry], milliseconds: 0, bytes: 0, expected: expectedMs(job) });
    }
  }

  #begin(signal: AbortSignal): Batch {
    const batch: Batch = { signal, entries: [], milliseconds: 0, bytes: 0, expected: 0 };
    this.#open = batch;
    queueMicrotask(() => {
      if (this.#open === batch) this.#send();
    });
    return batch;
  }

  #send(): void {
    if (!this.#open) return;
    this.#queue.push(this.#open);
    this.#open = undefined;
    this.#serve();
  }

  #serve(): void {
    while (this.#queue.length > 0) {
      const hand = this.#idle.pop() ?? (this.#isWorthAnother() ? this.#start(isForOwn(this.#queue[0]!)) : undefined);
      if (!hand) return void this.#waitAWhile();
      this.#work(hand, this.#queue.shift()!);
    }
  }

  /** Tells whether one more worker should start now. Its start takes processor time, which pays off only where much work waits. */
  #isWorthAnother(): boolean {
    if (this.#all.size === 0 || this.#all.size >= this.#size) return this.#all.size < this.#size;
    const waiting = this.#queue.reduce((sum, { expected }) => sum + expected, 0);
    const ahead = Math.min(...Array.from(this.#all, ({ expected }) => expected));
    // Whoever is soon done can take one batch, but no more.
    return waiting >= WORTH_MS && (ahead >= WORTH_MS || this.#queue.length > 1);
  }

  /** Starts another worker for the batch in front, should that wait for long. */
  #waitAWhile(): void {
    if (this.#all.size >= this.#size) return;
    this.#patience ??= setTimeout(() => {
      this.#patience = undefined;
      const batch = this.#all.size < this.#size ? this.#queue.shift() : undefined;
      if (batch) this.#work(this.#start(isForOwn(batch)), batch);
    }, PATIENCE_MS).unref();
  }

  /** `isForOwn`: whether kinds of the project are what it is started for, which import modules. */
  #start(isForOwn: boolean): Hand {
    // The module is loaded only here, since most runs need no worker.
    const threads = process.getBuiltinModule('node:worker_threads');
    const worker = new threads.Worker(this.#script, { workerData: { importsModules: isForOwn } satisfies WorkerStart });
    const hand = { worker, modules: new Set<Digest>(), expected: 0 };
    this.#all.add(hand);
    return hand;
  }

  /** Has a worker do a batch. The worker is free again before the last job is settled, so that whoever waited for it finds a place. */
  #work(hand: Hand, batch: Batch): void {
    hand.worker.ref();
    hand.expected = batch.expected;
    converse(hand, batch, {
      settle: (entry, result) => this.#settle(entry, result),
      served: () => {
        hand.worker.unref();
        hand.expected = 0;
        this.#idle.push(hand);
        this.#serve();
      },
      gone: (left, error) => {
        this.#all.delete(hand);
        const [only, ...others] = left;
        if (only && others.length === 0)
          only.resolve(error === undefined ? noResult(only.job) : { is: 'broken', error });
        // One of these jobs ended the worker, and the answers were lost with it: sent one by one, they show which.
        else this.#queue.push(...left.map((entry) => ({ ...batch, entries: [entry] })));
        this.#serve();
      },
    });
  }

  #settle({ job, resolve }: PooledJob, result: JobResult): void {
    if (job.kind.module !== null) {
      const { digest } = job.kind.code;
      const milliseconds = result.is === 'done' ? result.milliseconds : BATCH_MS;
      this.#expected.set(digest, Math.max(milliseconds, 0.9 * (this.#expected.get(digest) ?? 0)));
    }
    resolve(result);
  }
}

/** The result of a job whose worker ended by `process.exit`, or because nothing was left that the node waited for. */
const noResult = ({ node, kind }: Job): JobResult => ({
  is: 'failed',
  complaints: [
    {
      code: 'no-result',
      message: `kind \`${kind.name}\` came to its end in \`${node}\` without a result`,
      hint: 'a step kind calls no `process.exit`, and what it promises comes',
    },
  ],
});

interface Conversation {
  settle(entry: PooledJob, result: JobResult): void;
  /** Called before the last job is settled. */
  served(): void;
  /** Called when the worker came to its end, by itself or by an error, before it answered the jobs in `left`. */
  gone(left: readonly PooledJob[], error: string | undefined): void;
}

/** Sends a batch to a worker, which answers its jobs in their order, and listens to the answers. */
function converse({ worker, modules }: Hand, { entries, signal }: Batch, { settle, served, gone }: Conversation): void {
  let answered = 0;
  let patience: NodeJS.Timeout | undefined;
  const finish = (): void => {
    clearTimeout(patience);
    worker.off('message', onMessage);
    worker.off('error', onError);
    worker.off('exit', onExit);
    signal.removeEventListener('abort', onAbort);
  };
  const onMessage = (told: FromWorker): void => {
    if (told.is === 'progress') {
      entries[told.job]!.report(told.done, told.what);
      return;
    }
    const from = answered;
    answered += told.results.length;
    if (answered === entries.length) {
      finish();
      served();
    }
    for (const [at, result] of told.results.entries()) settle(entries[from + at]!, result);
  };
  const end = (error: string | undefined): void => {
    finish();
    gone(entries.slice(answered), error);
  };
  const onError = (error: Error): void => end(thrownText(error));
  const onExit = (): void => end(undefined);
  const onAbort = (): void => {
    worker.postMessage({ is: 'stop' } satisfies Stop);
    patience = setTimeout(() => void worker.terminate(), GRACE_MS);
  };
  worker.on('message', onMessage);
  worker.on('error', onError);
  worker.on('exit', onExit);
  signal.addEventListener('abort', onAbort);
  const message = messageOf(entries, modules);
  for (const digest of message.modules.keys()) modules.add(digest);
  worker.postMessage(message);
  if (signal.aborted) onAbort();
}

function messageOf(entries: readonly PooledJob[], known: ReadonlySet<Digest>): ToWorker {
  const modules = new Map<Digest, string>();
  for (const { kind } of entries.map(({ job }) => job)) {
    if (kind.module !== null && !known.has(kind.code.digest)) modules.set(kind.code.digest, kind.module);
  }
  return { is: 'jobs', modules, ...toWire(entries.map(({ job }) => job)) };
}
