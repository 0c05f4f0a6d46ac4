/** The worker's side of the pool: takes jobs, performs them, answers. */

import { STORE } from '../files.ts';
import { followSourceMaps } from '../own-kinds.ts';
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
    followSourceMaps();
    const imported = (await import(message.module)) as { default: AnyKind };
    loaded.set(message.module, imported.default);
    return imported.default;
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
      (error) => notLoaded(message, error),
    );
    port.ref();
    answer({ is: 'result', result });
  });
}

/** The thread that sent it has imported it: what is not there now was removed meanwhile. */
function notLoaded({ kind }: ToWorker, error: NodeJS.ErrnoException): JobResult {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') return { is: 'broken', error: error.stack ?? String(error) };
  const message = `the bundle of kind \`${kind}\` in \`${STORE}/\` was removed while it was loaded`;
  return { is: 'failed', complaints: [{ code: 'own-kind', message, hint: 'run it again' }] };
}
