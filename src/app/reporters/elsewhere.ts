/** Says in a few words how far a cluster is. */
import type { Elsewhere } from '../../engine/store/run-now.ts';

/** `hpc: 8 of 10 workers, 12 of 40 shards done` */
export const elsewhereText = ({ on, workers, submitted, shards, done }: Elsewhere): string =>
  `${on}: ${workers} of ${Math.max(workers, submitted)} workers, ${done} of ${shards} shards done`;
