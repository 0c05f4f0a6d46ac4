/** A pipeline opened for work: what `run`, `status`, `why`, `graph`, `show` and `watch` share. */
import { unlessRefused } from '../../base/attempt.ts';
import type { Digest, NodeId } from '../../base/brand.ts';
import { canonicalJson } from '../../base/canonical.ts';
import { inFileOrder } from '../../base/print.ts';
import type { Problem } from '../../base/problem.ts';
import { type Decision, decide, type World } from '../decide/decide.ts';
import { movedNumbers } from '../decide/moved-numbers.ts';
import type { ClaimOutcome, RunOutcome } from '../events.ts';
import type { Executors } from '../executors/registry.ts';
import { type Graph, type GraphNode, type NodeIds, nodesOfKind, withAncestors } from '../graph.ts';
import type { Kinds } from '../kinds.ts';
import type { Recorder } from '../ledger/recorder.ts';
import { mendSpec } from '../pipeline/error-recovery.ts';
import { expand } from '../pipeline/expand.ts';
import { type LoadedPipeline, loadSpec, type PipelineSpec } from '../pipeline/load.ts';
import { targetNodes } from '../pipeline/targets.ts';
import { explain } from '../pipeline/validate.ts';
import { type Beginning, isAlone, type LastRun } from '../resume/last-run.ts';
import { type NodeLevels, type PlannedGraph, plannedOf } from '../resume/planned.ts';
import { type Resumed, resume, withSpec } from '../resume/resume.ts';
import type { ProjectDecl } from '../step.ts';
import { outputLinks } from '../store/links.ts';
import { type Holder, lockStore } from '../store/lock.ts';
import type { NodeStanding, StoredArtifact } from '../store/records.ts';
import { recordRun } from '../store/runs.ts';
import { Store } from '../store/store.ts';
import { ProjectFiles } from '../system/files.ts';
import { knownSeal } from '../system/seal.ts';
import { sparedNodes } from './early-cutoff.ts';
import { giveAll, leaveRest } from './giving.ts';
import { confidentialIn, readVerdict } from './hidden/confidential.ts';
import { withheldBy } from './hidden/trusting.ts';
import { type Withholding, withholdingOf } from './hidden/withholding.ts';
import { Manifest } from './outputs/manifest.ts';
import { removeOrphans } from './outputs/orphans.ts';
import { type ClusterRequest, openPlaces, type RunPlaces } from './placing.ts';
import { Run, type RunOptions } from './run.ts';
import { sharedCache } from './sharing.ts';

export interface SessionOptions {
  /** Folder of the pipeline; absolute. */
  readonly root: string;
  /** Pipeline file, relative to the root. */
  readonly file: string;
  readonly kinds: Kinds;
  /** Path of the template of a name, project-relative or absolute. */
  readonly template: (name: string, files: ProjectFiles) => string | undefined;
  readonly last: LastRun | undefined;
  /** Stamps that were taken before the kinds were loaded. */
  readonly began: Beginning;
  /** Is true where paths in the pipeline, and links, may lead out of the project. */
  readonly allowOutside?: boolean;
  /** Says whether the user lets the project run code and start programs. */
  readonly trusted: boolean;
  /** Servers to which the call itself lets tokens go. */
  readonly tokenServers?: readonly string[] | undefined;
  /** The graph with what its tables say of the ledger. */
  readonly annotated?: (graph: Graph, session: Pick<Session, 'options' | 'files'>) => { readonly graph: Graph };
  /** The text as which the pipeline is planned, in the place of its file; such a plan is not run. */
  readonly instead?: Instead;
}

/** A text that the pipeline might have, and the files that its plan may open. */
export interface Instead extends Pick<ProjectFiles, 'admits'>, Partial<Pick<ProjectFiles, 'unsaved'>> {
  readonly text: string;
}

export interface Session {
  readonly options: SessionOptions;
  /** The spec, parsed when first asked for, since a run that plans nothing anew has no need of it. */
  readonly spec: PipelineSpec;
  /** Holds what the pipeline declares beside its steps. */
  readonly project: ProjectDecl;
  readonly files: ProjectFiles;
  readonly resumed: Resumed | undefined;
}

