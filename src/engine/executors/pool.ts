/** Worker threads for long nodes. Workers start when first needed and are reused. */
import type { Worker } from 'node:worker_threads';
import type { Progress } from '../step.ts';
import type { Executor, Job, JobResult } from './executor.ts';
import type { Payload } from './perform.ts';

export interface ToWorker {
  readonly kind: string;
  readonly module: string | null;
  readonly job: Payload;
}

export type FromWorker =
  | { readonly is: 'progress'; readonly done: number | undefined; readonly what: string }
  | { readonly is: 'result'; readonly result: JobResult };

/** `script` is the worker's entry: the bundle's `worker.js`, or the TypeScript source under a loader. */
export function poolExecutor(script: URL, size: number): Executor {
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
  const acquire = async (): Promise<Worker> => {
    const ready = idle.pop();
    if (ready) return ready;
    if (all.size < size) {
      // Loaded now: most runs need no worker.
      const threads = process.getBuiltinModule('node:worker_threads');
      const worker = new threads.Worker(script);
      all.add(worker);
      return worker;
    }
    return new Promise((resolve) => waiting.push(resolve));
  };

  return {
    name: 'pool',
    async run(job, signal, report) {
      const worker = await acquire();
      worker.ref();
      const result = await converse(worker, job, signal, report);
      if (result.is === 'gone') {
        all.delete(worker);
        return { is: 'broken', error: result.error };
      }
      release(worker);
      return result;
    },
    async close() {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

type Answer = JobResult | { readonly is: 'gone'; readonly error: string };

function converse(worker: Worker, job: Job, signal: AbortSignal, report: Progress): Promise<Answer> {
  return new Promise((resolve) => {
    const finish = (answer: Answer): void => {
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
    const onError = (error: Error): void => finish({ is: 'gone', error: error.stack ?? error.message });
    const onExit = (code: number): void => finish({ is: 'gone', error: `the worker ended with code ${code}` });
    const onAbort = (): void => {
      void worker.terminate();
    };
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    const { kind, ...payload } = job;
    const message: ToWorker = { kind: kind.kind.name, module: kind.module, job: payload };
    worker.postMessage(message);
  });
}
