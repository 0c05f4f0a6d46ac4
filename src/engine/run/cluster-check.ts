/** Says which clusters a run is going to use, by what its nodes are before their jobs are made, and has each of them tried before work starts. */
import type { NodeId } from '../../base/brand.ts';
import { type Problem, ProblemError } from '../../base/problem.ts';
import { decide, type World } from '../decide/decide.ts';
import type { Cluster } from '../executors/cluster/cluster.ts';
import type { AskedFor, NodeRequest } from '../executors/cluster/place.ts';
import type { Graph, NodeIds } from '../graph.ts';
import type { PipelineSpec } from '../pipeline/load.ts';
import type { NeededProgram } from '../step.ts';
import { neededMemory, type StoredArtifact } from '../store/records.ts';
import { type Destination, type DueNode, destinations } from './destinations.ts';

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
    for (const [name, asked] of requests(destinations(spec, on, unsettled(graph, wanted, world))))
      await clusters.get(name)?.tryOut(asked, signal);
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

/** Nodes that do not stand at a result, or may not. */
function* unsettled(graph: Graph, wanted: NodeIds, worldOf: WorldOf): Iterable<DueNode> {
  const made = new Map<NodeId, StoredArtifact>();
  const world = worldOf((id) => made.get(id));
  for (const node of graph.nodes.values()) {
    if (!wanted.has(node.id)) continue;
    const decision = decide(node, world);
    if ('artifact' in decision) made.set(node.id, decision.artifact);
    else {
      const last = world.store.last(node.id);
      yield { node, lasted: last?.milliseconds, needs: neededMemory(last) };
    }
  }
}

/** For each executor what its nodes ask for, and the programs that they start. */
function requests(all: readonly Destination[]): ReadonlyMap<string, AskedFor> {
  const found = new Map<string, { readonly nodes: NodeRequest[]; readonly programs: NeededProgram[] }>();
  for (const { on, node, resources, needs } of all) {
    const known = found.get(on) ?? { nodes: [], programs: [] };
    found.set(on, known);
    const { nodes, programs } = known;
    if (!nodes.some((each) => each.resources === resources && each.needs === needs)) nodes.push({ resources, needs });
    programs.push(...(node.loaded.kind.programs?.(node.params, node.how) ?? []));
  }
  return found;
}
