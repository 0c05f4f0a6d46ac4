import { availableParallelism } from 'node:os';
import { localExecutor } from '../../engine/executors/local.ts';
import { poolExecutor } from '../../engine/executors/pool.ts';
import type { RunRequest } from '../../engine/session.ts';
import { runPipeline } from '../../engine/session.ts';
import { type Call, type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { workerScript } from '../place.ts';
import { type OpenedProject, openProject, sourceText } from '../project.ts';
import { remember } from '../remember.ts';
import { jsonReporter } from '../reporters/json.ts';
import { textReporter } from '../reporters/text.ts';
import { refuse } from '../surveyed.ts';
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
    'keep-going': { type: 'boolean', short: 'k', help: 'after a failure, run what does not depend on it' },
    ...jsonOption,
    quiet: { type: 'boolean', short: 'q', help: 'only failures and warnings' },
  },
  async run(call) {
    const jobs = readJobs(call);
    if (jobs === undefined) {
      process.stderr.write(`papermake: \`-j\` takes a whole number from 1, got \`${call.values.jobs}\`\n`);
      return EXIT.wrong;
    }
    const opened = await openProject({ directory: call.values.directory as string, file: call.values.file as string });
    if (!opened.ok) return refuse(opened.problems, opened.root);
    if (call.values['dry-run'] === true) return reportPlan(opened.session, call);
    return await execute(opened, call, jobs);
  },
};

function readJobs(call: Call): number | undefined {
  const { jobs } = call.values;
  if (jobs === undefined) return availableParallelism();
  return /^[1-9]\d{0,4}$/.test(String(jobs)) ? Number(jobs) : undefined;
}

async function execute({ session, project }: OpenedProject & { ok: true }, call: Call, jobs: number): Promise<number> {
  const { values, positionals } = call;
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const request: RunRequest = {
    targets: positionals,
    jobs,
    keepGoing: values['keep-going'] === true,
    forced: values.force === true,
    signal: interrupt.signal,
    listen:
      values.json === true
        ? jsonReporter()
        : textReporter({ quiet: values.quiet === true, source: sourceText(project.root) }),
    local: localExecutor(),
    pool: poolExecutor(workerScript(), jobs),
    waiting: (pid) => process.stderr.write(`papermake: waiting for the run of process ${pid} on this project\n`),
  };
  try {
    const result = await runPipeline(session, request);
    if (result.is === 'refused') return refuse(result.problems, project.root);
    const { failed, skipped } = result.outcome;
    const complete = failed.length === 0 && skipped.length === 0;
    remember(session, positionals.length === 0 && complete ? result.nodes : null);
    return complete ? EXIT.done : EXIT.failed;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    process.stderr.write('papermake: interrupted; what had finished is kept\n');
    return EXIT.interrupted;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
