/** Says in a few words how far a cluster is. */
import type { Elsewhere } from '../../engine/store/run-now.ts';

/** `hpc: 8 of 10 workers, 12 of 40 shards done`, or `hpc: 0 of 10 workers (Resources), 12 of 40 shards done` */
export const elsewhereText = ({ on, workers, submitted, shards, done, waits }: Elsewhere): string =>
  `${on}: ${workers} of ${Math.max(workers, submitted)} workers${waits === undefined ? '' : ` (${waits})`}, ${done} of ${shards} shards done`;
