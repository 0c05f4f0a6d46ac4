/** `papermake work SPOOL`: a worker of a cluster, which batch scripts call. */
import { resolve } from 'node:path';
import { pool } from '../../engine/executors/pool.ts';
import { type Command, EXIT } from '../command.ts';
import { workerScript } from '../place.ts';
import { interruption } from '../running/interruption.ts';
import { maker } from '../running/maker.ts';
import { note } from '../terminal/terminal.ts';

/** Messages of a worker that ends without its work, by the way it ended. */
const TROUBLE: Readonly<Record<string, string>> = {
  refused: 'this is another papermake or Node than the one that submits, or a program is not here',
  'no-lane': 'there is no such spool on this machine',
  full: 'the disk of the spool is full',
};

export const work: Command = {
  name: 'work',
  summary: 'run jobs from a spool: what the batch scripts of a cluster call',
  operands: 'SPOOL',
  arity: [1, 1],
  options: {},
  async run({ positionals: [spool] }) {
    const [{ work: serve }, { memoryKills }] = await Promise.all([
      import('../../engine/executors/cluster/work.ts'),
      import('../../engine/executors/cluster/memory-kills.ts'),
    ]);
    const { PAPERMAKE_WORKER, PAPERMAKE_CPUS } = process.env;
    const interrupt = interruption();
    const cpus = Math.max(1, Number(PAPERMAKE_CPUS) || 1);
    const threads = pool.open({ workers: workerScript(), jobs: cpus });
    try {
      const ended = await serve({
        lane: resolve(spool!),
        name: (PAPERMAKE_WORKER ?? `0.0.${process.pid}`).replaceAll(/[^\w.-]/g, '_'),
        maker: maker(),
        cpus,
        threads,
        signal: interrupt.signal,
        memoryKills,
      });
      const trouble = TROUBLE[ended];
      if (trouble === undefined) return EXIT.done;
      note(`papermake: ${trouble}: ${spool}\n`);
      return EXIT.failed;
    } finally {
      interrupt.release();
      await threads.close();
    }
  },
};
