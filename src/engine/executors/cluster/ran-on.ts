/** Notes on the result of a job which worker ran it, and what that took. */
import { defined } from '../../../base/defined.ts';
import { mebibytes } from '../../../base/text/mebibytes.ts';
import type { WorkerRun } from '../../store/records.ts';
import type { JobResult } from '../executor.ts';
import type { Standard } from './resources.ts';
import type { WorkerUse } from './results.ts';

export interface WorkedOn {
  /** The executor's name. */
  readonly on: string;
  readonly lane: Standard;
  /** Is true where a worker that had this node alone ran out of memory. */
  readonly wasShort: boolean;
}

export function ranOn(result: JobResult, use: WorkerUse | undefined, { on, lane, wasShort }: WorkedOn): JobResult {
  if (result.is !== 'done' || use === undefined) return result;
  const { use: taken, ...rest } = result;
  const { asked, first } = lane;
  const isShort = asked.memory !== first.memory && (wasShort || exceeds(use, first.memory));
  const run: WorkerRun = {
    ...{ on, ...use },
    ...defined({
      cpu: taken.cpu,
      memory: isShort ? defined({ asked: first.memory, had: asked.memory! }) : undefined,
    }),
  };
  const short = shortMemory(run);
  const notes = short === undefined ? rest.notes : [...rest.notes, short];
  return { ...rest, use: taken, notes, ranOn: run };
}

/** A node that was lost with others of its shard may have had enough: so much of what is asked for counts as all. */
const NEARLY = 0.8;

const exceeds = ({ peak }: WorkerUse, asked: number | undefined): boolean =>
  peak === undefined || asked === undefined || peak > NEARLY * asked;

/** Says how much memory a node needed that its step did not ask for; undefined where it asked for enough. */
export function shortMemory({ on, memory, peak }: WorkerRun): string | undefined {
  if (memory === undefined) return undefined;
  const { asked, had } = memory;
  const isMeasured = peak !== undefined && peak > (asked ?? 0);
  const needed = isMeasured ? mebibytes(Math.min(peak, had)) : `more than ${mebibytes(asked ?? had / 2)}`;
  const said = asked === undefined ? 'its step asks for none' : `its step asks for ${mebibytes(asked)}`;
  return `it needed ${needed} of memory on ${on}, where ${said}; it is given ${mebibytes(had)} from now on`;
}
