/** The worker's side of the pool: takes jobs, performs them, answers. */
import { importKind, thrownText } from '../code/own-kind-module.ts';
import type { Progress, StepKind } from '../step.ts';
import type { JobResult } from './executor.ts';
import { perform } from './perform.ts';
import type { FromWorker, Stop, ToWorker } from './pool.ts';
import { Scratch } from './scratch.ts';

// biome-ignore lint/suspicious/noExplicitAny: kinds of every parameter type
type AnyKind = StepKind<any>;

/** `builtIn` finds the kinds that are in the worker's own bundle; a project's kinds are imported from their module. */
export function serveJobs(builtIn: (name: string) => AnyKind | undefined): void {
  const { parentPort: port } = process.getBuiltinModule('node:worker_threads');
  if (!port) throw new Error('this file runs in a worker thread');
  const loaded = new Map<string, AnyKind>();
  const scratch = new Scratch();
  const find = async (message: ToWorker): Promise<AnyKind> => {
    if (message.module === null) return builtIn(message.kind)!;
    const known = loaded.get(message.module);
    if (known) return known;
    const { kind } = await importKind(message.module, message.job.root);
    loaded.set(message.module, kind!);
    return kind!;
  };
  let running: AbortController | undefined;
  port.on('message', async (message: ToWorker | Stop) => {
    if (message.is === 'stop') return running?.abort();
    const controller = new AbortController();
    running = controller;
    // What waits for something that never comes ends the worker, and is told so.
    port.unref();
    const answer = (body: FromWorker): void => port.postMessage(body);
    const progress: Progress = (done, what) => answer({ is: 'progress', done, what });
    const result = await find(message).then(
      (kind) => perform(kind, message.job, controller.signal, progress, scratch),
      (error): JobResult => ({ is: 'broken', error: thrownText(error) }),
    );
    port.ref();
    answer({ is: 'result', result });
  });
}
