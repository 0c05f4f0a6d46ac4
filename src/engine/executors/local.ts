/** Runs nodes in this thread, one after the other: right for everything that takes milliseconds. */
import type { ExecutorKind } from './executor.ts';
import { perform } from './perform.ts';
import { Scratch } from './scratch.ts';

export const local: ExecutorKind = {
  name: 'local',
  takes: () => true,
  open() {
    const scratch = new Scratch();
    return {
      name: 'local',
      isBeside: false,
      run: (job, signal, report) => perform(job.kind.kind, job, signal, report, scratch),
      close: async () => {},
    };
  },
};
