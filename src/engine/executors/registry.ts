/** THE list of executors, in the order in which they are asked whether a node is theirs. */
import { forgetPeak } from '../../base/system/process-memory.ts';
import type { Executor, ExecutorContext, ExecutorKind, Job } from './executor.ts';
import { local } from './local.ts';
import { pool } from './pool.ts';

export const executorKinds: readonly ExecutorKind[] = [pool, local];

export interface Executors {
  /** The number of the `jobs` places for nodes that are taken. */
  readonly busy: number;
  prepare(): void;
  /** The executor that runs a job; a step may say which. */
  choose(job: Job, step?: string): Executor;
  close(): Promise<void>;
}

export function openExecutors(place: ExecutorContext, kinds: readonly ExecutorKind[] = executorKinds): Executors {
  const open = kinds.map((kind) => ({ kind, executor: kind.open(place) }));
  return {
    get busy() {
      return open.reduce((sum, { executor }) => sum + executor.busy, 0);
    },
    prepare() {
      for (const { executor } of open) executor.prepare();
    },
    choose(job) {
      const found = open.find(({ kind }) => kind.takes(job));
      if (!found) throw new Error(`no executor takes ${job.node}`);
      // The memory of a node that takes long is told apart from what came before, where nothing runs beside it.
      if ((found.kind !== local || job.cost === 'external') && this.busy === 0) forgetPeak();
      return found.executor;
    },
    async close() {
      await Promise.all(open.map(({ executor }) => executor.close()));
    },
  };
}
