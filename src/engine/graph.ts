/** Nodes with their edges, in an order in which every node comes after what it reads. */
import type { NodeId } from '../base/brand.ts';
import { canonicalJson } from '../base/canonical.ts';
import { memoByIdentity } from '../base/memo.ts';
import type { LoadedKind } from './kinds.ts';
import type { Complaint, InputSpec, NodeSpec, StepKind, YamlPath } from './step.ts';

export interface GraphNode extends NodeSpec {
  readonly step: string;
  readonly loaded: LoadedKind;
  /** Nodes that this one reads, each once. */
  readonly dependencies: readonly NodeId[];
  /** The parts of them that it reads. */
  readonly reads: readonly PartsRead[];
  /** Files and templates that it reads. */
  readonly sources: readonly OutsideInput[];
}

export type PartsRead = Extract<InputSpec, { is: 'node' }>;
export type OutsideInput = Exclude<InputSpec, { is: 'node' }>;

/** Place of a node's declaration: its step, or, as with claims, the place that the node names. */
export const pathOf = ({ at, step }: Pick<GraphNode, 'at' | 'step'>): YamlPath => at ?? ['steps', step];

/** Type of the artifact that a node promises, by its own description or its kind's; null where neither says. */
export const saidArtifact = (
  { artifact, outputs }: Pick<NodeSpec, 'artifact' | 'outputs'>,
  kind: Pick<StepKind, 'artifact'>,
): string | null => artifact ?? (outputs === undefined ? kind.artifact : 'files') ?? null;

/** A node's parameters as canonical JSON, of which its key and the record of what was tried are made. */
export const paramsText: (params: NodeSpec['params']) => string = (params) =>
  typeof params === 'object' && params !== null ? objectText(params) : canonicalJson(params);

const objectText = memoByIdentity((params: object) => canonicalJson(params));

/** A step whose nodes are not known before `on` have run (split levels). */
export interface PendingStep {
  readonly step: string;
  readonly kind: string;
  readonly on: readonly NodeId[];
}

/** Ids that can be asked for and gone through: a set, or all nodes of a graph. */
export interface NodeIds extends Iterable<NodeId> {
  readonly size: number;
  has(id: NodeId): boolean;
}

/** Members that only few nodes have. */
export type Rare = 'sources' | 'outputs' | 'numbered';

/** Nodes by id, in graph order. Those of a kept plan answer what is asked of thousands of them without making each. */
export interface Nodes extends ReadonlyMap<NodeId, GraphNode> {
  having?(member: Rare): readonly GraphNode[];
  ofKind?(is: (loaded: LoadedKind) => boolean): readonly GraphNode[];
  withReaders?(ids: ReadonlySet<NodeId>): Set<NodeId>;
}

export interface Graph {
  readonly nodes: Nodes;
  readonly pending: readonly PendingStep[];
  /** For each step, the nodes that find the levels of its loops and of the loops of steps that it reads, whether or not they have run. */
  readonly levels: ReadonlyMap<string, readonly NodeId[]>;
}

type SpecOfStep = NodeSpec & { readonly step: string };

/** Makes the graph's node of one that a step described, now or for an earlier plan. */
export function graphNode(described: SpecOfStep | GraphNode, loaded: LoadedKind): GraphNode {
  if ('loaded' in described) return described;
  const inputs = Object.values(described.inputs);
  const reads = inputs.filter((input) => input.is === 'node');
  const sources = inputs.filter((input) => input.is !== 'node');
  const ids = reads.map(({ node }) => node);
  const dependencies = ids.length < 2 ? ids : [...new Set(ids)];
  return { loaded, dependencies, reads, sources, ...described };
}

/** The nodes that have such a thing, in graph order. */
export const nodesHaving = (nodes: Nodes, member: Rare): readonly GraphNode[] =>
  nodes.having?.(member) ?? [...nodes.values()].filter((node) => isThere(node[member]));

const isThere = (value: GraphNode[Rare]): boolean => (Array.isArray(value) ? value.length > 0 : value !== undefined);

/** The nodes of such a kind, in graph order. */
export const nodesOfKind = (nodes: Nodes, is: (loaded: LoadedKind) => boolean): readonly GraphNode[] =>
  nodes.ofKind?.(is) ?? [...nodes.values()].filter(({ loaded }) => is(loaded));

/** All files that nodes write. */
export const outputsOf = memoByIdentity(
  (nodes: Nodes): ReadonlySet<string> => new Set(nodesHaving(nodes, 'outputs').flatMap(({ outputs }) => outputs!)),
);

/** Complains of steps that read each other while they expand. */
export function circleOf(names: readonly string[], path: YamlPath): Complaint {
  if (names.length > 2)
    return { code: 'cycle', message: `steps read each other in a circle: ${names.join(' → ')}`, path };
  const hint = 'give what the others start from a step of its own';
  return { code: 'cycle', message: `\`${names[0]}\` reads itself: what a step reads is of other steps`, path, hint };
}

/**
 * Orders nodes depth-first, in declared order, by whatever names them. `dependenciesOf` is undefined of what names no node. A cycle is found
 * earlier, when steps expand.
 */
export function inOrder<Name>(
  declared: Iterable<Name>,
  dependenciesOf: (name: Name) => readonly Name[] | undefined,
): ReadonlySet<Name> {
  const sorted = new Set<Name>();
  const isOpen = (name: Name): boolean => !sorted.has(name) && dependenciesOf(name) !== undefined;
  for (const root of declared) {
    // Most nodes are declared behind what they read.
    if (!dependenciesOf(root)!.some(isOpen)) {
      sorted.add(root);
      continue;
    }
    const stack = [root];
    while (stack.length > 0) {
      const name = stack.at(-1)!;
      const waiting = sorted.has(name) ? [] : dependenciesOf(name)!.filter(isOpen);
      if (waiting.length > 0) for (const each of waiting.reverse()) stack.push(each);
      else {
        stack.pop();
        sorted.add(name);
      }
    }
  }
  return sorted;
}

/** The nodes and everything they read, directly or not. */
export function withAncestors(graph: Graph, ids: Iterable<NodeId>): Set<NodeId> {
  const wanted = new Set<NodeId>();
  const stack = [...ids];
  while (stack.length > 0) {
    const id = stack.pop()!;
    if (wanted.has(id)) continue;
    wanted.add(id);
    for (const each of graph.nodes.get(id)?.dependencies ?? []) stack.push(each);
  }
  return wanted;
}

/** The nodes and everything that reads them, directly or not; in graph order. */
export function withDescendants({ nodes }: Pick<Graph, 'nodes'>, ids: Iterable<NodeId>): Set<NodeId> {
  const first = new Set(ids);
  if (nodes.withReaders) return nodes.withReaders(first);
  const reached = new Set<NodeId>();
  for (const { id, dependencies } of nodes.values())
    if (first.has(id) || dependencies.some((each) => reached.has(each))) reached.add(id);
  return reached;
}
