/** The executor that runs nodes in this thread, one after the other: right for everything that takes milliseconds. */
import type { ExecutorKind } from './executor.ts';
import { perform } from './perform.ts';
import { Scratch } from './scratch.ts';

export const local: ExecutorKind = {
  name: 'local',
  takes: () => true,
  open() {
    const scratch = new Scratch();
    let busy = 0;
    return {
      name: 'local',
      get busy() {
        return busy;
      },
      prepare() {},
      async run(job, signal, report) {
        busy += 1;
        try {
          return await perform(job.kind.kind, job, signal, report, scratch);
        } finally {
          busy -= 1;
        }
      },
      close: async () => {},
    };
  },
};
