/** The nodes of a plan as they are kept: where the parameters of a family of nodes were said is written once. */
import type { NodeId } from '../../base/brand.ts';
import { dependenciesOf, type GraphNode } from '../graph.ts';
import type { Kinds } from '../kinds.ts';
import type { NodeSpec } from '../step.ts';

type Origins = NodeSpec['origins'] & {};

interface KeptNode extends Omit<NodeSpec, 'origins'> {
  readonly step: string;
  readonly kind: string;
  /** Which of the origins that are kept beside the nodes. In a list, since V8 makes records anew whose number becomes an object. */
  readonly origins?: readonly [number] | undefined;
}

export interface PlanNodes {
  readonly origins: readonly Origins[];
  readonly nodes: readonly KeptNode[];
}

type Revived = { -readonly [Member in keyof GraphNode]: GraphNode[Member] };

export function keptNodes(nodes: ReadonlyMap<NodeId, GraphNode>): PlanNodes {
  const known = new Map<Origins, number>();
  const indexOf = (origins: Origins): number => {
    if (!known.has(origins)) known.set(origins, known.size);
    return known.get(origins)!;
  };
  const kept = Array.from(nodes.values(), (node) => ({
    kind: node.loaded.kind.name,
    ...node,
    origins: node.origins && ([indexOf(node.origins)] as const),
    // Not written; to overwrite members is faster than to leave them out.
    loaded: undefined,
    dependencies: undefined,
  }));
  return { origins: [...known.keys()], nodes: kept };
}

export function revivedNodes({ origins, nodes }: PlanNodes, kinds: Kinds): Map<NodeId, GraphNode> {
  const revived = new Map<NodeId, GraphNode>();
  for (const kept of nodes) {
    const node = kept as unknown as Revived;
    if (kept.origins) node.origins = origins[kept.origins[0]]!;
    node.loaded = kinds.get(kept.kind)!;
    node.dependencies = dependenciesOf(node);
    revived.set(node.id, node);
  }
  return revived;
}
