/**
 * Takes over the last complete run's graph and standings, so that an edit of data costs no parsing, no expanding and no deciding of what it
 * does not touch. They stand in two derived, sealed, disposable files: the plan (`plan-file.ts`), rewritten when the pipeline changes, and
 * the standings (`standings.ts`), rewritten when a result does. They are used only while everything that they were made from is unchanged.
 */
import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Digest, NodeId } from '../../base/brand.ts';
import { memoByIdentity } from '../../base/memo.ts';
import { type Graph, type GraphNode, nodesHaving, outputsOf, withDescendants } from '../graph.ts';
import type { Kinds } from '../kinds.ts';
import { levelsKnown } from '../pipeline/each/known-levels.ts';
import type { LoadedPipeline, PipelineSpec } from '../pipeline/load.ts';
import type { Looked } from '../pipeline/looked.ts';
import { isBlob } from '../store/blobs.ts';
import type { NodeStanding, StoredArtifact } from '../store/records.ts';
import { type ProjectFiles, sameStamp, stampOf } from '../system/files.ts';
import { tryLook } from '../system/system-refusal.ts';
import { foldersUnchanged, type LastRun, listedFolders, sameSearchPath } from './last-run.ts';
import { readPlan } from './plan-file.ts';
import type { PlannedGraph } from './planned.ts';
import { readStandings, type Standings } from './standings.ts';

/** The knowledge of a run while it settles its nodes. */
export interface Settled {
  /** Artifact of a node that was settled. */
  artifact(id: NodeId): StoredArtifact | undefined;
  /** Path of the template of that name. */
  template(name: string): string | undefined;
}

/** Returns undefined where anything that the last run left is in doubt: then everything is planned and decided anew. */
export function resume(
  root: string,
  pipeline: string,
  kinds: Kinds,
  last: LastRun | undefined,
  files: ProjectFiles,
): Resumed | undefined {
  if (!last || last.allFresh === null || last.pipeline !== pipeline) return undefined;
  if (!foldersUnchanged(root, last) || !sameSearchPath(last)) return undefined;
  // The plan that is taken over was made along this PATH.
  files.searched = last.searched;
  for (const [path, stamp] of listedFolders(last)) files.listed.set(path, stamp);
  const changed = changedFiles(last, files);
  // A changed blob means that part of a record is lost or damaged: every node must be decided anew.
  if ([...changed].some(isBlob)) return undefined;
  if (changed.has(pipeline) || !isSameFile(root, pipeline, last)) return undefined;
  const standings = readStandings(root);
  if (standings?.run !== last.at) return undefined;
  const kept = readPlan(root, pipeline, kinds);
  if (kept?.sum !== standings.plan || !looksHold(kept.planned.looked, changed, kinds, files)) return undefined;
  standings.order((id) => kept.nodes.placeOf(id));
  const { planned } = kept;
  if (vanished(planned.graph, changed, files) || misplaced(planned.graph, last, files)) return undefined;
  // A plan that is kept does not hold the verdicts of the ledger.
  if (planned.services.includes('standings')) return undefined;
  return new Resumed(planned, standings, changed);
}

/** Holds the record of the last complete run, and the changes since. */
export class Resumed {
  readonly planned: PlannedGraph;
  readonly #standings: Standings;
  /** Files whose bytes are not what the last run saw. */
  readonly changed: ReadonlySet<string>;

  constructor(planned: PlannedGraph, standings: Standings, changed: ReadonlySet<string>) {
    this.planned = planned;
    this.#standings = standings;
    this.changed = changed;
  }

  /** Checksum of the plan, by which standings name it. */
  get sum(): string {
    return this.#standings.plan;
  }

  /** Adds to the standings what a run of this plan changed; false, with nothing written, where all must be written anew. */
  append(run: number, changed: ReadonlyMap<NodeId, NodeStanding>): boolean {
    return this.#standings.append(run, changed);
  }

  /** The standing at which the last run left the node. */
  standing(id: NodeId): NodeStanding | undefined {
    return this.#standings.get(id);
  }

