/** Moves the jobs of a lane that gets no worker to one that asks for less memory. */
import type { Digest } from '../../../base/brand.ts';
import type { Job } from '../executor.ts';
import type { Lane } from './lane.ts';
import type { ResourceRequest } from './resources.ts';
import { type NamedJob, type Shard, spooled } from './shard.ts';

interface MovedJobs {
  readonly moved: readonly Shard[];
  /** Jobs that ran out of as much memory before. */
  readonly failed: readonly NamedJob[];
}

/** `short` has the jobs that ran out of memory alone with a worker, and how many MiB that had; `waited` tells of a job that is waited for still. */
export function inPlaceOf(
  lane: Lane,
  { memory = 0 }: ResourceRequest,
  short: ReadonlyMap<Digest, number | undefined>,
  waited: (name: Digest) => Job | undefined,
): MovedJobs {
  const isEnough = ({ name }: NamedJob): boolean => !short.has(name) || (short.get(name) ?? 0) < memory;
  const shards = lane.giveUp().map(({ attempt, jobs }) => {
    const all = jobs.flatMap((name) => waited(name) ?? []).map(spooled);
    return { attempt, jobs: all.map(({ name, job }) => ({ name, job })) };
  });
  const moved = shards.map(({ attempt, jobs }) => ({ attempt, jobs: jobs.filter(isEnough) }));
  const failed = shards.flatMap(({ jobs }) => jobs.filter((job) => !isEnough(job)));
  return { moved: moved.filter(({ jobs }) => jobs.length > 0), failed };
}
