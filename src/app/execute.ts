/** One run of an opened project, and what it saw noted for the next. */
import { localExecutor } from '../engine/executors/local.ts';
import { poolExecutor } from '../engine/executors/pool.ts';
import { type RunRequest, runPipeline } from '../engine/session.ts';
import { EXIT } from './command.ts';
import { workerScript } from './place.ts';
import type { OpenedProject } from './project.ts';
import { remember } from './remember.ts';
import { refuse } from './surveyed.ts';

export type Asked = Pick<RunRequest, 'targets' | 'jobs' | 'keepGoing' | 'forced' | 'signal' | 'listen'>;

/** Exit code. */
export async function execute({ session, project }: OpenedProject & { ok: true }, asked: Asked): Promise<number> {
  try {
    const result = await runPipeline(session, {
      ...asked,
      local: localExecutor(),
      pool: poolExecutor(workerScript(), asked.jobs),
      waiting: (pid) => process.stderr.write(`papermake: waiting for the run of process ${pid} on this project\n`),
    });
    if (result.is === 'refused') return refuse(result.problems, project.root);
    const { failed, skipped } = result.outcome;
    const complete = failed.length === 0 && skipped.length === 0;
    remember(session, asked.targets.length === 0 && complete ? result.nodes : null);
    return complete ? EXIT.done : EXIT.failed;
  } catch (error) {
    if (!asked.signal.aborted) throw error;
    process.stderr.write('papermake: interrupted; what had finished is kept\n');
    return EXIT.interrupted;
  }
}

/** Aborts on Ctrl-C or a polite kill, until `release`. */
export function interruption(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return { signal: controller.signal, release: () => void process.off('SIGINT', stop).off('SIGTERM', stop) };
}
