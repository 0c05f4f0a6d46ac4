/** `papermake watch`: runs again whenever a file changes. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inFileOrder, printProblems } from '../../base/print.ts';
import { ProblemError } from '../../base/problem.ts';
import type { Listen } from '../../engine/events.ts';
import { hasChanged, readLastRun } from '../../engine/resume/last-run.ts';
import { systemRefusal } from '../../engine/system/system-refusal.ts';
import { type Call, type Command, projectOptions, tokenOption } from '../command.ts';
import { tellMoved } from '../diff/after-run.ts';
import { locate, openProject, sourceText, whereOf } from '../project.ts';
import { summary, textReporter } from '../reporters/text.ts';
import { execute } from '../running/execute.ts';
import { exitCodeOf, type Interruption, interruption } from '../running/interruption.ts';
import { startWatching, type Watching } from '../running/watching.ts';
import { refuse } from '../survey/open-survey.ts';
import { note, tell } from '../terminal/terminal.ts';
import { readJobs, wrongJobs } from './run.ts';

export const watch: Command = {
  name: 'watch',
  summary: 'run again whenever a file changes, until Ctrl-C',
  operands: '[NODE|STEP|GLOB…]',
  arity: [0, Number.POSITIVE_INFINITY],
  options: {
    ...projectOptions,
    ...tokenOption,
    poll: {
      type: 'boolean',
      help: 'look for changes again and again, where the system tells of none (network drives)',
    },
    jobs: { type: 'string', short: 'j', value: 'N', help: 'at most N long nodes at once (all cores)' },
  },
  async run(call) {
    const jobs = readJobs(call);
    if (jobs === undefined) return wrongJobs(call);
    const { root, file } = locate({ directory: call.values.directory as string, file: call.values.file as string });
    const interrupt = interruption();
    const polls = call.values.poll === true ? true : undefined;
    const watching = await startWatching(root, file, interrupt.signal, polls);
    try {
      await watchRounds({ root, file, call, jobs, interrupt }, watching);
    } finally {
      interrupt.release();
      await watching.close();
    }
    return exitCodeOf(interrupt.signal);
  },
};

interface Rounds {
  readonly root: string;
  readonly file: string;
  readonly call: Call;
  readonly jobs: number;
  readonly interrupt: Interruption;
}

async function watchRounds(rounds: Rounds, watching: Watching): Promise<void> {
  const folder = process.cwd();
  for (let why: string | undefined = ''; why !== undefined; ) {
    if (absentIn(rounds) !== undefined) {
      await waitForAbsent(rounds);
      watching.renew();
    }
    if (rounds.interrupt.signal.aborted) return;
    standIn(folder);
    why = await nextChange(rounds, watching, await oneRound(rounds, why, watching));
  }
}

/** Another folder may have come in the place of the one that this process stands in; in one that is gone no worker thread starts. */
function standIn(folder: string): void {
  try {
    process.chdir(folder);
  } catch {
    // The process was called in a folder that is absent still: what is read lies elsewhere.
  }
}

const LOOK_MS = 200;

/** Waits until the project and its pipeline are back: they may go and come while git changes a branch, which not every watcher notices. */
async function waitForAbsent(rounds: Rounds): Promise<void> {
  let told: string | undefined;
  for (let absent = absentIn(rounds); absent !== undefined; absent = absentIn(rounds)) {
    if (absent !== told) tell(`papermake: waiting for \`${absent}\`, which is not there\n`);
    told = absent;
    if (rounds.interrupt.signal.aborted) return;
    await new Promise((resume) => setTimeout(resume, LOOK_MS));
  }
}

/** Returns the one of project and pipeline that is absent. */
function absentIn({ root, file }: Rounds): string | undefined {
  if (!existsSync(root)) return root;
  return existsSync(join(root, file)) ? undefined : file;
}

/** Waits for a change and says what changed, to be printed before the round's line; undefined when interrupted. */
async function nextChange({ root }: Rounds, watching: Watching, settled: boolean): Promise<string | undefined> {
  for (;;) {
    const changed = await watching.next();
    if (!changed) return undefined;
    // A file that the round itself wrote is as the last run's notes say, and has not changed.
    const last = readLastRun(root);
    const others = last ? changed.filter((path) => hasChanged(root, last, path)) : changed;
    if (!settled || others.length > 0) return `${changedText(others.length > 0 ? others : changed)}: `;
  }
}

const changedText = (paths: readonly string[]): string =>
  `${paths[0]}${paths.length > 1 ? ` and ${paths.length - 1} more` : ''}`;

/** Runs once; false when the pipeline could not be run, or its files changed meanwhile, so that any change is a reason to try again. */
async function oneRound(rounds: Rounds, why: string, watching: Watching): Promise<boolean> {
  try {
    return await runOnce(rounds, why, watching);
  } catch (error) {
    // The project may be changing at this moment, so what is wrong now may soon be right.
    const told = error instanceof ProblemError ? printProblems(error.problems, () => undefined) : systemRefusal(error);
    if (told === undefined) throw error;
    note(`papermake: ${told}\n`);
    tell(`papermake: ${why}waiting for a change\n`);
    return false;
  }
}

async function runOnce({ root, call, jobs, interrupt }: Rounds, why: string, watching: Watching): Promise<boolean> {
  const { signal, unguarded, outlast } = interrupt;
  const wrong = 'the pipeline is wrong; waiting for an edit\n';
  const opened = await unguarded(() => openProject(whereOf(call)));
  if (!opened.ok) {
    refuse(inFileOrder(opened.problems), root);
    tell(`papermake: ${why}${wrong}`);
    return false;
  }
  const report = textReporter({ quiet: true, source: sourceText(root) });
  let line = wrong;
  const listen: Listen = (event) => {
    report(event);
    if (event.event === 'done') line = summary(event);
  };
  const asked = { targets: call.positionals, jobs, keepGoing: true, forced: false, signal, unguarded, outlast, listen };
  const began = Date.now();
  const { remembered, worked } = await execute(opened, asked);
  if (!signal.aborted) {
    tell(`papermake: ${why}${line}`);
    if (worked) tellMoved(root, opened.project.file, began);
  }
  watching.add(opened.session.files.used, opened.session.files.listed);
  return remembered;
}
