/** A paper that is looked at: its last sound state, looked at anew whenever its files, its store or a run change. */
import type { NodeId } from '../../base/brand.ts';
import type { SourceText } from '../../base/print.ts';
import { type Problem, ProblemError } from '../../base/problem.ts';
import { hiding } from '../../base/value.ts';
import { thrownText } from '../../engine/code/thrown.ts';
import { hiddenVariables } from '../../engine/run/hidden/confidential.ts';
import { survey } from '../../engine/run/session.ts';
import { type RunNow, readRunNow } from '../../engine/store/run-now.ts';
import type { Seen, Stamp } from '../../engine/system/files.ts';
import { systemRefusal } from '../../engine/system/system-refusal.ts';
import { locate, type OpenedProject, openProject, sourceText, type Where } from '../project.ts';
import { standingsShown } from '../registration/standing.ts';
import { elsewhereText } from '../reporters/elsewhere.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import { countTrials } from '../trials/count-trials.ts';
import { historyIn } from './column/history.ts';
import { madeIn, onLedger } from './column/made.ts';
import { detailOf } from './detail.ts';
import { type ComparedStates, type DiffReply, movedSince } from './diff.ts';
import type { NamedFolder } from './folders.ts';
import type { Live, NodeDetail, Overview, ProblemView, RunProgress, TableHistory, TrialsView } from './model.ts';
import { overviewOf } from './overview.ts';
import { problemViews } from './problems.ts';
import { resultOf } from './results.ts';

interface Looked {
  readonly opened: OpenedProject & { ok: true };
  readonly surveyed: Surveyed;
  readonly confidential: ReadonlySet<string>;
  readonly trials: TrialsView | null;
}

export class Paper {
  readonly root: string;
  readonly #file: string;
  readonly #where: Where;
  readonly #folders: readonly NamedFolder[];
  #looked: Looked | undefined;
  #now: RunNow | undefined;
  #overview: Overview | undefined;
  #problems: readonly ProblemView[] = [];
  #version = 0;

  /** `folders` may be compared with, and no others. */
  constructor(where: Where, folders: readonly NamedFolder[] = []) {
    this.#folders = folders;
    const { root, file } = locate(where);
    this.root = root;
    this.#file = file;
    this.#where = where;
  }

  /** Looks at everything anew; where the pipeline is wrong, its last sound state stays. */
  async look(): Promise<void> {
    await this.#unlessAway(async () => {
      const opened = await openProject(this.#where);
      const problems = opened.ok ? await this.#survey(opened) : opened.problems;
      this.#draw();
      return problems;
    });
    this.#version += 1;
  }

  /** Looks at what a run is doing, from its note. */
  async lookAtRun(): Promise<void> {
    const before = JSON.stringify(this.#overview);
    const wasRunning = this.isRunning;
    await this.#unlessAway(async () => {
      this.#draw();
      if (wasRunning && !this.isRunning && this.#looked) {
        this.#looked = { ...this.#looked, trials: await trialsOf(this.#looked.surveyed) };
        this.#draw();
      }
      return undefined;
    });
    if (before !== JSON.stringify(this.#overview)) this.#version += 1;
  }

  /** Files may be taken away at this moment, and come back. `act` returns what is wrong; undefined where it did not look for that. */
  async #unlessAway(act: () => Promise<readonly Problem[] | undefined>): Promise<void> {
    try {
      const problems = await act();
      if (problems) this.#problems = problemViews(problems, sourceText(this.root));
    } catch (error) {
      this.#problems = thrownProblems(error, sourceText(this.root));
    }
  }

  #draw(): void {
    this.#now = readRunNow(this.root, this.#file);
    if (!this.#looked) return;
    const { surveyed, confidential, trials } = this.#looked;
    this.#overview = overviewOf(surveyed, this.#now, confidential, { trials, folders: this.#folders });
  }

  async #survey(opened: OpenedProject & { ok: true }): Promise<readonly Problem[]> {
    const found = survey(opened.session);
    if (found.problems.length > 0) return found.problems;
    const surveyed = { session: opened.session, survey: found, json: false };
    const confidential = hiddenVariables(opened.session, found.graph, found.store);
    // git is asked for them, which while a run goes on would cost at every node.
    const trials = this.isRunning ? (this.#looked?.trials ?? null) : await trialsOf(surveyed);
    this.#looked = { opened, surveyed, confidential, trials };
    return [];
  }

  /** Tells whether a run is going on, as its note said when last read. */
  get isRunning(): boolean {
    return this.#now?.ended === false;
  }

  /** undefined while the pipeline was never sound. */
  get overview(): Overview | undefined {
    return this.#overview;
  }

  get live(): Live {
    return { version: this.#version, progress: progressOf(this.#now), problems: this.#problems };
  }

  /** Files that were looked at, project-relative. */
  get used(): ReadonlyMap<string, Seen | null> {
    return this.#looked?.opened.session.files.used ?? new Map();
  }

  /** Folders whose names were read. */
  get listed(): ReadonlyMap<string, Stamp | null> {
    return this.#looked?.opened.session.files.listed ?? new Map();
  }

  detail(id: string): NodeDetail | undefined {
    if (!this.#looked) return undefined;
    const { surveyed, confidential } = this.#looked;
    const { session, survey: found } = surveyed;
    const source = sourceText(this.root);
    const hides = hiding(confidential);
    const registered = standingsShown(session, found);
    const shown = { now: this.#now, source, hides, registered, withValues: true, forOthers: false };
    return detailOf(
      { surveyed, ...shown, made: madeIn(session, found), ledger: onLedger(session, found) },
      id as NodeId,
    );
  }

  /** The bytes of a file that a node wrote, as its result has them. */
  file(id: string, path: string): Uint8Array | undefined {
    const reader = this.#looked && resultOf(this.#looked.surveyed.survey, id as NodeId);
    return reader?.type === 'files' && reader.parts.includes(path) ? reader.bytes(path) : undefined;
  }

  history(table: string): TableHistory | undefined {
    if (!this.#looked) return undefined;
    const { surveyed, confidential } = this.#looked;
    return historyIn(surveyed, { hides: hiding(confidential), forOthers: false })(table as NodeId);
  }

  async moved(states: ComparedStates): Promise<DiffReply> {
    if (!this.#looked) return { ok: false, why: 'the pipeline is wrong' };
    return movedSince(this.#looked.opened, states, { folders: this.#folders });
  }
}

/** Null where there is neither a record nor anything that would be in it. */
async function trialsOf({ session, survey: found }: Surveyed): Promise<TrialsView | null> {
  const { estimated, printed, unrecorded, since } = await countTrials(session, found);
  if (estimated === null && printed === 0) return null;
  return { estimated, printed, unrecorded, since: since?.slice(0, 10) ?? '' };
}

function progressOf(now: RunNow | undefined): RunProgress | null {
  if (!now || now.ended) return null;
  const { settled, total, left, running, elsewhere = [] } = now;
  return { settled, total, left, running, elsewhere: elsewhere.map(elsewhereText) };
}

function thrownProblems(error: unknown, source: SourceText): ProblemView[] {
  if (error instanceof ProblemError) return problemViews(error.problems, source);
  const message = systemRefusal(error) ?? `Internal error: ${thrownText(error)}`;
  return [{ place: '', message, excerpt: '', hint: '' }];
}
