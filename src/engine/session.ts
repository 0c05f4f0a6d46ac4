/** A pipeline opened for work: what `run`, `status`, `why`, `graph`, `show` and `watch` share. */
import type { NodeId } from '../base/brand.ts';
import { canonicalJson } from '../base/canonical.ts';
import { inFileOrder } from '../base/print.ts';
import type { Problem } from '../base/problem.ts';
import { type Decision, decide, type World } from './decide.ts';
import type { Outcome, Verdict } from './events.ts';
import type { Executor } from './executors/executor.ts';
import { expand } from './expand.ts';
import { ProjectFiles } from './files.ts';
import { type Graph, type GraphNode, withAncestors } from './graph.ts';
import type { Kinds } from './kinds.ts';
import { loadSpec, type Spec } from './load.ts';
import { lockStore } from './lock.ts';
import type { Memory } from './memory.ts';
import { removeOrphans } from './orphans.ts';
import { Run, type RunOptions } from './run.ts';
import { Store, type StoredArtifact, type Trace } from './store.ts';
import { targetNodes } from './targets.ts';
import { explain } from './validate.ts';

export interface SessionOptions {
  /** Folder of the pipeline; absolute. */
  readonly root: string;
  /** Pipeline file, relative to the root. */
  readonly file: string;
  readonly kinds: Kinds;
  /** What a template's name stands for: a project-relative or absolute path. */
  readonly template: (name: string, files: ProjectFiles) => string | undefined;
  readonly memory: Memory | undefined;
}

export interface Session {
  readonly options: SessionOptions;
  readonly spec: Spec;
  readonly files: ProjectFiles;
}

export type Opened =
  | { readonly ok: true; readonly session: Session }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export async function openSession(options: SessionOptions): Promise<Opened> {
  const seen = (options.memory?.files ?? []).flatMap(([path, s]) => (s ? [[path, s] as const] : []));
  const files = new ProjectFiles(options.root, seen);
  const text = new TextDecoder().decode(files.read(options.file) ?? new Uint8Array());
  const { spec, source, problems, misfits } = loadSpec(options.file, text, options.kinds);
  if (problems.length > 0 || misfits.length > 0 || !spec) {
    const inSchema = source ? await explain(misfits, source) : [];
    const inSteps = spec ? expand(spec, options.kinds, files, new Map()).problems : [];
    return { ok: false, problems: inFileOrder([...problems, ...inSchema, ...inSteps]) };
  }
  return { ok: true, session: { options, spec, files } };
}

/** The state of every node, without running any. */
export interface Survey {
  readonly graph: Graph;
  readonly decisions: ReadonlyMap<NodeId, Decision>;
  readonly problems: readonly Problem[];
  readonly store: Store;
}

export function survey(session: Session, forced = false): Survey {
  const store = new Store(session.options.root);
  const levels = new Map<NodeId, readonly string[]>();
  for (;;) {
    const { graph, problems } = expand(session.spec, session.options.kinds, session.files, levels);
    if (problems.length > 0) return { graph, decisions: new Map(), problems: inFileOrder(problems), store };
    const decisions = decideAll(session, graph, store, forced);
    const found = newLevels(graph, levels, (node) => {
      const decision = decisions.get(node.id);
      return decision && 'trace' in decision ? readLevels(store, decision.trace) : undefined;
    });
    if (!found) return { graph, decisions, problems: [], store };
  }
}

function decideAll(session: Session, graph: Graph, store: Store, forced: boolean): Map<NodeId, Decision> {
  const decisions = new Map<NodeId, Decision>();
  const artifact = (id: NodeId): StoredArtifact | undefined => {
    const decision = decisions.get(id);
    return decision && 'trace' in decision ? decision.trace.artifact : undefined;
  };
  const world: World = {
    store,
    files: session.files,
    template: (name) => session.options.template(name, session.files),
    artifact,
    forced,
  };
  for (const node of graph.nodes.values()) decisions.set(node.id, decide(node, world));
  return decisions;
}

/** Adds levels that have become known; true when there were any. */
function newLevels(
  graph: Graph,
  levels: Map<NodeId, readonly string[]>,
  read: (node: GraphNode) => readonly string[] | undefined,
): boolean {
  let found = false;
  for (const id of graph.pending.flatMap((pending) => pending.on)) {
    const values = levels.has(id) ? undefined : read(graph.nodes.get(id)!);
    if (!values) continue;
    levels.set(id, values);
    found = true;
  }
  return found;
}

