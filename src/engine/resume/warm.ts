/**
 * The last complete run's graph and standings, so that a small edit costs no parsing, no expanding and no deciding of
 * what it does not touch. Two derived, sealed, disposable files: the plan, rewritten when the pipeline changes,
 * and the standings, rewritten when a result does. Used only while everything they were made from holds to the letter.
 */
import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Digest, NodeId } from '../../base/brand.ts';
import { digestJson } from '../../base/canonical.ts';
import { memoByIdentity } from '../../base/memo.ts';
import type { Problem } from '../../base/problem.ts';
import type { Graph, GraphNode } from '../graph.ts';
import type { Kinds } from '../kinds.ts';
import { type KeptLooks, Looked } from '../pipeline/looked.ts';
import type { Standing, StoredArtifact } from '../store/records.ts';
import { isBlob } from '../store/store.ts';
import { readSealed, writeSealed } from '../system/checked.ts';
import { type ProjectFiles, sameStamp, stampOf, TRACES } from '../system/files.ts';
import { tryLook } from '../system/system-refusal.ts';
import { foldersUnchanged, type Memory, sameSearchPath } from './memory.ts';
import { keptNodes, type PlanNodes, revivedNodes } from './plan-nodes.ts';
import type { Making, Planned } from './planned.ts';
import { type Amended, amend } from './replan.ts';
import { appendStandings, readStandings, type Standings, writeStandings } from './standings.ts';

export interface Warm {
  readonly planned: Planned;
  readonly standings: Standings;
  /** Files whose bytes are not what the last run saw. */
  readonly changed: ReadonlySet<string>;
  /** The pipeline was edited since. */
  readonly amended?: Amended;
}

interface PlanFile {
  readonly nodes: PlanNodes;
  readonly pipeline: string;
  readonly kinds: Digest;
  readonly looked: KeptLooks;
  readonly levels: readonly (readonly [NodeId, readonly string[]])[];
  readonly stepLevels: readonly (readonly [string, readonly NodeId[]])[];
  readonly warnings: readonly Problem[];
}

/** How the plan was made, read only when the pipeline was edited. */
interface MakingFile {
  /** Checksum of the plan. */
  readonly plan: string;
  readonly text: string;
  readonly ids: readonly (readonly [step: string, ids: readonly NodeId[]])[];
  readonly asked: readonly (readonly [step: string, always: boolean, of: readonly string[]])[];
}

const PLAN = 'plan-v4.json';
const MAKING = 'making-v1.json';

export function readWarm(
  root: string,
  pipeline: string,
  kinds: Kinds,
  memory: Memory | undefined,
  files: ProjectFiles,
): Warm | undefined {
  if (!memory || memory.allFresh === null || memory.pipeline !== pipeline) return undefined;
  if (!foldersUnchanged(root, memory) || !sameSearchPath(memory)) return undefined;
  // The plan that is taken over was made along this PATH.
  files.searched = memory.searched;
  const changed = changedFiles(memory, files);
  // Part of a record is lost or damaged: where each node stands is to be decided anew.
  if ([...changed].some(isBlob)) return undefined;
  const edited = changed.has(pipeline);
  if (edited ? !isOwnLog(memory) : !isSameFile(root, pipeline, memory)) return undefined;
  const standings = readStandings(root);
  if (standings?.run !== memory.at) return undefined;
  const plan = readSealed<PlanFile>(root, PLAN);
  if (!plan || plan.sum !== standings.plan || !planHolds(plan.body, pipeline, kinds, changed, files)) return undefined;
  const last = revive(plan.body, plan.rest, kinds);
  const amended = edited ? readAmended(root, pipeline, plan.sum, last, kinds, files) : undefined;
  const planned = edited ? amended?.planned : last;
  if (!planned || vanished(planned.graph, changed, files) || misplaced(planned.graph, memory, files)) return undefined;
  return { planned, standings, changed, ...(amended ? { amended } : {}) };
}

function readAmended(
  root: string,
  pipeline: string,
  plan: string,
  last: Planned,
  kinds: Kinds,
  files: ProjectFiles,
): Amended | undefined {
  const making = readSealed<MakingFile>(root, MAKING)?.body;
  const bytes = files.read(pipeline);
  if (making?.plan !== plan || !bytes) return undefined;
  const ids = new Map(making.ids);
  const asked = new Map(making.asked.map(([name, always, of]) => [name, { always, of: new Set(of) }]));
  const text = new TextDecoder().decode(bytes);
  return amend({ ...last, making: { text: making.text, ids, asked } }, pipeline, text, kinds, files);
}

/** What a complete run leaves to the next. */
export interface Left {
  readonly planned: Planned;
  /** Of every node. */
  standings(): ReadonlyMap<NodeId, Standing>;
  /** Of those that stand elsewhere than before. */
  moved(): ReadonlyMap<NodeId, Standing>;
}

/**
 * The pipeline has not been touched here since: its stamp holds the inode and the time of its last change, which a store
 * from elsewhere cannot know. Without this, such a store could bring a plan of its own, with nodes of its choice.
 */
function isSameFile(root: string, pipeline: string, { files }: Memory): boolean {
  const seen = files.find(([path]) => path === pipeline)?.[1];
  const stat = statSync(join(root, pipeline), { throwIfNoEntry: false });
  return seen != null && stat !== undefined && sameStamp(stampOf(stat), seen.stamp);
}

/**
 * An edited pipeline is another file. What it is amended from is believed beside the log of traces that the last run left,
 * which `foldersUnchanged` holds against its own inode and time of change.
 */
