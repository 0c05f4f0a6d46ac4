/** Executes one run of an opened project, and leaves notes of what it saw to the next. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isComplete } from '../../engine/events.ts';
import type { ExecutorKind } from '../../engine/executors/executor.ts';
import { local } from '../../engine/executors/local.ts';
import { pool } from '../../engine/executors/pool.ts';
import { type Executors, executorKinds, openExecutors } from '../../engine/executors/registry.ts';
import { leave } from '../../engine/resume/leave.ts';
import { type Ran, type RunRequest, runPipeline } from '../../engine/run/session.ts';
import { storeSize } from '../../engine/store/compact.ts';
import { STORE, TRACES } from '../../engine/system/files.ts';
import { gitState } from '../../engine/system/git.ts';
import { isStoreElsewhere, lineToMove, synchronisedBy } from '../../engine/system/project-place.ts';
import { type Call, EXIT } from '../command.ts';
import { packageFile, version, workerScript } from '../place.ts';
import { again, type OpenedProject, openProject } from '../project.ts';
import { hasIndex } from '../readers/place.ts';
import { Pace } from '../reporters/pace.ts';
import { runNoter } from '../reporters/run-note.ts';
import { optimise } from '../start/optimisation.ts';
import { refuse } from '../survey/open-survey.ts';
import { bytesText } from '../terminal/quantity.ts';
import { note } from '../terminal/terminal.ts';
import { TrialRecorder } from '../trials/trial-recorder.ts';
import { guardAgainstCrash } from './crash-guard.ts';
import { exitCodeOf } from './interruption.ts';
import { tellWaiting } from './lock-notice.ts';
import { maker, ownCommand } from './maker.ts';
import { otherVersionTeller } from './other-version.ts';

/** Files of papermake itself; a change of them makes a run's notes worthless. */
const OWN_FILES = ['kinds.json', 'load.js'];

/** Agents are answered, and told to stop, while a run goes on: no node of theirs keeps this thread but one that another program does. */
const apart: ExecutorKind = { ...pool, takes: ({ cost }) => cost !== 'external' };

export const executorsFor = ({ agent }: Pick<Call, 'agent'>, jobs: number): Executors =>
  openExecutors({ workers: workerScript(), jobs }, agent ? [apart, local] : executorKinds);

export interface ExecuteRequest
  extends Pick<
    RunRequest,
    | 'targets'
    | 'jobs'
    | 'keepGoing'
    | 'forced'
    | 'fetchOnly'
    | 'signal'
    | 'unguarded'
    | 'outlast'
    | 'listen'
    | 'patience'
  > {
  /** Measures the run for whoever shows how far it is. */
  readonly pace?: Pace;
  /** Is true where problems are printed as JSON too. */
  readonly json?: boolean;
  /** Says whether hints at the project's place and size are left out. */
  readonly quiet?: boolean;
  /** The executor that the option `--on` names. */
  readonly on?: string | undefined;
  /** Opened for this run where nobody else has opened them. */
  readonly executors?: Executors;
}

export interface Executed {
  /** The exit code. */
  readonly code: number;
  /** Is true where the files are still as the run used them, and its notes were written. */
  readonly remembered: boolean;
  /** Some node was run or restored. */
  readonly worked: boolean;
}