export type Opened =
  | { readonly ok: true; readonly session: Session }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export async function openSession(options: SessionOptions): Promise<Opened> {
  const seen = (options.last?.files ?? []).flatMap(([path, s]) => (s ? [[path, s] as const] : []));
  const files = new ProjectFiles(options.root, seen, options.allowOutside, knownSeal(options.root));
  files.admits = options.instead?.admits ?? files.admits;
  files.unsaved = options.instead?.unsaved ?? files.unsaved;
  const read = (): string =>
    options.instead?.text ?? new TextDecoder().decode(files.read(options.file) ?? new Uint8Array());
  const load = (): LoadedPipeline => loadSpec(options.file, read(), options.kinds);
  const resumed = options.instead ? undefined : resume(options.root, options.file, options.kinds, options.last, files);
  if (resumed) {
    const { project } = resumed.planned;
    return { ok: true, session: withSpec({ options, files, resumed, project }, load) };
  }
  const { spec, source, problems, misfits } = load();
  if (problems.length > 0 || misfits.length > 0 || !spec) {
    const explained = source ? await explain(misfits, source) : [];
    const inSchema = explained.flatMap((each) => each.problems);
    const inSteps = spec ? expand(mendSpec(spec, explained), options.kinds, files, new Map()).problems : [];
    return { ok: false, problems: inFileOrder([...problems, ...inSchema, ...inSteps]) };
  }
  return { ok: true, session: { options, spec, project: spec.project, files, resumed } };
}

type Plan = PlannedGraph & { readonly problems: readonly Problem[] };

/** The graph for what the levels nodes found: the last run's where it is still that, else expanded anew. */
function plan(session: Session, levels: NodeLevels): Plan {
  const { options, files, resumed } = session;
  if (resumed && sameLevels(levels, resumed.planned.levels)) return { ...resumed.planned, problems: [] };
  const { spec } = session;
  const expanded = expand(spec, options.kinds, files, levels);
  const planned = plannedOf(spec, expanded, levels);
  return { ...planned, ...options.annotated?.(planned.graph, session), problems: inFileOrder(expanded.problems) };
}

/** The plan by what is known before anything ran. */
const firstPlan = (session: Session): Plan => plan(session, session.resumed?.planned.levels ?? new Map());

const sameLevels = (a: NodeLevels, b: NodeLevels): boolean => canonicalJson([...a]) === canonicalJson([...b]);

/** The state of every node, without running any. */
export interface Survey {
  readonly graph: Graph;
  /** Gives what a node's run would start that the user has not let the project do. */
  readonly withheld: (node: GraphNode) => string | undefined;
  /** Knows the nodes that wait for the plan to be registered. */
  readonly withholding: Withholding;
  readonly decisions: ReadonlyMap<NodeId, Decision>;
  readonly problems: readonly Problem[];
  readonly store: Store;
}

/** `store` may be another project's, of which this one is an earlier state. */
export function survey(
  session: Session,
  forced = false,
  store = new Store(session.options.root, session.options.file),
): Survey {
  let levels: NodeLevels = session.resumed?.planned.levels ?? new Map();
  const withheld = withheldBy(session);
  for (;;) {
    const { graph, problems, services } = plan(session, levels);
    const withholding = withholdingOf(session, services, store, graph);
    const told = { graph, withheld, withholding, store };
    if (problems.length > 0) return { ...told, decisions: new Map(), problems };
    const decisions = decideAll(session, graph, store, forced);
    const found = levelsFound([...graph.levels.values()].flat(), store, (id) => {
      const decision = decisions.get(id);
      return decision && 'artifact' in decision ? decision : undefined;
    });
    if (sameLevels(found, levels)) return { ...told, decisions, problems: [] };
    levels = found;
  }
}

function decideAll(session: Session, graph: Graph, store: Store, forced: boolean): Map<NodeId, Decision> {
  const decisions = new Map<NodeId, Decision>();
  const artifact = (id: NodeId): StoredArtifact | undefined => {
    const decision = decisions.get(id);
    return decision && 'artifact' in decision ? decision.artifact : undefined;
  };
  const world = { ...worldOf(session, graph, store, artifact), forced };
  for (const node of graph.nodes.values()) decisions.set(node.id, decide(node, world));
  return decisions;
}

/** Returns the state that the last run left, where its graph is the one that is looked at. */
const resumedWith = ({ resumed }: Session, graph: Graph): Resumed | undefined =>
  resumed?.planned.graph === graph ? resumed : undefined;

/** The world in which nodes are decided. `artifact` tells what settled nodes hold. */
export function worldOf(session: Session, graph: Graph, store: Store, artifact: World['artifact']): World {
  const { files, options } = session;
  const template = (name: string): string | undefined => options.template(name, files);
  const resumed = resumedWith(session, graph);
  const standing = (node: GraphNode): NodeStanding | undefined =>
    resumed?.isLeft(node, { artifact, template }) ? resumed.standing(node.id) : undefined;
  const before: World['before'] = (id) => resumed?.standing(id)?.artifact;
  return { store, files, template, artifact, standing, before, forced: false };
}

