/** The types of what a lane says: what its jobs gave, which of them were lost and why, and how far its workers are. */
import type { Digest } from '../../../base/brand.ts';
import type { JobResult } from '../executor.ts';
import type { WorkerUse } from './results.ts';

/** Why a worker is lost. */
export interface Loss {
  /** The exit code of its batch script, where that told one. */
  readonly code: number | undefined;
  readonly outOfMemory: boolean;
  /** The end of what the worker printed. */
  readonly log?: string;
  /** A damaged file of the spool, where that is why. */
  readonly damaged?: string;
}

/** Jobs of a shard that no worker has claimed. */
export interface UnclaimedJobs {
  readonly jobs: readonly Digest[];
  readonly attempt: number;
}

/** Jobs that are to be done again. */
export interface LostJobs extends UnclaimedJobs {
  readonly loss: Loss;
}

/** The results that a lane's jobs delivered, and the jobs that were damaged. */
export interface LaneReply {
  readonly results: readonly {
    readonly name: Digest;
    readonly result: JobResult;
    readonly use: WorkerUse | undefined;
  }[];
  readonly damaged: readonly LostJobs[];
}

/** Jobs that a worker has begun with. */
export interface Claimed {
  /** The worker and its machine. */
  readonly worker: string;
  readonly jobs: Iterable<Digest>;
}

export interface Tally {
  /** Workers that are at work, and those that were submitted. */
  readonly workers: number;
  readonly submitted: number;
  readonly shards: number;
  readonly claimed: number;
  readonly done: number;
}
