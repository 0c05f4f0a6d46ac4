/** The worker's side of the pool: takes jobs, performs one after the other, answers. */
import type { Digest } from '../../base/brand.ts';
import { importKind } from '../code/own-kind-module.ts';
import { thrownText } from '../code/thrown.ts';
import type { Progress, StepKind } from '../step.ts';
import type { JobResult } from './executor.ts';
import { perform } from './perform.ts';
import type { FromWorker, Stop, ToWorker } from './pool.ts';
import { Scratch } from './scratch.ts';
import { inputsOf, type WireJob } from './wire.ts';

// biome-ignore lint/suspicious/noExplicitAny: kinds of every parameter type
export type AnyKind = StepKind<any>;

/** Results wait so long for those that follow, to be sent in one message. */
const TOGETHER_MS = 10;

/** Serves jobs for ever. `builtIn` finds the kinds that are in the worker's own bundle; a project's kinds are imported from their module. */
export function serveJobs(builtIn: (name: string) => AnyKind | undefined): void {
  const { parentPort: port } = process.getBuiltinModule('node:worker_threads');
  if (!port) throw new Error('this file runs in a worker thread');
  const modules = new Map<Digest, string>();
  const loaded = new Map<Digest, AnyKind>();
  const scratch = new Scratch();
  const find = async ({ kind: name, code, root }: WireJob): Promise<AnyKind> => {
    const known = loaded.get(code);
    if (known) return known;
    const module = modules.get(code);
    const kind = module === undefined ? builtIn(name) : (await importKind(module, root)).kind;
    loaded.set(code, kind!);
    return kind!;
  };
  const performOne = async (job: WireJob, inputs: ToWorker['parts'], signal: AbortSignal, progress: Progress) => {
    if (signal.aborted) return { is: 'broken', error: 'the run was interrupted' } satisfies JobResult;
    try {
      return await perform(await find(job), { ...job, inputs: inputsOf(job, inputs) }, signal, progress, scratch);
    } catch (error) {
      return { is: 'broken', error: thrownText(error) } satisfies JobResult;
    }
  };
  const answer = (body: FromWorker): void => port.postMessage(body);
  let running: AbortController | undefined;
  const serve = async (message: ToWorker): Promise<void> => {
    for (const [code, module] of message.modules) modules.set(code, module);
    const controller = new AbortController();
    running = controller;
    // Without a hold on its port, a worker whose node waits for something that never comes ends, and the pool says so.
    port.unref();
    let results: JobResult[] = [];
    let answered = performance.now();
    for (const [at, job] of message.jobs.entries()) {
      const progress: Progress = (done, what) => answer({ is: 'progress', job: at, done, what });
      results.push(await performOne(job, message.parts, controller.signal, progress));
      if (at + 1 < message.jobs.length && performance.now() - answered < TOGETHER_MS) continue;
      if (at + 1 === message.jobs.length) port.ref();
      answer({ is: 'results', results });
      results = [];
      answered = performance.now();
    }
  };
  port.on('message', (message: ToWorker | Stop) => {
    if (message.is === 'stop') running?.abort();
    else void serve(message);
  });
}