/** Levels that settled levels nodes found, in the order in which they were asked for. */
function levelsFound(ids: readonly NodeId[], store: Store, standing: Run['standing']): NodeLevels {
  const found = new Map<NodeId, readonly string[]>();
  for (const id of new Set(ids)) {
    const standsAt = standing(id);
    const values = standsAt && readLevels(store, standsAt);
    if (values) found.set(id, values);
  }
  return found;
}

/** A levels node's artifact has one part, `levels`: a list of texts. */
function readLevels(store: Store, { key, artifact }: NodeStanding): readonly string[] | undefined {
  const part = artifact.parts.find((p) => p.name === 'levels');
  const bytes = part && store.part(key, part);
  return bytes && (JSON.parse(Buffer.from(bytes).toString()) as string[]);
}

function verdictsOf(session: Session, graph: Graph, wanted: NodeIds, run: Run, store: Store): ClaimOutcome[] {
  const hides = confidentialIn(session, graph, store);
  return nodesOfKind(graph.nodes, ({ kind }) => kind.artifact === 'verdict').flatMap((node) => {
    if (!wanted.has(node.id)) return [];
    const standing = run.standing(node.id);
    return standing ? [readVerdict(node, store, standing, hides)] : [];
  });
}

export interface RunRequest extends RunOptions {
  readonly targets: readonly string[];
  readonly executors: Executors;
  /** The request to run nodes on a cluster. */
  readonly cluster?: ClusterRequest;
  /** Called with the holder of the store, when another run holds it. */
  readonly waiting: (holder: Holder) => void;
  /** The run waits no longer for the store than this, in milliseconds. */
  readonly patience?: number | undefined;
  /** Does what the project's own code may take part in, such as planning; meanwhile a signal ends the process by itself. */
  readonly unguarded: <T>(act: () => T | Promise<T>) => Promise<T>;
  /** Opens the project again: what was seen before another run may be old. */
  readonly reopen: () => Promise<Opened>;
  /** Called with the nodes to settle, whenever they are planned, before any of them is settled. */
  readonly planned?: (graph: Graph, wanted: NodeIds, store: Store) => void;
  /** Version of the program that runs, which the record of the run keeps. */
  readonly version?: string;
  /** Keeps a record beside the store. */
  readonly recorder?: Recorder | undefined;
  /** Called with the result of the run while the store is still this run's. */
  readonly finish: (result: Ran) => void;
}

export type SessionResult =
  /** The pipeline or the call is wrong; nothing was written. */
  { readonly is: 'refused'; readonly problems: readonly Problem[] } | Ran;

export interface Ran {
  readonly is: 'ran';
  readonly outcome: RunOutcome;
  readonly problems: readonly Problem[];
  readonly nodes: number;
  readonly planned: PlannedGraph;
  /** The run, which knows where every node stands. */
  readonly run: Pick<Run, 'standings' | 'moved'>;
  /** The session that ran, which is another than was given when it had to wait. */
  readonly session: Session;
  /** The large parts of records that were read or written, by their path. */
  readonly blobs: ReadonlyMap<string, Digest>;
  /** Verdicts on the claims that were asked for and could be judged. */
  readonly verdicts: readonly ClaimOutcome[];
}

export async function runPipeline(session: Session, request: RunRequest): Promise<SessionResult> {
  const { unguarded } = request;
  const first = await unguarded(() => firstPlan(session));
  const wrong = callProblems(session, first, request.targets);
  if (wrong.length > 0) return { is: 'refused', problems: wrong };
  const { root, began } = session.options;
  let waited = false;
  const waiting = (holder: Holder): void => {
    waited = true;
    request.waiting(holder);
  };
  const lock = await lockStore(root, { waiting, signal: request.signal, patience: request.patience });
  try {
    // A run that was not waited for may also have come to its end between our look and our lock.
    const outdated = waited || !isAlone(began, root);
    const opened: Opened = outdated ? await unguarded(request.reopen) : { ok: true, session };
    if (!opened.ok) return { is: 'refused', problems: opened.problems };
    const now = outdated ? await unguarded(() => firstPlan(opened.session)) : first;
    const wrongNow = outdated ? callProblems(opened.session, now, request.targets) : [];
    if (wrongNow.length > 0) return { is: 'refused', problems: wrongNow };
    return await runLocked(opened.session, request, now);
  } finally {
    lock.release();
    await request.executors.close();
  }
}

/** Returns the problems of the pipeline or the call, before anything is written. */
function callProblems(session: Session, { graph, problems }: Plan, targets: readonly string[]): readonly Problem[] {
  if (problems.length > 0) return problems;
  return [...targetNodes(graph, targets).problems, ...outputLinks(graph, session.files)];
}

