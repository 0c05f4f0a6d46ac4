/** `papermake run`, the default command: makes what is stale. */
import { availableParallelism } from 'node:os';
import type { RunRequest } from '../../engine/run/session.ts';
import { type Call, type Command, jsonOption, projectOptions, tokenOption } from '../command.ts';
import { tellMoved } from '../diff/after-run.ts';
import { type OpenedProject, openProject, sourceText, whereOf } from '../project.ts';
import { jsonReporter } from '../reporters/json.ts';
import { Pace } from '../reporters/pace.ts';
import { textReporter } from '../reporters/text.ts';
import { execute, executorsFor } from '../running/execute.ts';
import { interruption } from '../running/interruption.ts';
import { patienceOf, waitOption } from '../running/lock-notice.ts';
import { askedForTrust } from '../running/trust-question.ts';
import { tellWhere } from '../running/where-results.ts';
import { refuse, wrong } from '../survey/open-survey.ts';
import { reportPlan } from './dry-run.ts';

export const run: Command = {
  name: 'run',
  summary: 'run what is stale and write the tables',
  operands: '[NODE|STEP|GLOB…]',
  arity: [0, Number.POSITIVE_INFINITY],
  options: {
    ...projectOptions,
    'dry-run': { type: 'boolean', short: 'n', help: 'say what would run, and why' },
    force: { type: 'boolean', help: 'run the named nodes (or all) even where they are fresh' },
    jobs: { type: 'string', short: 'j', value: 'N', help: 'at most N long nodes at once (all cores)' },
    on: { type: 'string', value: 'NAME', help: 'run long nodes on this cluster of `executors:` (docs/cluster.md)' },
    'keep-going': { type: 'boolean', short: 'k', help: 'after a failure, run what does not depend on it' },
    ...tokenOption,
    ...waitOption,
    ...jsonOption,
    quiet: { type: 'boolean', short: 'q', help: 'only failures, and how many warnings there are' },
  },
  async run(call) {
    const jobs = readJobs(call);
    if (jobs === undefined) return wrongJobs(call);
    const executors = executorsFor(call, jobs);
    const isDry = call.values['dry-run'] === true;
    // A worker starts while the project is still being read: most runs of a project with kinds of its own need one.
    const opened = await openProject({ ...whereOf(call), ownKinds: () => (isDry ? undefined : executors.prepare()) });
    if (!opened.ok) return refuse(opened.problems, opened.root, call.values.json === true);
    if (isDry) return reportPlan(opened.session, call);
    const permitted = await askedForTrust(opened, call);
    if (!permitted.ok) return refuse(permitted.problems, permitted.root);
    return await carryOut(permitted, call, { jobs, executors });
  },
};

export function readJobs(call: Call): number | undefined {
  const { jobs } = call.values;
  if (jobs === undefined) return availableParallelism();
  return /^[1-9]\d{0,4}$/.test(String(jobs)) ? Number(jobs) : undefined;
}

export const wrongJobs = ({ values: { jobs } }: Call): number =>
  wrong(`\`-j\` takes a whole number from 1, got \`${jobs}\``);

async function carryOut(
  opened: OpenedProject & { ok: true },
  call: Call,
  where: Pick<RunRequest, 'jobs' | 'executors'>,
): Promise<number> {
  const { values, positionals } = call;
  const quiet = values.quiet === true;
  const interrupt = interruption(call.agent);
  const pace = new Pace();
  try {
    const began = Date.now();
    const { code, worked } = await execute(opened, {
      targets: positionals,
      ...where,
      keepGoing: values['keep-going'] === true,
      forced: values.force === true,
      on: values.on as string | undefined,
      signal: interrupt.signal,
      unguarded: interrupt.unguarded,
      outlast: interrupt.outlast,
      patience: patienceOf(call),
      json: values.json === true,
      quiet,
      listen:
        values.json === true
          ? jsonReporter(sourceText(opened.root))
          : textReporter({ quiet, countsWarnings: quiet, source: sourceText(opened.root), pace }),
      pace,
    });
    if (worked && values.json !== true && !quiet) {
      tellMoved(opened.project.root, opened.project.file, began);
      tellWhere(opened.project.root, call);
    }
    return code;
  } finally {
    interrupt.release();
  }
}
