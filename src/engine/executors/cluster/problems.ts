/** Words the problems of a cluster that does not do its work. */
import { existsSync } from 'node:fs';
import { type Problem, ProblemError, problemAt } from '../../../base/problem.ts';
import { mebibytes } from '../../../base/text/mebibytes.ts';
import { refusalOf } from '../../system/system-refusal.ts';
import type { JobResult } from '../executor.ts';
import type { Lane } from './lane.ts';
import type { Loss } from './lane-reply.ts';
import type { Refusal } from './layout.ts';
import type { MemoryLimit } from './memory-limits.ts';
import type { ClusterPlace } from './place.ts';
import { requestText, type Standard } from './resources.ts';

export const cancelled = (name: string): Problem =>
  problemAt({
    code: 'cancelled',
    message: `the spool of \`${name}\` is gone: the jobs were cancelled, or somebody removed it`,
    hint: 'what had finished is kept; run again for the rest',
  });

const full = (name: string, spool: string, reason: string): Problem =>
  problemAt({
    code: 'full-spool',
    message: `the spool \`${spool}\` takes nothing more (${reason}), and what the workers of \`${name}\` make finds no room`,
    hint: 'what had finished is kept; make room, or name another folder as `spool` of the executor, and run again for the rest',
  });

/** The problem of a worker that cannot do what it is there for. */
export const unfit = (name: string, refusal: Refusal): Problem =>
  'maker' in refusal ? otherMaker(name, refusal.maker) : lackingPrograms(name, refusal);

const lackingPrograms = (name: string, { lacks, host }: Extract<Refusal, { lacks: unknown }>): Problem =>
  problemAt({
    code: 'missing-program',
    message: `workers of \`${name}\` lack ${lacks.map((names) => names.map((each) => `\`${each}\``).join(' or ')).join(', and ')}: their PATH on \`${host}\` does not have ${lacks.length === 1 ? 'it' : 'them'}`,
    hint: `\`setup\` of the executor loads what a worker needs: \`executors: {${name}: {setup: "module load …"}}\``,
  });

const otherMaker = (name: string, has: string): Problem =>
  problemAt({
    code: 'other-papermake',
    message: `a worker of \`${name}\` has ${has}`,
    hint: 'have the nodes use the same installation, on the shared file system; `command` of the executor says how it is called there, `setup` what is loaded before',
  });

/** Says why a task has ended before papermake could begin there. */
export function notBegun({ name, spool }: Pick<ClusterPlace, 'name' | 'spool'>, lane: Lane, task: string): Problem {
  const [exit, log] = [lane.exit(task), lane.log(task)];
  if (exit?.isSetup !== true) return unreached(name, spool, log);
  const last = lastLine(log);
  return problemAt({
    code: 'failed-setup',
    message: `\`setup\` of \`${name}\` ended with code ${exit.code} on a worker${last === '' ? '' : `: ${last}`}`,
    hint: 'each of its lines must succeed on the machines of the cluster; `|| true` behind one says that it may fail',
  });
}

export const neverBegins = (name: string, why: string, { asked }: Pick<Lane, 'asked'>): Problem =>
  problemAt({
    code: 'never-begins',
    message: `no worker of \`${name}\` can begin with ${requestText(asked)}; the scheduler says: ${why}`,
    hint: '`partition`, `time`, `memory`, `cpus` and `options` of the executor, or of `resources:` of the step, ask for less, or elsewhere',
  });

const unreached = (name: string, spool: string, log: string): Problem =>
  problemAt({
    code: 'unreached-spool',
    message: `workers of \`${name}\` ended without reaching the spool \`${spool}\`${said(log)}`,
    hint: 'the nodes must see the spool, Node and papermake at the same paths as this machine: `spool` of the executor names a folder of the shared file system',
  });

const said = (log: string): string => {
  const lines = log.trim().split('\n');
  const last = lines.findLast((line) => line.startsWith('papermake:')) ?? lines.at(-1)!;
  return last === '' ? '' : `: ${last}`;
};

const lastLine = (log: string): string => log.trim().split('\n').at(-1)!.trim();

/** The failure of a job that needs more memory than the scheduler gives to a worker. */
export function deniedJob(name: string, had: number | undefined, { first }: Standard, limit: MemoryLimit): JobResult {
  const own = first.memory === undefined ? 'its step asks for none' : `its step asks for ${mebibytes(first.memory)}`;
  const needed = had === undefined ? 'more memory than it was given' : `more than ${mebibytes(had)} of memory`;
  const complaint = {
    code: 'out-of-memory',
    message: `it needed ${needed} on ${name}, where ${own}, and no worker is given ${mebibytes(limit.memory)}: ${limit.says}`,
    hint: '`partition` of the executor, or of `resources:` of the step, names one whose machines have more memory',
  };
  return { is: 'failed', complaints: [complaint] };
}

/** `limit` is that of the memory, where it was met. */
export function failedJob(name: string, attempts: number, lane: Lane, loss: Loss, limit?: MemoryLimit): JobResult {
  const { asked } = lane;
  if (limit) return deniedJob(name, asked.memory, lane, limit);
  const last = lastLine(loss.log ?? '');
  const times = attempts === 1 ? 'once' : `${attempts} times`;
  const complaint = loss.outOfMemory
    ? {
        code: 'out-of-memory',
        message: `its worker on \`${name}\` ran out of memory${asked.memory === undefined ? '' : ` with ${mebibytes(asked.memory)}`}, in attempt ${attempts}, the last`,
        hint: '`resources: {memory: …}` of the step asks for more from the start; memory is doubled up to eight times, in at most as many attempts as `attempts` says',
      }
    : loss.damaged !== undefined
      ? {
          code: 'damaged-spool',
          message: `files of the spool of \`${name}\` were damaged ${times} before it was done, the last time \`${loss.damaged}\``,
          hint: 'something changes files of the spool, or its disk fails: `spool` of the executor names another folder',
        }
      : {
          code: 'lost-worker',
          message: `its workers on \`${name}\` ended ${times} before it was done, the last with code ${loss.code}${last === '' ? '' : `: ${last}`}`,
          hint: 'a worker is ended for its time or memory, of which `resources: {memory: …, time: …}` of the step ask for more, or by what it runs; `logs` of the executor keeps what workers print',
        };
  return { is: 'failed', complaints: [complaint] };
}

/** Returns the problem for an error that came while the spool was read or written. */
export function troubleAt({ name, spool }: { readonly name: string; readonly spool: string }, error: unknown): unknown {
  if (!existsSync(spool)) return new ProblemError([cancelled(name)]);
  const refused = refusalOf(error);
  return refused ? new ProblemError([full(name, spool, refused.reason)]) : error;
}
