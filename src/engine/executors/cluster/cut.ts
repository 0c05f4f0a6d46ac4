/** Cuts jobs into shards of about equal length, a few for each worker, by how long they took before. */
import type { Job } from '../executor.ts';

/** A node that never ran is taken to last so long, by its cost, or so long for each byte that it goes over. */
export const SHORT_MS = 100;
export const LONG_MS = 5000;
const BYTE_MS = 1e-6;

/** Small jobs that come together and take less than this are run here. */
export const WORTH_MS = 3000;

export function expected({ lasted, cost, inputs }: Job): number {
  if (lasted !== undefined) return lasted;
  if (typeof cost === 'string') return cost === 'short' ? SHORT_MS : LONG_MS;
  let bytes = 0;
  for (const input of Object.values(inputs))
    if (input.is === 'artifact') for (const part of input.parts) bytes += part.bytes.length;
  return Math.max(SHORT_MS, cost.passes * bytes * BYTE_MS);
}

export const sumOf = (jobs: readonly { readonly milliseconds: number }[]): number =>
  jobs.reduce((sum, { milliseconds }) => sum + milliseconds, 0);

const SHARDS_WORKER = 4;
const SHORTEST_MS = 1000;
const LONGEST_MS = 120_000;
const MOST = 2000;

/** `before` is how long, in milliseconds, other jobs take that workers have before them. */
export function cut<T extends { readonly milliseconds: number }>(
  jobs: readonly T[],
  workers: number,
  before = 0,
): T[][] {
  const sum = before + sumOf(jobs);
  const target = Math.min(Math.max(sum / (workers * SHARDS_WORKER), SHORTEST_MS), LONGEST_MS);
  const shards: T[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const job of jobs) {
    if (length + job.milliseconds / 2 > target || shards.at(-1)!.length >= MOST) {
      shards.push([]);
      length = 0;
    }
    shards.at(-1)!.push(job);
    length += job.milliseconds;
  }
  return shards;
}
