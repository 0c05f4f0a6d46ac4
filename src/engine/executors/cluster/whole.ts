/** Reads a job's large files, which the spool then holds as it holds small ones. */
import { readFileSync } from 'node:fs';
import type { Job, JobInput, JobResult } from '../executor.ts';
import { changedMeanwhile, unreadFile } from '../perform.ts';

const isLarge = (input: JobInput): boolean => input.is === 'file' && 'stamp' in input.bytes;

/** Returns the job with all its files in memory, or its failure where one changed while it was read, or cannot be. */
export function whole(job: Job): Job | JobResult {
  const inputs = Object.entries(job.inputs);
  if (!inputs.some(([, input]) => isLarge(input))) return job;
  const read = (input: JobInput): JobInput =>
    input.is === 'file' && 'stamp' in input.bytes ? { ...input, bytes: readFileSync(input.bytes.at) } : input;
  try {
    const held = { ...job, inputs: Object.fromEntries(inputs.map(([name, input]) => [name, read(input)])) };
    const changed = changedMeanwhile(job);
    return changed.length > 0 ? { is: 'failed', complaints: changed } : held;
  } catch (error) {
    const unread = unreadFile(job, error);
    if (unread === undefined) throw error;
    return { is: 'failed', complaints: [unread] };
  }
}