async function runLocked(session: Session, request: RunRequest, first: Plan): Promise<SessionResult> {
  const store = new Store(session.options.root, session.options.file);
  // A step kind may end the process; what has run is then recorded all the same.
  const atExit = (): void => unlessRefused(() => store.flush());
  process.once('exit', atExit);
  try {
    store.openForWriting(() => request.recorder?.write());
    const result = await settleAll(session, request, store, first).finally(() => {
      unlessRefused(() => store.flush());
      unlessRefused(() => recordRun(session.options.root, store, Date.now(), request.version));
    });
    const synced = store.finish();
    // Whoever called waits for it too.
    void request.executors.close();
    try {
      // This is done while the disk takes its time, and the workers end.
      if (result.is === 'ran') request.finish(result);
    } finally {
      await synced;
    }
    return result;
  } finally {
    process.off('exit', atExit);
    store.close();
  }
}

function planAnew(session: Session, { unguarded }: RunRequest, store: Store, levels: NodeLevels): Promise<Plan> {
  store.flush();
  return unguarded(() => plan(session, levels));
}

async function settleAll(session: Session, request: RunRequest, store: Store, first: Plan): Promise<SessionResult> {
  const places = await openPlaces(session, request, first.services, store);
  if ('problems' in places) return { is: 'refused', problems: places.problems };
  let isDone = false;
  try {
    const result = await settleOn(places, session, request, store, first);
    isDone = true;
    return result;
  } finally {
    await places.close(isDone);
  }
}

async function settleOn(
  { executors, check }: RunPlaces,
  session: Session,
  request: RunRequest,
  store: Store,
  first: Plan,
): Promise<SessionResult> {
  const { files, options } = session;
  const template = (name: string): string | undefined => options.template(name, files);
  const shared = await sharedCache(session, request.listen, first.services);
  const withheld = withheldBy(session);
  const manifest = new Manifest(files, request.listen);
  const { forced, recorder } = request;
  if (first.services.includes('withhold')) recorder?.withholds(session.project.withhold ?? []);
  const withholding = withholdingOf(session, first.services, store);
  const engine = { session, store, files, manifest, template, executors, shared, withheld, withholding, recorder };
  const run = new Run(engine, request);
  const giving = leaveRest({ ...request, ...options, shared });
  const told = new Set<string>();
  let levels: NodeLevels = session.resumed?.planned.levels ?? new Map();
  for (;;) {
    const planned = sameLevels(levels, first.levels) ? first : await planAnew(session, request, store, levels);
    const { graph, problems, warnings } = planned;
    if (problems.length > 0) return { is: 'refused', problems };
    const moved = movedNumbers(graph, store, () => session.spec.source);
    const news = inFileOrder([...warnings, ...moved]).filter((warning) => !told.has(canonicalJson(warning)));
    for (const warning of news) told.add(canonicalJson(warning));
    const targets = targetNodes(graph, request.targets);
    const { wanted } = targets;
    request.planned?.(graph, wanted, store);
    request.listen({ event: 'plan', nodes: wanted.size, pending: graph.pending.map((p) => p.step), warnings: news });
    run.resumed = withholding.isActive ? undefined : resumedWith(session, graph);
    const asked = wanted.size === graph.nodes.size ? wanted : withAncestors(graph, wanted);
    const refused = await check(graph, asked, (made) => ({ ...worldOf(session, graph, store, made), forced }));
    if (refused.length > 0) return { is: 'refused', problems: refused };
    // Levels come first, since they decide which nodes there are.
    await run.settle(graph, withAncestors(graph, targets.levels));
    const found = new Map([...levels, ...levelsFound(targets.levels, store, (id) => run.standing(id))]);
    if (!sameLevels(found, levels)) {
      levels = found;
      continue;
    }
    if (targets.waitsFor.length === 0 || request.keepGoing || run.hasWithheld) await run.settle(graph, asked);
    if (!run.failed && !run.hasWithheld && request.targets.length === 0 && !run.resumed)
      removeOrphans(graph, store, { files, last: options.last }, request.listen);
    manifest.write(graph.nodes, (id) => run.standing(id));
    // A broken claim tells values.
    recorder?.write();
    const verdicts = verdictsOf(session, graph, wanted, run, store);
    for (const verdict of verdicts) request.listen({ event: 'claim', ...verdict });
    const outcome = run.outcome();
    const spared = sparedNodes(run.reached(graph), outcome);
    if (spared.nodes.length > 0) request.listen({ event: 'spared', ...spared });
    await giveAll(giving, run, { graph, store });
    request.listen({ event: 'done', ...outcome });
    return {
      is: 'ran',
      outcome,
      problems: run.problems,
      nodes: graph.nodes.size,
      planned,
      run,
      session,
      blobs: store.changes.blobs,
      verdicts,
    };
  }
}
