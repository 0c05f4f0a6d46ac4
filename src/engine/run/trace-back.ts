/** Finds out why an input is what it is: follows reasons through the records of the nodes that made it, down to a file or an edit. */
import type { Digest, NodeId } from '../../base/brand.ts';
import { ownValue } from '../../base/own-value.ts';
import { fileReader, heldBytes } from '../../base/reader.ts';
import type { Hides } from '../../base/value.ts';
import { artifactReader, readable } from '../executors/gather.ts';
import type { Graph, GraphNode } from '../graph.ts';
import type { ExplainSource } from '../step.ts';
import { reasonsFor } from '../store/reasons.ts';
import type { Reason, Recipe, StoredArtifact, Trace } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { ProjectFiles } from '../system/files.ts';
import type { Survey } from './session.ts';

export interface Traced {
  readonly node: NodeId;
  readonly reasons: readonly Reason[];
  /** Sentences of the node's kind about the change. */
  readonly changes: readonly string[];
}

/** The states of nodes at one moment, as far as a store tells. */
export interface Moment {
  readonly store: Store;
  trace(node: NodeId): Trace | undefined;
}

interface Recorded {
  readonly trace: Trace;
  readonly store: Store;
}

/** Two results of one node, and why the later is another. */
export interface Change {
  readonly node: GraphNode;
  readonly before: Recorded;
  readonly after: Recorded;
  readonly reasons: readonly Reason[];
}

export type ChangeOf = (node: NodeId) => Change | undefined;

/** The nodes behind changed inputs, each once, the nearest first; as far as the records tell. `files` are those of the later state, and no value of a variable is told that `hides` hides. */
export function traceBack(reasons: readonly Reason[], changeOf: ChangeOf, files: ProjectFiles, hides: Hides): Traced[] {
  const found = new Map<NodeId, Traced>();
  const follow = (some: readonly Reason[]): void => {
    for (const reason of some) {
      const made = reason.is === 'input-changed' ? makerOf(reason, changeOf) : undefined;
      if (!made || found.has(made.node.id)) continue;
      found.set(made.node.id, traced(made, files, hides));
      follow(made.reasons);
    }
  };
  follow(reasons);
  return [...found.values()];
}

/** A change with what the node's kind says of it. */
export const traced = (change: Change, files: ProjectFiles, hides: Hides): Traced => ({
  node: change.node.id,
  reasons: change.reasons,
  changes: changesOf(change, files, hides),
});

/** The step from a node's last result to the one that it stands at. */
export function lastChange({ graph, decisions, store }: Survey): ChangeOf {
  return (id) => {
    const node = graph.nodes.get(id);
    const decision = decisions.get(id);
    if (!node || !decision || !('artifact' in decision)) return undefined;
    const trace = store.trace(decision.key);
    const before = decision.is === 'cached' ? store.last(id) : trace?.before && store.trace(trace.before);
    if (!trace || !before) return undefined;
    const reasons = decision.is === 'cached' ? decision.reasons : trace.because;
    return { node, before: { trace: before, store }, after: { trace, store }, reasons };
  };
}

/** The step between two moments, of nodes that `graph` still has. */
export function changeBetween(before: Moment, after: Moment, graph: Graph): ChangeOf {
  return (id) => {
    const [node, was, is] = [graph.nodes.get(id), before.trace(id), after.trace(id)];
    if (!node || !was || !is || was.key === is.key) return undefined;
    const code = after.store.code(is.recipe.code) ?? node.loaded.code;
    const { inputs, step, at } = node;
    const then = { inputs, step, ...(at && { at }), origins: is.origins, loaded: { ...node.loaded, code } };
    return {
      node,
      before: { trace: was, store: before.store },
      after: { trace: is, store: after.store },
      reasons: reasonsFor(then, is.recipe, was, before.store),
    };
  };
}

type InputChanged = Extract<Reason, { is: 'input-changed' }>;

/** The change that made a changed input. It must lead from the part's old digest to the new one: another says nothing of this change. */
function makerOf(reason: InputChanged, changeOf: ChangeOf): Change | undefined {
  const part = reason.column === undefined ? reason.part : `column:${reason.column}`;
  const change = changeOf(reason.input as NodeId);
  if (!change || part === undefined || reason.to === null) return undefined;
  const { before, after } = change;
  const isThis =
    digestOf(before.trace.artifact, part) === reason.from && digestOf(after.trace.artifact, part) === reason.to;
  return isThis ? change : undefined;
}

const digestOf = ({ parts }: StoredArtifact, name: string): Digest | undefined =>
  parts.find((part) => part.name === name)?.digest;

function changesOf({ node, before, after }: Change, files: ProjectFiles, hides: Hides): readonly string[] {
  const { explain } = node.loaded.kind;
  if (!explain || !before.store.holds(before.trace) || !after.store.holds(after.trace)) return [];
  const read = ({ store, trace }: Recorded) => artifactReader(readable(store, trace));
  return explain(read(before), read(after), explainSource(node, after.trace.recipe, files, hides));
}

/** Gives a kind what it needs to explain a node: its parameters, and the input files that are unchanged since they were read. */
export const explainSource = (node: GraphNode, recipe: Recipe, files: ProjectFiles, hides: Hides): ExplainSource => ({
  hides,
  params: node.params,
  file(name) {
    const input = ownValue(node.inputs, name);
    if (input?.is !== 'file' || files.digest(input.path) !== ownValue(recipe.inputs, name)) return undefined;
    return fileReader(input.path, files.contents(input.path) ?? heldBytes(new Uint8Array()));
  },
});