/** A levels node's artifact has one part, `levels`: a list of texts. */
function readLevels(
  store: Store,
  trace: { readonly key: Parameters<Store['part']>[0]; readonly artifact: StoredArtifact },
): readonly string[] | undefined {
  const part = trace.artifact.parts.find((p) => p.name === 'levels');
  const bytes = part && store.part(trace.key, part);
  return bytes && (JSON.parse(Buffer.from(bytes).toString()) as string[]);
}

function verdictsOf(graph: Graph, wanted: ReadonlySet<NodeId>, run: Run, store: Store): Verdict[] {
  return [...graph.nodes.values()].flatMap((node) => {
    const trace = wanted.has(node.id) ? run.trace(node.id) : undefined;
    return trace?.artifact.type === 'verdict' ? [readVerdict(node, store, trace)] : [];
  });
}

function readVerdict(node: GraphNode, store: Store, trace: Trace): Verdict {
  const part = (name: string): unknown => {
    const bytes = store.part(trace.key, trace.artifact.parts.find((each) => each.name === name)!);
    if (!bytes) throw new Error(`the store lost ${name} of ${node.id} while it was in use`);
    return JSON.parse(new TextDecoder().decode(bytes));
  };
  const text = node.view?.text;
  return {
    node: node.id,
    holds: part('holds') as boolean,
    claim: part('claim') as string,
    text: typeof text === 'string' ? text : '',
    broken: part('broken') as Verdict['broken'],
  };
}

export interface RunRequest extends RunOptions {
  readonly targets: readonly string[];
  readonly local: Executor;
  readonly pool: Executor;
  /** Told the pid when another run holds the store. */
  readonly waiting: (pid: number) => void;
}

export type RunResult =
  /** The pipeline or the call is wrong; nothing was written. */
  | { readonly is: 'refused'; readonly problems: readonly Problem[] }
  | {
      readonly is: 'ran';
      readonly outcome: Outcome;
      readonly problems: readonly Problem[];
      readonly nodes: number;
      /** Of the claims that were asked for and could be judged. */
      readonly verdicts: readonly Verdict[];
    };

export async function runPipeline(session: Session, request: RunRequest): Promise<RunResult> {
  const first = expand(session.spec, session.options.kinds, session.files, new Map());
  if (first.problems.length > 0) return { is: 'refused', problems: inFileOrder(first.problems) };
  const unknown = targetNodes(first.graph, request.targets).problems;
  if (unknown.length > 0) return { is: 'refused', problems: unknown };
  const lock = await lockStore(session.options.root, request.waiting, request.signal);
  const store = new Store(session.options.root);
  try {
    store.openForWriting();
    return await settleAll(session, request, store);
  } finally {
    store.close();
    lock.release();
    await Promise.all([request.local.close(), request.pool.close()]);
  }
}

async function settleAll(session: Session, request: RunRequest, store: Store): Promise<RunResult> {
  const { spec, files, options } = session;
  const template = (name: string): string | undefined => options.template(name, files);
  const run = new Run({ spec, store, files, template, local: request.local, pool: request.pool }, request);
  const levels = new Map<NodeId, readonly string[]>();
  const told = new Set<string>();
  for (;;) {
    const { graph, problems, warnings } = expand(spec, options.kinds, files, levels);
    if (problems.length > 0) return { is: 'refused', problems: inFileOrder(problems) };
    const news = inFileOrder(warnings).filter((warning) => !told.has(canonicalJson(warning)));
    for (const warning of news) told.add(canonicalJson(warning));
    const { wanted, waitsFor } = targetNodes(graph, request.targets);
    request.listen({ event: 'plan', nodes: wanted.size, pending: graph.pending.map((p) => p.step), warnings: news });
    await run.settle(graph, withAncestors(graph, waitsFor.length > 0 ? waitsFor : wanted));
    const found = newLevels(graph, levels, (node) => {
      const trace = run.trace(node.id);
      return trace && readLevels(store, trace);
    });
    if (found) continue;
    if (waitsFor.length > 0 && request.keepGoing) await run.settle(graph, withAncestors(graph, wanted));
    if (!run.failed && request.targets.length === 0) removeOrphans(graph, store, files, request.listen);
    const verdicts = verdictsOf(graph, wanted, run, store);
    for (const verdict of verdicts) request.listen({ event: 'claim', ...verdict });
    const outcome = run.outcome();
    request.listen({ event: 'done', ...outcome });
    return { is: 'ran', outcome, problems: run.problems, nodes: graph.nodes.size, verdicts };
  }
}
