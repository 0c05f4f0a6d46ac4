/**
 * The last complete run's graph and standings, so that a small edit costs no parsing, no expanding and no deciding of
 * what it does not touch. Two derived, sealed, disposable files: the plan (`plan-file.ts`), rewritten when the pipeline changes,
 * and the standings (`standings.ts`), rewritten when a result does. Used only while everything they were made from holds to the letter.
 */
import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Digest, NodeId } from '../../base/brand.ts';
import { memoByIdentity } from '../../base/memo.ts';
import { type Graph, type GraphNode, outputsOf } from '../graph.ts';
import type { Kinds } from '../kinds.ts';
import type { Looked } from '../pipeline/looked.ts';
import { isBlob } from '../store/blobs.ts';
import type { Standing, StoredArtifact } from '../store/records.ts';
import { type ProjectFiles, sameStamp, stampOf, TRACES } from '../system/files.ts';
import { tryLook } from '../system/system-refusal.ts';
import { foldersUnchanged, type LastRun, sameSearchPath } from './last-run.ts';
import { type KeptPlan, readPlan } from './plan-file.ts';
import type { Planned } from './planned.ts';
import { type Replanned, replan } from './replan.ts';
import { readStandings, type Standings } from './standings.ts';

/** What a run asks while it settles its nodes. */
export interface Settled {
  /** Of a node that was settled. */
  artifact(id: NodeId): StoredArtifact | undefined;
  /** What a template's name stands for. */
  template(name: string): string | undefined;
}

/** undefined where what the last run left does not hold to the letter: then everything is planned and decided anew. */
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
  const changed = changedFiles(last, files);
  // Part of a record is lost or damaged: where each node stands is to be decided anew.
  if ([...changed].some(isBlob)) return undefined;
  const edited = changed.has(pipeline);
  if (edited ? !isOwnLog(last) : !isSameFile(root, pipeline, last)) return undefined;
  const standings = readStandings(root);
  if (standings?.run !== last.at) return undefined;
  const kept = readPlan(root, pipeline, kinds);
  if (kept?.sum !== standings.plan || !looksHold(kept.planned.looked, changed, kinds, files)) return undefined;
  const replanned = edited ? replannedFrom(kept, pipeline, kinds, files) : undefined;
  const planned = edited ? replanned?.planned : kept.planned;
  if (!planned || vanished(planned.graph, changed, files) || misplaced(planned.graph, last, files)) return undefined;
  return new Resumed(planned, standings, changed, replanned);
}

function replannedFrom(
  { planned, making }: KeptPlan,
  pipeline: string,
  kinds: Kinds,
  files: ProjectFiles,
): Replanned | undefined {
  const [made, bytes] = [making(), files.read(pipeline)];
  if (!made || !bytes) return undefined;
  return replan({ ...planned, making: made }, pipeline, new TextDecoder().decode(bytes), kinds, files);
}

/** What the last complete run left, of which everything holds but what was changed since. */
export class Resumed {
  readonly planned: Planned;
  readonly #standings: Standings;
  /** Files whose bytes are not what the last run saw. */
  readonly changed: ReadonlySet<string>;
  /** After an edit of the pipeline. */
  readonly replanned: Replanned | undefined;

  constructor(planned: Planned, standings: Standings, changed: ReadonlySet<string>, replanned: Replanned | undefined) {
    this.planned = planned;
    this.#standings = standings;
    this.changed = changed;
    this.replanned = replanned;
  }

  /** The plan that the standings belong to; undefined when the pipeline was edited since. */
  get planSum(): string | undefined {
    return this.replanned ? undefined : this.#standings.plan;
  }

  /** Where the last run left the node. */
  standing(id: NodeId): Standing | undefined {
    return this.#standings.get(id);
  }

  /** Whether a node stands where the last run left it, because nothing that it is, reads or writes has changed since. */
  isLeft(node: GraphNode, settled: Settled): boolean {
    if (this.#isTouched(node, settled)) return false;
    return node.reads.every(({ node: id, parts }) => {
      const [before, now] = [this.#standings.get(id)?.artifact, settled.artifact(id)];
      return before !== undefined && now !== undefined && !changedBetween(before)(now).reach(parts);
    });
  }

  /**
   * Nodes that a change may reach: those that are new, or read or write a changed file, and all that read them, directly or not.
   * Every other node stands where it stood. O(nodes + edges).
   */
  reached(settled: Pick<Settled, 'template'>): Set<NodeId> {
    const reached = new Set<NodeId>();
    for (const node of this.planned.graph.nodes.values())
      if (this.#isTouched(node, settled) || node.dependencies.some((id) => reached.has(id))) reached.add(node.id);
    return reached;
  }

  /** By a change of its own, whatever the nodes give that it reads. */
  #isTouched({ id, outputs, sources }: GraphNode, { template }: Pick<Settled, 'template'>): boolean {
    if (!this.#standings.has(id) || this.replanned?.anew.has(id)) return true;
    if (outputs?.some((path) => this.changed.has(path))) return true;
    return sources.some((source) => {
      const path = source.is === 'file' ? source.path : template(source.name);
      return path === undefined || this.changed.has(path);
    });
  }
}

/**
 * The pipeline has not been touched here since: its stamp holds the inode and the time of its last change, which a store
 * from elsewhere cannot know. Without this, such a store could bring a plan of its own, with nodes of its choice.
 */
function isSameFile(root: string, pipeline: string, { files }: LastRun): boolean {
  const seen = files.find(([path]) => path === pipeline)?.[1];
  const stat = statSync(join(root, pipeline), { throwIfNoEntry: false });
  return seen != null && stat !== undefined && sameStamp(stampOf(stat), seen.stamp);
}

/**
 * An edited pipeline is another file. What it is planned from is believed beside the log of traces that the last run left,
 * which `foldersUnchanged` holds against its own inode and time of change.
 */
const isOwnLog = ({ folders }: LastRun): boolean => folders.some(([path, stamp]) => path === TRACES && stamp !== null);

/** What of an artifact is not as it was: what thousands of nodes that read it ask. */
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

/** undefined where the system refuses a look. */
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

/** What was read of files to plan is what it was. */
function looksHold(looked: Looked, changed: ReadonlySet<string>, kinds: Kinds, files: ProjectFiles): boolean {
  return looked.holds(changed, kinds, (path) => {
    const look = tryLook(() => (files.digest(path) === null ? undefined : files.read(path)));
    return 'found' in look ? look.found : undefined;
  });
}

/** An input file that is gone, or out of reach, is the planner's to complain of. */
function vanished(graph: Graph, changed: ReadonlySet<string>, files: ProjectFiles): boolean {
  const outputs = outputsOf(graph.nodes);
  return [...changed].some((path) => !outputs.has(path) && digestIfReadable(path, files) == null);
}

/** A link that came to stand in an input's place may lead where nothing is read: the planner's to complain of, too. */
function misplaced({ nodes }: Graph, last: LastRun, files: ProjectFiles): boolean {
  const untouched = new Set(last.files.flatMap(([path, seen]) => (files.used.get(path) === seen ? [path] : [])));
  const inputs = new Set<string>();
  for (const node of nodes.values())
    for (const source of node.sources) if (source.is === 'file' && !untouched.has(source.path)) inputs.add(source.path);
  // Programs of the system are named by absolute paths.
  return [...inputs].some(
    (path) => files.resultAt(path) !== undefined || (!isAbsolute(path) && files.normalise(path) === undefined),
  );
}