const isOwnLog = ({ folders }: Memory): boolean => folders.some(([path, stamp]) => path === TRACES && stamp !== null);

/** Writes what changed: nothing of the plan when the run took it over, and only what it settled of the standings. */
export function writeWarm(
  root: string,
  pipeline: string,
  kinds: Kinds,
  left: Left,
  run: number,
  before: Warm | undefined,
): void {
  if (before?.planned.graph === left.planned.graph && !before.amended) {
    if (appendStandings(root, before.standings.plan, run, left.moved())) return;
  }
  const { table, lines } = keptNodes(left.planned.graph.nodes);
  const plan = writeSealed(root, PLAN, planFile(pipeline, kinds, left.planned, table), lines);
  if (plan === undefined) return;
  if (left.planned.making) writeSealed(root, MAKING, makingFile(plan, left.planned.making));
  writeStandings(root, plan, run, left.standings());
}

/** Whether a node stands where the last run left it, because nothing that it reads or writes has changed since. */
export function standsAsLeft(
  node: GraphNode,
  warm: Warm,
  world: { artifact(id: NodeId): StoredArtifact | undefined; template(name: string): string | undefined },
): boolean {
  if (!warm.standings.has(node.id) || warm.amended?.anew.has(node.id)) return false;
  if (node.outputs?.some((path) => warm.changed.has(path))) return false;
  return (
    node.reads.every(({ node: id, parts }) => {
      const [before, now] = [warm.standings.get(id)?.artifact, world.artifact(id)];
      return before !== undefined && now !== undefined && !changedBetween(before)(now).reach(parts);
    }) && !readsChanged(node, warm, world.template)
  );
}

function readsChanged(
  { sources }: GraphNode,
  { changed }: Warm,
  template: (name: string) => string | undefined,
): boolean {
  return sources.some((source) => {
    const path = source.is === 'file' ? source.path : template(source.name);
    return path === undefined || changed.has(path);
  });
}

/**
 * Nodes that a change may reach: those that read or write a changed file, and all that read them, directly or not.
 * Every other node stands where it stood. O(nodes + edges).
 */
export function reachedBy(graph: Graph, warm: Warm, template: (name: string) => string | undefined): Set<NodeId> {
  const reached = new Set<NodeId>();
  for (const node of graph.nodes.values()) {
    const touched =
      !warm.standings.has(node.id) ||
      warm.amended?.anew.has(node.id) === true ||
      node.outputs?.some((path) => warm.changed.has(path)) === true ||
      node.dependencies.some((id) => reached.has(id)) ||
      readsChanged(node, warm, template);
    if (touched) reached.add(node.id);
  }
  return reached;
}

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

function changedFiles(memory: Memory, files: ProjectFiles): Set<string> {
  const changed = new Set<string>();
  for (const [path, seen] of memory.files) {
    if (digestIfReadable(path, files) !== (seen?.digest ?? null)) changed.add(path);
  }
  return changed;
}

function planHolds(
  plan: PlanFile,
  pipeline: string,
  kinds: Kinds,
  changed: ReadonlySet<string>,
  files: ProjectFiles,
): boolean {
  if (plan.pipeline !== pipeline || plan.kinds !== kindsDigest(kinds)) return false;
  const read = (path: string): Uint8Array | undefined => {
    const look = tryLook(() => (files.digest(path) === null ? undefined : files.read(path)));
    return 'found' in look ? look.found : undefined;
  };
  return new Looked(plan.looked).holds(changed, kinds, read);
}

/** An input file that is gone, or out of reach, is the planner's to complain of. */
function vanished(graph: Graph, changed: ReadonlySet<string>, files: ProjectFiles): boolean {
  const outputs = new Set([...graph.nodes.values()].flatMap((node) => node.outputs ?? []));
  return [...changed].some((path) => !outputs.has(path) && digestIfReadable(path, files) == null);
}

/** A link that came to stand in an input's place may lead where nothing is read: the planner's to complain of, too. */
function misplaced({ nodes }: Graph, memory: Memory, files: ProjectFiles): boolean {
  const untouched = new Set(memory.files.flatMap(([path, seen]) => (files.used.get(path) === seen ? [path] : [])));
  const inputs = new Set<string>();
  for (const node of nodes.values())
    for (const source of node.sources) if (source.is === 'file' && !untouched.has(source.path)) inputs.add(source.path);
  // Programs of the system are named by absolute paths.
  return [...inputs].some(
    (path) => files.resultAt(path) !== undefined || (!isAbsolute(path) && files.normalise(path) === undefined),
  );
}

const kindsDigest = (kinds: Kinds): Digest =>
  digestJson([...kinds.values()].map(({ kind, code }) => [kind.name, code.digest]));

function planFile(
  pipeline: string,
  kinds: Kinds,
  { graph, levels, warnings, looked }: Planned,
  nodes: PlanNodes,
): PlanFile {
  return {
    pipeline,
    kinds: kindsDigest(kinds),
    looked: looked.kept,
    levels: [...levels],
    stepLevels: [...graph.levels],
    warnings,
    nodes,
  };
}

const makingFile = (plan: string, { text, ids, asked }: Making): MakingFile => ({
  plan,
  text,
  ids: [...ids],
  asked: [...asked].map(([name, { always, of }]) => [name, always, [...of]]),
});

const revive = (plan: PlanFile, lines: Buffer, kinds: Kinds): Planned => ({
  graph: { nodes: revivedNodes(plan.nodes, lines, kinds), pending: [], levels: new Map(plan.stepLevels) },
  levels: new Map(plan.levels),
  warnings: plan.warnings,
  looked: new Looked(plan.looked),
});
