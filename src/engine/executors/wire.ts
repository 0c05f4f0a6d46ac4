/** The form in which jobs are sent to another thread or machine: plain data, parts by digest and each sent once, kinds by the digest of their code. */
import type { Digest } from '../../base/brand.ts';
import { ownBytes } from '../../base/system/shared-memory.ts';
import type { Job, JobInput } from './executor.ts';

type WireInput =
  | (Omit<Extract<JobInput, { is: 'artifact' }>, 'parts'> & {
      readonly parts: readonly (readonly [name: string, digest: Digest])[];
    })
  | Extract<JobInput, { is: 'file' }>;

export interface WireJob extends Omit<Job, 'kind' | 'inputs'> {
  readonly kind: string;
  /** Digest of the kind's code. */
  readonly code: Digest;
  readonly inputs: Readonly<Record<string, WireInput>>;
}

export interface WireJobs {
  readonly jobs: readonly WireJob[];
  readonly parts: ReadonlyMap<Digest, Uint8Array>;
}

export function toWire(jobs: readonly Job[]): WireJobs {
  const parts = new Map<Digest, Uint8Array>();
  // A kind of a project's own may write to what it reads, and long parts are in memory that threads share.
  const mayWrite = jobs.some(({ kind }) => kind.module !== null);
  const sent = (input: JobInput): WireInput => {
    if (input.is === 'file') return input;
    for (const { digest, bytes } of input.parts) parts.set(digest, mayWrite ? ownBytes(bytes) : bytes);
    return { ...input, parts: input.parts.map(({ name, digest }) => [name, digest] as const) };
  };
  const wired = jobs.map(({ kind, inputs, ...rest }) => ({
    ...rest,
    kind: kind.name,
    code: kind.code.digest,
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, sent(input)])),
  }));
  return { jobs: wired, parts };
}

/** Inputs of a job, put together from the parts that came beside it. */
export function inputsOf({ inputs }: WireJob, parts: WireJobs['parts']): Job['inputs'] {
  const got = (input: WireInput): JobInput =>
    input.is === 'file'
      ? input
      : { ...input, parts: input.parts.map(([name, digest]) => ({ name, digest, bytes: parts.get(digest)! })) };
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, got(input)]));
}
