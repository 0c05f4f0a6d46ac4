/** Settles the resources that a job asks of a cluster: the step's own words before those of the executor. */
import { sha256 } from '../../../base/canonical.ts';
import type { Resources } from '../../step.ts';

export interface ResourceRequest {
  readonly cpus: number;
  /** MiB */
  readonly memory: number | undefined;
  readonly time: string | undefined;
  readonly partition: string | undefined;
  readonly account: string | undefined;
  /** By their names in order, so that how they were written makes no lane of its own. */
  readonly options: NonNullable<Resources['options']>;
}

const MIB: Readonly<Record<string, number>> = { K: 1 / 1024, M: 1, G: 1024, T: 1024 * 1024 };

export function askedOf(executor: Resources, step: Resources = {}): ResourceRequest {
  const { cpus = 1, memory, time, partition, account } = { ...executor, ...step };
  const options = Object.fromEntries(
    Object.entries({ ...executor.options, ...step.options }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const mebibytes = memory === undefined ? undefined : Math.ceil(Number.parseInt(memory, 10) * MIB[memory.at(-1)!]!);
  return { cpus, memory: mebibytes, time, partition, account, options };
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

/** The name of the lane of jobs that ask for the same. */
export const laneName = (asked: ResourceRequest): string =>
  sha256(JSON.stringify(Object.values(asked).map((each) => each ?? null))).slice(0, 8);
