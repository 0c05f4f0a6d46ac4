import type { Executor } from './executor.ts';
import { perform } from './perform.ts';
import { Scratch } from './scratch.ts';

/** Runs nodes in this thread, one after the other: right for everything that takes milliseconds. */
export function localExecutor(): Executor {
  const scratch = new Scratch();
  return {
    name: 'local',
    run: (job, signal, report) => perform(job.kind.kind, job, signal, report, scratch),
    close: async () => {},
  };
}
