/** Says which clusters a run is going to use, by what its nodes are before their jobs are made, and has each of them tried before work starts. */
import type { NodeId } from '../../base/brand.ts';
import { type Problem, ProblemError } from '../../base/problem.ts';
import { decide, type World } from '../decide/decide.ts';
import type { Cluster } from '../executors/cluster/cluster.ts';
import { SHORT_MS, WORTH_MS } from '../executors/cluster/cut.ts';
import { FEW_PASSES, LONG_MS } from '../executors/pool.ts';
import type { Graph, GraphNode, NodeIds } from '../graph.ts';
import type { PipelineSpec } from '../pipeline/load.ts';
import type { Resources } from '../step.ts';
import type { StoredArtifact } from '../store/records.ts';

export interface CheckedClusters {
  readonly spec: PipelineSpec;
  readonly clusters: ReadonlyMap<string, Cluster>;
  /** The executor that the call names. */
  readonly on: string | undefined;
  readonly signal: AbortSignal;
}

/** The world in which nodes are decided, by what settled nodes hold. */
export type WorldOf = (artifact: World['artifact']) => World;

/** Checks each cluster to which a wanted stale node goes, and returns the problems. */
export async function checkClusters(
  { spec, clusters, on, signal }: CheckedClusters,
  graph: Graph,
  wanted: NodeIds,
  world: WorldOf,
): Promise<readonly Problem[]> {
  try {
    for (const [name, asked] of requests(spec, on, unsettled(graph, wanted, world)))
      await clusters.get(name)?.tryOut(asked, signal);
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

/** Nodes that do not stand at a result, or may not, with how long they took at last. */
function* unsettled(graph: Graph, wanted: NodeIds, worldOf: WorldOf): Iterable<Unsettled> {
  const made = new Map<NodeId, StoredArtifact>();
  const world = worldOf((id) => made.get(id));
  for (const node of graph.nodes.values()) {
    if (!wanted.has(node.id)) continue;
    const decision = decide(node, world);
    if ('artifact' in decision) made.set(node.id, decision.artifact);
    else yield { node, lasted: world.store.last(node.id)?.milliseconds };
  }
}

interface Unsettled {
  readonly node: GraphNode;
  /** Milliseconds. */
  readonly lasted: number | undefined;
}

type Requests = Map<string, Set<Resources | undefined>>;

/** For each executor what its nodes ask for. Of short nodes that only the call sends there, there must be so many that they are worth their way. */
function requests(spec: PipelineSpec, on: string | undefined, nodes: Iterable<Unsettled>): Requests {
  const found: Requests = new Map();
  const small = new Set<Resources | undefined>();
  let milliseconds = 0;
  const add = (name: string, each: Iterable<Resources | undefined>): void => {
    found.set(name, new Set([...(found.get(name) ?? []), ...each]));
  };
  for (const { node, lasted } of nodes) {
    const declared = spec.step(node.step);
    if (declared?.on !== undefined) add(declared.on, [declared.resources]);
    else if (on !== undefined) {
      const cost = node.cost ?? node.loaded.kind.cost ?? 'short';
      if (cost === 'external') continue;
      const isShort = typeof cost === 'object' ? cost.passes < FEW_PASSES : cost === 'short';
      if (isShort && node.loaded.module === null && (lasted ?? 0) < LONG_MS) {
        milliseconds += lasted ?? SHORT_MS;
        small.add(declared?.resources);
      } else add(on, [declared?.resources]);
    }
  }
  if (on !== undefined && milliseconds >= WORTH_MS) add(on, small);
  return found;
}
