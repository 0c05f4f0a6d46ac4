/** Jobs as they stand in a spool, each self-contained: JSON, with what it reads by digest. The name of a job is the digest of all that its result is made of. */
import type { Digest } from '../../../base/brand.ts';
import { canonicalJson, sha256 } from '../../../base/canonical.ts';
import type { Json } from '../../../base/json.ts';
import type { Job, JobInput } from '../executor.ts';
import { toWire, type WireJob } from '../wire.ts';

type SpooledInput =
  | Extract<WireJob['inputs'][string], { readonly is: 'artifact' }>
  | { readonly is: 'file'; readonly path: string; readonly part: Digest };

export interface SpooledJob extends Omit<WireJob, 'inputs' | 'lasted'> {
  readonly inputs: Readonly<Record<string, SpooledInput>>;
  /** The part that holds the module of a project's own kind. */
  readonly module?: Digest;
}

/** Jobs that one worker takes together. */
export interface Shard {
  /** The number of times that their worker was lost before. */
  readonly attempt: number;
  readonly jobs: readonly NamedJob[];
}

export interface NamedJob {
  readonly name: Digest;
  readonly job: SpooledJob;
}

export interface Spooled extends NamedJob {
  readonly parts: ReadonlyMap<Digest, Uint8Array>;
}

/** A file of more bytes is not read whole. */
const LARGEST_READ = 2 ** 31 - 1;

/** Tells whether all inputs of a job can be sent. A large file stays where it is, unless a program gets it whole in any case. */
export const isSendable = ({ inputs, cost }: Job): boolean =>
  Object.values(inputs).every(
    (input) =>
      input.is !== 'file' || !('stamp' in input.bytes) || (cost === 'external' && input.bytes.stamp[0] <= LARGEST_READ),
  );

export function spooled(given: Job): Spooled {
  const wire = toWire([given]);
  const parts = new Map(wire.parts);
  const { inputs, lasted: _, ...rest } = wire.jobs[0]!;
  const add = (bytes: Uint8Array): Digest => {
    const digest = sha256(bytes);
    parts.set(digest, bytes);
    return digest;
  };
  const sent = (input: WireJob['inputs'][string]): SpooledInput =>
    input.is === 'artifact' ? input : { is: 'file', path: input.path, part: add(input.bytes as Uint8Array) };
  const { module } = given.kind;
  const job: SpooledJob = {
    ...rest,
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, sent(input)])),
    ...(module !== null && { module: add(Buffer.from(module)) }),
  };
  const text = JSON.stringify(job);
  return { name: sha256(canonicalJson(JSON.parse(text))), job, parts };
}

/** Tells whether a job stands in the spool as it was written. One changed digit of a seed would give another result under its name. */
export const isSound = ({ name, job }: NamedJob): boolean => sha256(canonicalJson(job as unknown as Json)) === name;

/** Digests of all that a job reads. */
export function partsOf({ inputs, module }: SpooledJob): Digest[] {
  const read = Object.values(inputs).flatMap((input) =>
    input.is === 'file' ? [input.part] : input.parts.map(([, digest]) => digest),
  );
  return module === undefined ? read : [...read, module];
}

/** The inputs of a job, from the parts that its spool has. */
export function inputsFrom({ inputs }: SpooledJob, part: (digest: Digest) => Uint8Array): Job['inputs'] {
  const got = (input: SpooledInput): JobInput =>
    input.is === 'file'
      ? { is: 'file', path: input.path, bytes: part(input.part) }
      : { ...input, parts: input.parts.map(([name, digest]) => ({ name, digest, bytes: part(digest) })) };
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, got(input)]));
}