export async function execute(
  { session, project }: OpenedProject & { ok: true },
  asked: ExecuteRequest,
): Promise<Executed> {
  let remembered = false;
  const first = !existsSync(join(project.root, TRACES));
  const guard = guardAgainstCrash();
  const pace = asked.pace ?? new Pace();
  const recorder = new TrialRecorder(project.root, project.file);
  const tellVersion = otherVersionTeller(version());
  const runNote = runNoter(project.root, project.file, pace);
  if (!session.resumed) optimise('late');
  try {
    const result = await runPipeline(session, {
      ...asked,
      recorder,
      version: version(),
      planned: (graph, wanted, store) => {
        pace.planned(graph, wanted, store);
        if (asked.quiet !== true) tellVersion(project.root, graph, wanted, store);
      },
      listen: (event) => {
        pace.note(event);
        runNote.listen(event);
        asked.listen(event);
      },
      executors: asked.executors ?? openExecutors({ workers: workerScript(), jobs: asked.jobs }),
      reopen: () => openProject(again(project)),
      cluster: { on: asked.on, command: ownCommand, maker },
      waiting: tellWaiting,
      finish: (result) => {
        const all =
          asked.targets.length === 0 && isComplete(result.outcome) && result.verdicts.every(({ holds }) => holds);
        recorder.finish(result);
        remembered = leave(result, OWN_FILES.map(packageFile), all);
      },
    });
    if (result.is === 'refused')
      return { code: refuse(result.problems, project.root, asked.json), remembered: false, worked: false };
    if (hasIndex(project.root, project.file)) await (await import('../readers/index-file.ts')).refreshIndex(project);
    if (result.outcome.ran.length > 0 && asked.quiet !== true) noteSize(project.root);
    if (first && asked.quiet !== true) {
      noteCommitted(project.root);
      noteSynchronised(project.root);
    }
    const broken = result.verdicts.some((verdict) => !verdict.holds);
    const code = incompleteCode(result) ?? (broken ? EXIT.claimFalse : EXIT.done);
    return { code, remembered, worked: result.outcome.ran.length + result.outcome.cached.length > 0 };
  } catch (error) {
    if (!asked.signal.aborted) throw error;
    note('papermake: interrupted; what had finished is kept\n');
    return { code: exitCodeOf(asked.signal), remembered: false, worked: false };
  } finally {
    runNote.stop();
    optimise('usual');
    guard.release();
  }
}

/** The exit code of a run that left something undone: it may have failed, or wait for trust or registration alone. */
function incompleteCode(result: Ran): number | undefined {
  if (isComplete(result.outcome)) return undefined;
  const { failed, held, withheld, unregistered } = result.outcome;
  const onlyWaits = failed.length === 0 && held === undefined && (withheld ?? unregistered) !== undefined;
  return onlyWaits ? EXIT.wrong : EXIT.failed;
}

/** A store of more bytes than this is worth a hint at `gc`. */
const LARGE_STORE = 2 * 1024 * 1024 * 1024;

function noteSize(root: string): void {
  const size = storeSize(root);
  if (size <= LARGE_STORE) return;
  note(`papermake: ${STORE}/ holds ${bytesText(size)}\nhint: \`papermake gc\` removes what no recent run needs\n`);
}

/** Warns, in the first run, of a project in a folder that a program synchronises. */
function noteSynchronised(root: string): void {
  const by = synchronisedBy(root);
  if (by === undefined || isStoreElsewhere(root)) return;
  const line = lineToMove(root);
  const move =
    line === undefined ? '' : `, or, before a run, remove ${STORE}/ and link it to a place that is not: \`${line}\``;
  note(
    `papermake: this folder is synchronised by ${by}, which takes hold of files in ${STORE}/ while a run writes them, and copies what no other machine needs\nhint: keep the project where nothing is synchronised, and share it by git${move}\n`,
  );
}

/** Hints, in the first run, at a store that git does not ignore: committed by `git add .`, it would swell the repository at every run. */
function noteCommitted(root: string): void {
  if (gitState(root) === null) return;
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  // A repository from elsewhere may name programs to run when git reads its index, which is not needed here.
  const ask = ['-c', 'core.fsmonitor=false', 'check-ignore', '--no-index', '--quiet', STORE];
  const { status } = spawnSync('git', ask, { cwd: root, stdio: 'ignore' });
  // 0 means ignored and 1 not; with anything else there is no git that could tell.
  if (status !== 1) return;
  note(
    `papermake: ${STORE}/ would be committed to git, though a run makes it again\nhint: \`echo ${STORE}/ >> .gitignore\` keeps it out\n`,
  );
}
