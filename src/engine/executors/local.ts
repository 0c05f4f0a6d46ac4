/** The executor that runs nodes in this thread, one after the other: right for everything that takes milliseconds. */
import type { ExecutorKind, JobResult } from './executor.ts';
import { perform } from './perform.ts';
import { Scratch } from './scratch.ts';

export const local: ExecutorKind = {
  name: 'local',
  takes: () => true,
  open() {
    const scratch = new Scratch();
    let busy = 0;
    let before: Promise<unknown> = Promise.resolve();
    const inTurn = (work: () => Promise<JobResult>): Promise<JobResult> => {
      const turn = before.then(work);
      before = turn.catch(() => {});
      return turn;
    };
    return {
      name: 'local',
      get busy() {
        return busy;
      },
      prepare() {},
      async run(job, signal, report) {
        busy += 1;
        try {
          const work = (): Promise<JobResult> => perform(job.kind.kind, job, signal, report, scratch);
          // While a node's programs are at work, this thread is free for others.
          return await (job.cost === 'external' ? work() : inTurn(work));
        } finally {
          busy -= 1;
        }
      },
      close: async () => {},
    };
  },
};
