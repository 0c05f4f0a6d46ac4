/** Settles the resources that a job asks of a cluster: the step's own words before those of the executor. */
import { sha256 } from '../../../base/canonical.ts';
import { defined } from '../../../base/defined.ts';
import { mebibytes } from '../../../base/text/mebibytes.ts';
import type { Resources } from '../../step.ts';

export interface ResourceRequest {
  readonly cpus: number;
  /** MiB */
  readonly memory: number | undefined;
  readonly time: string | undefined;
  readonly partition: string | undefined;
  readonly account: string | undefined;
  /** After so many deaths of its workers a job fails. */
  readonly attempts: number;
  /** By their names in order, so that how they were written makes no lane of its own. */
  readonly options: NonNullable<Resources['options']>;
}

const MIB: Readonly<Record<string, number>> = { K: 1 / 1024, M: 1, G: 1024, T: 1024 * 1024 };

const ATTEMPTS = 10;

export function askedOf(executor: Resources, step: Resources = {}): ResourceRequest {
  const { cpus = 1, memory, time, partition, account, attempts = ATTEMPTS } = { ...executor, ...step };
  const options = Object.fromEntries(
    Object.entries({ ...executor.options, ...step.options }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const mebibytes = memory === undefined ? undefined : Math.ceil(Number.parseInt(memory, 10) * MIB[memory.at(-1)!]!);
  return { cpus, memory: mebibytes, time, partition, account, attempts, options };
}

/** `2 cores, 4.0 GiB, 1:00:00, partition short` */
export function requestText({ cpus, memory, time, partition, account, options }: ResourceRequest): string {
  const named: Partial<ResourceRequest['options']> = { ...defined({ partition, account }), ...options };
  const rest = Object.entries(named).flatMap(([name, value]) =>
    value === undefined ? [] : [value === true ? name : `${name} ${value}`],
  );
  const cores = cpus === 1 ? '1 core' : `${cpus} cores`;
  return [
    cores,
    ...(memory === undefined ? [] : [mebibytes(memory)]),
    ...(time === undefined ? [] : [time]),
    ...rest,
  ].join(', ');
}

/** Memory is doubled until it is so many times what the step asks for. */
const MOST_TIMES = 8;
/** Memory in MiB that a job is assumed to have had where it asked for none. */
const USUAL_MIB = 2048;

/** Returns the request with twice the memory, or undefined where that was done often enough. `asked` is the step's own request. */
export function doubled(now: ResourceRequest, asked: ResourceRequest): ResourceRequest | undefined {
  const memory = 2 * (now.memory ?? USUAL_MIB);
  return memory > MOST_TIMES * (asked.memory ?? USUAL_MIB) ? undefined : { ...now, memory };
}

/** The request of a node that needed so many MiB when it last ran. */
export const atLeast = (asked: ResourceRequest, needs: number | undefined): ResourceRequest =>
  needs === undefined || needs <= (asked.memory ?? 0) ? asked : { ...asked, memory: needs };

/** The resources that a lane's jobs get, and those that their steps ask for. */
export interface Standard {
  readonly asked: ResourceRequest;
  readonly first: ResourceRequest;
}

/** Settles what a node gets: what its step and its executor say, and no less than the MiB that it needed before. */
export function standardOf(executor: Resources, step: Resources | undefined, needs: number | undefined): Standard {
  const first = askedOf(executor, step);
  return { asked: atLeast(first, needs), first };
}

/** The name of the lane of jobs that get the same, and whose steps ask for the same. */
export const laneName = (asked: ResourceRequest, first: ResourceRequest): string =>
  sha256(JSON.stringify([asked, first].map((each) => Object.values(each).map((value) => value ?? null)))).slice(0, 8);
