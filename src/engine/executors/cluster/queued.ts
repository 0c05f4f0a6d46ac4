/** The types of jobs on their way into a spool. */
import type { Digest } from '../../../base/brand.ts';
import type { Job } from '../executor.ts';
import type { Spooled } from './shard.ts';

/** A job that may be run on this machine. */
export interface Here {
  readonly name: Digest;
  readonly given: Job;
  readonly signal: AbortSignal;
}

/** A job that waits to be cut into a shard. */
export interface QueuedJob extends Spooled, Here {
  readonly milliseconds: number;
  /** Is true where the job is too small to be sent alone. */
  readonly isSmall: boolean;
}
