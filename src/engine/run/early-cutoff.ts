/** Finds what early cutoff saved: nodes below one that ran, which stayed fresh because nothing they read changed. */
import type { NodeId } from '../../base/brand.ts';
import type { RunOutcome, Spared } from '../events.ts';
import type { GraphNode } from '../graph.ts';

/** `reached` are the nodes that anything that ran could have reached, in graph order. */
export function sparedNodes(reached: readonly GraphNode[], { ran, fresh }: RunOutcome): Spared {
  if (ran.length === 0) return { nodes: [], by: [] };
  const [didRun, stayed] = [new Set(ran), new Set(fresh)];
  const spared = new Set<NodeId>();
  const by = new Set<NodeId>();
  for (const { id, dependencies } of reached) {
    if (!stayed.has(id)) continue;
    for (const each of dependencies) {
      if (didRun.has(each)) by.add(each);
      else if (!spared.has(each)) continue;
      spared.add(id);
    }
  }
  return { nodes: [...spared], by: reached.flatMap(({ id }) => (by.has(id) ? [id] : [])) };
}
