import { inFileOrder } from '../../base/print.ts';
import type { Listen } from '../../engine/events.ts';
import { hasChanged, readMemory } from '../../engine/memory.ts';
import { type Call, type Command, EXIT, projectOptions } from '../command.ts';
import { execute } from '../execute.ts';
import { exitCodeOf, type Interruption, interruption } from '../interruption.ts';
import { locate, openProject, sourceText, whereOf } from '../project.ts';
import { summary, textReporter } from '../reporters/text.ts';
import { refuse } from '../surveyed.ts';
import { startWatching, type Watching } from '../watching.ts';
import { readJobs } from './run.ts';

export const watch: Command = {
  name: 'watch',
  summary: 'run again whenever a file changes, until Ctrl-C',
  operands: '[NODE|STEP|GLOB…]',
  arity: [0, Number.POSITIVE_INFINITY],
  options: {
    ...projectOptions,
    jobs: { type: 'string', short: 'j', value: 'N', help: 'at most N long nodes at once (all cores)' },
  },
  async run(call) {
    const jobs = readJobs(call);
    if (jobs === undefined) {
      process.stderr.write(`papermake: \`-j\` takes a whole number from 1, got \`${call.values.jobs}\`\n`);
      return EXIT.wrong;
    }
    const { root, file } = locate({ directory: call.values.directory as string, file: call.values.file as string });
    const interrupt = interruption();
    const watching = await startWatching(root, file, interrupt.signal);
    try {
      await watchRounds({ root, call, jobs, interrupt }, watching);
    } finally {
      interrupt.release();
      await watching.close();
    }
    return exitCodeOf(interrupt.signal);
  },
};

interface Rounds {
  readonly root: string;
  readonly call: Call;
  readonly jobs: number;
  readonly interrupt: Interruption;
}

async function watchRounds(rounds: Rounds, watching: Watching): Promise<void> {
  let settled = await oneRound(rounds, '', watching);
  while (!rounds.interrupt.signal.aborted) {
    const changed = await watching.next();
    if (!changed) break;
    // What a round wrote itself is as the round remembers it.
    const memory = readMemory(rounds.root);
    const others = memory ? changed.filter((path) => hasChanged(rounds.root, memory, path)) : changed;
    if (settled && others.length === 0) continue;
    settled = await oneRound(rounds, `${changedText(others.length > 0 ? others : changed)}: `, watching);
  }
}

const changedText = (paths: readonly string[]): string =>
  `${paths[0]}${paths.length > 1 ? ` and ${paths.length - 1} more` : ''}`;

/** False when the pipeline could not be run, or its files changed meanwhile: any change is a reason to try again. */
async function oneRound({ root, call, jobs, interrupt }: Rounds, why: string, watching: Watching): Promise<boolean> {
  const { signal, unguarded } = interrupt;
  const opened = await unguarded(() => openProject(whereOf(call)));
  if (!opened.ok) {
    refuse(inFileOrder(opened.problems), root);
    tell(`${why}the pipeline is wrong; waiting\n`);
    return false;
  }
  const report = textReporter({ quiet: true, source: sourceText(root) });
  let line = 'the pipeline is wrong; waiting\n';
  const listen: Listen = (event) => {
    report(event);
    if (event.event === 'done') line = summary(event);
  };
  const asked = { targets: call.positionals, jobs, keepGoing: true, forced: false, signal, unguarded, listen };
  const { remembered } = await execute(opened, asked);
  if (!signal.aborted) tell(`${why}${line}`);
  watching.add(opened.session.files.used);
  return remembered;
}

const tell = (text: string): void => void process.stdout.write(`papermake: ${text}`);