  /** Says whether a node stands where the last run left it, because nothing that it is, reads or writes has changed since. */
  isLeft(node: GraphNode, settled: Settled): boolean {
    if (this.#isTouched(node, settled)) return false;
    return node.reads.every(({ node: id, parts }) => {
      const [before, now] = [this.#standings.get(id)?.artifact, settled.artifact(id)];
      return before !== undefined && now !== undefined && !changedBetween(before)(now).reach(parts);
    });
  }

  /**
   * Nodes that a change may reach: those that read or write a changed file, and all that read them, directly or not.
   * Every other node stands where it stood. O(nodes + edges).
   */
  reached(settled: Pick<Settled, 'template'>): ReadonlySet<NodeId> {
    const { nodes } = this.planned.graph;
    const mayBeTouched = [...nodesHaving(nodes, 'sources'), ...nodesHaving(nodes, 'outputs')];
    const touched: NodeId[] = [];
    for (const node of mayBeTouched) if (this.#isTouched(node, settled)) touched.push(node.id);
    return withDescendants(this.planned.graph, touched);
  }

  /** Says whether a node changed by itself, whatever the nodes give that it reads. */
  #isTouched({ outputs, sources }: GraphNode, { template }: Pick<Settled, 'template'>): boolean {
    if (outputs) for (const path of outputs) if (this.changed.has(path)) return true;
    for (const source of sources) {
      const path = source.is === 'file' ? source.path : template(source.name);
      if (path === undefined || this.changed.has(path)) return true;
    }
    return false;
  }
}

/**
 * Says whether the pipeline is still the very file that was planned: its stamp holds the inode and the time of its last change, which a store
 * from elsewhere cannot know. Without this check, such a store could bring a plan of its own, with nodes of its choice.
 */
function isSameFile(root: string, pipeline: string, { files }: LastRun): boolean {
  const seen = files.find(([path]) => path === pipeline)?.[1];
  const stat = statSync(join(root, pipeline), { throwIfNoEntry: false });
  return seen != null && stat !== undefined && sameStamp(stampOf(stat), seen.stamp);
}

/** The parts of an artifact that changed, kept since thousands of nodes that read it ask. */
interface Changed {
  reach(parts: 'all' | readonly string[]): boolean;
}

const nothing: Changed = { reach: () => false };

const changedBetween = memoByIdentity((before: StoredArtifact) =>
  memoByIdentity((now: StoredArtifact): Changed => {
    if (sameArtifact(before, now)) return nothing;
    const known = new Map(now.parts.map(({ name, digest }) => [name, digest]));
    const same = new Set(before.parts.flatMap(({ name, digest }) => (known.get(name) === digest ? [name] : [])));
    return { reach: (parts) => parts === 'all' || before.type !== now.type || !parts.every((name) => same.has(name)) };
  }),
);

export function sameArtifact(a: StoredArtifact | undefined, b: StoredArtifact | undefined): boolean {
  if (a === b) return true;
  if (!a || !b || a.type !== b.type || a.parts.length !== b.parts.length) return false;
  return a.parts.every((part, i) => part.name === b.parts[i]!.name && part.digest === b.parts[i]!.digest);
}

/** Digest of a file; null where it is absent, undefined where the system refuses a look. */
function digestIfReadable(path: string, files: ProjectFiles): Digest | null | undefined {
  const look = tryLook(() => files.digest(path));
  return 'found' in look ? look.found : undefined;
}

function changedFiles(last: LastRun, files: ProjectFiles): Set<string> {
  const changed = new Set<string>();
  for (const [path, seen] of last.files) {
    if (digestIfReadable(path, files) !== (seen?.digest ?? null)) changed.add(path);
  }
  return changed;
}

/** Says whether the facts of files that the plan was made from still hold. */
function looksHold(looked: Looked, changed: ReadonlySet<string>, kinds: Kinds, files: ProjectFiles): boolean {
  return looked.holds(changed, kinds, (path) => {
    const look = tryLook(() => files.contents(path));
    return 'found' in look ? look.found : undefined;
  });
}

/** Says whether an input file is gone, or out of reach, so that the pipeline must be planned anew to complain of it. */
function vanished(graph: Graph, changed: ReadonlySet<string>, files: ProjectFiles): boolean {
  const outputs = outputsOf(graph.nodes);
  return [...changed].some((path) => !outputs.has(path) && digestIfReadable(path, files) == null);
}

/** Says whether a link came to stand in an input's place that leads where nothing may be read, which a new plan complains of too. */
function misplaced({ nodes }: Graph, last: LastRun, files: ProjectFiles): boolean {
  const untouched = new Set<string>();
  for (const [path, seen] of last.files) if (files.used.get(path) === seen) untouched.add(path);
  const inputs = new Set<string>();
  for (const { sources } of nodesHaving(nodes, 'sources'))
    for (const source of sources) if (source.is === 'file' && !untouched.has(source.path)) inputs.add(source.path);
  // Programs of the system are named by absolute paths.
  return [...inputs].some(
    (path) => files.resultAt(path) !== undefined || (!isAbsolute(path) && files.normalise(path) === undefined),
  );
}

/** Adds the spec, which is loaded when it is first asked for; its loops go through the levels that the plan knew. */
export function withSpec<T extends { readonly resumed: Resumed }>(
  session: T,
  load: () => LoadedPipeline,
): T & { readonly spec: PipelineSpec } {
  let spec: PipelineSpec | undefined;
  return Object.defineProperty(session, 'spec', {
    get() {
      spec ??= specOf(session.resumed, load().spec!);
      return spec;
    },
    enumerable: true,
  }) as T & { readonly spec: PipelineSpec };
}

function specOf({ planned }: Resumed, spec: PipelineSpec): PipelineSpec {
  for (const name of spec.names) {
    const { loops } = spec.step(name)!;
    const levels = loops && levelsKnown(name, loops, planned.levels, spec.project);
    if (levels) spec.withLevels!(name, levels);
  }
  return spec;
}
