/** Says where a node ran, and what that took. */
import { mebibytes } from '../../base/text/mebibytes.ts';
import { shortMemory } from '../../engine/executors/cluster/ran-on.ts';
import { isOfWorker, type MachineRun, type WorkerRun } from '../../engine/store/records.ts';
import { duration } from '../reporters/text.ts';

/** Sentences: the machine, or the worker of a cluster, what the node took there, and how much more memory it needed than its step asks for. */
export const runLines = (run: MachineRun | WorkerRun): string[] =>
  isOfWorker(run) ? workerLines(run) : [machineLine(run)];

function machineLine({ machine, cpu, peak }: MachineRun): string {
  const memory =
    peak === undefined ? '' : `, where papermake and its programs had at most ${mebibytes(peak)} of memory`;
  return cpu === undefined
    ? `it ran on ${machine}${memory}`
    : `it took ${seconds(cpu)} of processor time on ${machine}${memory}`;
}

function workerLines(run: WorkerRun): string[] {
  const { on, worker, machine, shard } = run;
  const short = shortMemory(run);
  const beside = shard > 1 ? `, in a shard of ${shard} nodes` : '';
  return [`it ran on ${on}, by worker ${worker} on ${machine}${beside}`, ...tookLines(run), ...(short ? [short] : [])];
}

function tookLines({ waited, cpu, peak }: WorkerRun): string[] {
  if (waited === undefined) return [];
  const after = `after ${seconds(waited)} in the queue`;
  if (peak === undefined) return [`it began ${after}`];
  const memory = `at most ${mebibytes(peak)} of memory, ${after}`;
  return [cpu === undefined ? `it took ${memory}` : `it took ${seconds(cpu)} of processor time and ${memory}`];
}

const seconds = (milliseconds: number): string => duration(milliseconds / 1000);
