/** Which nodes run in a worker: those that would keep this thread from anything else, a Ctrl-C included. */
import type { GraphNode } from '../graph.ts';
import type { Job } from './executor.ts';

/** A node whose last run took this long is worth a round trip. */
const LONG_MS = 60;
/** So is one that reads so much: how long it takes is not known before it has run. */
const LARGE_BYTES = 8 * 1024 * 1024;

/** `lasted`: milliseconds of its last run. */
export function needsWorker(node: GraphNode, job: Job, lasted: number | undefined): boolean {
  // Code of the project's own may never come back, and a worker can be ended.
  if (node.loaded.module !== null) return true;
  const cost = node.cost ?? node.loaded.kind.cost;
  if (cost === 'external') return false;
  return cost === 'long' || (lasted ?? 0) >= LONG_MS || bytesOf(job) >= LARGE_BYTES;
}

function bytesOf({ inputs }: Job): number {
  let sum = 0;
  for (const input of Object.values(inputs)) {
    if (input.is === 'file') sum += input.bytes.length;
    else for (const [, bytes] of input.parts) sum += bytes.length;
  }
  return sum;
}
