/** Worker threads for long nodes and those of the project's own kinds. Workers start when first needed and are reused. */
import type { Worker } from 'node:worker_threads';
import { thrownText } from '../code/own-kind-module.ts';
import type { GraphNode } from '../graph.ts';
import type { Progress } from '../step.ts';
import type { Executor, ExecutorKind, Job, JobResult } from './executor.ts';
import type { Payload } from './perform.ts';

export interface ToWorker {
  readonly is: 'job';
  readonly kind: string;
  readonly module: string | null;
  readonly job: Payload;
}

/** The run was interrupted: a kind that listens to its signal may end what it has started. */
export type Stop = { readonly is: 'stop' };

export type FromWorker =
  | { readonly is: 'progress'; readonly done: number | undefined; readonly what: string }
  | { readonly is: 'result'; readonly result: JobResult };

/** Between telling a node to stop and ending the worker it runs in. */
const GRACE_MS = 300;

export const pool: ExecutorKind = { name: 'pool', takes, open: ({ workers, jobs }) => poolOf(workers, jobs) };

/** A node whose last run took this long is worth a round trip. */
const LONG_MS = 60;
/** So is one that reads so much: how long it takes is not known before it has run. */
const LARGE_BYTES = 8 * 1024 * 1024;

/** Nodes that would keep the thread from anything else, a Ctrl-C included. */
function takes(node: GraphNode, job: Job, lasted: number | undefined): boolean {
  // Code of the project's own may never come back, and a worker can be ended.
  if (node.loaded.module !== null) return true;
  const cost = node.cost ?? node.loaded.kind.cost;
  if (cost === 'external') return false;
  return cost === 'long' || (lasted ?? 0) >= LONG_MS || bytesOf(job) >= LARGE_BYTES;
}

function bytesOf({ inputs }: Job): number {
  let sum = 0;
  for (const input of Object.values(inputs)) {
    if (input.is === 'file') sum += input.bytes.length;
    else for (const [, bytes] of input.parts) sum += bytes.length;
  }
  return sum;
}

function poolOf(script: URL, size: number): Executor {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: ((worker: Worker) => void)[] = [];

  const release = (worker: Worker): void => {
    const next = waiting.shift();
    if (next) next(worker);
    else {
      worker.unref();
      idle.push(worker);
    }
  };
  const start = (): Worker => {
    // Loaded now: most runs need no worker.
    const threads = process.getBuiltinModule('node:worker_threads');
    const worker = new threads.Worker(script);
    all.add(worker);
    return worker;
  };
  const acquire = async (): Promise<Worker> => {
    const ready = idle.pop();
    if (ready) return ready;
    return all.size < size ? start() : new Promise((resolve) => waiting.push(resolve));
  };
  /** Whoever waits for a worker that is gone gets another. */
  const replace = (): void => waiting.shift()?.(start());

  return {
    name: 'pool',
    isBeside: true,
    async run(job, signal, report) {
      const worker = await acquire();
      worker.ref();
      const result = await converse(worker, job, signal, report);
      if (result.is !== 'gone') {
        release(worker);
        return result;
      }
      all.delete(worker);
      replace();
      return result.error === undefined ? noResult(job) : { is: 'broken', error: result.error };
    },
    async close() {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

type Answer = JobResult | { readonly is: 'gone'; readonly error: string | undefined };

/** The worker came to its end by itself: by `process.exit`, or because nothing was left that the node waited for. */
const noResult = ({ node, kind }: Job): JobResult => ({
  is: 'failed',
  complaints: [
    {
      code: 'no-result',
      message: `kind \`${kind.kind.name}\` came to its end in \`${node}\` without a result`,
      hint: 'a step kind calls no `process.exit`, and what it promises comes',
    },
  ],
});

function converse(worker: Worker, job: Job, signal: AbortSignal, report: Progress): Promise<Answer> {
  return new Promise((resolve) => {
    let patience: NodeJS.Timeout | undefined;
    const finish = (answer: Answer): void => {
      clearTimeout(patience);
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      signal.removeEventListener('abort', onAbort);
      resolve(answer);
    };
    const onMessage = (message: FromWorker): void => {
      if (message.is === 'progress') report(message.done, message.what);
      else finish(message.result);
    };
    const onError = (error: Error): void => finish({ is: 'gone', error: thrownText(error) });
    const onExit = (): void => finish({ is: 'gone', error: undefined });
    const onAbort = (): void => {
      worker.postMessage({ is: 'stop' } satisfies Stop);
      patience = setTimeout(() => void worker.terminate(), GRACE_MS);
    };
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    signal.addEventListener('abort', onAbort);
    const { kind, ...payload } = job;
    const message: ToWorker = { is: 'job', kind: kind.kind.name, module: kind.module, job: payload };
    worker.postMessage(message);
    if (signal.aborted) onAbort();
  });
}
