/** Opens the executors that a pipeline declares, with what the user's own file says of them. */
import { existsSync, mkdtempSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { attempt } from '../../../base/attempt.ts';
import { isJsonObject } from '../../../base/json.ts';
import { type Problem, ProblemError, problemAt } from '../../../base/problem.ts';
import { foundProgram } from '../../../base/system/found-program.ts';
import { Executors, executorsOf } from '../../pipeline/executor-schema.ts';
import { conforms } from '../../pipeline/validate.ts';
import type { ExecutorDecl } from '../../step.ts';
import { refusalOf } from '../../system/system-refusal.ts';
import { Cluster } from './cluster.ts';
import type { ClusterPlace } from './place.ts';
import { Scheduler, shellWord } from './scheduler.ts';
import { SchedulerText } from './scheduler-text.ts';

/** Names the place where a user declares executors for all projects: the file that this variable names, or `executors.yaml` of the configuration. */
export const EXECUTORS_VARIABLE = 'PAPERMAKE_EXECUTORS';

/** The declared executors; what the user's own file says of one stands over what the project says. */
export function userExecutors(
  declared: Readonly<Record<string, ExecutorDecl>>,
): Readonly<Record<string, ExecutorDecl>> {
  const { XDG_CONFIG_HOME, [EXECUTORS_VARIABLE]: named } = process.env;
  const file = named ?? join(XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'papermake', 'executors.yaml');
  const text = attempt(() => readFileSync(file, 'utf8'));
  if (text === undefined) return declared;
  const own = attempt(() => parse(text) as unknown);
  const merged = isJsonObject(own)
    ? Object.fromEntries(
        Object.entries(own).map(([name, each]) => [name, isJsonObject(each) ? { ...declared[name], ...each } : each]),
      )
    : own;
  if (!isJsonObject(merged) || !conforms(Executors, merged))
    throw new ProblemError([
      problemAt({
        code: 'bad-executors',
        message: `\`${file}\` holds executors as \`executors:\` of a pipeline does, and something in it is none`,
        hint: 'a name and what it is: `hpc: {is: slurm, partition: short}`',
      }),
    ]);
  return { ...declared, ...executorsOf(merged) };
}

interface Opening extends Pick<ClusterPlace, 'name' | 'root' | 'logs' | 'spool' | 'maker' | 'here' | 'tell' | 'show'> {
  /** Path of a template. */
  readonly template: (name: string) => string | undefined;
  readonly command: readonly string[];
}

export async function openCluster(
  declared: ExecutorDecl,
  { template, command, ...place }: Opening,
): Promise<{ readonly cluster: Cluster } | { readonly problem: Problem }> {
  const scheduler = await openScheduler(place.name, declared, template);
  if ('problem' in scheduler) return scheduler;
  const problem = unwritable(place.name, place.spool);
  if (problem) return { problem };
  const words = declared.command ?? command.map(shellWord).join(' ');
  return { cluster: new Cluster({ ...place, declared, scheduler: scheduler.scheduler, command: words }) };
}

/** The programs by which an executor submits, asks for and cancels jobs; none where its description cannot be read. */
export async function schedulerPrograms(
  { is }: ExecutorDecl,
  template: Opening['template'],
): Promise<readonly string[]> {
  const file = template(`${is}.scheduler.yaml`);
  const text = file === undefined ? undefined : await SchedulerText.read(file);
  return text instanceof SchedulerText ? [...new Set(new Scheduler(text).programs)] : [];
}

/** The scheduler of an executor, where its programs are there. */
export async function openScheduler(
  name: string,
  { is }: ExecutorDecl,
  template: Opening['template'],
): Promise<{ readonly scheduler: Scheduler } | { readonly problem: Problem }> {
  const file = template(`${is}.scheduler.yaml`);
  if (file === undefined) {
    const message = `executor \`${name}\` is \`${is}\`, which no \`templates/${is}.scheduler.yaml\` describes`;
    const hint = 'papermake brings `slurm`, `pbs`, `lsf` and `sge`; docs/cluster.md says how another is described';
    return { problem: problemAt({ code: 'unknown-scheduler', message, hint }) };
  }
  const text = await SchedulerText.read(file);
  if ('wrong' in text) {
    const hint =
      '`slurm.scheduler.yaml`, which comes with papermake, is a pattern; docs/cluster.md says what stands where';
    const message = `executor \`${name}\` cannot use \`templates/${is}.scheduler.yaml\`: ${text.wrong.join('; ')}`;
    return { problem: problemAt({ code: 'bad-scheduler', message, hint }) };
  }
  const scheduler = new Scheduler(text);
  const lacking = scheduler.programs.find((program) => foundProgram([program]) === undefined);
  if (lacking === undefined) return { scheduler };
  const message = `executor \`${name}\` needs \`${lacking}\`, which is not here`;
  const hint =
    'run papermake on a machine from which jobs are submitted, such as the login node; without `--on` it runs here';
  return { problem: problemAt({ code: 'no-scheduler', message, hint }) };
}

/** The codes of a full disk: what such a spool does not take is run here. */
const FULL: readonly string[] = ['ENOSPC', 'EDQUOT'];

/** Tells what is wrong with the place of a spool, before anything is left there. It is tried, since /proc and others take nothing where they say that one may write. */
function unwritable(name: string, spool: string): Problem | undefined {
  let there = spool;
  while (!existsSync(there)) there = dirname(there);
  try {
    if (!statSync(there).isDirectory()) return noSpool(name, spool, `\`${there}\` is no folder`);
    rmdirSync(mkdtempSync(join(there, '.try-')));
    return undefined;
  } catch (error) {
    const refused = refusalOf(error);
    if (!refused) throw error;
    if (FULL.includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    // Another run may have removed the folder of all spools.
    if (!existsSync(there)) return unwritable(name, spool);
    return noSpool(name, spool, `\`${there}\`: ${refused.reason}`);
  }
}

const noSpool = (name: string, spool: string, why: string): Problem =>
  problemAt({
    code: 'unwritable-spool',
    message: `executor \`${name}\` cannot write its spool \`${spool}\`: ${why}`,
    hint: '`spool` of the executor names a folder on the shared file system in which you may write',
  });
